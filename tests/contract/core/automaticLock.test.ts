import { expect, test } from 'vitest';
import type { DevicePolicy } from '../../../shared/domain/records/policy.ts';
import { DEFAULT_POLICY } from '../../../shared/domain/records/policy.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { testKeyStore } from '../../support/keyStore.ts';
import { codeOf, startOn, stateOf, vaultOf } from '../../support/lockSetting.ts';
import { realPdf, upload, uploadEnded } from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';
import { startVotingOffice, type VotingOffice } from '../../support/votingOffice.ts';

const using = disposingAfterEach();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const PIN = '294715';

const setPolicy = async (admin: TestClient, change: Partial<DevicePolicy>): Promise<void> => {
  const { organisation } = await admin.ask('organisation.get', {});
  const { record, rev } = organisation;
  const args = { id: record.id, seen: rev, policy: { ...DEFAULT_POLICY, ...change } };
  await admin.ask('mutate', { name: 'organisation.edit', args });
  await admin.synced();
};
const touch = (client: TestClient) => client.ask('session.activity', { idleSeconds: 0 });
const becameLocked = (client: TestClient) =>
  until('it has locked', async () => (await stateOf(client)) === 'locked');

test('locks after the minutes that the organisation allows, or fewer when its person chose so', async () => {
  const { admin } = using(await startInstallation());
  expect((await admin.ask('session.state', {})).lock).toEqual({
    ...{ minutes: 15, allowedMinutes: 15, papersClosed: false },
  });
  await setPolicy(admin, { idleMinutes: 10 });
  await admin.ask('preferences.set', { lockAfter: 60 });
  expect((await admin.ask('session.state', {})).lock?.minutes).toBe(10);
  await admin.ask('preferences.set', { lockAfter: 5 });
  expect((await admin.ask('session.state', {})).lock?.minutes).toBe(5);
  await touch(admin);
  admin.ahead += 4 * MINUTE;
  await touch(admin);
  admin.ahead += 4 * MINUTE;
  await touch(admin);
  expect(await stateOf(admin)).toBe('unlocked');
  admin.ahead += 5 * MINUTE;
  await touch(admin);
  await becameLocked(admin);
  expect(await admin.ask('session.state', {})).toMatchObject({ lockedBecause: 'idle', person: null });
  await until('the vault says so', () => vaultOf(admin).locked);
  await admin.signIn('quan.tri', PASSPHRASE);
  expect((await admin.ask('session.state', {})).lockedBecause).toBeNull();
});

test('sleep and a locked screen lock, and a restart with the key store does not open what locked itself', async () => {
  const { server } = using(await startInstallation());
  const keyStore = testKeyStore('keychain');
  const device = using(await startTestClient({ serverUrl: server.url, keyStore }));
  await device.signIn('quan.tri', PASSPHRASE);
  await device.ask('session.away', {});
  expect(await device.ask('session.state', {})).toMatchObject({ state: 'locked', lockedBecause: 'away' });
  await device.close();
  expect(await stateOf(using(await startOn(device, server.url, keyStore)))).toBe('locked');
});

/** A running session with a confidential and an open paper; `an` is in the room, with a PIN. */
const sessionWithPapers = async () => {
  const office = using(await startVotingOffice());
  const { admin } = office;
  const { organisation } = await admin.ask('organisation.get', {});
  await admin.ask('mutate', {
    name: 'organisation.edit',
    args: {
      ...{ id: organisation.record.id, seen: organisation.rev },
      ...{ isolatedNetwork: true, highestClassification: 'secret' },
    },
  });
  await admin.synced();
  const keyStore = testKeyStore('keychain');
  const member = using(await startTestClient({ serverUrl: office.server.url, keyStore }));
  // The hour of the session, whenever this runs.
  member.ahead = Date.parse('2026-11-30T02:00:00.000Z') - Date.now();
  await member.signIn('an', PASSPHRASE);
  await member.synced();
  await member.ask('session.setPin', { passphrase: PASSPHRASE, pin: PIN });
  const [item] = (await admin.ask('meetings.get', { id: office.meetingId })).items;
  const owner = { kind: 'item', id: item?.item.id ?? '' } as const;
  for (const classification of ['confidential', 'public'] as const) {
    const bytes = await realPdf(`Tài liệu ${classification}`);
    await uploadEnded(admin, await upload(admin, owner, `${classification}.pdf`, bytes, classification));
  }
  await until('both papers are here', async () => (await papersOf(member, office)).every(isHere));
  return { office, member, keyStore };
};
const papersOf = async (client: TestClient, { meetingId }: VotingOffice) => {
  const papers = (await client.ask('meetings.get', { id: meetingId })).items.flatMap((each) => each.papers);
  return papers.length === 2 ? papers : [null, null];
};
const isHere = (view: Awaited<ReturnType<typeof papersOf>>[number]): boolean =>
  view?.availability.state === 'here';
/** The code with which the confidential and the open paper are refused; null when it opens. */
const refusals = async (client: TestClient, office: VotingOffice) => {
  const found: Record<string, string | null> = {};
  for (const view of await papersOf(client, office)) {
    const opened = await client.cabinet.openFile(view?.version.file.sha256 ?? '');
    const code = opened.ok ? null : opened.error.code;
    expect(view?.closed?.code ?? null).toBe(code);
    found[view?.paper.classification ?? ''] = code;
  }
  return found;
};

test('whoever is checked in to a running session is not locked out; classified papers close until they confirm', async () => {
  const { office, member } = await sessionWithPapers();
  await touch(member);
  expect(await refusals(member, office)).toEqual({ confidential: null, public: null });
  member.ahead += 20 * MINUTE;
  await touch(member);
  await until('the papers are closed', async () => {
    return (await member.ask('session.state', {})).lock?.papersClosed === true;
  });
  expect(await stateOf(member)).toBe('unlocked');
  expect(await refusals(member, office)).toEqual({ confidential: 'papers_closed', public: null });
  expect(await codeOf(member, 'session.confirm', { pin: '294716' })).toBe('pin_wrong');
  expect(await refusals(member, office)).toEqual({ confidential: 'papers_closed', public: null });
  expect(await codeOf(member, 'session.confirm', { pin: PIN })).toBeNull();
  expect(await refusals(member, office)).toEqual({ confidential: null, public: null });
  await member.ask('session.away', {});
  expect(await refusals(member, office)).toEqual({ confidential: 'papers_closed', public: null });
  expect(await codeOf(member, 'session.confirm', { passphrase: PASSPHRASE })).toBeNull();
  expect(await refusals(member, office)).toEqual({ confidential: null, public: null });
});

test('closed papers are not opened by starting the program again, and the exception ends with the session', async () => {
  const { office, member, keyStore } = await sessionWithPapers();
  await member.ask('session.removePin', {});
  await member.ask('session.lock', {});
  await member.signIn('an', PASSPHRASE);
  await member.ask('session.away', {});
  await member.close();
  const again = using(await startOn(member, office.server.url, keyStore));
  again.ahead = member.ahead;
  expect(await stateOf(again)).toBe('locked');
  await again.signIn('an', PASSPHRASE);
  await again.synced();
  await office.conduct('meeting.set_status', { id: office.meetingId, status: 'closed' });
  await again.ask('sync.now', {});
  await again.ask('session.away', {});
  expect(await stateOf(again)).toBe('locked');
});

test('somebody who is not checked in is locked out of a running session like of everything', async () => {
  const { office, member } = await sessionWithPapers();
  const { participants } = await office.admin.ask('meetings.get', { id: office.meetingId });
  const me = participants.find(({ personId }) => personId === office.people['an']);
  await office.conduct('participant.set_attendance', { id: me?.id ?? '', attendance: 'absent' });
  await member.ask('sync.now', {});
  await member.ask('session.away', {});
  expect(await stateOf(member)).toBe('locked');
});

test('without contact for longer than their class allows papers close, and the first contact opens them again', async () => {
  const { office, member } = await sessionWithPapers();
  const start = member.ahead;
  member.network.isCut = true;
  member.ahead = start + 29 * DAY;
  expect(await refusals(member, office)).toEqual({ confidential: null, public: null });
  member.ahead = start + 31 * DAY;
  expect(await refusals(member, office)).toEqual({ confidential: 'lease_ended', public: null });
  const closed = (await papersOf(member, office)).find((view) => view?.closed);
  expect(closed?.closed).toEqual({ code: 'lease_ended', params: { days: 30 } });
  expect(closed?.paper.title).toBe('confidential');
  member.network.isCut = false;
  await member.ask('sync.now', {});
  await member.synced();
  expect(await refusals(member, office)).toEqual({ confidential: null, public: null });
});

test('a clock that is set back does not lengthen a lease, nor does starting the program again', async () => {
  const { office, member, keyStore } = await sessionWithPapers();
  member.network.isCut = true;
  const start = member.ahead;
  member.ahead = start + 31 * DAY;
  await member.ask('session.lock', {});
  await member.signIn('an', PASSPHRASE);
  expect(await refusals(member, office)).toMatchObject({ confidential: 'lease_ended' });
  member.ahead = start + DAY;
  expect(await refusals(member, office)).toMatchObject({ confidential: 'lease_ended' });
  await member.close();
  const again = using(await startOn(member, 'http://127.0.0.1:9', keyStore));
  expect(await stateOf(again)).toBe('new');
  await again.close();
  await office.server.stop();
  const offline = using(await startOn(member, office.server.url, keyStore));
  offline.ahead = start + DAY;
  await offline.signIn('an', PASSPHRASE);
  expect(await refusals(offline, office)).toMatchObject({ confidential: 'lease_ended' });
});
