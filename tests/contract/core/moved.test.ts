import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { codeOf } from '../../support/lockSetting.ts';
import { startTestServer } from '../../support/server.ts';
import { fillSmallGovernment, makeMeeting, newId, PASSPHRASE } from '../../support/smallGovernment.ts';

const using = disposingAfterEach();

const folderFor = (name: string): string => {
  const folder = mkdtempSync(join(tmpdir(), `ecabinet-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

/** A secretary's device that went offline with something unsent; its server has been stopped since. */
const before = async () => {
  const [serverDir, dataDir] = [folderFor('server'), folderFor('device')];
  const server = await startTestServer({ dataDir: serverDir, fill: fillSmallGovernment });
  const client: TestClient = await startTestClient({ serverUrl: server.url, dataDir });
  await client.signIn('thuky', PASSPHRASE);
  await client.synced();
  const { meetingId, itemId } = await makeMeeting(client);
  client.network.isCut = true;
  const seen = client.context.records.getSync('agendaItem', itemId)?.rev ?? 0;
  await client.ask('mutate', { name: 'item.edit', args: { id: itemId, seen, summary: 'chưa gửi' } });
  const note = newId();
  await client.context.outbox.enqueue('private.put', { id: note, ciphertext: 'AAAA' });
  const { deviceId } = await client.ask('session.state', {});
  const accountKey = Buffer.from(client.context.account.accountKey);
  await client.close();
  await server.stop();
  return { serverDir, dataDir, from: server.url, meetingId, itemId, note, deviceId, accountKey };
};

const profilesIn = (dataDir: string) => readdirSync(join(dataDir, 'profiles'));

test('a server that has moved to another address is followed with outbox, notes and device as they were', async () => {
  const { serverDir, dataDir, from, ...was } = await before();
  const server = using(await startTestServer({ dataDir: serverDir }));
  expect(server.url).not.toBe(from);
  const client = using(await startTestClient({ serverUrl: server.url, dataDir }));
  const first = await client.ask('session.state', {});
  expect(first).toMatchObject({ state: 'new', elsewhere: [{ username: 'thuky', serverUrl: from }] });

  await client.ask('session.signIn', { username: 'thuky', passphrase: PASSPHRASE, movedFrom: from });
  await client.synced();
  const state = await client.ask('session.state', {});
  expect(state).toMatchObject({ deviceId: was.deviceId, elsewhere: [], profiles: [{ username: 'thuky' }] });
  expect(Buffer.from(client.context.account.accountKey)).toEqual(was.accountKey);
  const { confirmed } = client.context.records;
  expect(confirmed.getSync('agendaItem', was.itemId)?.body.summary).toBe('chưa gửi');
  expect(confirmed.getSync('privateNote', was.note)?.body.ciphertext).toBe('AAAA');
  expect((await client.ask('session.devices', {})).devices).toHaveLength(1);
  expect(profilesIn(dataDir)).toHaveLength(1);

  // From then on it opens there without a network as ever.
  const again = using(await client.restarted());
  again.network.isCut = true;
  await again.signIn('thuky', PASSPHRASE);
});

test('another server is refused before it learns who asks, and nothing on the device has changed', async () => {
  const { serverDir, dataDir, from, deviceId } = await before();
  const other = using(await startTestServer({ fill: fillSmallGovernment }));
  const stood = profilesIn(dataDir);
  const client = using(await startTestClient({ serverUrl: other.url, dataDir }));
  const wish = { username: 'thuky', passphrase: PASSPHRASE, movedFrom: from };
  client.network.paths.length = 0;
  expect(await codeOf(client, 'session.signIn', wish)).toBe('server_other');
  expect(client.network.paths).toEqual(['/api/v1/server/proof']);
  expect(await codeOf(client, 'session.signIn', { ...wish, passphrase: 'không phải' })).toBe(
    'passphrase_wrong',
  );
  expect(profilesIn(dataDir)).toEqual(stood);
  await client.close();

  const server = using(await startTestServer({ dataDir: serverDir }));
  const later = using(await startTestClient({ serverUrl: server.url, dataDir }));
  later.ahead = 60_000;
  await later.ask('session.signIn', wish);
  expect((await later.ask('session.state', {})).deviceId).toBe(deviceId);
});

test('without the server nothing moves, and a signature for another question proves nothing', async () => {
  const { serverDir, dataDir, from } = await before();
  const server = using(await startTestServer({ dataDir: serverDir }));
  const stood = profilesIn(dataDir);
  const client = using(await startTestClient({ serverUrl: server.url, dataDir }));
  const wish = { username: 'thuky', passphrase: PASSPHRASE, movedFrom: from };
  client.network.isCut = true;
  expect(await codeOf(client, 'session.signIn', wish)).toBe('server_unreachable');
  client.network.isCut = false;
  const { signature } = (await (
    await fetch(`${server.url}/api/v1/server/proof`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nonce: Buffer.alloc(32).toString('base64') }),
    })
  ).json()) as { signature: string };
  client.network.tamper = (_path, answer) => ({
    ...answer,
    body: Buffer.from(JSON.stringify({ signature })),
  });
  expect(await codeOf(client, 'session.signIn', wish)).toBe('server_other');
  expect(profilesIn(dataDir)).toEqual(stood);
});
