import { sign } from 'node:crypto';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { API, PROTOCOL } from '../../../shared/contract/version.ts';
import { device as deviceSchema } from '../../../shared/domain/records/organisation.ts';
import {
  type ApiDevice,
  type ApiPerson,
  call,
  newDevice,
  newId,
  signInRequestFor,
} from '../../support/api.ts';
import { enter, passphraseOf, prepareMeeting, startOffice } from '../../support/sampleOffice.ts';
import type { TestServer } from '../../support/server.ts';

const MEMBER = 'botruong.yte';

const pullOf = (person: ApiPerson) =>
  person.call('/sync/pull', { json: { protocol: PROTOCOL, epoch: null, cursors: {} } });

const deviceIn = async (person: ApiPerson, id: string) => {
  await person.pull();
  const held = person.held('device').find((record) => record.id === id);
  return deviceSchema.parse(JSON.parse(held?.body ?? ''));
};

/** The events of the decision log about one device, in order. */
const eventsOf = async (server: TestServer, organisationId: string, id: string): Promise<string[]> =>
  server.context.storage.read(organisationId, async (view) => {
    const { size } = await view.log.state();
    const leaves = await Promise.all(Array.from({ length: size }, (_, index) => view.log.leaf(index)));
    return leaves
      .map((leaf) => JSON.parse(leaf ?? '{}') as { type: string; device?: string })
      .filter(({ device }) => device === id)
      .map(({ type }) => type);
  });

const acknowledgement = (
  organisationId: string,
  device: ApiDevice,
  requestedAt: string,
  signer = device,
) => ({
  organisationId,
  deviceId: device.id,
  requestedAt,
  signature: sign(null, Buffer.from(`ecabinet/wiped/v1\n${device.id}\n${requestedAt}`), signer.key).toString(
    'base64',
  ),
});
const acknowledge = (server: TestServer, json: unknown) => call(server.url, '/devices/wiped', { json });

test('only its owner and a system administrator may have a device wiped', async () => {
  await using server = await startOffice();
  const lost = await enter(server, MEMBER);
  const { id } = lost.device;
  const other = await enter(server, 'thuky');
  expect(await other.mutate('device.wipe', { id })).toMatchObject({ code: 'not_allowed' });
  expect(await other.mutate('device.wipe', { id: newId() })).toMatchObject({ code: 'not_found' });
  expect((await pullOf(lost)).status).toBe(200);
  const admin = await enter(server, 'quantri');
  expect(await admin.mutate('device.wipe', { id })).toMatchObject({ status: 'applied' });
  expect((await pullOf(lost)).problem().code).toBe('device_wipe');
});

test('from the order on every request, sign-in and socket of the device is answered with it, for good', async () => {
  await using server = await startOffice();
  const lost = await enter(server, MEMBER);
  const kept = await enter(server, MEMBER);
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${API}/pokes`, {
    headers: { authorization: `Bearer ${lost.token}` },
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await kept.do('device.wipe', { id: lost.device.id });
  expect(await closed).toBe(4401);
  const { wipeRequestedAt, revokedAt } = await deviceIn(kept, lost.device.id);
  expect(revokedAt).toBe(wipeRequestedAt);

  const expectOrder = async (): Promise<void> => {
    const again = await signInRequestFor(server.url, MEMBER, passphraseOf(MEMBER), lost.device);
    const wrong = await signInRequestFor(server.url, MEMBER, 'không phải', lost.device);
    const answers = [
      await pullOf(lost),
      await lost.call('/sync/push', { json: {} }),
      await lost.call('/accounts'),
      await lost.call('/pokes'),
      await call(server.url, '/auth/sign-in', { json: again }),
      await call(server.url, '/auth/sign-in', { json: wrong }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(403);
      const { code, params } = answer.problem();
      expect([code, params]).toEqual([
        'device_wipe',
        { device: lost.device.id, requestedAt: wipeRequestedAt },
      ]);
    }
  };
  await expectOrder();
  const json = acknowledgement(kept.session.organisationId, lost.device, wipeRequestedAt ?? '');
  expect((await acknowledge(server, json)).status).toBe(204);
  await expectOrder();
});

test('without a session a device is told of the order by its key alone; nobody else learns anything', async () => {
  await using server = await startOffice();
  const lost = await enter(server, MEMBER);
  const kept = await enter(server, MEMBER);
  const { organisationId } = kept.session;
  const asked = (device: ApiDevice, signer = device, organisation = organisationId) =>
    call(server.url, '/devices/orders', {
      json: {
        ...{ organisationId: organisation, deviceId: device.id },
        signature: sign(null, Buffer.from(`ecabinet/orders/v1\n${device.id}`), signer.key).toString('base64'),
      },
    });
  expect((await asked(lost.device)).status).toBe(204);
  await kept.do('device.wipe', { id: lost.device.id });
  await lost.call('/auth/sign-out', { json: {} });
  const { wipeRequestedAt } = await deviceIn(kept, lost.device.id);
  const answer = await asked(lost.device);
  const { code, params } = answer.problem();
  expect([answer.status, code, params]).toEqual([
    ...[403, 'device_wipe'],
    { device: lost.device.id, requestedAt: wipeRequestedAt },
  ]);
  for (const other of [
    await asked(lost.device, kept.device),
    await asked(kept.device),
    await asked(newDevice()),
    await asked(lost.device, lost.device, newId()),
  ]) {
    expect(other.status).toBe(204);
  }
});

test('an acknowledgement counts once, and only with the signature of the device itself', async () => {
  await using server = await startOffice();
  const lost = await enter(server, MEMBER);
  const kept = await enter(server, MEMBER);
  const { organisationId } = kept.session;
  await kept.do('device.wipe', { id: lost.device.id });
  await kept.do('device.wipe', { id: lost.device.id });
  const at = (await deviceIn(kept, lost.device.id)).wipeRequestedAt ?? '';
  const good = acknowledgement(organisationId, lost.device, at);
  const wrong = [
    acknowledgement(organisationId, lost.device, at, kept.device),
    { ...good, requestedAt: new Date(0).toISOString() },
    { ...good, deviceId: kept.device.id },
    { ...good, signature: Buffer.alloc(64).toString('base64') },
  ];
  for (const json of wrong) {
    const answer = await acknowledge(server, json);
    expect([answer.status, answer.problem().code]).toEqual([403, 'not_allowed']);
  }
  for (const json of [
    acknowledgement(organisationId, newDevice(), at),
    acknowledgement(newId(), lost.device, at),
  ]) {
    expect((await acknowledge(server, json)).status).toBe(404);
  }
  expect((await deviceIn(kept, lost.device.id)).wipedAt).toBeNull();
  for (let i = 0; i < 3; i += 1) expect((await acknowledge(server, good)).status).toBe(204);
  expect((await deviceIn(kept, lost.device.id)).wipedAt).not.toBeNull();
  expect(await eventsOf(server, organisationId, lost.device.id)).toEqual([
    'device-enrolled',
    'device-revoked',
    'device-wipe-requested',
    'device-wiped',
  ]);
});

test('a device revoked before is wiped all the same', async () => {
  await using server = await startOffice();
  const lost = await enter(server, MEMBER);
  const kept = await enter(server, MEMBER);
  await kept.do('device.revoke', { id: lost.device.id });
  expect((await pullOf(lost)).problem().code).toBe('device_revoked');
  await kept.do('device.wipe', { id: lost.device.id });
  expect((await pullOf(lost)).problem().code).toBe('device_wipe');
});

test('a device that wiped itself without an order is believed, and revoked', async () => {
  await using server = await startOffice();
  const given = await enter(server, MEMBER);
  const kept = await enter(server, MEMBER);
  const json = acknowledgement(kept.session.organisationId, given.device, new Date().toISOString());
  expect((await acknowledge(server, json)).status).toBe(204);
  const device = await deviceIn(kept, given.device.id);
  expect([device.revokedAt, device.wipedAt]).not.toContain(null);
  expect((await pullOf(given)).problem().code).toBe('device_wipe');
});

test('lending and giving back are the device’s own; giving back ends its enrolment', async () => {
  await using server = await startOffice();
  const lent = await enter(server, MEMBER);
  const kept = await enter(server, MEMBER);
  const secretary = await enter(server, 'thuky');
  const { meetingId } = await prepareMeeting(secretary);
  const { id } = lent.device;
  expect(await kept.mutate('device.lend', { id, meetingId })).toMatchObject({ code: 'not_allowed' });
  expect(await kept.mutate('device.return', { id })).toMatchObject({ code: 'not_allowed' });
  expect(await lent.mutate('device.lend', { id, meetingId: newId() })).toMatchObject({ code: 'not_found' });
  // Invited to it, but it is not published yet.
  expect(await lent.mutate('device.lend', { id, meetingId })).toMatchObject({ code: 'not_found' });
  await secretary.do('meeting.publish', { id: meetingId });
  await lent.do('device.lend', { id, meetingId });
  expect((await deviceIn(kept, id)).loaner).toEqual({ meetingId });
  await lent.do('device.return', { id });
  expect((await pullOf(lent)).problem().code).toBe('device_wipe');
  expect((await pullOf(kept)).status).toBe(200);
});
