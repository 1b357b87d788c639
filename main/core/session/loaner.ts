import type { ClientResult } from '../../../shared/contract/client.ts';
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

/** Its own clock of looks goes on between start and stop, and only on a device that is lent. */
class LentDevice implements Feature {
  readonly methods: Handlers;
  readonly #parts: LoanerParts;
  #cancelTimer = (): void => undefined;
  #isReturning = false;

  constructor(parts: LoanerParts) {
    this.#parts = parts;
    this.methods = {
      'loaner.state': async () => ok(await this.#state()),
      'loaner.choose': ({ meetingId }) => this.#choose(meetingId),
      'loaner.return': ({ loseUnsent }) => this.#return(loseUnsent),
    };
  }

  start(): void {
    if (this.#lent() === null) return;
    void this.#lookWhetherOver();
    this.#watch();
  }

  async stop(): Promise<void> {
    this.#cancelTimer();
  }

  onPulled(): void {
    if (this.#lent() !== null) void this.#lookWhetherOver();
  }

  #lent(): ReturnType<typeof loanerOf> {
    return loanerOf(this.#parts.context.db);
  }

  async #state(): Promise<ClientResult<'loaner.state'>> {
    const lent = this.#lent();
    if (lent === null) return { lent: null, unsent: 0 };
    const { meetingId } = lent;
    const meeting =
      meetingId === null ? undefined : this.#parts.context.records.getSync('meeting', meetingId);
    const over = meetingId !== null && this.#isOver(meetingId) === true;
    return { lent: { meetingId, title: meeting?.body.title ?? '', over }, unsent: await this.#unsent() };
  }

  async #choose(meetingId: string): Promise<Done> {
    const { context, method, onChosen } = this.#parts;
    const { db, account } = context;
    if (this.#lent()?.meetingId !== null) return err(cabinetError('not_allowed'));
    const args = { id: account.deviceId, meetingId };
    const told = (await method('mutate')?.({ name: 'device.lend', args })) ?? err(cabinetError('internal'));
    if (!told.ok) return told;
    const kept = guardStorage(() => durably(db, () => noteLoaner(db, meetingId)));
    if (!kept.ok) return kept;
    onChosen(meetingId);
    await method('sync.now')?.({});
    return ok({});
  }

  async #return(loseUnsent: boolean): Promise<Done> {
    if (this.#lent() === null) return err(cabinetError('not_allowed'));
    if ((await this.#unsent()) > 0 && !loseUnsent) await this.#parts.method('sync.now')?.({});
    const count = await this.#unsent();
    if (count > 0 && !loseUnsent) return err(cabinetError('return_unsent', { count }));
    await this.#giveBack();
    return ok({});
  }

  async #giveBack(): Promise<void> {
    const { context, method, onReturn } = this.#parts;
    this.#isReturning = true;
    const mutate = method('mutate');
    // Ends the enrolment before anything is destroyed; without the server the acknowledgement does both.
    const told = await mutate?.({ name: 'device.return', args: { id: context.account.deviceId } });
    if (told?.ok === false) context.log('return_not_told', { code: told.error.code });
    onReturn();
  }

  async #unsent(): Promise<number> {
    const { context, method } = this.#parts;
    const uploads = await method('uploads.list')?.({});
    const open = uploads?.ok === true ? uploads.value.uploads : [];
    return (
      context.outbox.entries().filter(({ state }) => state !== 'applied').length +
      open.filter(({ state }) => !SETTLED.includes(state)).length
    );
  }

  /** Null while the session is not here, e.g. before the first pull. */
  #isOver(meetingId: string): boolean | null {
    const { records, clock } = this.#parts.context;
    const meeting = records.getSync('meeting', meetingId)?.body;
    if (meeting === undefined) return null;
    return ENDED.includes(meeting.status) || Date.parse(meeting.endsAt) + OVER_AFTER_MS < clock.now();
  }

  async #lookWhetherOver(): Promise<void> {
    const meetingId = this.#lent()?.meetingId ?? null;
    if (this.#isReturning || meetingId === null || this.#isOver(meetingId) !== true) return;
    if ((await this.#unsent()) === 0) await this.#giveBack();
  }

  #watch(): void {
    this.#cancelTimer = this.#parts.context.timers.after(LOOK_MS, () => {
      void this.#lookWhetherOver();
      this.#watch();
    });
  }
}

/**
 * A device that was lent for one session: only that session's papers are on it. It is given back by its person, or by itself
 * once the session is over and everything was sent; what was not sent is never destroyed without a person saying so.
 */
export const createLoaner = (parts: LoanerParts): Feature => new LentDevice(parts);
