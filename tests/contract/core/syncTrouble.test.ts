import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TransportAnswer } from '../../../main/core/ports.ts';
import { databaseFile, logKeyFile } from '../../../server/installation/dataFolder.ts';
import { openCheckpoint } from '../../../shared/domain/log/checkpoint.ts';
import { pullAnswer } from '../../../shared/contract/sync.ts';
import type { SyncState } from '../../../shared/contract/client.ts';
import { scopeOf } from '../../../shared/domain/scope.ts';
import { newId } from '../../support/api.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { type Installation, meetingArgs, PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { startTestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();
const installation = async (): Promise<Installation> => using(await startInstallation());

const stateOf = (client: TestClient): Promise<SyncState> => client.ask('sync.state', {});
const titles = (client: TestClient): string[] =>
  client.context.records
    .all('meeting')
    .map(({ body }) => body.title)
    .sort();
const nameOf = (client: TestClient): string | undefined =>
  client.context.records.getSync('person', client.context.account.personId)?.body.name;

/** Changes one person of the organisation's scope on the server, so that the scope is sent and checked. */
const touchOrganisation = async (at: Installation, position: string): Promise<void> => {
  const { personId } = at.admin.context.account;
  const seen = at.admin.context.records.getSync('person', personId)?.rev ?? 0;
  await at.admin.ask('mutate', { name: 'person.edit', args: { id: personId, seen, position } });
};

const changedJson = (answer: TransportAnswer, change: (json: unknown) => unknown): TransportAnswer => ({
  ...answer,
  body: Buffer.from(JSON.stringify(change(JSON.parse(Buffer.from(answer.body).toString('utf8'))))),
});

describe('a copy that is not what the server has', () => {
  test('is noticed by its checksum, fetched again, and put right', async () => {
    const at = await installation();
    await at.admin.synced();
    // As if a change had been taken in wrongly: the row, and the sum that was kept over it.
    at.admin.context.db.prepare(`UPDATE scopes SET checksum = zeroblob(32) WHERE name LIKE 'org:%'`).run();
    at.admin.context.db
      .prepare(`UPDATE rows SET body = replace(body, 'Chính', 'Chinh') WHERE kind = 'organisation'`)
      .run();
    const again = using(await at.admin.restarted());
    await again.signIn('quan.tri', PASSPHRASE);
    await again.synced();
    const organisationName = async () => (await again.ask('session.state', {})).organisation?.name;
    expect(await organisationName()).toBe('Chinh phủ');
    await touchOrganisation({ ...at, admin: again }, 'Chánh Văn phòng');
    await again.synced();
    expect(again.logged.filter(({ event }) => event === 'checksum_mismatch')).toHaveLength(1);
    expect(await organisationName()).toBe('Chính phủ');
    expect((await stateOf(again)).error).toBeNull();
  });

  test('that does not match a second time stops the sync, says so, and leaves on screen what was there', async () => {
    const at = await installation();
    const member = using(await startTestClient({ serverUrl: at.server.url }));
    await member.signIn('quan.tri', PASSPHRASE);
    await member.synced();
    const before = nameOf(member);
    member.network.tamper = (path, answer) =>
      path.endsWith('/sync/pull')
        ? changedJson(answer, (json) => {
            const pulled = pullAnswer.parse(json);
            const wrong = pulled.changes.map((change) => ({ ...change, checksum: '0'.repeat(64) }));
            return { ...pulled, changes: wrong };
          })
        : answer;
    await touchOrganisation(at, 'Phó Chánh Văn phòng');
    await until('it has stopped', async () => (await stateOf(member)).phase === 'trouble');
    expect(await stateOf(member)).toMatchObject({ error: { code: 'checksum_mismatch' }, retryAt: null });
    expect(nameOf(member)).toBe(before);
    expect(member.logged.filter(({ event }) => event === 'checksum_mismatch')).toHaveLength(2);
    const { personId } = member.context.account;
    expect(member.context.records.getSync('person', personId)?.body.position).toBe('Quản trị');

    member.network.tamper = null;
    await member.ask('sync.now', {});
    await member.synced();
    expect(member.context.records.getSync('person', personId)?.body.position).toBe('Phó Chánh Văn phòng');
  });
});

describe('a server that cannot be understood or reached', () => {
  test('answering nonsense is told as such, tried again later, and changes nothing', async () => {
    const at = await installation();
    const { network } = at.admin;
    const nonsense: readonly string[] = [
      '<html>Proxy</html>',
      '{}',
      JSON.stringify({ epoch: newId(), asOf: -1, changes: [], gone: [], more: false, checkpoint: null }),
    ];
    for (const body of nonsense) {
      network.tamper = (_path, answer) => ({ ...answer, body: Buffer.from(body) });
      await at.admin.ask('sync.now', {});
      expect(await stateOf(at.admin)).toMatchObject({ phase: 'offline', error: { code: 'server_nonsense' } });
      expect((await stateOf(at.admin)).retryAt).not.toBeNull();
      expect(nameOf(at.admin)).toBe('Nguyễn Văn Quản');
    }
    network.tamper = null;
    await at.admin.ask('sync.now', {});
    expect((await stateOf(at.admin)).phase).toBe('up_to_date');
  });

  test('sending a record that does not fit its schema is refused whole', async () => {
    const at = await installation();
    const member = using(await startTestClient({ serverUrl: at.server.url }));
    member.network.tamper = (path, answer) =>
      path.endsWith('/sync/pull')
        ? changedJson(answer, (json) => {
            const pulled = pullAnswer.parse(json);
            const [first, ...rest] = pulled.changes;
            if (first === undefined) return pulled;
            const forged = ['01990000-0000-7000-8000-000000000001', 'person', 1, '{"name":"Kẻ lạ"}'];
            return { ...pulled, changes: [{ ...first, records: [forged] }, ...rest] };
          })
        : answer;
    await member.signIn('quan.tri', PASSPHRASE);
    await until('it was refused', async () => (await stateOf(member)).error?.code === 'server_nonsense');
    expect(member.context.records.all('person')).toEqual([]);
    expect((await stateOf(member)).complete).toBe(false);
  });

  test('is tried again by itself, after longer and longer waits, until it is back on the same address', async () => {
    const at = await installation();
    const port = Number(new URL(at.server.url).port);
    const dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-server-'));
    for (const name of readdirSync(at.server.dataDir)) {
      if (name.startsWith('server.db') || name === 'log.key') {
        copyFileSync(join(at.server.dataDir, name), join(dataDir, name));
      }
    }
    await at.server.stop();
    await until('it is noticed', async () => (await stateOf(at.admin)).phase === 'offline');
    expect(await stateOf(at.admin)).toMatchObject({ error: { code: 'server_unreachable' } });
    expect((await stateOf(at.admin)).offlineSince).not.toBeNull();
    const server = using(await startTestServer({ dataDir, port }));
    await at.admin.synced();
    expect((await stateOf(at.admin)).offlineSince).toBeNull();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('a server restored from a backup', () => {
  test('has another epoch: the device starts over, keeps its outbox and screen, and counts as the server does', async () => {
    const at = await installation();
    const port = Number(new URL(at.server.url).port);
    await at.createMeeting('Trước khi sao lưu');
    await at.admin.synced();
    const dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-restored-'));
    await at.server.context.storage.backup(databaseFile(dataDir));
    copyFileSync(logKeyFile(at.server.dataDir), logKeyFile(dataDir));
    await at.createMeeting('Sau khi sao lưu');
    await at.admin.synced();
    const epoch = at.admin.context.db.prepare("SELECT value FROM meta WHERE key = 'epoch'").pluck().get();
    await at.server.stop();
    await until('it is noticed', async () => (await stateOf(at.admin)).phase === 'offline');
    await at.createMeeting('Trong lúc mất máy chủ');
    expect(titles(at.admin)).toHaveLength(3);

    const server = using(await startTestServer({ dataDir, port }));
    await at.admin.ask('sync.now', {});
    await at.admin.synced();
    expect(at.admin.context.db.prepare("SELECT value FROM meta WHERE key = 'epoch'").pluck().get()).not.toBe(
      epoch,
    );
    // What the server had acknowledged and lost with the backup was sent again, before what came after it.
    expect(titles(at.admin)).toEqual(['Sau khi sao lưu', 'Trong lúc mất máy chủ', 'Trước khi sao lưu']);
    expect(await stateOf(at.admin)).toMatchObject({ waiting: 0, refused: 0, error: null });
    const other = using(await startTestClient({ serverUrl: server.url }));
    await other.signIn('quan.tri', PASSPHRASE);
    await other.synced();
    expect(titles(other)).toEqual(titles(at.admin));
    rmSync(dataDir, { recursive: true, force: true });
  });
});

describe('a full disk', () => {
  /** The store may not grow by a page: SQLite then answers SQLITE_FULL, as on a full disk. */
  const fill = (client: TestClient): void => {
    const { db } = client.context;
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  };
  const empty = (client: TestClient): void => {
    client.context.db.pragma('max_page_count = 1073741823');
  };

  test('pauses the sync and says so; what is there stays readable; with room it goes on', async () => {
    const at = await installation();
    const member = using(await startTestClient({ serverUrl: at.server.url }));
    await member.signIn('quan.tri', PASSPHRASE);
    await member.synced();
    fill(member);
    for (let i = 0; i < 20; i += 1) await at.createMeeting(`Phiên họp ${i} ${'x'.repeat(400)}`);
    await until('it has paused', async () => (await stateOf(member)).error?.code === 'disk_full');
    expect(await stateOf(member)).toMatchObject({ phase: 'trouble' });
    expect((await stateOf(member)).retryAt).not.toBeNull();
    expect(nameOf(member)).toBe('Nguyễn Văn Quản');
    empty(member);
    await member.ask('sync.now', {});
    await member.synced();
    expect(titles(member)).toHaveLength(20);
  });

  test('keeps nothing half of what could not be stored, and says that it was not kept', async () => {
    const at = await installation();
    at.admin.network.isCut = true;
    fill(at.admin);
    let kept = 0;
    const large = (): string => 'Nội dung rất dài. '.repeat(25);
    const tryOne = async () => {
      const args = { ...meetingArgs(newId(), at.bodyId, `Phiên họp ${kept}`), place: large().slice(0, 290) };
      return at.admin.call('mutate', { name: 'meeting.create', args });
    };
    let answer = await tryOne();
    while (answer.ok && kept < 500) {
      kept += 1;
      answer = await tryOne();
    }
    expect(answer).toMatchObject({ ok: false, error: { code: 'disk_full' } });
    expect(titles(at.admin)).toHaveLength(kept);
    expect((await at.admin.ask('outbox.list', {})).entries).toHaveLength(kept);
    empty(at.admin);
    expect((await tryOne()).ok).toBe(true);
    at.admin.network.isCut = false;
    await at.admin.ask('sync.now', {});
    await at.admin.synced();
    expect(titles(at.admin)).toHaveLength(kept + 1);
    expect((await stateOf(at.admin)).refused).toBe(0);
  });
});

describe('a copy of many pages', () => {
  const PEOPLE = 12_000;
  const addPeople = (at: Installation): Promise<void> => {
    const { organisationId } = at.admin.context.account;
    return at.server.context.storage.transact(organisationId, async (tx) => {
      for (let rank = 0; rank < PEOPLE; rank += 1) {
        const person = { id: newId(), name: `Cán bộ ${rank}`, position: '', unit: '', rank };
        const record = { kind: 'person' as const, id: person.id, parent: '', body: JSON.stringify(person) };
        await tx.records.put({ ...record, scope: scopeOf('org', organisationId) }, '');
      }
    });
  };

  test('goes on where it was interrupted, and shows nothing before all of it is here', async () => {
    const at = await installation();
    await addPeople(at);
    const member = using(await startTestClient({ serverUrl: at.server.url }));
    let pages = 0;
    member.network.tamper = (path, answer) => {
      if (path.endsWith('/sync/pull')) pages += 1;
      if (pages === 2) member.network.isCut = true;
      return answer;
    };
    await member.signIn('quan.tri', PASSPHRASE);
    await until('it was interrupted', async () => (await stateOf(member)).phase === 'offline');
    expect((await stateOf(member)).complete).toBe(false);
    expect(member.context.records.all('person')).toEqual([]);
    const staged = Number(member.context.db.prepare('SELECT count(*) FROM rows').pluck().get());
    expect(staged).toBeGreaterThan(1000);

    const again = using(await member.restarted());
    const sent: number[] = [];
    again.network.tamper = (path, answer) => {
      if (path.endsWith('/sync/pull')) {
        const { changes } = pullAnswer.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
        sent.push(changes.reduce((sum, { records }) => sum + records.length, 0));
      }
      return answer;
    };
    await again.signIn('quan.tri', PASSPHRASE);
    await again.synced();
    expect(again.context.records.all('person')).toHaveLength(PEOPLE + 1);
    expect(sent.reduce((sum, count) => sum + count, 0)).toBeLessThan(PEOPLE);
    expect(again.logged.filter(({ event }) => event === 'checksum_mismatch')).toEqual([]);
  });

  test('staged over what is on screen leaves it as it was until all is here', async () => {
    const at = await installation();
    const member = using(await startTestClient({ serverUrl: at.server.url }));
    await member.signIn('quan.tri', PASSPHRASE);
    await member.synced();
    member.network.isCut = true;
    await addPeople(at);
    let pages = 0;
    member.network.tamper = (path, answer) => {
      if (path.endsWith('/sync/pull')) pages += 1;
      if (pages === 2) member.network.isCut = true;
      return answer;
    };
    member.network.isCut = false;
    await member.ask('sync.now', {});
    expect((await stateOf(member)).phase).toBe('offline');
    expect(member.context.records.all('person')).toHaveLength(1);
    expect(nameOf(member)).toBe('Nguyễn Văn Quản');
    member.network.isCut = false;
    await member.ask('sync.now', {});
    await member.synced();
    expect(member.context.records.all('person')).toHaveLength(PEOPLE + 1);
  });
});

test('the newest checkpoint of the decision log is kept once its signature holds; a forged one stops the pull', async () => {
  const at = await installation();
  await at.admin.synced();
  const latest = at.admin.context.decisionLog.latest();
  expect(latest.size).toBeGreaterThan(0);
  const state = await at.server.context.storage.read(at.admin.context.account.organisationId, (view) =>
    view.log.state(),
  );
  const { origin, publicKey } = at.admin.context.account.log;
  const key = { name: origin, publicKey: Buffer.from(publicKey, 'base64') };
  expect(openCheckpoint(state.checkpoint ?? '', key, () => true)).toEqual(latest);
  at.admin.network.tamper = (path, answer) =>
    path.endsWith('/sync/pull')
      ? changedJson(answer, (json) => {
          const pulled = pullAnswer.parse(json);
          return {
            ...pulled,
            checkpoint: pulled.checkpoint?.replace(`\n${latest.size}\n`, '\n999\n') ?? null,
          };
        })
      : answer;
  await at.admin.ask('sync.now', {});
  expect(await stateOf(at.admin)).toMatchObject({ error: { code: 'log_changed' } });
  expect(at.admin.context.decisionLog.latest()).toEqual(latest);
});
