import type { SessionState, Topic } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { DEFAULT_POLICY } from '../../../shared/domain/records/policy.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, Handlers } from '../context.ts';
import type { CabinetDeps } from '../ports.ts';
import type { Turns } from '../sync/turns.ts';
import type { CurrentSession } from './currentSession.ts';
import { createIdleLock, type IdleReason } from './idleLock.ts';
import type { Secrets } from './secretMethods.ts';

type Done = Result<Record<never, never>, CabinetError>;

export interface AutomaticLockParts {
  readonly deps: CabinetDeps;
  readonly turns: Turns;
  readonly secrets: Pick<Secrets, 'show' | 'showPin'>;
  readonly current: CurrentSession;
  /** Closes the store, as its person would. */
  readonly lock: () => Promise<Done>;
  /** Minutes that the people at this device chose. */
  readonly lockAfter: () => number | undefined;
  readonly changed: (...topics: Topic[]) => void;
}

/** A device that nobody uses closes itself, or, where its person takes part in a session, its classified papers. */
export interface AutomaticLock {
  readonly methods: Handlers;
  readonly awaitsConfirmation: () => boolean;
  readonly state: () => Pick<SessionState, 'lock' | 'lockedBecause'>;
  /** A store was opened by somebody who showed who they are, or by the key store. */
  entered(): void;
  left(): void;
}

const HOUR_MS = 3_600_000;

/** Checked in to a session that is running; one that nobody ended is over twelve hours after its time. */
const takesPart = ({ records, account, clock }: CoreContext): boolean =>
  records
    .withStatus('meeting', 'in_session')
    .filter(({ body }) => clock.now() < Date.parse(body.endsAt) + 12 * HOUR_MS)
    .some(({ id }) =>
      records
        .listSync('participant', id)
        .some(
          ({ body }) => body.personId === account.personId && ['in_room', 'remote'].includes(body.attendance),
        ),
    );

const allowedMinutes = ({ records, account }: CoreContext): number =>
  (records.getSync('organisation', account.organisationId)?.body.policy ?? DEFAULT_POLICY).idleMinutes;

export const createAutomaticLock = (parts: AutomaticLockParts): AutomaticLock => {
  const { deps, turns, current } = parts;
  let papersClosed = false;
  let lockedBecause: IdleReason | null = null;
  const context = (): CoreContext | null => current.open()?.unlocked.context ?? null;

  const minutes = (): number | null => {
    const open = context();
    if (open === null) return null;
    const allowed = allowedMinutes(open);
    return Math.min(allowed, parts.lockAfter() ?? allowed);
  };
  const setPapersClosed = (closed: boolean): void => {
    const open = current.open();
    if (open === null || papersClosed === closed) return;
    papersClosed = closed;
    // Until then the key store alone must not open it after a restart either.
    current.keepVault(open, { ...open.profile.vault, locked: closed });
    parts.changed('session', 'files');
  };
  const idle = createIdleLock({
    ...{ clock: deps.clock, timers: deps.timers, minutes },
    isExempt: () => {
      const open = context();
      return open !== null && takesPart(open);
    },
    onLock: (reason) =>
      void turns.run(async () => {
        if (current.open() === null) return;
        lockedBecause = reason;
        await parts.lock();
      }),
    onClosePapers: () => void turns.run(() => setPapersClosed(true)),
  });
  const confirm: NonNullable<Handlers['session.confirm']> = (shown) =>
    turns.run(async () => {
      const open = current.open();
      if (open === null) return err(cabinetError('locked'));
      const done =
        'pin' in shown
          ? await parts.secrets.showPin(open, shown.pin)
          : await parts.secrets.show(open, shown.passphrase);
      if (!done.ok) return done;
      idle.shown();
      setPapersClosed(false);
      return done;
    });

  return {
    awaitsConfirmation: () => papersClosed,
    state() {
      const open = context();
      const inForce = minutes();
      if (open === null || inForce === null) return { lock: null, lockedBecause };
      const lock = { minutes: inForce, allowedMinutes: allowedMinutes(open), papersClosed };
      return { lock, lockedBecause: null };
    },
    entered() {
      papersClosed = false;
      lockedBecause = null;
      idle.begin();
    },
    left() {
      papersClosed = false;
      idle.end();
    },
    methods: {
      'session.activity': async ({ idleSeconds }) => {
        idle.reported(idleSeconds * 1000);
        return ok({});
      },
      'session.away': async () => {
        idle.away();
        // Answered when it is done: the system waits for this before it sleeps.
        return turns.run(() => ok({}));
      },
      'session.confirm': confirm,
    },
  };
};
