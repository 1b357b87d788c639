import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';

/**
 * Takes the data folder for this process, until it ends or the returned function is called. SQLite's own file lock is
 * used because it goes away with a process that is killed, on every system. Throws a sentence when it is taken or
 * cannot be written.
 */
export const lockFolder = (dataDir: string): (() => void) => {
  let db: SqliteDatabase.Database | undefined;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    db = new SqliteDatabase(join(dataDir, 'instance.lock'), { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new Error(
      code.startsWith('SQLITE_BUSY')
        ? `Another E-Cabinet is already using the folder ${dataDir}. Close it, or choose another folder.`
        : `The folder ${dataDir} cannot be written. Choose another folder, or change its permissions.`,
      { cause: error },
    );
  }
  const held = db;
  return () => {
    if (held.open) held.close();
  };
};
