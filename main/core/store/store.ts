import { closeSync, existsSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { keyed } from './connection.ts';
import { storageFailure } from './failures.ts';
import { MIGRATIONS, type Migration } from './migrations.ts';

/** 64 MiB: ids that are nearly in order still touch pages all over a large index. */
const CACHE_KIB = 65_536;
/** 16 MiB of 4 KiB: the pages of a first sync change again and again, and each checkpoint waits for the disk. */
export const CHECKPOINT_PAGES = 4096;
const PLAIN_HEADER = 'SQLite format 3';

const isPlaintext = (file: string): boolean => {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(PLAIN_HEADER.length);
    readSync(handle, head, 0, head.length, 0);
    return head.toString('latin1') === PLAIN_HEADER;
  } finally {
    closeSync(handle);
  }
};

const opensWithoutKey = (file: string): boolean => {
  const db = new SqliteDatabase(file, { readonly: true });
  try {
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    return true;
  } catch {
    return false;
  } finally {
    db.close();
  }
};

const connect = (file: string, key: Uint8Array, create: boolean): Database =>
  keyed(new SqliteDatabase(file, { fileMustExist: !create }), key);

const tune = (db: Database): void => {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma('temp_store = MEMORY');
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma('trusted_schema = OFF');
};

const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }));

const migrate = (db: Database, migrations: readonly Migration[], reached: CoreReached): void => {
  for (const migration of migrations) {
    if (migration.version <= versionOf(db)) continue;
    db.transaction(() => {
      migration.up(db);
      db.pragma(`user_version = ${migration.version}`);
      reached('migration.before_commit');
    }).immediate();
    reached('migration.committed');
  }
};

/**
 * `shared`: with the index of the write-ahead log in a file, as ever. `alone`: with it in memory, which needs not a byte
 * of a full disk; nobody else can open the store then.
 */
type Access = 'shared' | 'alone';

/** What another thread needs to open the same store. */
export interface Opening {
  readonly file: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

const openings = new WeakMap<Database, Opening>();

/** Null where nobody else can open it. */
export const openingOf = (db: Database): Opening | null => openings.get(db) ?? null;

const openAs = (
  file: string,
  key: Uint8Array,
  migrations: readonly Migration[],
  reached: CoreReached,
  access: Access,
): Result<Database, CabinetError> => {
  let db: Database | null = null;
  try {
    db = connect(file, key, false);
    if (access === 'alone') db.pragma('locking_mode = EXCLUSIVE');
    const known = Math.max(...migrations.map((migration) => migration.version));
    db.prepare('SELECT count(*) FROM sqlite_master').get();
    const version = versionOf(db);
    if (version > known) {
      db.close();
      return err(cabinetError('store_newer', { version, known }));
    }
    tune(db);
    migrate(db, migrations, reached);
    if (access === 'shared') openings.set(db, { file, key: Uint8Array.from(key) });
    return ok(db);
  } catch (error) {
    db?.close();
    const failure = storageFailure(error);
    if (failure === null) throw error;
    return err(failure);
  }
};

/**
 * Opens the store that is there, also on a full disk: what is here stays readable. Errors: `store_newer` (written by a
 * later version: left untouched), `store_damaged` (kept as it is), `disk_full` (only when it is to be migrated).
 */
export const openStore = (
  file: string,
  key: Uint8Array,
  migrations: readonly Migration[] = MIGRATIONS,
  reached: CoreReached = unwatched,
): Result<Database, CabinetError> => {
  if (!existsSync(file)) return err(cabinetError('store_damaged'));
  const opened = openAs(file, key, migrations, reached, 'shared');
  const isFull = !opened.ok && opened.error.code === 'disk_full';
  return isFull ? openAs(file, key, migrations, reached, 'alone') : opened;
};

/**
 * Makes a new store and checks that it is ciphertext: it does not begin as SQLite does, and does not open without
 * the key. Throws when that does not hold. Errors: `disk_full`.
 */
export const createStore = (
  file: string,
  key: Uint8Array,
  migrations: readonly Migration[] = MIGRATIONS,
  reached: CoreReached = unwatched,
): Result<Database, CabinetError> => {
  if (existsSync(file)) throw new Error('a store is never made over another');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  let db: Database | null = null;
  try {
    db = connect(file, key, true);
    tune(db);
    migrate(db, migrations, reached);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    if (isPlaintext(file) || opensWithoutKey(file)) throw new Error('the new store is not encrypted');
  } catch (error) {
    db?.close();
    const failure = storageFailure(error);
    if (failure === null) throw error;
    return err(failure);
  }
  return openStore(file, key, migrations, reached);
};

/** Runs one transaction that is on the disk when this returns, not merely in the system's cache. */
export const durably = <T>(db: Database, run: () => T): T => {
  db.pragma('synchronous = FULL');
  try {
    return db.transaction(run).immediate();
  } finally {
    db.pragma('synchronous = NORMAL');
  }
};
