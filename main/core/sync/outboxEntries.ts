import type { Database } from 'better-sqlite3';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { canComeBack } from '../../../shared/domain/mutations/comeBack.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { guardStorage } from '../store/failures.ts';
import type { Meta } from '../store/meta.ts';
import { prepareAcknowledged } from '../store/acknowledgedRows.ts';
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
  /** `isSure`: on the disk when it returns, so that nobody takes back what may be on the server. */
  markAttempted(ids: ReadonlySet<string>, isSure: boolean): void;
  /** Replaces state, number of the answer and error of these. */
  setAnswers(rows: readonly OutboxRow[]): void;
  remove(ids: ReadonlySet<string>): void;
  /** Numbers what waits from `first` on, in order. On the disk when it returns, with all that was written before. */
  numberFrom(first: number): void;
  /** The effect of these is here: they leave, and are kept aside until a backup of the server holds them. */
  acknowledge(rows: readonly OutboxRow[]): void;
  /** A backup of the server holds everything up to this number. Returns how many were let go of without one. */
  forgetThrough(seq: number): number;
  /**
   * Another history of the server, which has this device's numbers before `expected`: everything from there on waits again,
   * in its old order and before what came after it.
   */
  sendAgain(expected: number): void;
  /** These wait again, before what has not been sent yet. */
  retry(ids: ReadonlySet<string>): void;
}

const waitingAgain = (row: OutboxRow): OutboxRow => ({
  ...row,
  ...{ state: 'waiting', attempted: false, seq: null, error: null },
});

/** The entry in a history that has the numbers before `expected`: what was applied beyond waits again. */
const lostIn = (row: OutboxRow, expected: number): OutboxRow => {
  // Its number has been answered, perhaps in what is left: it takes a new one.
  if (row.state === 'returning') return { ...waitingAgain(row), n: Math.max(row.n, expected) };
  if (row.n < expected || row.state === 'refused') return row;
  const again = waitingAgain(row);
  // Done in the other history and never answered, it counts as tried once: what it is about may have to come back first.
  const mayWait = again.formerly === null && canComeBack(again.name);
  return mayWait ? { ...again, tries: Math.max(1, again.tries) } : again;
};

export const openOutboxEntries = (
  db: Database,
  meta: Meta,
  reached: CoreReached = unwatched,
): OutboxEntries => {
  const table = prepareOutbox(db);
  const acknowledged = prepareAcknowledged(db);
  let rows: readonly OutboxRow[] = table.all();
  let nextN = meta.number('next_n') ?? 1;
  const commit = (write: () => void): void => db.transaction(write).immediate();
  /** In a transaction. Numbers below `first` are in the line already and stay. */
  const writeNumbers = (all: readonly OutboxRow[], first: number): readonly OutboxRow[] => {
    let n = first;
    const numbered = all.map((row) => (row.state === 'waiting' && row.n >= first ? { ...row, n: n++ } : row));
    for (const row of numbered) if (row.state === 'waiting') table.setNumber(row.id, row.n);
    meta.set('next_n', n);
    return numbered;
  };
  const renumber = (all: readonly OutboxRow[], first: number): void => {
    let numbered = all;
    durably(db, () => {
      numbered = writeNumbers(
        all.map((row) => (row.state === 'waiting' ? { ...row, n: Math.max(row.n, first) } : row)),
        first,
      );
    });
    rows = numbered;
    nextN = meta.number('next_n') ?? nextN;
  };
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
    markAttempted(ids, isSure) {
      const write = (): void => {
        for (const { id, attempted } of rows) if (ids.has(id) && !attempted) table.setAttempted(id);
      };
      if (isSure) durably(db, write);
      else commit(write);
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
      renumber(rows, first);
    },
    acknowledge(done) {
      commit(() => {
        for (const row of done) {
          acknowledged.add(row);
          table.remove(row.id);
        }
      });
      const ids = new Set(done.map(({ id }) => id));
      rows = rows.filter(({ id }) => !ids.has(id));
    },
    forgetThrough(seq) {
      let dropped = 0;
      if (acknowledged.entries() === 0) return dropped;
      commit(() => {
        acknowledged.forgetThrough(seq);
        dropped = acknowledged.bound();
      });
      return dropped;
    },
    sendAgain(expected) {
      let next: readonly OutboxRow[] = rows;
      commit(() => {
        const lost = acknowledged.takeFrom(expected);
        for (const row of lost.toReversed()) table.insertFirst(row);
        next = [...lost, ...rows.map((row) => lostIn(row, expected))];
        for (const row of next)
          if (row.state === 'waiting' && row.n >= expected) table.setWaiting(row.id, row.tries);
        next = writeNumbers(next, expected);
      });
      rows = next;
      nextN = meta.number('next_n') ?? nextN;
    },
    retry(ids) {
      const next = rows.map((row) => (ids.has(row.id) ? waitingAgain(row) : row));
      const first = rows.find(({ state }) => state === 'waiting')?.n ?? nextN;
      let numbered: readonly OutboxRow[] = next;
      commit(() => {
        for (const { id, tries } of next) if (ids.has(id)) table.setWaiting(id, tries);
        numbered = writeNumbers(
          next.map((row) => (ids.has(row.id) ? { ...row, n: first } : row)),
          first,
        );
      });
      rows = numbered;
      nextN = meta.number('next_n') ?? nextN;
    },
  };
};
