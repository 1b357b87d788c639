import Database from 'better-sqlite3';
import { checksumAfter, EMPTY_CHECKSUM } from '../../server/storage/scopeChecksum.ts';

interface Row {
  readonly rowid: number;
  readonly organisation_id: string;
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string | null;
}

/** A server's database in the hands of somebody who damages it, and makes the sums fit again where that is wanted. */
export interface DamagedStore {
  readonly db: Database.Database;
  run(sql: string, ...values: (string | number | null)[]): void;
  value(sql: string, ...values: (string | number)[]): string;
  body(kind: string, id: string): Record<string, unknown>;
  /** Another text for a record, or some fields of it. */
  rewrite(kind: string, id: string, next: string | Readonly<Record<string, unknown>>): void;
  /** Other columns for a record. */
  change(kind: string, id: string, columns: Readonly<Record<string, string | number>>): void;
  insert(record: { scope: string; kind: string; id: string; parent: string; body: string }): void;
  /** Deletes a row as if it had never been. */
  drop(kind: string, id: string, scope: string): void;
}

const ROW = 'SELECT rowid, organisation_id, scope, kind, id, rev, body FROM record';

/** Head and checksum of a scope, made to fit the rows that are there. */
const mendScope = (db: Database.Database, organisationId: string, scope: string): void => {
  const rows = db
    .prepare<[string, string], Row>(`${ROW} WHERE organisation_id = ? AND scope = ?`)
    .all(organisationId, scope);
  let sum = EMPTY_CHECKSUM;
  for (const row of rows) if (row.body !== null) sum = checksumAfter(sum, null, { ...row, body: row.body });
  const head = Math.max(0, ...rows.map(({ rev }) => rev));
  db.prepare(
    `INSERT INTO scope (organisation_id, name, head, checksum) VALUES (?, ?, ?, ?)
     ON CONFLICT (organisation_id, name) DO UPDATE SET head = excluded.head, checksum = excluded.checksum`,
  ).run(organisationId, scope, head, sum);
};

export const openDamaged = (file: string): DamagedStore => {
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  const find = (kind: string, id: string): Row => {
    const row = db.prepare<[string, string], Row>(`${ROW} WHERE kind = ? AND id = ?`).get(kind, id);
    if (row === undefined) throw new Error(`no ${kind} ${id}`);
    return row;
  };
  const mend = (...rows: Row[]): void => {
    for (const row of rows) mendScope(db, row.organisation_id, row.scope);
  };
  const store: DamagedStore = {
    db,
    run: (sql, ...values) => void db.prepare(sql).run(...values),
    value: (sql, ...values) =>
      String(
        db
          .prepare(sql)
          .pluck()
          .get(...values),
      ),
    body: (kind, id) => JSON.parse(find(kind, id).body ?? 'null') as Record<string, unknown>,
    rewrite(kind, id, next) {
      const row = find(kind, id);
      const text = typeof next === 'string' ? next : JSON.stringify({ ...store.body(kind, id), ...next });
      store.run('UPDATE record SET body = ? WHERE rowid = ?', text, row.rowid);
      mend(row);
    },
    change(kind, id, columns) {
      const row = find(kind, id);
      const names = Object.keys(columns);
      const sets = names.map((name) => `${name} = ?`).join(', ');
      store.run(`UPDATE record SET ${sets} WHERE rowid = ?`, ...Object.values(columns), row.rowid);
      const after = db.prepare<[number], Row>(`${ROW} WHERE rowid = ?`).get(row.rowid);
      mend(row, ...(after === undefined ? [] : [after]));
    },
    insert({ scope, kind, id, parent, body }) {
      const organisationId = store.value('SELECT id FROM organisation');
      store.run('UPDATE organisation SET counter = counter + 1');
      store.run(
        `INSERT INTO record (organisation_id, scope, kind, id, parent, rev, writer, foreign_rev, body)
         SELECT id, ?, ?, ?, ?, counter, '', 0, ? FROM organisation`,
        ...[scope, kind, id, parent, body],
      );
      mendScope(db, organisationId, scope);
    },
    drop(kind, id, scope) {
      const row = db.prepare<[string, string, string], Row>(`${ROW} WHERE kind = ? AND id = ? AND scope = ?`);
      const found = row.get(kind, id, scope);
      if (found === undefined) throw new Error(`no ${kind} ${id} in ${scope}`);
      store.run('DELETE FROM record WHERE rowid = ?', found.rowid);
      mend(found);
    },
  };
  return store;
};
