import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { STORE_VERSION } from '../../../server/storage/migrations/migrations.ts';
import type { Storage } from '../../../server/storage/port.ts';
import { openSqlite } from '../../../server/storage/sqlite/sqlite.ts';
import { newReferenceDisk } from '../../support/referenceState.ts';
import { openReference } from '../../support/referenceStorage.ts';
import { seededInstallation } from '../../support/storageTrace.ts';
import { describeStorage } from './storageSuite.ts';

const choices = {
  newId: () => randomUUID(),
  random: (count: number) => new Uint8Array(randomBytes(count)),
  kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
};

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'storage-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

const openAt = (file: string): Storage => {
  const opened = openSqlite(file, choices);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

describeStorage('the reference', async () => {
  const disk = newReferenceDisk(seededInstallation());
  return { storage: openReference(disk), reopen: async () => openReference(disk) };
});

describeStorage('SQLite', async () => {
  const file = join(await newFolder(), 'server.db');
  return { storage: openAt(file), reopen: async () => openAt(file) };
});

test('a store from a newer version is refused and not changed by a byte', async () => {
  const file = join(await newFolder(), 'server.db');
  await openAt(file).close();
  const raw = new Database(file);
  raw.pragma(`user_version = ${STORE_VERSION + 1}`);
  raw.close();
  const before = await readFile(file);
  const opened = openSqlite(file, choices);
  expect(opened.ok ? '' : opened.error.code).toBe('store_newer');
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('every commit is on the disk before it is answered: the writing connection syncs fully', async () => {
  const connections = vi.spyOn(Database.prototype, 'pragma');
  onTestFinished(() => connections.mockRestore());
  const storage = openAt(join(await newFolder(), 'server.db'));
  const opened = new Set(connections.mock.contexts as Database.Database[]);
  const writers = [...opened].filter((db) => db.open && !db.readonly);
  // 2: FULL (https://sqlite.org/pragma.html#pragma_synchronous)
  expect(writers.map((db) => db.pragma('synchronous', { simple: true }))).toEqual([2]);
  await storage.close();
});

test('a file that is no database is refused and not changed by a byte', async () => {
  const file = join(await newFolder(), 'server.db');
  await writeFile(file, 'these are not the bytes of a database, but they are somebody’s');
  const before = await readFile(file);
  const opened = openSqlite(file, choices);
  expect(opened.ok ? '' : opened.error.code).toBe('store_unusable');
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('a backup is complete, opens as an installation, and begins another epoch', async () => {
  const folder = await newFolder();
  const storage = openAt(join(folder, 'server.db'));
  onTestFinished(() => storage.close());
  const organisationId = randomUUID();
  const record = { scope: `org:${organisationId}`, kind: 'person', id: 'a', parent: '', body: '{}' } as const;
  await storage.transact(organisationId, (tx) => tx.records.put(record, ''));
  await storage.backup(join(folder, 'copy.db'));
  const copy = openAt(join(folder, 'copy.db'));
  onTestFinished(() => copy.close());
  expect(await copy.read(organisationId, (view) => view.counter())).toBe(1);
  const [own, other] = [await storage.directory.installation(), await copy.directory.installation()];
  expect(other.epoch).not.toBe(own.epoch);
  expect(other.secret).toBe(own.secret);
});
