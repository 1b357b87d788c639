import type { Database } from 'better-sqlite3';
import type { SimClient } from '../simClient.ts';
import type { Rest } from './all.ts';
import { scopesReadBy } from './readers.ts';

/** Every text that a run makes up is numbered, so that it can be looked for. */
const MARKS = /chữ \d+/g;
/** What a person wrote here stands here until they have seen what became of it, and a backup of the server holds it. */
const OWN_TABLES = new Set(['outbox', 'uploads', 'acknowledged']);

const marksIn = (text: string): readonly string[] => text.match(MARKS) ?? [];

/** All texts of all tables of a store, whatever they are for. */
const everyText = (db: Database): ReadonlyMap<string, string> => {
  const tables = db
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all();
  return new Map(
    tables.map(({ name }) => [
      name,
      db
        .prepare<[], unknown[]>(`SELECT * FROM "${name}"`)
        .raw()
        .all()
        .flat()
        .map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value)))
        .join('\n'),
    ]),
  );
};

interface Row {
  readonly scope: string;
  readonly body: string;
}

const checkClient = (rest: Rest, client: SimClient, rows: readonly Row[]): void => {
  const may = scopesReadBy(rest.truth, client.context().account.personId);
  const allowed = new Set(rows.filter(({ scope }) => may.has(scope)).flatMap(({ body }) => marksIn(body)));
  for (const [table, text] of everyText(client.context().db)) {
    if (OWN_TABLES.has(table)) continue;
    const left = [...new Set(marksIn(text))].filter((mark) => !allowed.has(mark));
    if (left.length > 0) rest.world.fail(`${client.name}: table ${table} still says ${left.join(', ')}`);
  }
};

/** No table of a device's store, of whatever use, holds a text that its member may not, or cannot any more, read. */
export const checkLeftovers = (rest: Rest): void => {
  const rows = rest.truth.prepare<[], Row>('SELECT scope, body FROM record WHERE body IS NOT NULL').all();
  for (const { client } of rest.posts) checkClient(rest, client, rows);
};
