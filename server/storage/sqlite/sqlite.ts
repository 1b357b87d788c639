import Database from 'better-sqlite3';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { ServerReached } from '../../points.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { BackupPoint, Directory, ReadView, Storage, WriteTx } from '../port.ts';
import { accountReads, accountWrites, findAccount, findSession, findSignedIn } from './accounts.ts';
import { deviceReads, deviceWrites } from './devices.ts';
import { fileReads, fileWrites } from './files.ts';
import {
  backupPoint,
  ensureInstallation,
  type InstallationChoices,
  markAsBackup,
  noteBackup,
  readEpochs,
  readInstallation,
} from './installation.ts';
import { logReads, logWrites } from './log.ts';
import { openReader, openWriter, type OpenFailure } from './open.ts';
import { recordReads, recordWrites } from './records.ts';
import { recoveryReads, recoveryWrites } from './recovery.ts';
import { type Statements, statementsOf } from './statements.ts';
import { momentOf, viewOf } from './view.ts';

/** Reads at the same time, each on a snapshot of its own connection. */
const MAX_READERS = 4;

const writeTxOf = (
  sql: Statements,
  organisationId: string,
  epochs: readonly string[],
  reached: ServerReached,
): WriteTx => ({
  ...momentOf(sql, organisationId, epochs),
  records: { ...recordReads(sql, organisationId), ...recordWrites(sql, organisationId) },
  log: { ...logReads(sql, organisationId), ...logWrites(sql, organisationId, reached) },
  files: { ...fileReads(sql, organisationId), ...fileWrites(sql, organisationId) },
  accounts: { ...accountReads(sql, organisationId), ...accountWrites(sql) },
  devices: { ...deviceReads(sql, organisationId), ...deviceWrites(sql, organisationId) },
  recovery: { ...recoveryReads(sql), ...recoveryWrites(sql) },
  async attempt(work) {
    sql.run('SAVEPOINT attempt');
    try {
      const value = await work();
      sql.run('RELEASE attempt');
      return value;
    } catch (error) {
      sql.run('ROLLBACK TO attempt');
      sql.run('RELEASE attempt');
      throw error;
    }
  },
});

interface Connection {
  readonly db: Database.Database;
  readonly sql: Statements;
  /** What it shows of each organisation: made once. */
  readonly views: Map<string, ReadView>;
}

const connectionOf = (db: Database.Database): Connection => ({
  db,
  sql: statementsOf(db),
  views: new Map(),
});

const viewIn = ({ sql, views }: Connection, organisationId: string, epochs: readonly string[]): ReadView => {
  const view = views.get(organisationId) ?? viewOf(sql, organisationId, epochs);
  views.set(organisationId, view);
  return view;
};

/** Lends connections, one borrower each; the rest wait in line. */
const createPool = (open: () => Connection) => {
  const free: Connection[] = [];
  const waiting: ((connection: Connection) => void)[] = [];
  const all: Connection[] = [];
  const take = async (): Promise<Connection> => {
    const idle = free.pop();
    if (idle !== undefined) return idle;
    if (all.length >= MAX_READERS) return new Promise((resolve) => waiting.push(resolve));
    const connection = open();
    all.push(connection);
    return connection;
  };
  return {
    async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
      const connection = await take();
      try {
        return await work(connection);
      } finally {
        const next = waiting.shift();
        if (next === undefined) free.push(connection);
        else next(connection);
      }
    },
    close() {
      for (const connection of all) connection.db.close();
    },
  };
};

const inTransaction = async <T>(
  sql: Statements,
  begin: string,
  work: () => Promise<T>,
  reached: ServerReached = unwatched,
): Promise<T> => {
  sql.run(begin);
  try {
    const value = await work();
    reached('transaction.before_commit');
    sql.run('COMMIT');
    reached('transaction.committed');
    return value;
  } catch (error) {
    sql.run('ROLLBACK');
    throw error;
  }
};

/** Runs what it is given one after another, whatever becomes of each. */
const createLine = () => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run<T>(work: () => Promise<T>): Promise<T> {
      const mine = last.then(work, work);
      last = mine.catch(() => undefined);
      return mine;
    },
    idle: () => last,
  };
};

const directoryOf = (sql: Statements, epochs: readonly string[]): Directory => ({
  installation: async () => readInstallation(sql),
  organisationIds: async () =>
    sql.all<{ id: string }>('SELECT id FROM organisation ORDER BY id').map((row) => row.id),
  findAccount: async (username) => findAccount(sql, username),
  findSession: async (tokenHash) => findSession(sql, tokenHash),
  findSignedIn: async (tokenHash) => findSignedIn(sql, tokenHash),
  epoch: async () => epochs.at(-1) ?? '',
});

const isTrouble = (error: unknown): boolean =>
  error instanceof Database.SqliteError &&
  /^SQLITE_(?:FULL|IOERR|BUSY|CORRUPT|NOTADB|READONLY)/.test(error.code);

const vacuumInto = (writer: Connection, file: string): BackupPoint => {
  writer.sql.run('VACUUM INTO ?', file);
  const copy = new Database(file);
  try {
    const sql = statementsOf(copy);
    markAsBackup(sql);
    return backupPoint(sql);
  } finally {
    copy.close();
  }
};

/**
 * The embedded store: one file in WAL mode. SQLite has one writer, so transactions of all organisations stand in one
 * line; a second process (`user`, `backup`) waits at SQLite's own lock.
 */
export const openSqlite = (
  file: string,
  choices: InstallationChoices,
  reached: ServerReached = unwatched,
): Result<Storage, OpenFailure> => {
  const opened = openWriter(file, reached);
  if (!opened.ok) return opened;
  const writer = connectionOf(opened.value);
  opened.value.transaction(() => ensureInstallation(writer.sql, choices)).immediate();
  // Another history begins only where a backup is opened.
  const epochs = readEpochs(writer.sql);
  const lookUps = connectionOf(openReader(file));
  const readers = createPool(() => connectionOf(openReader(file)));
  const line = createLine();
  const dataVersion = () => Number(writer.db.pragma('data_version', { simple: true }));
  let seenVersion = dataVersion();
  return ok({
    directory: directoryOf(lookUps.sql, epochs),
    transact: (organisationId, work) =>
      line.run(() =>
        inTransaction(
          writer.sql,
          'BEGIN IMMEDIATE',
          () => work(writeTxOf(writer.sql, organisationId, epochs, reached)),
          reached,
        ),
      ),
    read: (organisationId, work) =>
      readers.use((reader) =>
        inTransaction(reader.sql, 'BEGIN', () => work(viewIn(reader, organisationId, epochs))),
      ),
    isTrouble,
    changedElsewhere() {
      const version = dataVersion();
      const changed = version !== seenVersion;
      seenVersion = version;
      return changed;
    },
    backup: (target) => line.run(async () => vacuumInto(writer, target)),
    noteBackup: (point, at) =>
      line.run(() =>
        inTransaction(writer.sql, 'BEGIN IMMEDIATE', async () => noteBackup(writer.sql, point, at)),
      ),
    async close() {
      await line.idle();
      readers.close();
      lookUps.db.close();
      writer.db.pragma('wal_checkpoint(TRUNCATE)');
      writer.db.close();
    },
  });
};
