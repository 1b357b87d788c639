import type { Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { MutationResult, WireMutation } from '../../../shared/contract/sync.ts';
import type { Actor } from '../../../shared/domain/mutation.ts';
import { mutations } from '../../../shared/domain/mutations/all.ts';
import type { MutationName } from '../../../shared/domain/mutations/args.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import type { Ids } from '../../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Outbox, OutboxItem } from '../context.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import type { Meta } from '../store/meta.ts';
import type { Overlay } from '../store/overlay.ts';
import { prepareOutbox, type OutboxRow } from '../store/outboxRows.ts';
import type { RecordsControl } from '../store/records.ts';
import { durably } from '../store/store.ts';
import { concernedScopes } from './concern.ts';
import { replayAll, replayOne } from './replay.ts';
import type { Turns } from './turns.ts';

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
  /** In a turn: removes entries whose effect has been pulled. */
  dropPulled(asOf: number): void;
  /** In a turn: the replay again, after rows have changed. */
  rebuild(): Promise<void>;
  /** Numbers what waits from `n` on. */
  renumber(n: number): Promise<void>;
  /** In a turn: another history of the server: what had only been acknowledged is sent again. */
  sendAgain(): void;
  /** Takes back an entry that has never been on the wire; false when it has. */
  withdraw(id: string): Promise<boolean>;
  dismiss(id: string): Promise<Result<undefined, CabinetError>>;
  isConcerned(scope: string): boolean;
}

const wireOf = ({ id, n, name, args, at }: OutboxRow): WireMutation => ({ id, n, name, args, at });

export const createOutbox = (deps: OutboxDeps): OutboxControl => {
  const { db, meta, control, turns } = deps;
  const table = prepareOutbox(db);
  const listeners = new Set<(entry: OutboxItem, result: MutationResult) => void>();
  let rows: readonly OutboxRow[] = table.all();
  let sending: ReadonlySet<string> = new Set();
  let nextN = meta.number('next_n') ?? 1;

  const itemOf = ({ id, n, name, args, at, state, error }: OutboxRow): OutboxItem => ({
    id,
    n,
    name,
    args,
    at,
    error,
    state: state === 'waiting' && sending.has(id) ? 'sending' : state,
  });
  const rebuild = async (): Promise<void> => {
    const failed = (name: string): void => deps.log('replay_failed', { name });
    control.setOverlay(await replayAll(rows, deps.actor, control.records.confirmed, failed));
  };
  const change = (id: string, patch: Partial<OutboxRow>): void => {
    rows = rows.map((row) => (row.id === id ? { ...row, ...patch } : row));
  };
  const numberFrom = (first: number): void => {
    let n = first;
    const numbered = rows.map((row) => (row.state === 'waiting' ? { ...row, n: n++ } : row));
    db.transaction(() => {
      for (const row of numbered) if (row.state === 'waiting') table.setNumber(row.id, row.n);
      meta.set('next_n', n);
    }).immediate();
    // Memory follows the table only when the transaction has committed.
    rows = numbered;
    nextN = n;
  };

  const keep = (row: OutboxRow): Result<undefined, CabinetError> =>
    guardStorage(() =>
      durably(db, () => {
        table.insert(row);
        meta.set('next_n', row.n + 1);
        return undefined;
      }),
    );

  const enqueue = async (
    name: MutationName,
    raw: unknown,
  ): Promise<Result<{ readonly id: string; readonly n: number }, CabinetError>> => {
    const parsed = mutations[name].args.safeParse(raw);
    if (!parsed.success) return err(cabinetError('bad_request'));
    const args: unknown = parsed.data;
    const at = isoOf(deps.clock);
    let overlay: Overlay | null = null;
    const scopes = new Set(concernedScopes(control.records, args));
    if (mutations[name].optimistic) {
      const shown = await replayOne(
        { name, args, at },
        deps.actor,
        control.records.confirmed,
        control.overlay(),
      );
      if (!shown.ok) return err(shown.error);
      overlay = shown.value.overlay;
      for (const scope of shown.value.scopes) scopes.add(scope);
    }
    const row: OutboxRow = {
      ...{ id: deps.ids.next(), n: nextN, name, args, at, state: 'waiting' },
      ...{ attempted: false, seq: null, error: null, scopes: [...scopes] },
    };
    const kept = keep(row);
    if (!kept.ok) return err(kept.error);
    nextN = row.n + 1;
    rows = [...rows, row];
    if (overlay !== null) control.setOverlay(overlay);
    return ok({ id: row.id, n: row.n });
  };

  const settleRow = (result: MutationResult): OutboxRow | null => {
    const row = rows.find(({ id }) => id === result.id);
    if (row?.state !== 'waiting') return null;
    return result.status === 'applied'
      ? { ...row, state: 'applied', seq: result.seq }
      : {
          ...row,
          state: 'refused',
          seq: result.seq,
          error: { code: result.code, params: result.params },
        };
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
      entries: () => rows.map(itemOf),
      onSettled(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    rows: () => rows,
    takeBatch() {
      const batch: OutboxRow[] = [];
      let characters = 0;
      for (const row of rows) {
        if (row.state !== 'waiting') continue;
        characters += JSON.stringify(row.args).length;
        if (batch.length > 0 && (batch.length === BATCH || characters > BATCH_CHARACTERS)) break;
        batch.push(row);
      }
      if (batch.length === 0) return [];
      db.transaction(() => {
        for (const { id, attempted } of batch) if (!attempted) table.setAttempted(id);
      }).immediate();
      sending = new Set(batch.map(({ id }) => id));
      rows = rows.map((row) => (sending.has(row.id) ? { ...row, attempted: true } : row));
      return batch.map(wireOf);
    },
    batchEnded() {
      sending = new Set();
    },
    async settle(results) {
      const settled = await turns.run(async () => {
        const answered = results
          .map((result) => ({ result, row: settleRow(result) }))
          .filter((each): each is { result: MutationResult; row: OutboxRow } => each.row !== null);
        db.transaction(() => {
          for (const { row } of answered) table.setAnswer(row);
        }).immediate();
        for (const { row } of answered) change(row.id, row);
        if (answered.some(({ row }) => row.state === 'refused')) await rebuild();
        return answered;
      });
      for (const { row, result } of settled) for (const listener of listeners) listener(itemOf(row), result);
      if (settled.length > 0) deps.onChanged();
    },
    dropPulled(asOf) {
      const done = rows.filter(({ state, seq }) => state === 'applied' && (seq ?? 0) <= asOf);
      if (done.length === 0) return;
      db.transaction(() => {
        for (const { id } of done) table.remove(id);
      }).immediate();
      rows = rows.filter((row) => !done.includes(row));
    },
    rebuild,
    renumber: (n) => turns.run(() => numberFrom(n)),
    sendAgain() {
      const again = rows.filter(({ state }) => state === 'applied');
      db.transaction(() => {
        for (const row of again) table.setAnswer({ ...row, state: 'waiting', seq: null });
      }).immediate();
      for (const { id } of again) change(id, { state: 'waiting', seq: null });
    },
    withdraw: (id) =>
      turns.run(async () => {
        const row = rows.find((each) => each.id === id);
        if (row === undefined || row.attempted || row.state !== 'waiting') return false;
        table.remove(id);
        rows = rows.filter((each) => each.id !== id);
        // Entries before it may be on the wire: only those behind it move up.
        const first = rows.find(({ state }) => state === 'waiting')?.n;
        numberFrom(Math.min(first ?? row.n, row.n));
        await rebuild();
        deps.onChanged();
        return true;
      }),
    dismiss: (id) =>
      turns.run(() => {
        const row = rows.find((each) => each.id === id);
        if (row === undefined) return err(cabinetError('not_found'));
        if (row.state !== 'refused') return err(cabinetError('bad_request'));
        const removed = guardStorage(() => table.remove(id));
        if (!removed.ok) return err(removed.error);
        rows = rows.filter((each) => each.id !== id);
        deps.onChanged();
        return ok(undefined);
      }),
    isConcerned: (scope) => rows.some(({ state, scopes }) => state === 'waiting' && scopes.includes(scope)),
  };
};
