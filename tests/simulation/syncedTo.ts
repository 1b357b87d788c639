import { closeSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import type { Database } from 'better-sqlite3';

/** The salts in the header of a write-ahead log change whenever it begins anew (https://sqlite.org/fileformat2.html#walformat). */
const SALTS = { at: 16, length: 8 } as const;
const HEADER_BYTES = 32;

/** How much of a write-ahead log is on the disk for sure. */
export interface Synced {
  readonly salts: string;
  readonly bytes: number;
}

const saltsOf = (wal: string): string | null => {
  if (!existsSync(wal) || statSync(wal).size < HEADER_BYTES) return null;
  const handle = openSync(wal, 'r');
  try {
    const salts = Buffer.alloc(SALTS.length);
    readSync(handle, salts, 0, SALTS.length, SALTS.at);
    return salts.toString('hex');
  } finally {
    closeSync(handle);
  }
};

/**
 * Watches a store and says after each transaction that it made durable (`durably` in `store.ts`) how long its
 * write-ahead log is then: all of that survives the loss of power. What a transaction without it appends may or may not.
 */
export const watchSyncs = (db: Database, onSynced: (synced: Synced) => void): void => {
  const pragma = db.pragma.bind(db);
  let isDurable = false;
  db.pragma = (source, options) => {
    const value = options === undefined ? pragma(source) : pragma(source, options);
    if (isDurable && source === 'synchronous = NORMAL') {
      const wal = `${db.name}-wal`;
      const salts = saltsOf(wal);
      if (salts !== null) onSynced({ salts, bytes: statSync(wal).size });
    }
    if (source.startsWith('synchronous = ')) isDurable = source === 'synchronous = FULL';
    return value;
  };
};

/**
 * What the loss of power may leave of a copied store: of what was appended to its log since the last durable
 * transaction, any beginning, cut in the middle of a page as well. Returns how many bytes are gone.
 */
export const losePower = (store: string, synced: Synced | null, below: (limit: number) => number): number => {
  const wal = `${store}-wal`;
  const salts = saltsOf(wal);
  if (salts === null) return 0;
  const { size } = statSync(wal);
  // A log that has begun anew since: everything before was synced with the database.
  const sure = Math.min(size, synced?.salts === salts ? synced.bytes : 0);
  const left = sure + below(size - sure + 1);
  truncateSync(wal, left);
  return size - left;
};
