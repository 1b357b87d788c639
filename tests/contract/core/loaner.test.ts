import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { profileFolder, readVault } from '../../../main/core/keys/vault.ts';
import { OVER_AFTER_MS } from '../../../main/core/session/loaner.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  newId,
  PASSPHRASE,
  realPdf,
  upload,
  uploadEnded,
} from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();

/** A key store that keeps whatever it is given. */
const keyStore = {
  backend: 'test',
  wrap: (secret: Uint8Array) => Promise.resolve(Uint8Array.from(secret)),
  unwrap: (wrapped: Uint8Array) => Promise.resolve(Uint8Array.from(wrapped)),
};

const withPaper = async (secretary: TestClient, title: string) => {
  const made = await makeMeeting(secretary, title);
  await doThere(secretary, 'meeting.publish', { id: made.meetingId });
  const id = await upload(secretary, { kind: 'item', id: made.itemId }, `${title}.pdf`, await realPdf(title));
  await uploadEnded(secretary, id);
  return made;
};

interface Office {
  readonly server: TestServer;
  readonly secretary: TestClient;
  readonly first: { readonly meetingId: string };
  readonly second: { readonly meetingId: string };
}
const office = async (): Promise<Office> => {
  const server = using(await startTestServer({ fill: fillSmallGovernment }));
  const secretary = using(await startTestClient({ serverUrl: server.url }));
  await secretary.signIn('thuky', PASSPHRASE);
  await secretary.synced();
  const first = await withPaper(secretary, 'Phiên họp thứ nhất');
  const second = await withPaper(secretary, 'Phiên họp thứ hai');
  return { server, secretary, first, second };
};
const lend = async ({ server }: Office): Promise<TestClient> => {
  const lent = using(await startTestClient({ serverUrl: server.url, keyStore }));
  await lent.ask('session.signIn', { username: 'an', passphrase: PASSPHRASE, lent: true });
  await lent.synced();
  return lent;
};
const chosen = async (at: Office): Promise<TestClient> => {
  const lent = await lend(at);
  await lent.ask('loaner.choose', { meetingId: at.first.meetingId });
  await until('its paper is here', async () => {
    const { files } = await lent.ask('sync.state', {});
    return files.total === 1 && files.have === 1;
  });
  return lent;
};
const codeOf = (answer: { ok: true } | { ok: false; error: { code: string } }): string =>
  answer.ok ? 'ok' : answer.error.code;
const folderOf = (lent: TestClient, server: TestServer): string =>
  profileFolder(lent.dataDir, server.url, 'an');
const isGone = (lent: TestClient, server: TestServer): Promise<void> =>
  until('everything of it is gone', async () => !existsSync(folderOf(lent, server)));
const isReturned = (at: Office, deviceId: string): Promise<void> =>
  until('the server was told', async () => {
    const personId = at.secretary.context.records.getSync('device', deviceId)?.body.personId ?? '';
    const { devices } = await at.secretary.ask('devices.list', { personId });
    return devices.some(({ id, wipedAt }) => id === deviceId && wipedAt !== null);
  });

describe('a lent device', () => {
  test('fetches nothing before its session is chosen, and then that session’s papers alone', async () => {
    const at = await office();
    const lent = await lend(at);
    expect(await lent.ask('loaner.state', {})).toMatchObject({ lent: { meetingId: null }, unsent: 0 });
    expect((await lent.ask('sync.state', {})).files.total).toBe(0);
    expect(codeOf(await lent.call('loaner.choose', { meetingId: newId() }))).toBe('not_found');
    await lent.ask('loaner.choose', { meetingId: at.second.meetingId });
    await until('its paper is here', async () => {
      const { files } = await lent.ask('sync.state', {});
      return files.total === 1 && files.have === 1;
    });
    const { papers } = await lent.ask('papers.list', {});
    const here = papers.filter(({ view }) => view.availability.state === 'here');
    expect(here.map(({ meetingTitle }) => meetingTitle)).toEqual(['Phiên họp thứ hai']);
    expect((await lent.ask('loaner.state', {})).lent).toMatchObject({
      ...{ meetingId: at.second.meetingId, title: 'Phiên họp thứ hai', over: false },
    });
    expect(codeOf(await lent.call('loaner.choose', { meetingId: at.first.meetingId }))).toBe('not_allowed');
  });

  test('is opened by the passphrase alone: no key store, no PIN, also after a restart', async () => {
    const at = await office();
    const lent = await chosen(at);
    expect(codeOf(await lent.call('session.setPin', { passphrase: PASSPHRASE, pin: '385274' }))).toBe(
      'not_on_loaner',
    );
    const vault = readVault(folderOf(lent, at.server));
    expect(vault).toMatchObject({ byKeyStore: null, pin: null, loaner: { meetingId: at.first.meetingId } });
    const again = using(await lent.restarted());
    expect((await again.ask('session.state', {})).state).toBe('locked');
    await again.signIn('an', PASSPHRASE);
    expect(readVault(folderOf(again, at.server))).toMatchObject({ byKeyStore: null });
    expect((await again.ask('loaner.state', {})).lent?.meetingId).toBe(at.first.meetingId);
  });

  test('is given back: enrolment ended, everything destroyed, acknowledged', async () => {
    const at = await office();
    const lent = await chosen(at);
    const { deviceId } = lent.context.account;
    await lent.ask('loaner.return', { loseUnsent: false });
    await isGone(lent, at.server);
    await isReturned(at, deviceId);
    expect((await lent.ask('session.state', {})).wiped).toMatchObject({ reason: 'returned' });
  });

  test('with something unsent is given back only when its person says that it is lost', async () => {
    const at = await office();
    const lent = await chosen(at);
    lent.network.isCut = true;
    await lent.context.outbox.enqueue('private.put', { id: newId(), ciphertext: 'AAAA' });
    const refused = await lent.call('loaner.return', { loseUnsent: false });
    expect(refused).toMatchObject({ ok: false, error: { code: 'return_unsent', params: { count: 1 } } });
    expect(existsSync(folderOf(lent, at.server))).toBe(true);
    // Without network as well: the server is told when there is one again.
    const { deviceId } = lent.context.account;
    await lent.ask('loaner.return', { loseUnsent: true });
    await isGone(lent, at.server);
    lent.network.isCut = false;
    await isReturned(at, deviceId);
  });

  test('gives itself back when its session is closed and everything was sent', async () => {
    const at = await office();
    const lent = await chosen(at);
    await doThere(at.secretary, 'meeting.set_status', { id: at.first.meetingId, status: 'cancelled' });
    await isGone(lent, at.server);
    expect((await lent.ask('session.state', {})).wiped).toMatchObject({ reason: 'returned' });
  });

  test('does not while something was not sent, nor on a device of one’s own', async () => {
    const at = await office();
    const lent = await chosen(at);
    const own = using(await startTestClient({ serverUrl: at.server.url }));
    await own.signIn('an', PASSPHRASE);
    await own.synced();
    lent.network.isCut = true;
    await lent.context.outbox.enqueue('private.put', { id: newId(), ciphertext: 'AAAA' });
    lent.ahead += 30 * 24 * 3_600_000 + OVER_AFTER_MS;
    await doThere(at.secretary, 'meeting.set_status', { id: at.first.meetingId, status: 'cancelled' });
    await until('one’s own device knows', async () => {
      const { meeting } = await own.ask('meetings.get', { id: at.first.meetingId });
      return meeting.status === 'cancelled';
    });
    // Looks when it is opened, too.
    await lent.ask('session.lock', {});
    await lent.signIn('an', PASSPHRASE);
    expect((await lent.ask('loaner.state', {})).lent?.over).toBe(true);
    expect((await lent.ask('outbox.list', {})).entries.length).toBe(1);
    expect(readVault(folderOf(lent, at.server))).not.toBe('none');
    expect(existsSync(folderOf(lent, at.server))).toBe(true);
    lent.network.isCut = false;
    // Sent now, and then given back.
    await lent.call('sync.now', {});
    await isGone(lent, at.server);
    expect(existsSync(folderOf(own, at.server))).toBe(true);
    expect((await own.ask('loaner.state', {})).lent).toBeNull();
    expect(codeOf(await own.call('loaner.return', { loseUnsent: true }))).toBe('not_allowed');
  });
});
