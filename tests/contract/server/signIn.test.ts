import { expect, test } from 'vitest';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { authParams, signInAnswer } from '../../../shared/contract/sync.ts';
import { sampleSignIns } from '../../../server/sample/people.ts';
import { createGovernment } from '../../../server/sample/organisation.ts';
import { call, newDevice, signInAs, signInRequestFor } from '../../support/api.ts';
import { startTestServer } from '../../support/server.ts';

/** The people and accounts of the sample Government, without its meetings. */
const people = {
  fill: async (context: Parameters<typeof createGovernment>[0]) => {
    const { organisationId } = await createGovernment(context);
    await context.storage.transact(organisationId, (tx) => tx.accounts.endSetup());
  },
};
const passphraseOf = (username: string): string =>
  sampleSignIns().find((person) => person.username === username)?.passphrase ?? '';

test('a person signs in with name, passphrase and device, and is told who they are', async () => {
  await using server = await startTestServer(people);
  const person = await signInAs(server.url, 'thuky', passphraseOf('thuky'));
  expect(person.session.accountRole).toBe('user');
  expect(person.session.accountKey).toBeNull();
  expect(person.session.log.origin).toBe(`e-cabinet/${person.session.organisationId}`);
  await person.pull();
  const devices = person
    .held('device')
    .map(({ body }) => JSON.parse(body) as { id: string; personId: string });
  expect(devices).toEqual([expect.objectContaining({ id: person.device.id, personId: person.personId })]);
  expect(person.lastPull?.checkpoint).toContain('e-cabinet/');
});

test('a wrong passphrase and an unknown name get the same answer', async () => {
  await using server = await startTestServer(people);
  const attempt = async (username: string) => {
    const request = await signInRequestFor(server.url, username, 'sai rồi', newDevice());
    return call(server.url, '/auth/sign-in', { json: request });
  };
  const [wrong, unknown] = [await attempt('thuky'), await attempt('khong-co-ai')];
  expect([wrong.status, wrong.problem().code]).toEqual([401, 'credentials_wrong']);
  expect(unknown.text).toBe(wrong.text);
});

test('the salt of an unknown name is always the same and of the same form as a known one', async () => {
  await using server = await startTestServer(people);
  const ask = async (username: string) =>
    authParams.parse((await call(server.url, '/auth/params', { json: { username } })).json());
  const known = await ask('thuky');
  const unknown = await ask('khong-co-ai');
  expect(await ask('khong-co-ai')).toEqual(unknown);
  expect(await ask('Khong-Co-Ai')).toEqual(unknown);
  expect(unknown.salt).not.toBe((await ask('khong-co-ai-nua')).salt);
  expect([unknown.salt.length, unknown.kdf]).toEqual([known.salt.length, known.kdf]);
});

test('attempts are limited by name and address; another name is not held up', async () => {
  await using server = await startTestServer({ ...people, settings: { signInsPerMinute: 3 } });
  const attempt = async (username: string) => {
    const request = await signInRequestFor(server.url, username, 'sai', newDevice());
    return call(server.url, '/auth/sign-in', { json: request, headers: { 'accept-language': 'en-GB,en' } });
  };
  const statuses: number[] = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await attempt('thuky')).status);
  expect(statuses).toEqual([401, 401, 401, 429]);
  const limited = await attempt('THUKY');
  expect([limited.status, limited.problem().code]).toEqual([429, 'too_many_attempts']);
  expect(limited.problem().detail).toBe('Too many attempts. Wait a minute, then try again.');
  expect(limited.headers.get('retry-after')).not.toBeNull();
  expect((await attempt('thuky2')).status).toBe(401);
});

test('a device that does not hold its private key is not enrolled', async () => {
  await using server = await startTestServer(people);
  const [mine, other] = [newDevice(), newDevice()];
  const request = await signInRequestFor(server.url, 'thuky', passphraseOf('thuky'), mine);
  const forged = { ...request, device: { ...request.device, publicKey: other.publicKey } };
  const answer = await call(server.url, '/auth/sign-in', { json: forged });
  expect(answer.status).toBe(401);
});

test('a device belongs to one person: nobody else signs in with it', async () => {
  await using server = await startTestServer(people);
  const device = newDevice();
  await signInAs(server.url, 'thuky', passphraseOf('thuky'), device);
  await signInAs(server.url, 'thuky', passphraseOf('thuky'), device);
  const request = await signInRequestFor(server.url, 'thuky2', passphraseOf('thuky2'), device);
  const answer = await call(server.url, '/auth/sign-in', { json: request });
  expect([answer.status, answer.problem().code]).toEqual([403, 'device_revoked']);
});

test('the account key is put once; every later device gets the one that stands', async () => {
  await using server = await startTestServer(people);
  const first = await signInAs(server.url, 'thuky', passphraseOf('thuky'));
  const put = (accountKey: string) =>
    first.call('/auth/account-key', { method: 'PUT', json: { accountKey } }).then((answer) => answer.json());
  const [mine, later] = [Buffer.alloc(60, 1).toString('base64'), Buffer.alloc(60, 2).toString('base64')];
  expect(await put(mine)).toEqual({ accountKey: mine });
  expect(await put(later)).toEqual({ accountKey: mine });
  const second = await signInAs(server.url, 'thuky', passphraseOf('thuky'));
  expect(second.session.accountKey).toBe(mine);
});

test('a disabled account loses the server at once, and signs in no more', async () => {
  await using server = await startTestServer(people);
  const admin = await signInAs(server.url, 'quantri', passphraseOf('quantri'));
  const member = await signInAs(server.url, 'thuky', passphraseOf('thuky'));
  expect((await admin.call('/accounts/thuky/disable', { method: 'POST' })).status).toBe(204);
  const pull = await member.call('/sync/pull', { json: { protocol: PROTOCOL, epoch: null, cursors: {} } });
  expect([pull.status, pull.problem().code]).toEqual([403, 'account_disabled']);
  const request = await signInRequestFor(server.url, 'thuky', passphraseOf('thuky'), member.device);
  expect((await call(server.url, '/auth/sign-in', { json: request })).problem().code).toBe(
    'account_disabled',
  );
  expect((await admin.call('/accounts/thuky/enable', { method: 'POST' })).status).toBe(204);
  expect((await call(server.url, '/auth/sign-in', { json: request })).status).toBe(200);
});

test('a session ends 30 days after its last use', async () => {
  let now = Date.parse('2026-03-02T01:00:00.000Z');
  const days = (count: number) => count * 24 * 60 * 60 * 1000;
  await using server = await startTestServer({ ...people, clock: { now: () => now } });
  const person = await signInAs(server.url, 'thuky', passphraseOf('thuky'));
  const pull = () => person.call('/sync/pull', { json: { protocol: PROTOCOL, epoch: null, cursors: {} } });
  now += days(29);
  expect((await pull()).status).toBe(200);
  now += days(29);
  expect((await pull()).status).toBe(200);
  now += days(31);
  expect((await pull()).problem().code).toBe('not_signed_in');
});

test('only administrators manage accounts, and only a system administrator makes another', async () => {
  await using server = await startTestServer(people);
  const member = await signInAs(server.url, 'thuky', passphraseOf('thuky'));
  expect((await member.call('/accounts')).problem().code).toBe('not_allowed');
  const admin = await signInAs(server.url, 'quantri', passphraseOf('quantri'));
  const credentials = {
    salt: Buffer.alloc(16, 7).toString('base64'),
    kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
    authKey: Buffer.alloc(32, 9).toString('base64'),
  };
  const create = (by: typeof admin, username: string, role: string) =>
    by.call('/accounts', {
      json: { username, role, name: 'Người Mới', position: '', unit: '', credentials },
    });
  expect((await create(admin, 'donvi', 'unit_administrator')).status).toBe(201);
  expect((await create(admin, 'donvi', 'user')).problem().code).toBe('username_taken');
  await admin.pull();
  expect(admin.held('person').some(({ body }) => body.includes('Người Mới'))).toBe(true);
  const device = newDevice();
  const base = await signInRequestFor(server.url, 'donvi', 'x', device);
  const answer = await call(server.url, '/auth/sign-in', { json: { ...base, authKey: credentials.authKey } });
  const unit = signInAnswer.parse(answer.json());
  const asUnit = await call(server.url, '/accounts', {
    token: unit.token,
    json: { username: 'tren', role: 'system_administrator', name: 'X', position: '', unit: '', credentials },
  });
  expect(asUnit.problem().code).toBe('not_allowed');
});

test('an empty installation is set up once, with the printed code', async () => {
  await using server = await startTestServer();
  const { setupCode } = server;
  expect(setupCode).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  const administrator = {
    username: 'quantri',
    name: 'Quản Trị',
    position: '',
    unit: '',
    credentials: {
      salt: Buffer.alloc(16, 7).toString('base64'),
      kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
      authKey: Buffer.alloc(32, 9).toString('base64'),
    },
  };
  const setup = (code: string) =>
    call(server.url, '/setup', {
      json: { code, organisationName: 'UBND tỉnh', bodyName: 'Ủy ban nhân dân', administrator },
    });
  expect((await setup('AAAA-AAAA')).problem().code).toBe('setup_code_wrong');
  expect((await setup((setupCode ?? '').toLowerCase().replace('-', ' '))).status).toBe(204);
  expect((await setup(setupCode ?? '')).problem().code).toBe('setup_done');
  expect((await call(server.url, '/server')).json()).toMatchObject({ needsSetup: false, name: 'UBND tỉnh' });
});

test('nonsense is answered with a problem document and nothing of the inside', async () => {
  await using server = await startTestServer(people);
  const nonsense = await call(server.url, '/auth/sign-in', { json: { username: 1 } });
  expect([nonsense.status, nonsense.problem().code]).toEqual([400, 'bad_request']);
  expect(nonsense.headers.get('content-type')).toContain('application/problem+json');
  const broken = await fetch(`${server.url}/api/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"username":',
  });
  expect([broken.status, (await broken.text()).includes('stack')]).toEqual([400, false]);
  expect((await call(server.url, '/nothing')).problem().code).toBe('unknown_path');
  const tooNew = await signInRequestFor(server.url, 'thuky', passphraseOf('thuky'), newDevice());
  const answer = await call(server.url, '/auth/sign-in', { json: { ...tooNew, protocol: 99 } });
  expect(answer.problem().code).toBe('protocol_too_new');
});
