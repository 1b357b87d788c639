import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { formerly } from '../../../shared/contract/sync.ts';
import { isMutationName } from '../../../shared/domain/mutations/args.ts';
import type { OutboxRow } from './outboxRows.ts';

/** So many are kept for a server that never says that it has been backed up; then the oldest go. */
export const KEPT_ENTRIES = 20_000;
/** And so many characters of arguments. */
export const KEPT_CHARACTERS = 128_000_000;

interface Raw {
  readonly n: number;
  readonly id: string;
  readonly name: string;
  readonly args: string;
  readonly at: string;
  readonly seq: number;
  readonly scopes: string;
  readonly formerly: string;
}

const scopeNames = z.array(z.string());

const rowOf = (raw: Raw): OutboxRow => {
  if (!isMutationName(raw.name))
    throw new Error('a store of this version holds only mutations of this version');
  return {
    ...{ id: raw.id, n: raw.n, name: raw.name, args: JSON.parse(raw.args) as unknown, at: raw.at },
    ...{ state: 'waiting', attempted: false, seq: null, error: null, tries: 0 },
    scopes: scopeNames.parse(JSON.parse(raw.scopes)),
    formerly: formerly.parse(JSON.parse(raw.formerly)),
  };
};

/**
 * The `acknowledged` table: what a server that is restored may have lost. Whoever calls owns the transaction. Nothing of it
 * is held in memory but its size.
 */
export const prepareAcknowledged = (db: Database) => {
  const insert = db.prepare(
    `INSERT INTO acknowledged (n, id, name, args, at, seq, scopes, formerly) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (n) DO UPDATE SET id = excluded.id, name = excluded.name, args = excluded.args, at = excluded.at,
       seq = excluded.seq, scopes = excluded.scopes, formerly = excluded.formerly`,
  );
  const from = db.prepare<[number], Raw>(
    'SELECT n, id, name, args, at, seq, scopes, formerly FROM acknowledged WHERE n >= ? ORDER BY n',
  );
  const removeFrom = db.prepare('DELETE FROM acknowledged WHERE n >= ?');
  const removeThrough = db.prepare('DELETE FROM acknowledged WHERE seq <= ?');
  const size = db.prepare<[], { entries: number; characters: number }>(
    'SELECT count(*) AS entries, coalesce(sum(length(args)), 0) AS characters FROM acknowledged',
  );
  const removeOldest = db.prepare(
    'DELETE FROM acknowledged WHERE n IN (SELECT n FROM acknowledged ORDER BY n LIMIT ?)',
  );
  let held = size.get() ?? { entries: 0, characters: 0 };
  const measure = (): void => {
    held = size.get() ?? held;
  };
  return {
    add(row: OutboxRow): void {
      if (row.formerly === null || row.seq === null) throw new Error('only what was applied is kept');
      const args = JSON.stringify(row.args);
      insert.run(
        ...[row.n, row.id, row.name, args, row.at, row.seq],
        ...[JSON.stringify(row.scopes), JSON.stringify(row.formerly)],
      );
      held = { entries: held.entries + 1, characters: held.characters + args.length };
    },
    /** Takes those from a number on, in order. */
    takeFrom(n: number): readonly OutboxRow[] {
      const rows = from.all(n).map(rowOf);
      if (rows.length > 0) {
        removeFrom.run(n);
        measure();
      }
      return rows;
    },
    /** A backup holds everything up to a number. */
    forgetThrough(seq: number): void {
      if (held.entries > 0 && removeThrough.run(seq).changes > 0) measure();
    },
    /** Lets the oldest go when there are too many; returns how many. */
    bound(): number {
      if (held.entries <= KEPT_ENTRIES && held.characters <= KEPT_CHARACTERS) return 0;
      const few = Math.ceil(held.entries / 10);
      const { changes } = removeOldest.run(few);
      measure();
      return changes;
    },
    entries: () => held.entries,
  };
};
