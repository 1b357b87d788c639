import type { Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { MutationResult, WireMutation } from '../../../shared/contract/sync.ts';
import { mutations } from '../../../shared/domain/mutations/all.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Outbox, OutboxItem, Pulled } from '../context.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import type { CoreReached } from '../points.ts';
import type { Meta } from '../store/meta.ts';
import type { OutboxRow } from '../store/outboxRows.ts';
import { createEnqueue, type EnqueueDeps } from './enqueue.ts';
import { openOutboxEntries, type OutboxEntries } from './outboxEntries.ts';
import { answered, nextBatch, wireOf } from './outboxWire.ts';
import { createReturns } from './returns.ts';
import { replayAll } from './replay.ts';
import type { Turns } from './turns.ts';

export interface OutboxDeps extends EnqueueDeps {
  readonly db: Database;
  readonly meta: Meta;
  readonly log: CabinetDeps['log'];
  readonly reached: CoreReached;
  /** One writer at a time over rows, overlay and outbox. */
  readonly turns: Turns;
  /** Something is waiting to be sent. */
  readonly onKept: () => void;
  readonly onChanged: () => void;
}

/** The outbox as the sync drives it. What must not run beside another writer is called inside a turn. */
export interface OutboxControl {
  readonly outbox: Outbox;
  rows(): readonly OutboxRow[];
  /** The next entries to send, marked as having been on the wire; empty when none waits. */
  takeBatch(): readonly WireMutation[];
  /** Nothing is on the wire any more. */
  batchEnded(): void;
  /** Keeps the server's answers. */
  settle(results: readonly MutationResult[]): Promise<void>;
  /** In a turn: takes entries out whose effect has been pulled; they are kept aside until a backup holds them. */
  dropPulled(asOf: number, durableThrough: number): void;
  /** In a turn, after a pull: what a restored server has refused is tried again when that may have changed. */
  returnAfter(pulled: Pulled): void;
  /** In a turn: the replay again, after rows have changed. */
  rebuild(): Promise<void>;
  /** Numbers what waits from `n` on. */
  renumber(n: number): Promise<void>;
  /** In a turn: another history of the server, which has this device's numbers before `expected`. */
  sendAgain(expected: number): void;
  /** In a turn, at the start: what means "now" and never left is refused, since nobody waits for it any more. */
  refuseOverdue(): void;
  /** Takes back an entry that has never been on the wire; false when it has. */
  withdraw(id: string): Promise<boolean>;
  dismiss(id: string): Promise<Result<undefined, CabinetError>>;
  isConcerned(scope: string): boolean;
}

/** Means "now", and has never left. */
const isOverdue = ({ name, state, attempted, formerly }: OutboxRow): boolean =>
  state === 'waiting' && !attempted && formerly === null && mutations[name].needsConnection;

class StoredOutbox implements OutboxControl {
  readonly outbox: Outbox;
  readonly #deps: OutboxDeps;
  readonly #entries: OutboxEntries;
  readonly #returns = createReturns();
  readonly #listeners = new Set<(entry: OutboxItem, result: MutationResult) => void>();
  #sending: ReadonlySet<string> = new Set();

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
    this.#entries = openOutboxEntries(deps.db, deps.meta, deps.reached);
    this.outbox = this.#forFeatures();
  }

  rows(): readonly OutboxRow[] {
    return this.#entries.all();
  }

  takeBatch(): readonly WireMutation[] {
    const batch = nextBatch(this.#entries.all());
    if (batch.length === 0) return [];
    const ids = new Set(batch.map(({ id }) => id));
    this.#entries.markAttempted(
      ids,
      batch.some(({ name }) => mutations[name].needsConnection),
    );
    this.#deps.reached('outbox.marked');
    this.#sending = ids;
    return batch.map(wireOf);
  }

  batchEnded(): void {
    this.#sending = new Set();
  }

  async settle(results: readonly MutationResult[]): Promise<void> {
    const { turns, meta, reached, log, onChanged } = this.#deps;
    const settled = await turns.run(async () => {
      const pairs = results.flatMap((result) => {
        const row = answered(this.#entries.all(), result, meta.text('epoch'));
        return row === null ? [] : [{ row, result }];
      });
      this.#entries.setAnswers(pairs.map(({ row }) => row));
      reached('answers.kept');
      if (pairs.some(({ row }) => row.state === 'refused')) await this.rebuild();
      for (const { row } of pairs) if (row.state === 'returning') log('returning', { name: row.name });
      return pairs;
    });
    for (const { row, result } of settled) {
      if (row.state === 'returning') continue;
      for (const listener of this.#listeners) listener(this.#itemOf(row), result);
    }
    if (settled.length > 0) onChanged();
  }

  dropPulled(asOf: number, durableThrough: number): void {
    const entries = this.#entries;
    const done = entries.all().filter(({ state, seq }) => state === 'applied' && (seq ?? 0) <= asOf);
    if (done.length > 0) {
      entries.acknowledge(done);
      this.#deps.reached('outbox.dropped');
    }
    const dropped = entries.forgetThrough(durableThrough);
    if (dropped > 0) this.#deps.log('acknowledged_dropped', { entries: dropped });
  }

  returnAfter(pulled: Pulled): void {
    const due = this.#returns.after(pulled, this.#entries.all());
    if (this.#tryAgain(due)) this.#returns.tried(due);
  }

  async rebuild(): Promise<void> {
    const { control, actor, log } = this.#deps;
    const failed = (name: string): void => log('replay_failed', { name });
    control.setOverlay(await replayAll(this.#entries.all(), actor, control.records.confirmed, failed));
  }

  renumber(n: number): Promise<void> {
    return this.#deps.turns.run(() => this.#entries.numberFrom(n));
  }

  sendAgain(expected: number): void {
    this.#entries.sendAgain(expected);
  }

  refuseOverdue(): void {
    const overdue = this.#entries.all().filter(isOverdue);
    if (overdue.length === 0) return;
    const error = cabinetError('needs_connection');
    const first = this.#firstWaiting() ?? this.#entries.nextN();
    this.#entries.setAnswers(overdue.map((row) => ({ ...row, state: 'refused', error })));
    this.#entries.numberFrom(first);
  }

  withdraw(id: string): Promise<boolean> {
    return this.#deps.turns.run(async () => {
      const row = this.#find(id);
      if (row === undefined || row.attempted || row.state !== 'waiting') return false;
      this.#entries.remove(new Set([id]));
      // Entries before it may be on the wire and keep their numbers: those behind it move up.
      this.#entries.numberFrom(Math.min(this.#firstWaiting() ?? row.n, row.n));
      await this.rebuild();
      this.#deps.onChanged();
      return true;
    });
  }

  dismiss(id: string): Promise<Result<undefined, CabinetError>> {
    const { turns, reached, onChanged } = this.#deps;
    return turns.run(() => {
      const row = this.#find(id);
      if (row === undefined) return err(cabinetError('not_found'));
      if (row.state !== 'refused') return err(cabinetError('bad_request'));
      reached('outbox.before_dismiss');
      const removed = guardStorage(() => this.#entries.remove(new Set([id])));
      if (!removed.ok) return err(removed.error);
      reached('outbox.dismissed');
      onChanged();
      return ok(undefined);
    });
  }

  isConcerned(scope: string): boolean {
    // What is tried again after a restore has been answered: it must not hold on to what may not be read any more.
    return this.#entries.all().some(({ state, scopes }) => state === 'waiting' && scopes.includes(scope));
  }

  #forFeatures(): Outbox {
    const { turns, onChanged, onKept } = this.#deps;
    const enqueue = createEnqueue(this.#deps, this.#entries);
    return {
      enqueue: async (name, args) => {
        const kept = await turns.run(() => enqueue(name, args));
        if (kept.ok) {
          onChanged();
          onKept();
        }
        return kept;
      },
      entries: () => this.#entries.all().map((row) => this.#itemOf(row)),
      onSettled: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      tryAgain: async (id) => {
        const isTried = await turns.run(() => {
          this.#returns.make(id);
          return this.#find(id)?.state === 'returning' && this.#tryAgain(new Set([id]));
        });
        if (isTried) onKept();
      },
    };
  }

  /** In a turn. Numbers of what may be on the server already must not be given to others. */
  #tryAgain(ids: ReadonlySet<string>): boolean {
    if (ids.size === 0) return false;
    if (this.#entries.all().some(({ state, attempted }) => state === 'waiting' && attempted)) return false;
    this.#entries.retry(ids);
    return true;
  }

  #find(id: string): OutboxRow | undefined {
    return this.#entries.all().find((row) => row.id === id);
  }

  /** Number of the first that waits. */
  #firstWaiting(): number | undefined {
    return this.#entries.all().find(({ state }) => state === 'waiting')?.n;
  }

  #itemOf({ id, n, name, args, at, state, error }: OutboxRow): OutboxItem {
    const isSending = state === 'waiting' && this.#sending.has(id);
    return {
      ...{ id, n, name, args, at, error },
      state: isSending ? 'sending' : state === 'returning' ? 'waiting' : state,
    };
  }
}

export const createOutbox = (deps: OutboxDeps): OutboxControl => new StoredOutbox(deps);
