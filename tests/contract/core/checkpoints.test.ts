import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type CheckpointLimits,
  checkpointsOf,
  createCheckpoints,
} from '../../../main/core/store/checkpoints.ts';
import { createStore, openStore } from '../../../main/core/store/store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ecabinet-checkpoints-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const PIECE = 256;
const BODY = JSON.stringify({ status: 'open', text: 'Báo cáo tình hình kinh tế - xã hội. '.repeat(100) });

/** A sixteenth of what is usual, so that little is much. */
const SMALL: CheckpointLimits = { few: 250_000, between: 4_000_000, meanwhile: 2_000_000, pages: 2048 };

const openNew = () => {
  const file = join(folder, 'cabinet.db');
  const key = new Uint8Array(randomBytes(32));
  const made = createStore(file, key);
  if (!made.ok) throw new Error(made.error.code);
  const db = made.value;
  const insert = db.prepare("INSERT INTO rows VALUES (1, 'poll', ?, 1, '', ?)");
  let written = 0;
  const writePiece = db.transaction(() => {
    for (let n = 0; n < PIECE; n += 1) insert.run(`${(written += 1)}`, BODY);
  });
  return { file, key, db, writePiece, written: () => written };
};

test('much that is written is moved from the log into the file by another thread', async () => {
  const { file, key, db, writePiece, written } = openNew();
  const checkpoints = createCheckpoints(db, SMALL);
  const before = statSync(file).size;
  let wasOwn = true;
  for (let piece = 0; piece < 50; piece += 1) {
    writePiece();
    await checkpoints.relieve(PIECE * BODY.length);
    wasOwn &&= db.pragma('wal_autocheckpoint', { simple: true }) !== 0;
  }
  expect(wasOwn).toBe(false);
  // The writer itself has moved nothing since the thread began.
  expect(statSync(file).size).toBeGreaterThan(before + 16 * 1024 * 1024);
  await checkpoints.end();
  expect(db.pragma('wal_autocheckpoint', { simple: true })).toBeGreaterThan(0);
  expect(readFileSync(`${file}-wal`).includes(Buffer.from('Báo cáo'))).toBe(false);
  db.close();
  const again = openStore(file, key);
  if (!again.ok) throw new Error(again.error.code);
  expect(again.value.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(again.value.prepare('SELECT count(*) AS n FROM rows').get()).toEqual({ n: written() });
  again.value.close();
});

test('the log begins anew every so often, however long much is written', async () => {
  const { file, db, writePiece } = openNew();
  const checkpoints = createCheckpoints(db, SMALL);
  let largest = 0;
  for (let piece = 0; piece < 60; piece += 1) {
    writePiece();
    await checkpoints.relieve(PIECE * BODY.length);
    largest = Math.max(largest, statSync(`${file}-wal`).size);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  // Four times the bound of 8 MiB, of 70 MB that were written.
  expect(largest).toBeLessThan(32 * 1024 * 1024);
  await checkpoints.end();
  db.close();
});

test('a little that is written starts no thread', async () => {
  const { db, writePiece } = openNew();
  const checkpoints = createCheckpoints(db);
  writePiece();
  await checkpoints.relieve(PIECE * BODY.length);
  expect(db.pragma('wal_autocheckpoint', { simple: true })).toBeGreaterThan(0);
  await checkpoints.end();
  db.close();
});

test('of those who write much at once the first to end leaves the thread to the others', async () => {
  const { file, db, writePiece } = openNew();
  const isOwn = (): boolean => db.pragma('wal_autocheckpoint', { simple: true }) !== 0;
  const checkpoints = createCheckpoints(db, SMALL);
  checkpoints.use();
  checkpoints.use();
  writePiece();
  await checkpoints.relieve(PIECE * BODY.length);
  expect(isOwn()).toBe(false);
  const before = statSync(file).size;
  await checkpoints.end();
  expect(isOwn()).toBe(false);
  expect(statSync(file).size).toBe(before);
  writePiece();
  await checkpoints.end();
  expect(isOwn()).toBe(true);
  expect(statSync(file).size).toBeGreaterThan(before);
  db.close();
});

test('a store has one thread for all who write into it', () => {
  const { db } = openNew();
  expect(checkpointsOf(db)).toBe(checkpointsOf(db));
  db.close();
});
