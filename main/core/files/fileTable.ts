import type { Database } from 'better-sqlite3';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { durably } from '../store/store.ts';
import { chunkCount } from './chunkFormat.ts';
import { type Entry, FileEntries, type KnownFile, type Totals } from './fileEntries.ts';
import { emptyBitmap, hasBit, setBit, sharedBitmap } from './bitmap.ts';
import { unwrapFileKey, wrapFileKey } from './keyWrap.ts';

/** What is needed to fetch and check a file. `FileRef` without its pages. */
export interface FileShape {
  readonly sha256: string;
  readonly size: number;
  readonly chunks: readonly string[];
}

/**
 * The rows about files in the encrypted store, held in memory too: every list of papers asks for what is here. Rows are
 * read when they are first asked for, all others a few at a time (`loadSome`) or at once when all are needed.
 * A file is known as long as a scope has its key; what is dropped here is deleted from the disk by `FileStore`.
 */
export interface FileTable {
  get(sha256: string): KnownFile | undefined;
  all(): IterableIterator<KnownFile>;
  /** Reads at most so many more rows; true while there are others. */
  loadSome(limit: number): boolean;
  /** Scopes that have the key. */
  scopes(sha256: string): ReadonlySet<string>;
  /** Files that an upload holds, found without reading the others. */
  heldByUploads(): readonly string[];
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
  /** Bytes of all chunks that are here, and of all files that are known. */
  totals(): Totals;
  /** Nothing of it, or not this chunk, is on the disk after all. */
  unmark(sha256: string, index?: number): void;
  /** Runs in one transaction, on the disk when this returns if it is to be `sure`. On failure the memory is as before too. */
  transaction(run: () => void, sure?: 'sure'): void;
  /** Called with each file that is known from now on, or no more, or of which more or less is here; null when that may be so of each. */
  onChanged(listener: (sha256: string | null) => void): void;
}

const storeKeyOf = (db: Database, random: RandomBytes): Uint8Array => {
  const kept = db.prepare<[], { store_key: Buffer }>('SELECT store_key FROM file_secret');
  // Written once: every start but the first only reads.
  if (kept.get() === undefined)
    db.prepare('INSERT OR IGNORE INTO file_secret (one, store_key) VALUES (1, ?)').run(random(32));
  const row = kept.get();
  if (row?.store_key.length !== 32) throw new Error('the store has no key for its files');
  return row.store_key;
};

const statements = (db: Database) => ({
  ofUploads: db
    .prepare<[], [string]>(
      `SELECT DISTINCT sha256 FROM file_wraps WHERE scope >= 'upload:' AND scope < 'upload;'`,
    )
    .raw(),
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

class StoredFileTable implements FileTable {
  readonly #db: Database;
  readonly #random: RandomBytes;
  readonly #storeKey: Uint8Array;
  readonly #sql;
  readonly #entries: FileEntries;
  readonly #listeners: ((sha256: string | null) => void)[] = [];

  constructor(db: Database, random: RandomBytes) {
    this.#db = db;
    this.#random = random;
    this.#storeKey = storeKeyOf(db, random);
    this.#sql = statements(db);
    this.#entries = new FileEntries(db);
  }

  get(sha256: string): KnownFile | undefined {
    return this.#entries.get(sha256);
  }

  all(): IterableIterator<KnownFile> {
    return this.#entries.all();
  }

  loadSome(limit: number): boolean {
    return this.#entries.loadSome(limit);
  }

  scopes(sha256: string): ReadonlySet<string> {
    return this.#entries.get(sha256)?.scopes ?? this.#entries.scopeSet([]);
  }

  heldByUploads(): readonly string[] {
    return this.#sql.ofUploads.all().map(([sha256]) => sha256);
  }

  chunkHashes(sha256: string): readonly string[] {
    const hex = this.#sql.hashes.get(sha256)?.chunk_hashes.toString('hex') ?? '';
    return hex.match(/.{64}/g) ?? [];
  }

  key(sha256: string): Uint8Array {
    const row = this.#sql.wrap.get(sha256);
    const key = row && unwrapFileKey(this.#storeKey, row.scope, sha256, row.wrapped);
    if (!key) throw new Error("a file's key does not open with the store's key");
    return key;
  }

  refer(file: FileShape, scope: string): void {
    const { sha256 } = file;
    const known = this.#entries.get(sha256);
    if (known?.scopes.has(scope)) return;
    const key = known ? this.key(sha256) : this.#random(32);
    const entry = known ?? this.#add(file);
    this.#sql.insertWrap.run(sha256, scope, wrapFileKey(this.#storeKey, scope, sha256, key, this.#random));
    entry.scopes = this.#entries.scopeSet([...entry.scopes, scope]);
    if (!known) this.#tell(sha256);
  }

  drop(sha256: string, scope: string): boolean {
    const entry = this.#entries.get(sha256);
    if (!entry?.scopes.has(scope)) return false;
    this.#sql.deleteWrap.run(sha256, scope);
    entry.scopes = this.#entries.scopeSet([...entry.scopes].filter((each) => each !== scope));
    if (entry.scopes.size > 0) return false;
    this.#sql.deleteFile.run(sha256);
    this.#entries.delete(entry);
    this.#tell(sha256);
    return true;
  }

  mark(file: KnownFile, indexes: readonly number[]): void {
    const entry = this.#entries.get(file.sha256);
    if (!entry || entry !== file) return;
    const bitmap = new Uint8Array(entry.bitmap);
    for (const index of indexes) setBit(bitmap, index);
    this.#setBitmap(entry, bitmap);
  }

  use(sha256: string, now: number): void {
    const entry = this.#entries.get(sha256);
    if (!entry) return;
    this.#sql.use.run(now, sha256);
    entry.usedAt = now;
    entry.putOff = false;
    this.#tell(sha256);
  }

  empty(sha256: string, putOff: boolean): void {
    const entry = this.#entries.get(sha256);
    if (!entry) return;
    const none = sharedBitmap(new Uint8Array(entry.bitmap.length), entry.count);
    this.#sql.empty.run(none.bitmap, putOff ? 1 : 0, sha256);
    this.#entries.put({ ...entry, ...none, putOff });
    this.#tell(sha256);
  }

  totals(): Totals {
    return this.#entries.totals();
  }

  unmark(sha256: string, index?: number): void {
    const entry = this.#entries.get(sha256);
    if (!entry) return;
    const bitmap = new Uint8Array(entry.bitmap.length);
    for (let i = 0; index !== undefined && i < entry.count; i += 1) {
      if (i !== index && hasBit(entry.bitmap, i)) setBit(bitmap, i);
    }
    this.#setBitmap(entry, bitmap);
  }

  transaction(run: () => void, sure?: 'sure'): void {
    try {
      if (sure) durably(this.#db, run);
      else this.#db.transaction(run)();
    } catch (cause) {
      this.#entries.forget();
      this.#tell(null);
      throw cause;
    }
  }

  onChanged(listener: (sha256: string | null) => void): void {
    this.#listeners.push(listener);
  }

  #add({ sha256, size, chunks }: FileShape): Entry {
    const count = chunkCount(size);
    const none = sharedBitmap(emptyBitmap(count), count);
    this.#sql.insertFile.run(sha256, size, Buffer.from(chunks.join(''), 'hex'), none.bitmap);
    const scopes = this.#entries.scopeSet([]);
    const entry: Entry = { sha256, size, count, ...none, usedAt: 0, putOff: false, scopes };
    this.#entries.put(entry);
    return entry;
  }

  #setBitmap(entry: Entry, bitmap: Uint8Array): void {
    this.#sql.bitmap.run(bitmap, entry.sha256);
    this.#entries.setBitmap(entry, bitmap);
    this.#tell(entry.sha256);
  }

  #tell(sha256: string | null): void {
    for (const listener of this.#listeners) listener(sha256);
  }
}

export const createFileTable = (db: Database, random: RandomBytes): FileTable =>
  new StoredFileTable(db, random);
