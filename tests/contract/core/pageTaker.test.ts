import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createChecksum } from '../../../main/core/store/checksum.ts';
import { createPageTaker } from '../../../main/core/store/incoming.ts';
import { openMeta } from '../../../main/core/store/meta.ts';
import { createPublisher, type Published } from '../../../main/core/store/publish.ts';
import { prepareScopes } from '../../../main/core/store/scopes.ts';
import { createStore, openingOf, openStore } from '../../../main/core/store/store.ts';
import type { PullAnswer, ScopeChanges, WireRecord } from '../../../shared/contract/sync.ts';

const MEETING = '01920000-0000-7000-8000-000000000001';
const EPOCH = '01920000-0000-7000-8000-000000000002';
const idOf = (n: number): string => `01920000-0000-7000-9000-${n.toString(16).padStart(12, '0')}`;

let folder = '';
let db: Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecabinet-pages-'));
  const made = createStore(join(folder, 'cabinet.db'), new Uint8Array(randomBytes(32)));
  if (!made.ok) throw new Error(made.error.code);
  db = made.value;
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const recordOf = (n: number): WireRecord => {
  const person = { personId: idOf(n), role: 'member', votes: true, attendance: 'unknown' };
  return [idOf(n), 'participant', n, JSON.stringify({ id: idOf(n), meetingId: MEETING, ...person })];
};
const sumOf = (records: readonly WireRecord[]): string => {
  const sum = createChecksum();
  for (const [id, kind, rev, body] of records) sum.add(kind, id, rev, body ?? '');
  return sum.hex();
};
/** One scope with records `from` up to `to`, both included, and the sum of all up to `to`. */
const changeOf = (scope: string, from: number, to: number): ScopeChanges => {
  const upTo = Array.from({ length: to }, (_, n) => recordOf(n + 1));
  return { scope, reset: from === 1, records: upTo.slice(from - 1), to, checksum: sumOf(upTo) };
};
const pageOf = (changes: ScopeChanges[], asOf: number): PullAnswer => ({
  ...{ epoch: EPOCH, asOf, changes, gone: [], more: false },
  ...{ checkpoint: null, origin: 'e-cabinet/test', durableThrough: 0 },
});
const countRows = (): number =>
  (db.prepare<[], { n: number }>('SELECT count(*) AS n FROM rows').get() ?? { n: -1 }).n;
const publish = (asOf: number) =>
  createPublisher(db, openMeta(db)).publish({
    ...{ epoch: EPOCH, asOf, gone: [], at: '2030-01-02T01:00:00.000Z' },
    isConcerned: () => false,
  });

/** How many rows each transaction added. */
const watchParts = () => {
  const sizes: number[] = [];
  let before = 0;
  return {
    sizes,
    reached: (point: string): void => {
      if (point !== 'page.before_commit') return;
      const now = countRows();
      sizes.push(now - before);
      before = now;
    },
  };
};

test('a page is written in transactions of bounded work, and whatever waits has its turn between two', async () => {
  const { sizes, reached } = watchParts();
  const seen: number[] = [];
  let isTaken = false;
  const look = (): void => {
    if (isTaken) return;
    seen.push(countRows());
    setImmediate(look);
  };
  setImmediate(look);
  await createPageTaker(db, reached).take(pageOf([changeOf(`meeting:${MEETING}`, 1, 5000)], 5000));
  isTaken = true;
  expect(countRows()).toBe(5000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
  expect(sizes.length).toBeLessThan(10);
  // Every state between two transactions was seen by somebody else on this thread.
  const states = sizes.map((_, n) => sizes.slice(0, n + 1).reduce((sum, size) => sum + size, 0));
  expect(states.filter((state) => !seen.includes(state))).toEqual([]);
});

test('many scopes of few records share transactions of the same bounds', async () => {
  const { sizes, reached } = watchParts();
  const changes = Array.from({ length: 2000 }, (_, n) => changeOf(`item:${idOf(n)}`, 1, 2));
  await createPageTaker(db, reached).take(pageOf(changes, 2));
  expect(countRows()).toBe(4000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1000);
  expect(sizes.length).toBeLessThan(10);
});

test('where it takes long, a transaction ends by the clock, whatever was planned', async () => {
  const { sizes, reached } = watchParts();
  let ms = 0;
  // As slow as one record a fifth of a millisecond: the clock is asked about every 32.
  const slow = { now: () => (ms += 6) };
  await createPageTaker(db, reached, slow).take(pageOf([changeOf(`meeting:${MEETING}`, 1, 1000)], 1000));
  expect(countRows()).toBe(1000);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(64);
});

test('ended between any two transactions, it goes on from there, and its sum is right', async () => {
  const scope = `meeting:${MEETING}`;
  let left = 3;
  const ending = (point: string): void => {
    if (point === 'page.before_commit' && (left -= 1) < 0) throw new Error('ended here');
  };
  const whole = pageOf([changeOf(scope, 1, 5000)], 5000);
  await expect(createPageTaker(db, ending).take(whole)).rejects.toThrow('ended here');
  const scopes = prepareScopes(db);
  const cursor = scopes.cursors()[scope] ?? 0;
  expect(cursor).toBe(countRows());
  expect(cursor).toBeGreaterThan(0);
  expect(scopes.partial()).toEqual([scope]);
  // Nothing of it is on screen.
  expect(scopes.find(scope)?.visible).toBe(0);
  const rest = changeOf(scope, cursor + 1, 5000);
  await createPageTaker(db).take(pageOf([{ ...rest, reset: false }], 5000));
  expect(publish(5000).kind).toBe('shown');
  expect(scopes.find(scope)).toMatchObject({ visible: 1, cursor: 5000, staged_cursor: null });
});

test('what does not have the sum that the server says is shown by no round, until a right copy came', async () => {
  const [right, wrong] = [changeOf(`item:${idOf(1)}`, 1, 3), changeOf(`item:${idOf(2)}`, 1, 3)];
  const bad = { ...wrong, checksum: sumOf([recordOf(9)]) };
  await createPageTaker(db).take(pageOf([right, bad], 3));
  const scopes = prepareScopes(db);
  expect(publish(3)).toEqual({ kind: 'refetch', scopes: [wrong.scope] });
  expect(scopes.find(right.scope)?.visible).toBe(0);
  await createPageTaker(db).take(pageOf([bad], 3));
  expect(publish(3)).toEqual({ kind: 'mismatch', scopes: [wrong.scope] });
  await createPageTaker(db).take(pageOf([wrong], 3));
  expect(publish(3).kind).toBe('shown');
  expect(scopes.find(wrong.scope)).toMatchObject({ visible: 1, cursor: 3 });
  expect(scopes.find(right.scope)).toMatchObject({ visible: 1, cursor: 3 });
});

test('what somebody keeps in the middle of a page is kept whatever becomes of the page', async () => {
  const opening = openingOf(db);
  if (opening === null) throw new Error('nobody else can open it');
  const keep = db.transaction(() => openMeta(db).set('next_n', 7));
  let parts = 0;
  const reached = (point: string): void => {
    if (point !== 'page.before_commit') return;
    parts += 1;
    if (parts === 1) setImmediate(() => keep.immediate());
    if (parts === 3) throw new Error('ended here');
  };
  const page = pageOf([changeOf(`meeting:${MEETING}`, 1, 5000)], 5000);
  await expect(createPageTaker(db, reached).take(page)).rejects.toThrow('ended here');
  const other = openStore(opening.file, opening.key);
  if (!other.ok) throw new Error(other.error.code);
  expect(openMeta(other.value).number('next_n')).toBe(7);
  other.value.close();
});

test('a scope with more records than a call has room for arguments is shown and dropped, each record named', () => {
  const many = 200_000;
  const meta = openMeta(db);
  const scopes = prepareScopes(db);
  const publishWith = (gone: readonly string[]) =>
    createPublisher(db, meta).publish({
      ...{ epoch: EPOCH, asOf: many, gone, at: '2030-01-02T01:00:00.000Z' },
      isConcerned: () => false,
    });
  const changed = (published: Published): number =>
    published.kind === 'shown' ? published.pulled.changes.length : 0;
  // With something on screen before, what arrives is told.
  meta.set('complete', 1);
  const name = `meeting:${MEETING}`;
  const { no } = scopes.findOrAdd(name);
  db.prepare(
    `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
     INSERT INTO rows (scope, kind, id, rev, parent, body) SELECT ?, 'participant', 'p' || n, n, '', '{}' FROM numbers`,
  ).run(many, no);
  scopes.setArrived(no, many, Buffer.alloc(32), null);
  expect(changed(publishWith([]))).toBe(many);
  expect(changed(publishWith([name]))).toBe(many);
  expect(countRows()).toBe(0);
});
