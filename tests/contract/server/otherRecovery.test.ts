import { afterAll, beforeAll, expect, test } from 'vitest';
import { resetAccount } from '../../../server/accounts/administration.ts';
import { deriveCredentials } from '../../../server/accounts/deriveCredentials.ts';
import { SAMPLE_KDF } from '../../../server/sample/organisation.ts';
import { startTestClient } from '../../support/client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { fillSmallGovernment, PASSPHRASE } from '../../support/smallGovernment.ts';
import { signIn } from './otherClient.ts';
import { drawDevice } from './otherFormats.ts';
import { askOrder, halvesFor, makeSheet, sayWiped, useSheet } from './otherRecovery.ts';
import { Refused } from './otherWire.ts';

const NEW = 'một mật khẩu khác hẳn';
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ fill: fillSmallGovernment });
});
afterAll(() => server.stop());

const codeOf = async (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof Refused ? [error.status, error.code] : error),
  );

test('a sheet of the other client opens the account once; the account key stays what it was', async () => {
  const client = await signIn(server.url, 'an', PASSPHRASE);
  const { code } = await makeSheet(client, 'an', await halvesFor(server.url, 'an', PASSPHRASE));
  await useSheet(server.url, 'an', code, NEW);
  expect(await codeOf(signIn(server.url, 'an', PASSPHRASE))).toEqual([401, 'credentials_wrong']);
  expect((await signIn(server.url, 'an', NEW)).accountKey.equals(client.accountKey)).toBe(true);
  expect(await codeOf(useSheet(server.url, 'an', code, NEW))).toEqual([401, 'recovery_wrong']);
  expect(await codeOf(client.pull())).toEqual([401, 'not_signed_in']);
});

test('what the other client writes on a sheet is what a person types into the app', async () => {
  const client = await signIn(server.url, 'binh', PASSPHRASE);
  const sheet = await makeSheet(client, 'binh', await halvesFor(server.url, 'binh', PASSPHRASE));
  await using app = await startTestClient({ serverUrl: server.url });
  await app.ask('recovery.useSheet', { username: 'binh', code: sheet.written, passphrase: NEW });
  await app.synced();
  expect(Buffer.from(app.context.account.accountKey).equals(client.accountKey)).toBe(true);
});

test('after a reset a new device is refused until its person agrees to a new account key', async () => {
  const former = await signIn(server.url, 'thuky', PASSPHRASE);
  const [organisationId = ''] = await server.context.storage.directory.organisationIds();
  await resetAccount(
    server.context,
    { organisationId, accountRole: 'system_administrator' },
    'thuky',
    await deriveCredentials(NEW, SAMPLE_KDF, server.context.random),
  );
  expect(await codeOf(signIn(server.url, 'thuky', NEW))).toEqual([409, 'account_key_gone']);
  expect(await codeOf(signIn(server.url, 'thuky', NEW, drawDevice(), false))).toEqual([
    409,
    'account_key_gone',
  ]);
  const anew = await signIn(server.url, 'thuky', NEW, drawDevice(), true);
  expect(anew.accountKey.equals(former.accountKey)).toBe(false);
  expect((await signIn(server.url, 'thuky', NEW)).accountKey.equals(anew.accountKey)).toBe(true);
});

test('the server proves with the key of its log that it is the installation that a client knows', async () => {
  const client = await signIn(server.url, 'chutoa', PASSPHRASE);
  expect(await client.isSameServer()).toBe(true);
});

test('a device that is to be wiped is told so on every request, and its signed word is taken', async () => {
  const device = drawDevice();
  const lost = await signIn(server.url, 'chutoa', PASSPHRASE, device);
  const other = await signIn(server.url, 'chutoa', PASSPHRASE);
  await other.pull();
  const organisationId = other.held('organisation')[0]?.id ?? '';
  const order = () => askOrder(server.url, organisationId, device);
  expect(await order()).toBe(null);
  await other.do('device.wipe', { id: device.id });
  expect(await codeOf(order())).toEqual([403, 'device_wipe']);
  const told: unknown = await lost.pull().catch((error: unknown) => error);
  if (!(told instanceof Refused)) throw new Error('it was not told');
  const { requestedAt = '' } = told.params;
  expect([told.status, told.code, told.params]).toEqual([
    403,
    'device_wipe',
    { device: device.id, requestedAt },
  ]);
  const wiped = (at: string) => sayWiped(server.url, organisationId, device, at);
  expect(await wiped(String(requestedAt))).toBe(null);
  expect(await wiped(String(requestedAt))).toBe(null);
  await other.pull();
  const record = other.held<{ wipedAt: string | null }>('device').find(({ id }) => id === device.id);
  expect(record?.wipedAt).not.toBe(null);
  expect(await codeOf(signIn(server.url, 'chutoa', PASSPHRASE, device))).toEqual([403, 'device_wipe']);
});
