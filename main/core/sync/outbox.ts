import type { Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { MutationResult, WireMutation } from '../../../shared/contract/sync.ts';
import type { Actor } from '../../../shared/domain/mutation.ts';
import { mutations } from '../../../shared/domain/mutations/all.ts';
import type { MutationName } from '../../../shared/domain/mutations/args.ts';
import { needsAnother } from '../../../shared/domain/mutations/comeBack.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Outbox, OutboxItem, Pulled } from '../context.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import type { CoreReached } from '../points.ts';
import type { Meta } from '../store/meta.ts';
import type { Overlay } from '../store/overlay.ts';
import type { OutboxRow } from '../store/outboxRows.ts';
import type { RecordsControl } from '../store/records.ts';
import { concernedScopes } from './concern.ts';
import { openOutboxEntries, type OutboxEntries } from './outboxEntries.ts';
import { createReturns } from './returns.ts';
import { replayAll, replayOne } from './replay.ts';
import type { Turns } from './turns.ts';

/** So often may a restored server refuse what was done before, before it stands in the outbox as refused. */
const MAX_TRIES = 100;
const BATCH = 200;
/** Characters of arguments in one push: well below the server's limit for a body. */
const BATCH_CHARACTERS = 2_000_000;

export interface OutboxDeps {
  readonly db: Database;
  readonly meta: Meta;
  readonly control: RecordsControl;
  readonly actor: Actor;
  readonly clock: Clock;
  readonly ids: Ids;
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

const wireOf = ({ id, n, name, args, at, formerly }: OutboxRow): WireMutation => ({
  ...{ id, n, name, args, at },
  ...(formerly === null ? {} : { formerly }),
});

/** As many of the first waiting entries as go into one push. */
const nextBatch = (rows: readonly OutboxRow[]): readonly OutboxRow[] => {
  const batch: OutboxRow[] = [];
  let characters = 0;
  for (const row of rows) {
    if (row.state !== 'waiting') continue;
    characters += JSON.stringify(row.args).length;
    if (batch.length > 0 && (batch.length === BATCH || characters > BATCH_CHARACTERS)) break;
    batch.push(row);
  }
  return batch;
};

/** The entry once answered by this history; null when it is not here or has been answered before. */
const answered = (
  rows: readonly OutboxRow[],
  result: MutationResult,
  epoch: string | null,
): OutboxRow | null => {
  const row = rows.find(({ id }) => id === result.id);
  if (row?.state !== 'waiting') return null;
  const { seq } = result;
  if (result.status === 'applied') {
    const leaves = result.leaves === undefined ? {} : { leaves: result.leaves };
    const first = epoch === null ? null : { epoch, seq, ...leaves };
    return { ...row, state: 'applied', seq, formerly: row.formerly ?? first };
  }
  const error = { code: result.code, params: result.params };
  // One try was counted when the restore was learned of: what had not been answered by then may wait for others too.
  const mayComeBack = row.formerly !== null || (row.tries > 0 && needsAnother(row.name, error));
  const isReturning = mayComeBack && row.tries < MAX_TRIES;
  return isReturning
    ? { ...row, state: 'returning', seq, error, tries: row.tries + 1 }
    : { ...row, state: 'refused', seq, error };
};

type Kept = Result<{ readonly id: string; readonly n: number }, CabinetError>;

/** In a turn: checks, replays, keeps. What is on screen changes only when it has been kept. */
const createEnqueue =
  ({ control, actor, clock, ids }: OutboxDeps, entries: OutboxEntries) =>
  async (name: MutationName, raw: unknown): Promise<Kept> => {
    const parsed = mutations[name].args.safeParse(raw);
    if (!parsed.success) return err(cabinetError('bad_request'));
    const args: unknown = parsed.data;
    const at = isoOf(clock);
    let overlay: Overlay | null = null;
    const scopes = new Set(concernedScopes(control.records, args));
    if (mutations[name].optimistic) {
      const { confirmed } = control.records;
      const shown = await replayOne({ name, args, at }, actor, confirmed, control.overlay());
      if (!shown.ok) return err(shown.error);
      overlay = shown.value.overlay;
      for (const scope of shown.value.scopes) scopes.add(scope);
    }
    const row: OutboxRow = {
      ...{ id: ids.next(), n: entries.nextN(), name, args, at, state: 'waiting' },
      ...{ attempted: false, seq: null, error: null, scopes: [...scopes], formerly: null, tries: 0 },
    };
    const kept = entries.keep(row);
    if (!kept.ok) return kept;
    if (overlay !== null) control.setOverlay(overlay);
    return ok({ id: row.id, n: row.n });
  };

export const createOutbox = (deps: OutboxDeps): OutboxControl => {
  const { control, turns } = deps;
  const entries = openOutboxEntries(deps.db, deps.meta, deps.reached);
  const enqueue = createEnqueue(deps, entries);
  const listeners = new Set<(entry: OutboxItem, result: MutationResult) => void>();
  let sending: ReadonlySet<string> = new Set();

  const itemOf = ({ id, n, name, args, at, state, error }: OutboxRow): OutboxItem => ({
    ...{ id, n, name, args, at, error },
    state: state === 'waiting' && sending.has(id) ? 'sending' : state === 'returning' ? 'waiting' : state,
  });
  const returns = createReturns();
  /** Numbers of what may be on the server already must not be given to others. */
  const tryAgain = (ids: ReadonlySet<string>): boolean => {
    if (ids.size === 0) return false;
    if (entries.all().some(({ state, attempted }) => state === 'waiting' && attempted)) return false;
    entries.retry(ids);
    return true;
  };
  const rebuild = async (): Promise<void> => {
    const failed = (name: string): void => deps.log('replay_failed', { name });
    control.setOverlay(await replayAll(entries.all(), deps.actor, control.records.confirmed, failed));
  };

  return {
    outbox: {
      async enqueue(name, args) {
        const kept = await turns.run(() => enqueue(name, args));
        if (kept.ok) {
          deps.onChanged();
          deps.onKept();
        }
        return kept;
      },
      entries: () => entries.all().map(itemOf),
      onSettled(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      async tryAgain(id) {
        const isTried = await turns.run(() => {
          returns.make(id);
          const row = entries.all().find((each) => each.id === id);
          return row?.state === 'returning' && tryAgain(new Set([id]));
        });
        if (isTried) deps.onKept();
      },
    },
    rows: () => entries.all(),
    takeBatch() {
      const batch = nextBatch(entries.all());
      if (batch.length === 0) return [];
      const ids = new Set(batch.map(({ id }) => id));
      entries.markAttempted(
        ids,
        batch.some(({ name }) => mutations[name].needsConnection),
      );
      deps.reached('outbox.marked');
      sending = ids;
      return batch.map(wireOf);
    },
    batchEnded() {
      sending = new Set();
    },
    async settle(results) {
      const settled = await turns.run(async () => {
        const pairs = results.flatMap((result) => {
          const row = answered(entries.all(), result, deps.meta.text('epoch'));
          return row === null ? [] : [{ row, result }];
        });
        entries.setAnswers(pairs.map(({ row }) => row));
        deps.reached('answers.kept');
        if (pairs.some(({ row }) => row.state === 'refused')) await rebuild();
        for (const { row } of pairs) if (row.state === 'returning') deps.log('returning', { name: row.name });
        return pairs;
      });
      for (const { row, result } of settled) {
        if (row.state === 'returning') continue;
        for (const listener of listeners) listener(itemOf(row), result);
      }
      if (settled.length > 0) deps.onChanged();
    },
    dropPulled(asOf, durableThrough) {
      const done = entries.all().filter(({ state, seq }) => state === 'applied' && (seq ?? 0) <= asOf);
      if (done.length > 0) {
        entries.acknowledge(done);
        deps.reached('outbox.dropped');
      }
      const dropped = entries.forgetThrough(durableThrough);
      if (dropped > 0) deps.log('acknowledged_dropped', { entries: dropped });
    },
    returnAfter(pulled) {
      const due = returns.after(pulled, entries.all());
      if (tryAgain(due)) returns.tried(due);
    },
    rebuild,
    renumber: (n) => turns.run(() => entries.numberFrom(n)),
    sendAgain: (expected) => entries.sendAgain(expected),
    refuseOverdue() {
      const overdue = entries
        .all()
        .filter(
          ({ name, state, attempted, formerly }) =>
            state === 'waiting' && !attempted && formerly === null && mutations[name].needsConnection,
        );
      if (overdue.length === 0) return;
      const error = cabinetError('needs_connection');
      const first = entries.all().find(({ state }) => state === 'waiting')?.n ?? entries.nextN();
      entries.setAnswers(overdue.map((row) => ({ ...row, state: 'refused', error })));
      entries.numberFrom(first);
    },
    withdraw: (id) =>
      turns.run(async () => {
        const row = entries.all().find((each) => each.id === id);
        if (row === undefined || row.attempted || row.state !== 'waiting') return false;
        entries.remove(new Set([id]));
        // Entries before it may be on the wire and keep their numbers: those behind it move up.
        const first = entries.all().find(({ state }) => state === 'waiting')?.n;
        entries.numberFrom(Math.min(first ?? row.n, row.n));
        await rebuild();
        deps.onChanged();
        return true;
      }),
    dismiss: (id) =>
      turns.run(() => {
        const row = entries.all().find((each) => each.id === id);
        if (row === undefined) return err(cabinetError('not_found'));
        if (row.state !== 'refused') return err(cabinetError('bad_request'));
        deps.reached('outbox.before_dismiss');
        const removed = guardStorage(() => entries.remove(new Set([id])));
        if (!removed.ok) return err(removed.error);
        deps.reached('outbox.dismissed');
        deps.onChanged();
        return ok(undefined);
      }),
    // What is tried again after a restore has been answered: it must not hold on to what may not be read any more.
    isConcerned: (scope) =>
      entries.all().some(({ state, scopes }) => state === 'waiting' && scopes.includes(scope)),
  };
};
