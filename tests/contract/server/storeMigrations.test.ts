import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { checkInstallation } from '../../../server/check/check.ts';
import { readLogKey } from '../../../server/check/log.ts';
import { openFileStore } from '../../../server/files/fileStore.ts';
import { databaseFile, logKeyFile } from '../../../server/installation/dataFolder.ts';
import { type Migration, MIGRATIONS, STORE_VERSION } from '../../../server/storage/migrations/migrations.ts';
import { inspectSqlite } from '../../../server/storage/sqlite/inspection.ts';
import { openWriter } from '../../../server/storage/sqlite/open.ts';
import { signInAs } from '../../support/api.ts';
import { PASSPHRASE } from '../../support/smallGovernment.ts';
import { startTestServer } from '../../support/server.ts';
import { bytesOf, dumpOf, hasFixture, unpackFixture } from '../../support/stores/storeFixtures.ts';

const VERSIONS = MIGRATIONS.map(({ version }) => version);
const STORED = VERSIONS.filter((version) => hasFixture('server', version));
const NEWEST = STORED.at(-1) ?? 0;
const nothing = (): void => undefined;

/** Version 0: no store yet. */
const unpacked = async (version: number): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'stored-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (version > 0) await unpackFixture('server', version, folder);
  return folder;
};

const versionOf = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }));

const reading = <T>(folder: string, read: (db: Database.Database) => T): T => {
  const db = new Database(databaseFile(folder));
  try {
    return read(db);
  } finally {
    db.close();
  }
};

const upgrade = (folder: string, migrations: readonly Migration[] = MIGRATIONS): void => {
  const opened = openWriter(databaseFile(folder), nothing, migrations);
  if (!opened.ok) throw new Error(opened.error.message);
  opened.value.close();
};

test('every migration has a stored database of the version before it', () => {
  const missing = VERSIONS.slice(0, -1).filter((version) => !STORED.includes(version));
  expect(missing, 'run: node tests/support/makeStoreFixtures.ts, and commit what it makes').toEqual([]);
});

test.each(STORED)(
  'a store of version %i is brought to this version with everything that is in it',
  async (version) => {
    const folder = await unpacked(version);
    const before = reading(folder, (db) => dumpOf(db));
    for (const [table, { rows }] of before) expect([table, rows.length > 0]).toEqual([table, true]);
    upgrade(folder);
    reading(folder, (db) => {
      expect(versionOf(db)).toBe(STORE_VERSION);
      expect(dumpOf(db, before)).toEqual(before);
    });
  },
);

test.each(STORED)(
  'a store of version %i, brought to this version, is sound, and its people work on',
  async (version) => {
    const folder = await unpacked(version);
    const server = await startTestServer({ dataDir: folder });
    onTestFinished(() => server.stop());
    const person = await signInAs(server.url, 'an', PASSPHRASE);
    await person.pull();
    for (const [scope, checksum] of person.checksums) expect(person.checksumOf(scope)).toBe(checksum);
    expect(person.held('ballotReceipt')).toHaveLength(2);
    expect(person.held('privateNote')).toHaveLength(1);
    const [paper] = person
      .held('paperVersion')
      .map(({ body }) => JSON.parse(body) as { file: { sha256: string } });
    expect((await person.call(`/files/${paper?.file.sha256 ?? ''}`)).status).toBe(200);
    const inspection = inspectSqlite(databaseFile(folder));
    if (!inspection.ok) throw new Error(inspection.error);
    const installation = {
      ...{ inspection: inspection.value, files: openFileStore(folder) },
      logKey: readLogKey(logKeyFile(folder)),
    };
    const reports = await checkInstallation(installation, { onExamined: nothing, onChecked: nothing });
    inspection.value.close();
    expect(reports.flatMap(({ found }) => found)).toEqual([]);
  },
);

/** Every place at which bringing a stored version (or none) to this one can be killed. */
const DEATHS = [0, ...STORED].flatMap((version) =>
  VERSIONS.filter((later) => later > version).flatMap((later, index) => [
    { version, later, point: 'migration.before_commit', count: index + 1 },
    { version, later, point: 'migration.committed', count: index + 1 },
  ]),
);

test.each(DEATHS)(
  'version $version, killed at $point of version $later, is the old one or the new one, never between',
  async ({ version, later, point, count }) => {
    const folder = await unpacked(version);
    const before = version === 0 ? new Map() : reading(folder, (db) => dumpOf(db));
    const script = join(import.meta.dirname, '../../support/stores/openAndDie.ts');
    const died = spawnSync(process.execPath, [script, 'server', databaseFile(folder), point, String(count)]);
    expect(died.signal).toBe('SIGKILL');
    const earlier = VERSIONS[VERSIONS.indexOf(later) - 1] ?? 0;
    reading(folder, (db) => {
      expect(versionOf(db)).toBe(point === 'migration.committed' ? later : earlier);
      expect(dumpOf(db, before)).toEqual(before);
      expect(schemaOf(db)).toEqual(schemaAfter(versionOf(db)));
    });
    upgrade(folder);
    reading(folder, (db) => {
      expect(versionOf(db)).toBe(STORE_VERSION);
      expect(dumpOf(db, before)).toEqual(before);
    });
  },
);

const schemaOf = (db: Database.Database): readonly string[] =>
  db
    .prepare<[], { sql: string }>('SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name')
    .all()
    .map(({ sql }) => sql);

/** The schema that the steps up to a version make out of nothing. */
const schemaAfter = (version: number): readonly string[] => {
  const db = new Database(':memory:');
  for (const step of MIGRATIONS) if (step.version <= version) step.run(db);
  const schema = schemaOf(db);
  db.close();
  return schema;
};

test('a migration that fails leaves the store as it was, to the byte, and says so in a sentence', async () => {
  const folder = await unpacked(NEWEST);
  upgrade(folder);
  const before = bytesOf(folder);
  const failing: Migration = {
    version: STORE_VERSION + 1,
    run(db) {
      db.exec('CREATE TABLE half (done TEXT); DELETE FROM record; UPDATE organisation SET counter = 0');
      throw new Error('half of it is done');
    },
  };
  const opened = openWriter(databaseFile(folder), nothing, [...MIGRATIONS, failing]);
  expect(opened.ok ? '' : opened.error).toMatchObject({ code: 'store_unusable' });
  expect(opened.ok ? '' : opened.error.message).toMatch(/cannot be used: half of it is done\.$/);
  expect(bytesOf(folder)).toEqual(before);
});

test('a store of a newer version is refused with its sentence, and not a byte in its folder changes', async () => {
  const folder = await unpacked(NEWEST);
  reading(folder, (db) => {
    db.pragma(`user_version = ${STORE_VERSION + 1}`);
    db.pragma('journal_mode = DELETE');
  });
  const before = bytesOf(folder);
  const opened = openWriter(databaseFile(folder), nothing);
  expect(opened.ok ? '' : opened.error.code).toBe('store_newer');
  expect(opened.ok ? '' : opened.error.message).toMatch(/newer version.*nothing was changed\.$/);
  expect(bytesOf(folder)).toEqual(before);
});
