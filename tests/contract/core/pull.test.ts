import { expect, test } from 'vitest';
import type { Transport } from '../../../main/core/ports.ts';
import { type PullRequest, pullRequest } from '../../../shared/contract/sync.ts';
import { newId } from '../../support/api.ts';
import { startTestClient, type TestClient, testNetwork, type TestNetwork } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { type Installation, PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { until } from '../../support/until.ts';

/** What a device asks for when it pulls: as much as has changed, not as much as it holds. */
const using = disposingAfterEach();

interface Watched {
  readonly network: TestNetwork;
  readonly asked: PullRequest[];
  readonly client: TestClient;
}

/** A device whose pulls are seen as they are sent. */
const watched = async (at: Installation, username: string, dataDir?: string): Promise<Watched> => {
  const network = testNetwork(at.server.url);
  const asked: PullRequest[] = [];
  const transport: Transport = {
    ...network,
    request(request) {
      if (request.path.endsWith('/sync/pull')) asked.push(pullRequest.parse(request.json));
      return network.request(request);
    },
  };
  const folder = dataDir === undefined ? {} : { dataDir };
  const client = using(await startTestClient({ serverUrl: at.server.url, transport, ...folder }));
  await client.signIn(username, PASSPHRASE);
  return { network, asked, client };
};

const titles = (client: TestClient): readonly string[] =>
  client.context.records.all('meeting').map(({ body }) => body.title);

const publishedMeeting = async (at: Installation, title: string): Promise<string> => {
  const id = await at.createMeeting(title);
  const item = { id: newId(), meetingId: id, parentId: null, order: 'a0', title: 'Nội dung', summary: '' };
  await at.admin.ask('mutate', {
    name: 'item.create',
    args: { ...item, presenterId: null, unit: '', minutes: 5 },
  });
  await at.admin.synced();
  await at.admin.ask('mutate', { name: 'meeting.publish', args: { id } });
  return id;
};

test('a device that has everything names no scope, and is told what has moved', async () => {
  const at = using(await startInstallation());
  await at.addPerson('bo.truong');
  const { asked, client } = await watched(at, 'bo.truong');
  await client.synced();
  await publishedMeeting(at, 'Phiên họp');
  await until('the member has it', () => titles(client).length === 1);
  await client.synced();
  const [first, ...rest] = asked;
  expect([first?.asOf, first?.page]).toEqual([null, null]);
  expect(rest.length).toBeGreaterThan(0);
  for (const { asOf, cursors, partial } of rest) {
    expect([asOf === null, cursors, partial]).toEqual([false, {}, []]);
  }
});

test('a first copy of many pages names only what a page has left incomplete', async () => {
  const at = using(await startInstallation({ settings: { page: { records: 2, bytes: 100_000 } } }));
  for (const title of ['Một', 'Hai', 'Ba']) await publishedMeeting(at, title);
  await at.admin.synced();
  const { asked, client } = await watched(at, 'quan.tri');
  await client.synced();
  const round = asked.filter(({ asOf }) => asOf === null);
  expect(round.length).toBeGreaterThan(6);
  for (const { cursors } of round) expect(Object.keys(cursors).length).toBeLessThan(2);
  expect([...titles(client)].sort()).toEqual(['Ba', 'Hai', 'Một']);
});

test('a round that was ended in the middle goes on where it was: what it has left is named', async () => {
  const at = using(await startInstallation({ settings: { page: { records: 2, bytes: 100_000 } } }));
  const before = await watched(at, 'quan.tri');
  await before.client.synced();
  before.network.isCut = true;
  for (const title of ['Một', 'Hai', 'Ba']) await publishedMeeting(at, title);
  await at.admin.synced();
  let pages = 0;
  before.network.tamper = (path, answer) => {
    if (!path.endsWith('/sync/pull')) return answer;
    pages += 1;
    // The network is pulled out under the seventh page.
    if (pages === 7) before.network.isCut = true;
    return answer;
  };
  before.network.isCut = false;
  await until('it is cut off', () => pages >= 7);
  await before.client.close();
  const after = await watched(at, 'quan.tri', before.client.dataDir);
  await after.client.synced();
  const [first] = after.asked;
  expect(first?.asOf).toEqual(expect.any(Number));
  expect(Object.keys(first?.cursors ?? {}).length).toBeGreaterThan(1);
  expect([...titles(after.client)].sort()).toEqual(['Ba', 'Hai', 'Một']);
});

test('a device that was away loses what was taken from it although that is forgotten on the server', async () => {
  const at = using(await startInstallation());
  const personId = await at.addPerson('bo.truong');
  const { network, asked, client } = await watched(at, 'bo.truong');
  const id = await publishedMeeting(at, 'Phiên họp');
  await until('the member has it', () => titles(client).length === 1);
  await client.synced();
  network.isCut = true;
  const part = at.admin.context.records
    .listSync('participant', id)
    .find(({ body }) => body.personId === personId);
  await at.admin.ask('mutate', { name: 'participant.remove', args: { id: part?.id } });
  await at.admin.synced();
  const { organisationId } = at.admin.context.account;
  await at.server.context.storage.transact(organisationId, async (tx) =>
    tx.records.forgetTombstones(await tx.counter()),
  );
  const count = asked.length;
  network.isCut = false;
  await client.ask('sync.now', {});
  await until('it is gone', () => titles(client).length === 0);
  await client.synced();
  const all = asked.slice(count).find(({ asOf }) => asOf === null);
  expect(Object.keys(all?.cursors ?? {})).toContain(`meeting:${id}`);
  expect((await client.ask('sync.state', {})).error).toBeNull();
});
