import type { Database } from 'better-sqlite3';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { chunkCount, chunkLength } from './chunkFormat.ts';
import { countBits, emptyBitmap, hasBit, setBit } from './bitmap.ts';
import { unwrapFileKey, wrapFileKey } from './keyWrap.ts';

/** What is needed to fetch and check a file. `FileRef` without its pages. */
export interface FileShape {
  readonly sha256: string;
  readonly size: number;
  readonly chunks: readonly string[];
}

/** A file that some scope on this device refers to. */
export interface KnownFile {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Number of chunks. */
  readonly count: number;
  /** Which chunks are on the disk and synced. */
  readonly bitmap: Uint8Array;
  /** How many. */
  readonly have: number;
  /** When its person last opened it, in milliseconds since 1970; 0 never. */
  readonly usedAt: number;
  /** Its person does not want it until they open it. */
  readonly putOff: boolean;
}

/**
 * The rows about files in the encrypted store, held in memory too: every list of papers asks for what is here.
 * A file is known as long as a scope has its key; what is dropped here is deleted from the disk by `FileStore`.
 */
export interface FileTable {
  get(sha256: string): KnownFile | undefined;
  all(): IterableIterator<KnownFile>;
  /** Scopes that have the key. */
  scopes(sha256: string): ReadonlySet<string>;
  /** SHA-256 of every chunk, in order; empty for a file that is not known. */
  chunkHashes(sha256: string): readonly string[];
  key(sha256: string): Uint8Array;
  /** Gives the scope the key, making the file known when it was not. */
  refer(file: FileShape, scope: string): void;
  /** Takes the key from the scope; true when that was the last one and the file is known no more. */
  drop(sha256: string, scope: string): boolean;
  /** Nothing happens for a file that was dropped meanwhile, even if it is known again: it has another key then. */
  mark(file: KnownFile, indexes: readonly number[]): void;
  /** Its person has opened it. */
  use(sha256: string, now: number): void;
  /**
   * Nothing of it is here any more, and what is still on its way to the disk does not count: it is another `KnownFile`
   * from now on.
   */
  empty(sha256: string, putOff: boolean): void;
  /** Bytes of all chunks that are here. */
  haveBytes(): number;
  /** Nothing of it, or not this chunk, is on the disk after all. */
  unmark(sha256: string, index?: number): void;
  /** Runs in one transaction. On failure the memory is as before too. */
  transaction(run: () => void): void;
}

interface Entry {
  sha256: string;
  size: number;
  count: number;
  bitmap: Uint8Array;
  have: number;
  usedAt: number;
  putOff: boolean;
  scopes: Set<string>;
}

interface FileRow {
  sha256: string;
  size: number;
  bitmap: Buffer;
  used_at: number;
  put_off: number;
}

/** Bytes of the chunks that are here, with the last chunk's true length. */
export const haveBytes = (file: KnownFile): number => {
  if (file.have === 0) return 0;
  const last = file.count - 1;
  const lastMissing = hasBit(file.bitmap, last) ? CHUNK_BYTES - chunkLength(file.size, last) : 0;
  return file.have * CHUNK_BYTES - lastMissing;
};

const storeKeyOf = (db: Database, random: RandomBytes): Uint8Array => {
  db.prepare('INSERT OR IGNORE INTO file_secret (one, store_key) VALUES (1, ?)').run(random(32));
  const row = db.prepare<[], { store_key: Buffer }>('SELECT store_key FROM file_secret').get();
  if (row?.store_key.length !== 32) throw new Error('the store has no key for its files');
  return row.store_key;
};

const load = (db: Database): Map<string, Entry> => {
  const entries = new Map<string, Entry>();
  for (const row of db
    .prepare<[], FileRow>('SELECT sha256, size, bitmap, used_at, put_off FROM files')
    .iterate()) {
    const bitmap = new Uint8Array(row.bitmap);
    const { sha256, size } = row;
    entries.set(sha256, {
      ...{ sha256, size, bitmap, count: chunkCount(size), have: countBits(bitmap), scopes: new Set() },
      ...{ usedAt: row.used_at, putOff: row.put_off === 1 },
    });
  }
  const wraps = db.prepare<[], { sha256: string; scope: string }>('SELECT sha256, scope FROM file_wraps');
  for (const { sha256, scope } of wraps.iterate()) entries.get(sha256)?.scopes.add(scope);
  return entries;
};

const statements = (db: Database) => ({
  insertFile: db.prepare<[string, number, Uint8Array, Uint8Array]>(
    'INSERT INTO files (sha256, size, chunk_hashes, bitmap) VALUES (?, ?, ?, ?)',
  ),
  insertWrap: db.prepare<[string, string, Uint8Array]>(
    'INSERT INTO file_wraps (sha256, scope, wrapped) VALUES (?, ?, ?)',
  ),
  deleteWrap: db.prepare<[string, string]>('DELETE FROM file_wraps WHERE sha256 = ? AND scope = ?'),
  deleteFile: db.prepare<[string]>('DELETE FROM files WHERE sha256 = ?'),
  bitmap: db.prepare<[Uint8Array, string]>('UPDATE files SET bitmap = ? WHERE sha256 = ?'),
  use: db.prepare<[number, string]>('UPDATE files SET used_at = ?, put_off = 0 WHERE sha256 = ?'),
  empty: db.prepare<[Uint8Array, number, string]>(
    'UPDATE files SET bitmap = ?, put_off = ? WHERE sha256 = ?',
  ),
  hashes: db.prepare<[string], { chunk_hashes: Buffer }>('SELECT chunk_hashes FROM files WHERE sha256 = ?'),
  wrap: db.prepare<[string], { scope: string; wrapped: Buffer }>(
    'SELECT scope, wrapped FROM file_wraps WHERE sha256 = ? LIMIT 1',
  ),
});

export const createFileTable = (db: Database, random: RandomBytes): FileTable => {
  const storeKey = storeKeyOf(db, random);
  let entries = load(db);
  const sql = statements(db);

  const keyOf = (sha256: string): Uint8Array => {
    const row = sql.wrap.get(sha256);
    const key = row && unwrapFileKey(storeKey, row.scope, sha256, row.wrapped);
    if (!key) throw new Error("a file's key does not open with the store's key");
    return key;
  };
  const setBitmap = (entry: Entry, bitmap: Uint8Array): void => {
    sql.bitmap.run(bitmap, entry.sha256);
    entry.bitmap = bitmap;
    entry.have = countBits(bitmap);
  };

  return {
    get: (sha256) => entries.get(sha256),
    all: () => entries.values(),
    scopes: (sha256) => entries.get(sha256)?.scopes ?? new Set(),
    chunkHashes(sha256) {
      const hex = sql.hashes.get(sha256)?.chunk_hashes.toString('hex') ?? '';
      return hex.match(/.{64}/g) ?? [];
    },
    key: keyOf,
    refer(file, scope) {
      let entry = entries.get(file.sha256);
      if (entry?.scopes.has(scope)) return;
      const { sha256, size } = file;
      const key = entry ? keyOf(sha256) : random(32);
      if (!entry) {
        const bitmap = emptyBitmap(chunkCount(size));
        sql.insertFile.run(sha256, size, Buffer.from(file.chunks.join(''), 'hex'), bitmap);
        entry = {
          ...{ sha256, size, count: chunkCount(size), bitmap, have: 0, scopes: new Set<string>() },
          ...{ usedAt: 0, putOff: false },
        };
        entries.set(sha256, entry);
      }
      sql.insertWrap.run(sha256, scope, wrapFileKey(storeKey, scope, sha256, key, random));
      entry.scopes.add(scope);
    },
    drop(sha256, scope) {
      const entry = entries.get(sha256);
      if (!entry?.scopes.has(scope)) return false;
      sql.deleteWrap.run(sha256, scope);
      entry.scopes.delete(scope);
      if (entry.scopes.size > 0) return false;
      sql.deleteFile.run(sha256);
      entries.delete(sha256);
      return true;
    },
    mark(file, indexes) {
      const entry = entries.get(file.sha256);
      if (!entry || entry !== file) return;
      const bitmap = new Uint8Array(entry.bitmap);
      for (const index of indexes) setBit(bitmap, index);
      setBitmap(entry, bitmap);
    },
    use(sha256, now) {
      const entry = entries.get(sha256);
      if (!entry) return;
      sql.use.run(now, sha256);
      entry.usedAt = now;
      entry.putOff = false;
    },
    empty(sha256, putOff) {
      const entry = entries.get(sha256);
      if (!entry) return;
      const bitmap = emptyBitmap(entry.count);
      sql.empty.run(bitmap, putOff ? 1 : 0, sha256);
      entries.set(sha256, { ...entry, bitmap, have: 0, putOff });
    },
    haveBytes() {
      let sum = 0;
      for (const entry of entries.values()) sum += haveBytes(entry);
      return sum;
    },
    unmark(sha256, index) {
      const entry = entries.get(sha256);
      if (!entry) return;
      const bitmap = emptyBitmap(entry.count);
      for (let i = 0; index !== undefined && i < entry.count; i += 1) {
        if (i !== index && hasBit(entry.bitmap, i)) setBit(bitmap, i);
      }
      setBitmap(entry, bitmap);
    },
    transaction(run) {
      try {
        db.transaction(run)();
      } catch (cause) {
        entries = load(db);
        throw cause;
      }
    },
  };
};
