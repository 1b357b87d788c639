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

class StoredEntries implements OutboxEntries {
  readonly #db: Database;
  readonly #meta: Meta;
  readonly #reached: CoreReached;
  readonly #table;
  readonly #acknowledged;
  #rows: readonly OutboxRow[];
  #nextN: number;

  constructor(db: Database, meta: Meta, reached: CoreReached) {
    this.#db = db;
    this.#meta = meta;
    this.#reached = reached;
    this.#table = prepareOutbox(db);
    this.#acknowledged = prepareAcknowledged(db);
    this.#rows = this.#table.all();
    this.#nextN = meta.number('next_n') ?? 1;
  }

  all(): readonly OutboxRow[] {
    return this.#rows;
  }

  nextN(): number {
    return this.#nextN;
  }

  keep(row: OutboxRow): Result<undefined, CabinetError> {
    const kept = guardStorage(() =>
      durably(this.#db, () => {
        this.#table.insert(row);
        this.#meta.set('next_n', row.n + 1);
        this.#reached('outbox.before_commit');
        return undefined;
      }),
    );
    if (!kept.ok) return kept;
    this.#reached('outbox.kept');
    this.#nextN = row.n + 1;
    this.#rows = [...this.#rows, row];
    return kept;
  }

  markAttempted(ids: ReadonlySet<string>, isSure: boolean): void {
    const write = (): void => {
      for (const { id, attempted } of this.#rows) if (ids.has(id) && !attempted) this.#table.setAttempted(id);
    };
    if (isSure) durably(this.#db, write);
    else this.#commit(write);
    this.#rows = this.#rows.map((row) => (ids.has(row.id) ? { ...row, attempted: true } : row));
  }

  setAnswers(answered: readonly OutboxRow[]): void {
    this.#commit(() => {
      for (const row of answered) this.#table.setAnswer(row);
      this.#reached('answers.before_commit');
    });
    const byId = new Map(answered.map((row) => [row.id, row]));
    this.#rows = this.#rows.map((row) => byId.get(row.id) ?? row);
  }

  remove(ids: ReadonlySet<string>): void {
    this.#commit(() => {
      for (const id of ids) this.#table.remove(id);
    });
    this.#rows = this.#rows.filter(({ id }) => !ids.has(id));
  }

  numberFrom(first: number): void {
    const behind = this.#rows.map((row) =>
      row.state === 'waiting' ? { ...row, n: Math.max(row.n, first) } : row,
    );
    this.#follow(durably(this.#db, () => this.#writeNumbers(behind, first)));
  }

  acknowledge(done: readonly OutboxRow[]): void {
    this.#commit(() => {
      for (const row of done) {
        this.#acknowledged.add(row);
        this.#table.remove(row.id);
      }
    });
    const ids = new Set(done.map(({ id }) => id));
    this.#rows = this.#rows.filter(({ id }) => !ids.has(id));
  }

  forgetThrough(seq: number): number {
    if (this.#acknowledged.entries() === 0) return 0;
    return this.#commit(() => {
      this.#acknowledged.forgetThrough(seq);
      return this.#acknowledged.bound();
    });
  }

  sendAgain(expected: number): void {
    const numbered = this.#commit(() => {
      const lost = this.#acknowledged.takeFrom(expected);
      for (const row of lost.toReversed()) this.#table.insertFirst(row);
      const next = [...lost, ...this.#rows.map((row) => lostIn(row, expected))];
      for (const row of next)
        if (row.state === 'waiting' && row.n >= expected) this.#table.setWaiting(row.id, row.tries);
      return this.#writeNumbers(next, expected);
    });
    this.#follow(numbered);
  }

  retry(ids: ReadonlySet<string>): void {
    const first = this.#rows.find(({ state }) => state === 'waiting')?.n ?? this.#nextN;
    const next = this.#rows.map((row) => (ids.has(row.id) ? { ...waitingAgain(row), n: first } : row));
    const numbered = this.#commit(() => {
      for (const { id, tries } of next) if (ids.has(id)) this.#table.setWaiting(id, tries);
      return this.#writeNumbers(next, first);
    });
    this.#follow(numbered);
  }

  /** In a transaction. Numbers below `first` are in the line already and stay. */
  #writeNumbers(all: readonly OutboxRow[], first: number): readonly OutboxRow[] {
    let n = first;
    const numbered = all.map((row) => (row.state === 'waiting' && row.n >= first ? { ...row, n: n++ } : row));
    for (const row of numbered) if (row.state === 'waiting') this.#table.setNumber(row.id, row.n);
    this.#meta.set('next_n', n);
    return numbered;
  }

  /** Memory after numbers have been committed. */
  #follow(numbered: readonly OutboxRow[]): void {
    this.#rows = numbered;
    this.#nextN = this.#meta.number('next_n') ?? this.#nextN;
  }

  #commit<T>(write: () => T): T {
    return this.#db.transaction(write).immediate();
  }
}

export const openOutboxEntries = (
  db: Database,
  meta: Meta,
  reached: CoreReached = unwatched,
): OutboxEntries => new StoredEntries(db, meta, reached);
