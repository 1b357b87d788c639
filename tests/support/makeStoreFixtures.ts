import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { MIGRATIONS as CLIENT } from '../../main/core/store/migrations.ts';
import { createStore } from '../../main/core/store/store.ts';
import { MIGRATIONS as SERVER } from '../../server/storage/migrations/migrations.ts';
import type { TestClient } from './client.ts';
import {
  copyTables,
  fixtureFile,
  hasFixture,
  packFixture,
  STORE_KEY,
  tablesOf,
} from './stores/storeFixtures.ts';
import { startWorkedClient } from './stores/workedStore.ts';
import { newId, signInAs } from './api.ts';
import { startTestServer } from './server.ts';
import { PASSPHRASE } from './smallGovernment.ts';
import { startWorkedServer, type WorkedServer } from './workedServer.ts';

/**
 * `node tests/support/makeStoreFixtures.ts`: stores a database as each version of the schema leaves it, with something in
 * every table, for the tests of the migrations. A stored one is never made again: what is released stays as it was.
 * To be run, and its files committed, with every new migration.
 */
const inFolder = async (work: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'store-fixture-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** A table without a row proves nothing: whoever adds one gives it something in `workedServer` or `workedStore`. */
const tellEmpty = (db: Database.Database, store: string): void => {
  for (const table of tablesOf(db)) {
    if (db.prepare(`SELECT 1 FROM "${table}"`).get() === undefined)
      console.log(`${store}: ${table} is empty`);
  }
};

const makeClient = (version: number, client: TestClient): Promise<void> =>
  inFolder(async (folder) => {
    const steps = CLIENT.filter((migration) => migration.version <= version);
    const made = createStore(join(folder, 'store.db'), STORE_KEY, steps);
    if (!made.ok) throw new Error(made.error.code);
    copyTables(client.context.db, made.value);
    tellEmpty(made.value, `client ${version}`);
    made.value.pragma('wal_checkpoint(TRUNCATE)');
    made.value.close();
    const files = join(client.context.dataDir, 'files');
    const knowsFiles = steps.some((step) => step.version >= 10);
    if (knowsFiles && existsSync(files)) cpSync(files, join(folder, 'files'), { recursive: true });
    await packFixture('client', version, folder);
  });

const makeServer = (version: number, dataDir: string): Promise<void> =>
  inFolder(async (folder) => {
    for (const name of ['log.key', 'files', 'uploads']) {
      const path = join(dataDir, name);
      if (existsSync(path)) cpSync(path, join(folder, name), { recursive: true });
    }
    const from = new Database(join(dataDir, 'server.db'), { readonly: true });
    const to = new Database(join(folder, 'server.db'));
    to.pragma('journal_mode = WAL');
    for (const migration of SERVER) if (migration.version <= version) migration.run(to);
    to.pragma(`user_version = ${version}`);
    copyTables(from, to);
    tellEmpty(to, `server ${version}`);
    to.pragma('wal_checkpoint(TRUNCATE)');
    to.close();
    from.close();
    await packFixture('server', version, folder);
  });

/** Lets the server be restored from a backup and go on, as one does that has lost its disk. */
const setBack = async ({ server, meetingId }: WorkedServer): Promise<void> => {
  const { dataDir, context } = server;
  const copy = join(dataDir, 'copy.db');
  await context.storage.backup(copy);
  await server.stop();
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(dataDir, `server.db${suffix}`), { force: true });
  renameSync(copy, join(dataDir, 'server.db'));
  const restored = await startTestServer({ dataDir });
  const secretary = await signInAs(restored.url, 'thuky', PASSPHRASE);
  await secretary.pull();
  const rev = secretary.held('meeting').find(({ id }) => id === meetingId)?.rev ?? 0;
  await secretary.do('meeting.edit', { id: meetingId, seen: rev, place: 'Phòng họp số 2' });
  await restored.context.storage.transact(secretary.session.organisationId, async (tx) => {
    const createdAt = '2026-11-20T01:00:00.000Z';
    const sealed = Buffer.alloc(60, 1).toString('base64');
    await tx.recovery.putSheet({
      username: 'an',
      verifierHash: 'ab'.repeat(32),
      accountKey: sealed,
      createdAt,
    });
    await tx.recovery.putRequest({
      ...{ id: newId(), username: 'an', secretHash: 'cd'.repeat(32), commitment: 'ef'.repeat(32) },
      ...{ expiresAt: '2026-11-20T02:00:00.000Z', approverDevice: null, approverKey: null },
      ...{ publicKey: null, sealed: null },
    });
  });
  await restored.stop();
};

const missing = (side: 'client' | 'server', steps: readonly { readonly version: number }[]) =>
  steps.map(({ version }) => version).filter((version) => !hasFixture(side, version));

const main = async (): Promise<void> => {
  const [client, server] = [missing('client', CLIENT), missing('server', SERVER)];
  await inFolder(async (dataDir) => {
    const worked = await startWorkedServer({ dataDir: join(dataDir, 'server'), largeBytes: 4000 });
    const device = await startWorkedClient(worked);
    for (const version of client) await makeClient(version, device);
    await device[Symbol.asyncDispose]();
    await setBack(worked);
    for (const version of server) await makeServer(version, join(dataDir, 'server'));
  });
  for (const version of client) console.log(fixtureFile('client', version));
  for (const version of server) console.log(fixtureFile('server', version));
};

await main();
