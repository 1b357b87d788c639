import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase, { type Database } from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { openNote } from '../../../main/core/annotations/seal.ts';
import { createFileStore } from '../../../main/core/files/fileStore.ts';
import { loadAccount } from '../../../main/core/session/storedAccount.ts';
import { openMeta } from '../../../main/core/store/meta.ts';
import { MIGRATIONS, type Migration } from '../../../main/core/store/migrations.ts';
import { prepareOutbox } from '../../../main/core/store/outboxRows.ts';
import { createRecords } from '../../../main/core/store/records.ts';
import { openStore } from '../../../main/core/store/store.ts';
import { createUploadTable } from '../../../main/core/uploads/uploadTable.ts';
import { sentenceOf } from '../../../shared/contract/sentences.ts';
import { RECORD_KINDS, recordSchemas } from '../../../shared/domain/records/kinds.ts';
import {
  bytesOf,
  dumpOf,
  hasFixture,
  openRaw,
  STORE_KEY,
  unpackFixture,
} from '../../support/stores/storeFixtures.ts';
import { QUOTE } from '../../support/stores/workedStore.ts';

const VERSIONS = MIGRATIONS.map(({ version }) => version);
const LAST = VERSIONS.at(-1) ?? 0;
const STORED = VERSIONS.filter((version) => hasFixture('client', version));
const NEWEST = STORED.at(-1) ?? 0;
/** Tables came with these versions. */
const [WITH_FILES, WITH_READING] = [10, 12];

const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count));
const versionOf = (db: Database): number => Number(db.pragma('user_version', { simple: true }));

const unpacked = async (version: number): Promise<{ readonly folder: string; readonly file: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'stored-client-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await unpackFixture('client', version, folder);
  return { folder, file: join(folder, 'store.db') };
};

const reading = <T>(file: string, read: (db: Database) => T): T => {
  const db = openRaw(file);
  try {
    return read(db);
  } finally {
    db.close();
  }
};

const opened = (file: string): Database => {
  const store = openStore(file, STORE_KEY);
  if (!store.ok) throw new Error(store.error.code);
  onTestFinished(() => void store.value.close());
  return store.value;
};

test('every migration has a stored database of the version before it', () => {
  const missing = VERSIONS.slice(0, -1).filter((version) => !STORED.includes(version));
  expect(missing, 'run: node tests/support/makeStoreFixtures.ts, and commit what it makes').toEqual([]);
});

test.each(STORED)(
  'a store of version %i is brought to this version with everything that is in it',
  async (version) => {
    const { file } = await unpacked(version);
    const before = reading(file, (db) => dumpOf(db));
    for (const [table, { rows }] of before) expect([table, rows.length > 0]).toEqual([table, true]);
    const db = opened(file);
    expect(versionOf(db)).toBe(LAST);
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    expect(dumpOf(db, before)).toEqual(before);
  },
);

test.each(STORED)(
  'a store of version %i is read by today’s code: records, outbox, notes',
  async (version) => {
    const { file } = await unpacked(version);
    const shown = reading(file, (raw) =>
      raw
        .prepare('SELECT count(*) FROM rows JOIN scopes ON scopes.no = rows.scope WHERE visible = 1')
        .pluck()
        .get(),
    );
    const db = opened(file);
    const { records } = createRecords(db);
    const all = RECORD_KINDS.flatMap((kind) => records.all(kind));
    expect(all).toHaveLength(Number(shown));
    for (const { kind, body } of all) expect(recordSchemas[kind].parse(body)).toEqual(body);
    const outbox = prepareOutbox(db).all();
    expect(outbox.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'paper.edit refused',
      'private.put waiting',
      'ballot.cast waiting',
    ]);
    expect(outbox[0]?.error?.code).toBe('stale_revision');
    const account = loadAccount(openMeta(db));
    if (account === null) throw new Error('the store says nothing of its account');
    const notes = records.all('privateNote').map(({ body }) => openNote(account.keys.accountKey, body));
    expect(notes.filter((note) => note?.kind === 'annotation')).toHaveLength(3);
    expect(JSON.stringify(notes)).toContain(QUOTE);
  },
);

test.each(STORED.filter((version) => version >= WITH_FILES))(
  'a store of version %i still opens its files, and knows its uploads',
  async (version) => {
    const { file, folder } = await unpacked(version);
    const db = opened(file);
    const context = { db, random, dataDir: folder, log: () => undefined, reached: () => undefined };
    const files = createFileStore(context);
    onTestFinished(() => files.close());
    const all = [...files.table.all()];
    expect(all).toHaveLength(5);
    for (const { sha256 } of all) {
      const paper = files.open(sha256);
      if (paper === null) throw new Error(`${sha256} is not here`);
      const hash = createHash('sha256').update(await paper.read(0, paper.size));
      expect(hash.digest('hex')).toBe(sha256);
    }
    expect(createUploadTable(db).all()).toMatchObject([{ state: 'waiting', name: 'gui-sau.pdf' }]);
    if (version < WITH_READING) return;
    const pending = db.prepare<[], { content: string }>('SELECT content FROM reading_pending').all();
    expect(pending.map(({ content }) => content).join()).toContain('"page":3');
  },
);

/** Every place at which bringing a stored version to this one can be killed. */
const DEATHS = STORED.flatMap((version) =>
  VERSIONS.filter((later) => later > version).flatMap((later, index) => [
    { version, later, point: 'migration.before_commit', count: index + 1 },
    { version, later, point: 'migration.committed', count: index + 1 },
  ]),
);

test.each(DEATHS)(
  'version $version, killed at $point of version $later, is the old one or the new one, never between',
  async ({ version, later, point, count }) => {
    const { file } = await unpacked(version);
    const before = reading(file, (db) => dumpOf(db));
    const script = join(import.meta.dirname, '../../support/stores/openAndDie.ts');
    const died = spawnSync(process.execPath, [script, 'client', file, point, String(count)]);
    expect(died.signal).toBe('SIGKILL');
    const earlier = VERSIONS[VERSIONS.indexOf(later) - 1];
    reading(file, (db) => {
      expect(versionOf(db)).toBe(point === 'migration.committed' ? later : earlier);
      expect(dumpOf(db, before)).toEqual(before);
      const steps = MIGRATIONS.filter((each) => each.version <= versionOf(db));
      expect(schemaOf(db)).toEqual(schemaAfter(steps));
    });
    const db = opened(file);
    expect(versionOf(db)).toBe(LAST);
    expect(dumpOf(db, before)).toEqual(before);
  },
);

const schemaOf = (db: Database): readonly string[] =>
  db
    .prepare<[], { sql: string }>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name')
    .all()
    .map(({ sql }) => sql);

/** The schema that these steps make out of nothing. */
const schemaAfter = (steps: readonly Migration[]): readonly string[] => {
  const db = new SqliteDatabase(':memory:');
  try {
    for (const step of steps) step.up(db);
    return schemaOf(db);
  } finally {
    db.close();
  }
};

test('a migration that fails leaves the store as it was, to the byte', async () => {
  const { file, folder } = await unpacked(NEWEST);
  opened(file).close();
  const before = bytesOf(folder);
  const failing: Migration = {
    version: LAST + 1,
    up(db) {
      db.exec("CREATE TABLE half (done TEXT); DELETE FROM rows; UPDATE outbox SET state = 'gone'");
      throw new Error('half of it is done');
    },
  };
  expect(() => openStore(file, STORE_KEY, [...MIGRATIONS, failing])).toThrow('half of it is done');
  expect(bytesOf(folder)).toEqual(before);
  expect(versionOf(opened(file))).toBe(LAST);
});

test('a store of a newer version is refused with its sentence, and not a byte in its folder changes', async () => {
  const { file, folder } = await unpacked(NEWEST);
  reading(file, (db) => {
    db.pragma(`user_version = ${LAST + 1}`);
    db.pragma('wal_checkpoint(TRUNCATE)');
  });
  const before = bytesOf(folder);
  const refused = openStore(file, STORE_KEY);
  if (refused.ok) throw new Error('it was opened');
  expect(refused.error).toEqual({ code: 'store_newer', params: { version: LAST + 1, known: LAST } });
  for (const language of ['vi', 'en'] as const) {
    expect(sentenceOf(language, refused.error.code, refused.error.params)).toMatch(/\S\.$/);
  }
  expect(bytesOf(folder)).toEqual(before);
});
