import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRecords } from '../../../main/core/store/records.ts';
import { createStore } from '../../../main/core/store/store.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecabinet-reader-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DRAWN = '0199a5b2-0000-7000-8000-00000000000';
const DERIVED = '0199a5b2-0000-8000-8000-00000000000';

const openRecords = () => {
  const made = createStore(join(folder, 'cabinet.db'), new Uint8Array(randomBytes(32)));
  if (!made.ok) throw new Error(made.error.code);
  const db = made.value;
  db.exec(`INSERT INTO scopes (no, name, checksum, visible) VALUES (1, 'item:a', zeroblob(32), 1),
    (2, 'item:b', zeroblob(32), 0)`);
  const insert = db.prepare("INSERT INTO rows VALUES (?, ?, ?, 1, '', ?)");
  const put = (kind: string, id: string, body: object, scope = 1): void =>
    void insert.run(scope, kind, id, JSON.stringify({ id, ...body }));
  return { db, put, control: createRecords(db) };
};

const ids = (all: readonly { readonly id: string }[]): readonly string[] => all.map(({ id }) => id).sort();

test('records of one status are those of all that have it, the outbox counted and what is arriving left out', () => {
  const { db, put, control } = openRecords();
  put('poll', 'a', { status: 'open' });
  put('poll', 'b', { status: 'closed' });
  put('poll', 'c', { status: 'open' });
  put('poll', 'd', { status: 'open' }, 2);
  put('slip', 'e', { status: 'open' });
  expect(ids(control.records.withStatus('poll', 'open'))).toEqual(['a', 'c']);
  const entry = (id: string, status: string) => {
    const stored = { scope: 'item:a', kind: 'poll', id, rev: 1, body: { id, status } } as unknown as Stored;
    return [id, { kind: 'poll', id, parent: '', stored }] as const;
  };
  control.setOverlay(new Map([['poll', new Map([entry('a', 'closed'), entry('b', 'open')])]]));
  expect(ids(control.records.withStatus('poll', 'open'))).toEqual(['b', 'c']);
  expect(ids(control.records.confirmed.withStatus('poll', 'open'))).toEqual(['a', 'c']);
  db.prepare("UPDATE rows SET rev = 2, body = ? WHERE id = 'c'").run('{"id":"c","status":"closed"}');
  control.forget([{ kind: 'poll', id: 'c' }]);
  expect(ids(control.records.withStatus('poll', 'open'))).toEqual(['b']);
  db.close();
});

test('records whose ids were derived are found among those whose ids were drawn', () => {
  const { db, put, control } = openRecords();
  put('privateNote', `${DRAWN}1`, {});
  put('privateNote', `${DERIVED}2`, {});
  put('privateNote', `${DERIVED}3`, {}, 2);
  put('participant', `${DERIVED}4`, {});
  expect(ids(control.records.derived('privateNote'))).toEqual([`${DERIVED}2`]);
  db.close();
});
