import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';
import { profileFolder } from '../../../main/core/keys/vault.ts';
import { readWipeNotes } from '../../../main/core/session/wipeNotes.ts';
import { CORE_POINTS } from '../../../main/core/points.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  PASSPHRASE,
  realPdf,
  upload,
  uploadEnded,
} from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();

const office = (): Promise<TestServer> => startTestServer({ fill: fillSmallGovernment }).then(using);
const enter = async (server: TestServer, username: string, dataDir?: string): Promise<TestClient> => {
  const client = using(
    await startTestClient({ serverUrl: server.url, ...(dataDir === undefined ? {} : { dataDir }) }),
  );
  await client.signIn(username, PASSPHRASE);
  await client.synced();
  return client;
};

/** Every file below a folder, with what it holds. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

const deviceSeenBy = async (client: TestClient, id: string) => {
  const { devices } = await client.ask('session.devices', {});
  return devices.find((device) => device.id === id);
};
const isAcknowledged = (client: TestClient, id: string): Promise<void> =>
  until('the wipe is acknowledged', async () => (await deviceSeenBy(client, id))?.wipedAt !== null);

const deviceIdOf = async (client: TestClient): Promise<string> =>
  (await client.ask('session.state', {})).deviceId ?? '';

/** Papers, an annotation and something not yet sent lie on it. */
const worker = async (server: TestServer): Promise<TestClient> => {
  const secretary = await enter(server, 'thuky');
  const { meetingId, itemId } = await makeMeeting(secretary);
  await doThere(secretary, 'meeting.publish', { id: meetingId });
  const uploadId = await upload(
    secretary,
    { kind: 'item', id: itemId },
    'a.pdf',
    await realPdf('Tờ trình', 2),
  );
  await uploadEnded(secretary, uploadId);
  const member = await enter(server, 'an');
  await until('the paper is here', async () => {
    const { files } = await member.ask('sync.state', {});
    return files.total === 1 && files.have === 1;
  });
  return member;
};

describe('a device that is ordered to be wiped', () => {
  test('destroys everything of its person at the next contact, says so, and the server is told once', async () => {
    const server = await office();
    const lost = await worker(server);
    const kept = await enter(server, 'an');
    const id = await deviceIdOf(lost);
    const folder = profileFolder(lost.dataDir, server.url, 'an');
    expect(filesIn(folder).length).toBeGreaterThan(3);

    await doThere(kept, 'device.wipe', { id });
    await isAcknowledged(kept, id);

    expect(existsSync(folder)).toBe(false);
    const state = await lost.ask('session.state', {});
    expect(state).toMatchObject({ state: 'new', profiles: [], wiped: { reason: 'ordered' } });
    expect((await lost.call('home.get', {})).ok).toBe(false);
    const device = await deviceSeenBy(kept, id);
    expect([device?.revokedAt, device?.wipeRequestedAt]).not.toContain(null);
    // Nothing but the note, which names nobody, and what holds for all people of the device.
    const left = filesIn(lost.dataDir).map((path) => path.slice(lost.dataDir.length + 1));
    expect(left.filter((path) => !/^(preferences\.json|wiped\/[-0-9a-f]+\.json)$/.test(path))).toEqual([]);
    for (const path of filesIn(lost.dataDir)) {
      const text = readFileSync(path, 'utf8');
      expect(text.includes('"an"') || text.includes(PASSPHRASE), path).toBe(false);
    }
  });

  test('leaves other people’s profiles on it as they are', async () => {
    const server = await office();
    const dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-shared-'));
    try {
      const shared = await enter(server, 'binh', dataDir);
      await shared.ask('session.lock', {});
      const others = filesIn(profileFolder(dataDir, server.url, 'binh'));
      const before = others.map((path) => readFileSync(path));
      await shared.signIn('an', PASSPHRASE);
      await shared.synced();
      const kept = await enter(server, 'an');
      const id = await deviceIdOf(shared);
      await doThere(kept, 'device.wipe', { id });
      await isAcknowledged(kept, id);
      expect(existsSync(profileFolder(dataDir, server.url, 'an'))).toBe(false);
      expect(others.map((path) => readFileSync(path))).toEqual(before);
      expect((await shared.ask('session.state', {})).profiles.map(({ username }) => username)).toEqual([
        'binh',
      ]);
      shared.network.isCut = true;
      await shared.signIn('binh', PASSPHRASE);
      expect((await shared.ask('session.state', {})).wiped).toBeNull();
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  test('obeys although its passphrase is no longer good and its account is disabled', async () => {
    const server = await office();
    const lost = await enter(server, 'an');
    const kept = await enter(server, 'an');
    const id = await deviceIdOf(lost);
    lost.network.isCut = true;
    await doThere(kept, 'device.wipe', { id });
    const { organisationId } = kept.context.account;
    await server.context.storage.transact(organisationId, async (tx) => {
      await tx.accounts.removeSessionsOf('an');
      await tx.accounts.setCredentials('an', {
        salt: Buffer.alloc(16).toString('base64'),
        kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
        authHash: '0'.repeat(64),
      });
      await tx.accounts.setDisabled('an', true);
    });
    const folder = profileFolder(lost.dataDir, server.url, 'an');
    lost.network.isCut = false;
    await lost.call('sync.now', {});
    await until('the profile is gone', async () => !existsSync(folder));
  });

  describe('whose passphrase was replaced, so that it stands without a session', () => {
    const replaced = async () => {
      const server = await office();
      const lost = await enter(server, 'an');
      const kept = await enter(server, 'an');
      const id = await deviceIdOf(lost);
      lost.network.loseAnswersTo = '/devices/orders';
      const change = { passphrase: PASSPHRASE, next: 'một câu khác hẳn, dài hơn' };
      await kept.ask('session.changePassphrase', change);
      await lost.call('sync.now', {});
      expect((await lost.ask('sync.state', {})).error?.code).toBe('not_signed_in');
      return { lost, kept, id, folder: profileFolder(lost.dataDir, server.url, 'an') };
    };

    test('asks by itself, proves itself by its key, obeys and says so, without another try at its passphrase', async () => {
      const { lost, kept, id, folder } = await replaced();
      await until('it asks', async () => lost.network.paths.at(-1)?.endsWith('/devices/orders') === true);
      const before = lost.network.paths.length;
      await doThere(kept, 'device.wipe', { id });
      lost.network.loseAnswersTo = null;
      await isAcknowledged(kept, id);
      expect(existsSync(folder)).toBe(false);
      const paths = new Set(lost.network.paths.slice(before).map((path) => path.replace('/api/v1', '')));
      expect([...paths].sort()).toEqual(['/devices/orders', '/devices/wiped']);
    });

    test('asks when it is started again', async () => {
      const { lost, kept, id, folder } = await replaced();
      await lost.close();
      await doThere(kept, 'device.wipe', { id });
      const again = using(await lost.restarted());
      await again.signIn('an', PASSPHRASE);
      await isAcknowledged(kept, id);
      expect(existsSync(folder)).toBe(false);
    });
  });

  test('says so at a later start, without any sign-in, when the answer did not arrive', async () => {
    const server = await office();
    const lost = await enter(server, 'an');
    const kept = await enter(server, 'an');
    const id = await deviceIdOf(lost);
    lost.network.loseAnswersTo = '/devices/wiped';
    await doThere(kept, 'device.wipe', { id });
    await until('it is wiped', async () => (await lost.ask('session.state', {})).wiped !== null);
    const again = using(await lost.restarted());
    expect((await again.ask('session.state', {})).wiped).toMatchObject({ reason: 'ordered' });
    await isAcknowledged(kept, id);
    await again.signIn('an', PASSPHRASE);
    await again.synced();
    expect(await deviceIdOf(again)).not.toBe(id);
    // It is said again, should the server be restored; after a month nothing of it is left.
    const notes = () => readWipeNotes(again.dataDir);
    await until('it is noted', async () => notes().every(({ acknowledged }) => acknowledged));
    const [note] = notes();
    if (note === undefined) throw new Error('the note is gone at once');
    const month = 30 * 24 * 3_600_000;
    expect(Math.abs(Date.parse(note.repeatUntil ?? '') - Date.now() - month)).toBeLessThan(3_600_000);
    const ended = { ...note, repeatUntil: new Date(Date.now() - 1).toISOString() };
    writeFileSync(join(again.dataDir, 'wiped', `${id}.json`), JSON.stringify(ended));
    const third = using(await again.restarted());
    await until('nothing of it is left', async () => notes().length === 0);
    // The new profile in the same place is nobody's to wipe.
    await third.signIn('an', PASSPHRASE);
  });
});

/** Runs a device that kills itself at a step; resolves with what it said. */
const runUntilKilled = async (
  args: readonly string[],
  onReady: () => Promise<void>,
): Promise<{ readonly said: readonly string[]; readonly signal: NodeJS.Signals | null }> => {
  const program = join(import.meta.dirname, '..', '..', 'support', 'wiping.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    said.push(line);
    if (line === 'ready') void onReady();
  });
  const signal = await new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('close', (_code, by) => resolve(by));
  });
  return { said, signal };
};

describe('a wipe that is killed', () => {
  const steps = CORE_POINTS.filter((point) => point.startsWith('wipe.'));
  test.each(steps)('after “%s” is finished and acknowledged by the next start', async (step) => {
    const server = await office();
    const kept = await enter(server, 'an');
    const dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-killed-'));
    try {
      const own = await deviceIdOf(kept);
      let id = '';
      const killed = await runUntilKilled([dataDir, server.url, 'an', PASSPHRASE, step], async () => {
        await until('the other device is known', async () => {
          const { devices } = await kept.ask('session.devices', {});
          id = devices.find((device) => device.id !== own)?.id ?? '';
          return id !== '';
        });
        await doThere(kept, 'device.wipe', { id });
      });
      expect(killed.signal).toBe('SIGKILL');
      const folder = profileFolder(dataDir, server.url, 'an');
      expect(existsSync(folder)).toBe(!/rest|acknowledged/.test(step));
      expect(existsSync(join(folder, 'vault.json'))).toBe(
        /noted$|overwritten/.test(step) && !/rest/.test(step),
      );

      const next = using(await startTestClient({ serverUrl: server.url, dataDir }));
      expect((await next.ask('session.state', {})).state).toBe('new');
      expect(existsSync(folder)).toBe(false);
      await isAcknowledged(kept, id);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
