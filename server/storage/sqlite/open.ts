import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ServerReached } from '../../points.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { type Migration, MIGRATIONS } from '../migrations/migrations.ts';

/** Why a store cannot be used; `message` is a sentence for the operator. */
export interface OpenFailure {
  readonly code: 'store_newer' | 'store_unusable';
  readonly message: string;
}

const failure = (code: OpenFailure['code'], message: string): Result<never, OpenFailure> =>
  err({ code, message });

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** WAL, every commit on the disk before it is answered, and patience with the other process (`user`, `backup`). */
const configure = (db: Database.Database): void => {
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('busy_timeout = 10000');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -32768');
};

/** Reads the version without changing the file. */
const versionOf = (file: string): number => {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return Number(db.pragma('user_version', { simple: true }));
  } finally {
    db.close();
  }
};

const migrate = (db: Database.Database, migrations: readonly Migration[], reached: ServerReached): void => {
  const from = Number(db.pragma('user_version', { simple: true }));
  for (const migration of migrations) {
    if (migration.version <= from) continue;
    db.transaction(() => {
      migration.run(db);
      db.pragma(`user_version = ${migration.version}`);
      reached('migration.before_commit');
    }).immediate();
    reached('migration.committed');
  }
};

/** Opens the store for writing, brings it to this version, or says why not, having changed nothing. */
export const openWriter = (
  file: string,
  reached: ServerReached,
  migrations: readonly Migration[] = MIGRATIONS,
): Result<Database.Database, OpenFailure> => {
  const known = migrations.at(-1)?.version ?? 0;
  try {
    if (existsSync(file)) {
      const version = versionOf(file);
      if (version > known) {
        return failure(
          'store_newer',
          `The data in ${file} was written by a newer version of the server (${version}, this one knows ${known}). Install the newer version; nothing was changed.`,
        );
      }
    }
    const db = new Database(file);
    try {
      configure(db);
      migrate(db, migrations, reached);
      return ok(db);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    return failure('store_unusable', `The database ${file} cannot be used: ${reasonOf(error)}.`);
  }
};

export const openReader = (file: string): Database.Database => {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  db.pragma('busy_timeout = 10000');
  db.pragma('cache_size = -16384');
  return db;
};
