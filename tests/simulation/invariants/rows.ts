import { createHash } from 'node:crypto';
import type { SimClient } from '../simClient.ts';
import type { Rest } from './all.ts';
import { scopesReadBy } from './readers.ts';

interface Row {
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

/** Modulo 2^256, as `docs/sync.md` says, with numbers that hold all of it. */
const sumOf = (rows: readonly Row[]): string => {
  const sum = rows.reduce((total, { kind, id, rev, body }) => {
    const digest = createHash('sha256').update(`${kind}\n${id}\n${rev}\n${body}`).digest('hex');
    return total + BigInt(`0x${digest}`);
  }, 0n);
  return (sum % (1n << 256n)).toString(16).padStart(64, '0');
};

const keyed = (rows: readonly Row[]): ReadonlyMap<string, string> =>
  new Map(rows.map(({ scope, kind, id, rev, body }) => [`${scope} ${kind} ${id}`, `${rev} ${body}`]));

/** How two sets of rows differ, at most a few of them. */
const differences = (
  here: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
): readonly string[] => {
  const found: string[] = [];
  for (const [key, said] of there) {
    if (here.get(key) === undefined) found.push(`lacks ${key} ${said.slice(0, 120)}`);
    else if (here.get(key) !== said)
      found.push(`has ${key} as ${here.get(key)?.slice(0, 120)}, not ${said.slice(0, 120)}`);
  }
  for (const key of here.keys()) if (!there.has(key)) found.push(`has ${key}, which it should not`);
  return found.slice(0, 5);
};

const checkChecksums = (rest: Rest, client: SimClient, rows: readonly Row[]): void => {
  const scopes = client
    .context()
    .db.prepare<
      [],
      { name: string; checksum: Buffer; visible: number; staged_cursor: number | null; leaving: number }
    >('SELECT name, checksum, visible, staged_cursor, leaving FROM scopes')
    .all();
  for (const { name, checksum, visible, staged_cursor, leaving } of scopes) {
    if (visible !== 1 || staged_cursor !== null || leaving !== 0) {
      rest.world.fail(
        `${client.name}: scope ${name} is not at rest (${visible}, ${String(staged_cursor)}, ${leaving})`,
      );
    }
    const sum = sumOf(rows.filter(({ scope }) => scope === name));
    const server = rest.truth
      .prepare<[string], { checksum: string }>('SELECT checksum FROM scope WHERE name = ?')
      .get(name)?.checksum;
    const expected = server ?? '0'.repeat(64);
    if (sum !== expected || checksum.toString('hex') !== expected) {
      rest.world.fail(`${client.name}: checksum of ${name} is not the server's`);
    }
  }
};

/** Every device holds exactly what its member may read, as the server has it, and nothing else. */
export const checkRows = (rest: Rest): void => {
  const all = rest.truth
    .prepare<[], Row>('SELECT scope, kind, id, rev, body FROM record WHERE body IS NOT NULL')
    .all();
  for (const { client } of rest.posts) {
    const may = scopesReadBy(rest.truth, client.context().account.personId);
    const { db } = client.context();
    const here = db
      .prepare<[], Row>(
        'SELECT scopes.name AS scope, kind, id, rev, body FROM rows LEFT JOIN scopes ON scopes.no = rows.scope',
      )
      .all();
    const there = all.filter(({ scope }) => may.has(scope));
    for (const each of differences(keyed(here), keyed(there))) rest.world.fail(`${client.name} ${each}`);
    const names = db.prepare<[], { name: string }>('SELECT name FROM scopes').all();
    for (const { name } of names) {
      if (!may.has(name)) rest.world.fail(`${client.name} still holds scope ${name}`);
    }
    const staged = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM staging').get()?.n ?? 0;
    if (staged > 0) rest.world.fail(`${client.name} has ${staged} staged rows at rest`);
    checkChecksums(rest, client, here);
  }
};
