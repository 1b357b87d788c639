import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { create, extract } from 'tar';

/** The key of every stored client store. */
export const STORE_KEY = new Uint8Array(32).map((_, index) => 0xa0 + index);

const FOLDER = join(import.meta.dirname, '../../fixtures/stores');

/** A store as a version left it, packed: `client-0012.tar.gz` holds `store.db` and `files/`, `server-0001.tar.gz` a data folder. */
export const fixtureFile = (side: 'client' | 'server', version: number): string =>
  join(FOLDER, `${side}-${String(version).padStart(4, '0')}.tar.gz`);

export const hasFixture = (side: 'client' | 'server', version: number): boolean =>
  existsSync(fixtureFile(side, version));

/** Unpacks one into a folder, which is made. */
export const unpackFixture = async (
  side: 'client' | 'server',
  version: number,
  folder: string,
): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  await extract({ file: fixtureFile(side, version), cwd: folder, strict: true });
};

export const packFixture = async (
  side: 'client' | 'server',
  version: number,
  folder: string,
): Promise<void> => {
  mkdirSync(FOLDER, { recursive: true });
  const file = fixtureFile(side, version);
  await create({ file, cwd: folder, gzip: { level: 9 }, portable: true, mtime: new Date(0) }, ['.']);
};

/** Tables that somebody made, in no promised order. */
export const tablesOf = (db: Database): readonly string[] =>
  db
    .prepare<[], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all()
    .map(({ name }) => name);

export const columnsOf = (db: Database, table: string): readonly string[] =>
  db
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?) ORDER BY cid')
    .all(table)
    .map(({ name }) => name);

/** Fills the tables of an older store with what the same tables of a newer one hold. */
export const copyTables = (from: Database, to: Database): void => {
  to.pragma('foreign_keys = OFF');
  const known = new Set(tablesOf(from));
  to.transaction(() => {
    for (const table of tablesOf(to)) {
      if (!known.has(table)) continue;
      const there = new Set(columnsOf(from, table));
      const columns = columnsOf(to, table).filter((name) => there.has(name));
      const list = columns.map((name) => `"${name}"`).join(', ');
      const insert = to.prepare(
        `INSERT INTO "${table}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`,
      );
      for (const row of from.prepare(`SELECT ${list} FROM "${table}"`).raw().iterate()) {
        insert.run(...(row as unknown[]));
      }
    }
  })();
  to.pragma('foreign_keys = ON');
};

/** A client's store as it is, without bringing it to any version. */
export const openRaw = (file: string): Database => {
  const db = new SqliteDatabase(file, { fileMustExist: true });
  db.pragma(`cipher='chacha20'`);
  db.pragma(`key="x'${Buffer.from(STORE_KEY).toString('hex')}'"`);
  return db;
};

/** Every row of every table, as text that can be compared. */
export type Dump = ReadonlyMap<
  string,
  { readonly columns: readonly string[]; readonly rows: readonly string[] }
>;

/** What the tables hold; of `like`, where it is given, only its tables and columns. */
export const dumpOf = (db: Database, like?: Dump): Dump =>
  new Map(
    (like === undefined ? tablesOf(db) : [...like.keys()]).map((table) => {
      const columns = like?.get(table)?.columns ?? columnsOf(db, table);
      const list = columns.map((name) => `"${name}"`).join(', ');
      const rows = db.prepare(`SELECT ${list} FROM "${table}"`).raw().all();
      return [table, { columns, rows: rows.map((row) => JSON.stringify(row)).sort() }];
    }),
  );

/** Every file of a folder with its bytes. */
export const bytesOf = (folder: string): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path).toString('base64')]),
  );
