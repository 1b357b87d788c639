import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { resetAccount } from '../../../server/accounts/administration.ts';
import { dropExpiredRequests, RECOVERY_MS } from '../../../server/accounts/recoveryRequests.ts';
import { fillSmallGovernment, PASSPHRASE } from '../../support/smallGovernment.ts';
import { recoveryAskAnswer, recoveryStateAnswer, sheetAnswer } from '../../../shared/contract/recovery.ts';
import { authParams } from '../../../shared/contract/sync.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { type ApiPerson, call, deriveAuthKey, newId, signInAs } from '../../support/api.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const bytes = (count: number): string => randomBytes(count).toString('base64');
const newServer = (now: () => number = () => Date.now()): Promise<TestServer> =>
  startTestServer({ fill: fillSmallGovernment, clock: { now } });
const enter = (server: TestServer, username = 'an'): Promise<ApiPerson> =>
  signInAs(server.url, username, PASSPHRASE);

const authKeyOf = async (server: TestServer, username: string): Promise<string> => {
  const answer = await call(server.url, '/auth/params', { json: { username } });
  const { salt, kdf } = authParams.parse(answer.json());
  return deriveAuthKey(PASSPHRASE, salt, kdf);
};

const NEW = 'mật khẩu mới của tôi';
const renewal = async () => {
  const [salt, kdf] = [bytes(16), { memoryKiB: 19_456, passes: 2, lanes: 1 }];
  const credentials = { salt, kdf, authKey: await deriveAuthKey(NEW, salt, kdf) };
  return { credentials, accountKey: bytes(60) };
};
const protocol = PROTOCOL;

const codeOf = (answer: { status: number; problem(): { code: string } }): [number, string] => [
  answer.status,
  answer.problem().code,
];

interface Sheet {
  readonly verifier: string;
  readonly accountKey: string;
}
const makeSheet = async (server: TestServer, person: ApiPerson): Promise<Sheet> => {
  const sheet = { verifier: bytes(32), accountKey: bytes(60) };
  const authKey = await authKeyOf(server, 'an');
  const put = await person.call('/auth/recovery-sheet', { method: 'PUT', json: { ...sheet, authKey } });
  expect(put.status).toBe(200);
  return sheet;
};
const open = (server: TestServer, username: string, verifier: string) =>
  call(server.url, '/auth/recovery-sheet/open', { json: { protocol, username, verifier } });
const use = async (server: TestServer, username: string, verifier: string) =>
  call(server.url, '/auth/recovery-sheet/use', {
    json: { protocol, username, verifier, ...(await renewal()) },
  });

test('a sealed sheet gives the account key to its code, and a new passphrase once', async () => {
  await using server = await newServer();
  const person = await enter(server);
  const before = await person.call('/auth/recovery-sheet');
  expect(sheetAnswer.parse(before.json())).toEqual({ createdAt: null });
  const sheet = await makeSheet(server, person);
  expect(sheetAnswer.parse((await person.call('/auth/recovery-sheet')).json()).createdAt).not.toBeNull();

  expect((await open(server, ' AN ', sheet.verifier)).json()).toEqual({ accountKey: sheet.accountKey });
  const json = { protocol, username: 'an', verifier: sheet.verifier, ...(await renewal()) };
  expect((await call(server.url, '/auth/recovery-sheet/use', { json })).status).toBe(204);
  // Every session has ended, the old passphrase is none any more, the new one brings the key that was put with it.
  expect(codeOf(await person.call('/accounts'))).toEqual([401, 'not_signed_in']);
  await expect(enter(server)).rejects.toThrow('credentials_wrong');
  expect((await signInAs(server.url, 'an', NEW)).session.accountKey).toBe(json.accountKey);
  // Used up.
  expect(codeOf(await open(server, 'an', sheet.verifier))).toEqual([401, 'recovery_wrong']);
  expect(codeOf(await use(server, 'an', sheet.verifier))).toEqual([401, 'recovery_wrong']);
});

test('a wrong code, a name without sheet and a name of nobody get the same answer', async () => {
  await using server = await newServer();
  const sheet = await makeSheet(server, await enter(server));
  for (const [username, verifier] of [
    ['an', bytes(32)],
    ['binh', sheet.verifier],
    ['khong.co.ai', sheet.verifier],
  ] as const) {
    expect(codeOf(await open(server, username, verifier))).toEqual([401, 'recovery_wrong']);
    expect(codeOf(await use(server, username, verifier))).toEqual([401, 'recovery_wrong']);
  }
  expect((await enter(server)).token).not.toBe('');
});

test('a session without the passphrase makes no sheet; a new one ends the one before, a reset ends it too', async () => {
  await using server = await newServer();
  const person = await enter(server);
  const first = await makeSheet(server, person);
  const json = { verifier: bytes(32), accountKey: bytes(60), authKey: bytes(32) };
  expect(codeOf(await person.call('/auth/recovery-sheet', { method: 'PUT', json }))).toEqual([
    401,
    'credentials_wrong',
  ]);
  const second = await makeSheet(server, person);
  expect((await open(server, 'an', first.verifier)).status).toBe(401);
  expect((await open(server, 'an', second.verifier)).status).toBe(200);
  const { organisationId } = person.session;
  const administrator = { organisationId, accountRole: 'system_administrator' } as const;
  await resetAccount(server.context, administrator, 'an', (await renewal()).credentials);
  expect((await open(server, 'an', second.verifier)).status).toBe(401);
});

test('tries of a code are limited, together with askings', async () => {
  await using server = await startTestServer({
    fill: fillSmallGovernment,
    settings: { signInsPerMinute: 3 },
  });
  for (let i = 0; i < 3; i += 1) expect((await open(server, 'an', bytes(32))).status).toBe(401);
  expect(codeOf(await open(server, 'an', bytes(32)))).toEqual([429, 'too_many_attempts']);
  expect(codeOf(await ask(server, 'an', bytes(32)))).toEqual([429, 'too_many_attempts']);
});

const commitmentTo = (key: string): string =>
  createHash('sha256').update(`ecabinet/recovery-commitment/v1\n${key}`).digest('hex');
const ask = (server: TestServer, username: string, key: string) =>
  call(server.url, '/auth/recovery-requests', {
    json: { protocol, username, deviceLabel: 'Máy mới', commitment: commitmentTo(key) },
  });
const asked = async (server: TestServer, username: string, key: string) => {
  const { id, secret } = recoveryAskAnswer.parse((await ask(server, username, key)).json());
  const at = (what: string, json: object = {}) =>
    call(server.url, `/auth/recovery-requests/${id}/${what}`, { json: { secret, ...json } });
  return { id, at, state: async () => recoveryStateAnswer.parse((await at('state')).json()) };
};
const requestsOf = async (person: ApiPerson) => {
  await person.pull();
  return person.held('recoveryRequest').map(({ body }) => JSON.parse(body) as Record<string, unknown>);
};

test('another device of the same person answers, sees the key, approves; the asking one sets a new passphrase', async () => {
  await using server = await newServer();
  const helper = await enter(server);
  const [key, mine, sealed] = [bytes(32), bytes(32), bytes(60)];
  const request = await asked(server, 'an', key);
  expect(await requestsOf(helper)).toMatchObject([
    { id: request.id, deviceLabel: 'Máy mới', publicKey: null },
  ]);
  const path = `/recovery-requests/${request.id}`;
  const authKey = await authKeyOf(server, 'an');

  // The key is shown only after the other's is known, and only the one that was committed to.
  expect(codeOf(await request.at('reveal', { publicKey: key }))).toEqual([409, 'recovery_key_wrong']);
  expect((await helper.call(`${path}/answer`, { json: { publicKey: mine } })).status).toBe(204);
  expect(await request.state()).toEqual({ state: 'waiting', approverKey: mine, sealed: null });
  expect(codeOf(await request.at('reveal', { publicKey: bytes(32) }))).toEqual([409, 'recovery_key_wrong']);
  expect(codeOf(await helper.call(`${path}/approve`, { json: { authKey, sealed } }))).toEqual([
    409,
    'recovery_taken',
  ]);
  expect((await request.at('reveal', { publicKey: key })).status).toBe(204);
  expect(await requestsOf(helper)).toMatchObject([{ publicKey: key, approverKey: mine }]);

  const second = await enter(server);
  for (const other of [second]) {
    expect(codeOf(await other.call(`${path}/answer`, { json: { publicKey: bytes(32) } }))).toEqual([
      409,
      'recovery_taken',
    ]);
    expect(codeOf(await other.call(`${path}/approve`, { json: { authKey, sealed } }))).toEqual([
      409,
      'recovery_taken',
    ]);
  }
  expect(codeOf(await request.at('finish', await renewal()))).toEqual([409, 'recovery_ended']);
  expect(codeOf(await helper.call(`${path}/approve`, { json: { authKey: bytes(32), sealed } }))).toEqual([
    401,
    'credentials_wrong',
  ]);
  expect((await helper.call(`${path}/approve`, { json: { authKey, sealed } })).status).toBe(204);
  expect(await requestsOf(second)).toEqual([]);
  expect(await request.state()).toEqual({ state: 'approved', approverKey: mine, sealed });
  const renewed = await renewal();
  expect((await request.at('finish', renewed)).status).toBe(204);
  expect(codeOf(await helper.call('/accounts'))).toEqual([401, 'not_signed_in']);
  expect((await signInAs(server.url, 'an', NEW)).session.accountKey).toBe(renewed.accountKey);
  expect((await request.state()).state).toBe('ended');
  expect(codeOf(await request.at('finish', renewed))).toEqual([409, 'recovery_ended']);
});

test('somebody else’s device, a wrong secret and a name of nobody get nowhere', async () => {
  await using server = await newServer();
  const stranger = await enter(server, 'binh');
  const helper = await enter(server);
  const request = await asked(server, 'an', bytes(32));
  expect(await requestsOf(stranger)).toEqual([]);
  for (const [what, json] of [
    ['answer', { publicKey: bytes(32) }],
    ['approve', { authKey: await authKeyOf(server, 'binh'), sealed: bytes(60) }],
    ['refuse', {}],
  ] as const) {
    const answer = await stranger.call(`/recovery-requests/${request.id}/${what}`, { json });
    expect(codeOf(answer)).toEqual([409, 'recovery_ended']);
  }
  const wrong = { secret: bytes(32) };
  const state = await call(server.url, `/auth/recovery-requests/${request.id}/state`, { json: wrong });
  expect(recoveryStateAnswer.parse(state.json()).state).toBe('ended');
  // Of the same form for nobody, and as quiet.
  const nobody = await asked(server, 'khong.co.ai', bytes(32));
  expect(await nobody.state()).toEqual({ state: 'waiting', approverKey: null, sealed: null });
  expect((await request.state()).state).toBe('waiting');
  expect((await helper.call(`/recovery-requests/${request.id}/refuse`, { method: 'POST' })).status).toBe(204);
  expect((await request.state()).state).toBe('ended');
  expect((await helper.call(`/recovery-requests/${newId()}/refuse`, { method: 'POST' })).status).toBe(409);
});

test('a request lasts a quarter of an hour, and only five of one name are open', async () => {
  let now = Date.parse('2026-03-02T01:00:00.000Z');
  await using server = await newServer(() => now);
  const helper = await enter(server);
  const request = await asked(server, 'an', bytes(32));
  for (let i = 0; i < 4; i += 1) await asked(server, 'an', bytes(32));
  expect(codeOf(await ask(server, 'an', bytes(32)))).toEqual([429, 'too_many_attempts']);
  expect((await requestsOf(helper)).length).toBe(5);
  now += RECOVERY_MS + 1;
  expect((await request.state()).state).toBe('ended');
  const answer = await helper.call(`/recovery-requests/${request.id}/answer`, {
    json: { publicKey: bytes(32) },
  });
  expect(codeOf(answer)).toEqual([409, 'recovery_ended']);
  await dropExpiredRequests(server.context);
  expect(await requestsOf(helper)).toEqual([]);
  expect((await ask(server, 'an', bytes(32))).status).toBe(201);
});
