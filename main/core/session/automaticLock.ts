import type { SessionState, Topic } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { DEFAULT_POLICY } from '../../../shared/domain/records/policy.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, Handler, Handlers } from '../context.ts';
import type { CabinetDeps } from '../ports.ts';
import type { Turns } from '../sync/turns.ts';
import type { CurrentSession } from './currentSession.ts';
import { createIdleLock, type IdleLock, type IdleReason } from './idleLock.ts';
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

class IdleDevice implements AutomaticLock {
  readonly methods: Handlers;
  readonly #parts: AutomaticLockParts;
  readonly #idle: IdleLock;
  #papersClosed = false;
  #lockedBecause: IdleReason | null = null;

  constructor(parts: AutomaticLockParts) {
    const { deps, turns } = parts;
    this.#parts = parts;
    this.#idle = createIdleLock({
      ...{ clock: deps.clock, timers: deps.timers, minutes: () => this.#minutes() },
      isExempt: () => {
        const context = this.#context();
        return context !== null && takesPart(context);
      },
      onLock: (reason) => void turns.run(() => this.#lock(reason)),
      onClosePapers: () => void turns.run(() => this.#setPapersClosed(true)),
    });
    this.methods = {
      'session.activity': async ({ idleSeconds }) => {
        this.#idle.reported(idleSeconds * 1000);
        return ok({});
      },
      'session.away': async () => {
        this.#idle.away();
        // Answered when it is done: the system waits for this before it sleeps.
        return turns.run(() => ok({}));
      },
      'session.confirm': (shown) => turns.run(() => this.#confirm(shown)),
    };
  }

  awaitsConfirmation(): boolean {
    return this.#papersClosed;
  }

  state(): Pick<SessionState, 'lock' | 'lockedBecause'> {
    const context = this.#context();
    const minutes = this.#minutes();
    if (context === null || minutes === null) return { lock: null, lockedBecause: this.#lockedBecause };
    const papersClosed = this.#papersClosed;
    return { lock: { minutes, allowedMinutes: allowedMinutes(context), papersClosed }, lockedBecause: null };
  }

  entered(): void {
    this.#papersClosed = false;
    this.#lockedBecause = null;
    this.#idle.begin();
  }

  left(): void {
    this.#papersClosed = false;
    this.#idle.end();
  }

  #context(): CoreContext | null {
    return this.#parts.current.open()?.unlocked.context ?? null;
  }

  /** In force: those that were chosen, if the organisation allows that many. */
  #minutes(): number | null {
    const context = this.#context();
    if (context === null) return null;
    const allowed = allowedMinutes(context);
    return Math.min(allowed, this.#parts.lockAfter() ?? allowed);
  }

  async #lock(reason: IdleReason): Promise<void> {
    if (this.#parts.current.open() === null) return;
    this.#lockedBecause = reason;
    await this.#parts.lock();
  }

  async #confirm(shown: Parameters<Handler<'session.confirm'>>[0]): Promise<Done> {
    const { current, secrets } = this.#parts;
    const open = current.open();
    if (open === null) return err(cabinetError('locked'));
    const done =
      'pin' in shown ? await secrets.showPin(open, shown.pin) : await secrets.show(open, shown.passphrase);
    if (!done.ok) return done;
    this.#idle.shown();
    this.#setPapersClosed(false);
    return done;
  }

  #setPapersClosed(closed: boolean): void {
    const { current, changed } = this.#parts;
    const open = current.open();
    if (open === null || this.#papersClosed === closed) return;
    this.#papersClosed = closed;
    // Until then the key store alone must not open it after a restart either.
    current.keepVault(open, { ...open.profile.vault, locked: closed });
    changed('session', 'files');
  }
}

export const createAutomaticLock = (parts: AutomaticLockParts): AutomaticLock => new IdleDevice(parts);
