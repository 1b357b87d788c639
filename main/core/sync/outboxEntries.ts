import type { Database } from 'better-sqlite3';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { guardStorage } from '../store/failures.ts';
import type { Meta } from '../store/meta.ts';
import { prepareOutbox, type OutboxRow } from '../store/outboxRows.ts';
import { durably } from '../store/store.ts';

/** The entries of the outbox, in memory as in the table: memory follows only what has been committed. */
export interface OutboxEntries {
  /** In the order in which they were done. */
  all(): readonly OutboxRow[];
  /** The number of the next entry. */
  nextN(): number;
  /** On the disk when it is ok; otherwise nothing of it is kept. */
  keep(row: OutboxRow): Result<undefined, CabinetError>;
  markAttempted(ids: ReadonlySet<string>): void;
  /** Replaces state, number of the answer and error of these. */
  setAnswers(rows: readonly OutboxRow[]): void;
  remove(ids: ReadonlySet<string>): void;
  /** Numbers what waits from `first` on, in order. */
  numberFrom(first: number): void;
}

export const openOutboxEntries = (
  db: Database,
  meta: Meta,
  reached: CoreReached = unwatched,
): OutboxEntries => {
  const table = prepareOutbox(db);
  let rows: readonly OutboxRow[] = table.all();
  let nextN = meta.number('next_n') ?? 1;
  const commit = (write: () => void): void => db.transaction(write).immediate();
  return {
    all: () => rows,
    nextN: () => nextN,
    keep(row) {
      const kept = guardStorage(() =>
        durably(db, () => {
          table.insert(row);
          meta.set('next_n', row.n + 1);
          reached('outbox.before_commit');
          return undefined;
        }),
      );
      if (!kept.ok) return kept;
      reached('outbox.kept');
      nextN = row.n + 1;
      rows = [...rows, row];
      return kept;
    },
    markAttempted(ids) {
      commit(() => {
        for (const { id, attempted } of rows) if (ids.has(id) && !attempted) table.setAttempted(id);
      });
      rows = rows.map((row) => (ids.has(row.id) ? { ...row, attempted: true } : row));
    },
    setAnswers(answered) {
      commit(() => {
        for (const row of answered) table.setAnswer(row);
        reached('answers.before_commit');
      });
      const byId = new Map(answered.map((row) => [row.id, row]));
      rows = rows.map((row) => byId.get(row.id) ?? row);
    },
    remove(ids) {
      commit(() => {
        for (const id of ids) table.remove(id);
      });
      rows = rows.filter(({ id }) => !ids.has(id));
    },
    numberFrom(first) {
      let n = first;
      const numbered = rows.map((row) => (row.state === 'waiting' ? { ...row, n: n++ } : row));
      commit(() => {
        for (const row of numbered) if (row.state === 'waiting') table.setNumber(row.id, row.n);
        meta.set('next_n', n);
      });
      rows = numbered;
      nextN = n;
    },
  };
};
