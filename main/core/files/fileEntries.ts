import type { Database } from 'better-sqlite3';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { hasBit, sharedBitmap } from './bitmap.ts';
import { chunkCount, chunkLength } from './chunkFormat.ts';

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

/** A file's rows in memory; `FileTable` alone changes them. */
export interface Entry extends KnownFile {
  sha256: string;
  size: number;
  count: number;
  /** Shared with other files: never changed, only replaced. */
  bitmap: Uint8Array;
  have: number;
  usedAt: number;
  putOff: boolean;
  /** Shared with other files: never changed, only replaced. */
  scopes: ReadonlySet<string>;
}

/** In the order in which they are asked for: `raw` rows cost half of named ones. */
type FileRow = [sha256: string, size: number, bitmap: Buffer, usedAt: number, putOff: number];
type WrapRow = [sha256: string, scope: string];

/** Bytes of the chunks that are here, with the last chunk's true length. */
export const haveBytes = (file: KnownFile): number => {
  if (file.have === 0) return 0;
  const last = file.count - 1;
  const lastMissing = hasBit(file.bitmap, last) ? CHUNK_BYTES - chunkLength(file.size, last) : 0;
  return file.have * CHUNK_BYTES - lastMissing;
};

export interface Totals {
  readonly haveBytes: number;
  readonly knownBytes: number;
}

const statements = (db: Database) => ({
  file: db
    .prepare<[string], FileRow>('SELECT sha256, size, bitmap, used_at, put_off FROM files WHERE sha256 = ?')
    .raw(),
  wraps: db.prepare<[string], WrapRow>('SELECT sha256, scope FROM file_wraps WHERE sha256 = ?').raw(),
  files: db
    .prepare<[string, number], FileRow>(
      'SELECT sha256, size, bitmap, used_at, put_off FROM files WHERE sha256 > ? ORDER BY sha256 LIMIT ?',
    )
    .raw(),
  wrapsUpTo: db
    .prepare<[string, string], WrapRow>(
      'SELECT sha256, scope FROM file_wraps WHERE sha256 > ? AND sha256 <= ?',
    )
    .raw(),
});

/** Most files are held by one scope, and many by the same one: those share what says so. */
const createScopeSets = () => {
  const single = new Map<string, ReadonlySet<string>>();
  const none: ReadonlySet<string> = new Set();
  return (names: readonly string[]): ReadonlySet<string> => {
    const [name] = names;
    if (name === undefined) return none;
    if (names.length > 1) return new Set(names);
    const known = single.get(name) ?? new Set(names);
    single.set(name, known);
    return known;
  };
};

const ALL_AT_ONCE = 1_000_000_000;

/** What of the rows is in memory, and what they sum up to. */
export class FileEntries {
  readonly #sql;
  readonly scopeSet = createScopeSets();
  readonly #known = new Map<string, Entry>();
  /** Every row up to this one, in the order of their names, is in memory; null: all are. */
  #loadedTo: string | null = '';
  #haveBytes = 0;
  #knownBytes = 0;

  constructor(db: Database) {
    this.#sql = statements(db);
  }

  get(sha256: string): Entry | undefined {
    const known = this.#known.get(sha256);
    if (known !== undefined || this.#loadedTo === null || sha256 <= this.#loadedTo) return known;
    const row = this.#sql.file.get(sha256);
    if (row === undefined) return undefined;
    const entry = this.#entryOf(
      row,
      this.#sql.wraps.all(sha256).map(([, scope]) => scope),
    );
    this.put(entry);
    return entry;
  }

  all(): IterableIterator<Entry> {
    this.loadSome(ALL_AT_ONCE);
    return this.#known.values();
  }

  totals(): Totals {
    this.loadSome(ALL_AT_ONCE);
    return { haveBytes: this.#haveBytes, knownBytes: this.#knownBytes };
  }

  loadSome(limit: number): boolean {
    const from = this.#loadedTo;
    if (from === null) return false;
    const rows = this.#sql.files.all(from, limit);
    const last = rows.at(-1)?.[0] ?? from;
    const scopes = Map.groupBy(this.#sql.wrapsUpTo.all(from, last), ([sha256]) => sha256);
    for (const row of rows) {
      // What was asked for before stays the same object.
      if (!this.#known.has(row[0]))
        this.put(this.#entryOf(row, scopes.get(row[0])?.map(([, scope]) => scope) ?? []));
    }
    this.#loadedTo = rows.length < limit ? null : last;
    return this.#loadedTo !== null;
  }

  put(entry: Entry): void {
    this.#count(this.#known.get(entry.sha256), -1);
    this.#known.set(entry.sha256, entry);
    this.#count(entry, 1);
  }

  delete(entry: Entry): void {
    this.#count(entry, -1);
    this.#known.delete(entry.sha256);
  }

  setBitmap(entry: Entry, bitmap: Uint8Array): void {
    this.#count(entry, -1);
    Object.assign(entry, sharedBitmap(bitmap, entry.count));
    this.#count(entry, 1);
  }

  /** What is in memory may not be what the rows say. */
  forget(): void {
    this.#known.clear();
    this.#loadedTo = '';
    this.#haveBytes = 0;
    this.#knownBytes = 0;
  }

  #entryOf([sha256, size, bytes, usedAt, putOff]: FileRow, scopes: readonly string[]): Entry {
    const count = chunkCount(size);
    const { bitmap, have } = sharedBitmap(bytes, count);
    return { sha256, size, count, bitmap, have, usedAt, putOff: putOff === 1, scopes: this.scopeSet(scopes) };
  }

  #count(entry: Entry | undefined, sign: 1 | -1): void {
    if (entry === undefined) return;
    this.#haveBytes += sign * haveBytes(entry);
    this.#knownBytes += sign * entry.size;
  }
}
