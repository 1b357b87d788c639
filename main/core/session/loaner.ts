import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature, Handlers } from '../context.ts';
import { guardStorage } from '../store/failures.ts';
import { loanerOf, noteLoaner } from '../store/loaner.ts';
import { durably } from '../store/store.ts';

/** A session that never came to a formal end is over this long after its planned one, in milliseconds. */
export const OVER_AFTER_MS = 3 * 24 * 60 * 60 * 1000;
/** How often to look without a pull. */
const LOOK_MS = 60 * 60 * 1000;

const ENDED: readonly string[] = ['closed', 'concluded', 'cancelled'];
/** States of an upload in which the server has it, or never will. */
const SETTLED: readonly string[] = ['done'];

export interface LoanerParts {
  readonly context: CoreContext;
  /** The other methods of this store. */
  readonly method: <M extends 'mutate' | 'uploads.list' | 'sync.now'>(name: M) => Handlers[M] | undefined;
  /** What only the open profile knows: the session of this device stands in its vault too. */
  readonly onChosen: (meetingId: string) => void;
  /** Destroys everything of this person on this device; does not come back. */
  readonly onReturn: () => void;
}

type Done = Result<Record<never, never>, CabinetError>;

/**
 * A device that was lent for one session: only that session's papers are on it. It is given back by its person, or by itself
 * once the session is over and everything was sent; what was not sent is never destroyed without a person saying so.
 */
export const createLoaner = ({ context, method, onChosen, onReturn }: LoanerParts): Feature => {
  const { records, account, db, clock, timers, log } = context;
  let cancelTimer = (): void => undefined;
  let returning = false;

  const unsent = async (): Promise<number> => {
    const uploads = await method('uploads.list')?.({});
    const open = uploads?.ok === true ? uploads.value.uploads : [];
    return (
      context.outbox.entries().filter(({ state }) => state !== 'applied').length +
      open.filter(({ state }) => !SETTLED.includes(state)).length
    );
  };
  /** Null while the session is not here, e.g. before the first pull. */
  const isOver = (meetingId: string): boolean | null => {
    const meeting = records.getSync('meeting', meetingId)?.body;
    if (meeting === undefined) return null;
    return ENDED.includes(meeting.status) || Date.parse(meeting.endsAt) + OVER_AFTER_MS < clock.now();
  };
  const giveBack = async (): Promise<void> => {
    returning = true;
    const mutate = method('mutate');
    // Ends the enrolment before anything is destroyed; without the server the acknowledgement does both.
    const told = await mutate?.({ name: 'device.return', args: { id: account.deviceId } });
    if (told?.ok === false) log('return_not_told', { code: told.error.code });
    onReturn();
  };
  const lookWhetherOver = async (): Promise<void> => {
    const meetingId = loanerOf(db)?.meetingId ?? null;
    if (returning || meetingId === null || isOver(meetingId) !== true) return;
    if ((await unsent()) === 0) await giveBack();
  };
  const watch = (): void => {
    cancelTimer = timers.after(LOOK_MS, () => {
      void lookWhetherOver();
      watch();
    });
  };

  return {
    methods: {
      'loaner.state': async () => {
        const lent = loanerOf(db);
        if (lent === null) return ok({ lent: null, unsent: 0 });
        const { meetingId } = lent;
        const title = meetingId === null ? '' : (records.getSync('meeting', meetingId)?.body.title ?? '');
        const over = meetingId !== null && isOver(meetingId) === true;
        return ok({ lent: { meetingId, title, over }, unsent: await unsent() });
      },
      'loaner.choose': async ({ meetingId }): Promise<Done> => {
        if (loanerOf(db)?.meetingId !== null) return err(cabinetError('not_allowed'));
        const args = { id: account.deviceId, meetingId };
        const told =
          (await method('mutate')?.({ name: 'device.lend', args })) ?? err(cabinetError('internal'));
        if (!told.ok) return told;
        const kept = guardStorage(() => durably(db, () => noteLoaner(db, meetingId)));
        if (!kept.ok) return kept;
        onChosen(meetingId);
        await method('sync.now')?.({});
        return ok({});
      },
      'loaner.return': async ({ loseUnsent }): Promise<Done> => {
        if (loanerOf(db) === null) return err(cabinetError('not_allowed'));
        if ((await unsent()) > 0 && !loseUnsent) await method('sync.now')?.({});
        const count = await unsent();
        if (count > 0 && !loseUnsent) return err(cabinetError('return_unsent', { count }));
        await giveBack();
        return ok({});
      },
    },
    start() {
      if (loanerOf(db) === null) return;
      void lookWhetherOver();
      watch();
    },
    async stop() {
      cancelTimer();
    },
    onPulled() {
      if (loanerOf(db) !== null) void lookWhetherOver();
    },
  };
};
