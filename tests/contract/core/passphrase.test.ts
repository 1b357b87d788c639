import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { codeOf, profileOf, startOn } from '../../support/lockSetting.ts';

const using = disposingAfterEach();
const NEXT = 'một câu khác hẳn, dài hơn';
const NAME = 'quan.tri';
const change = { passphrase: PASSPHRASE, next: NEXT };

const installation = async () => using(await startInstallation());
const signInCode = (client: TestClient, passphrase: string) =>
  codeOf(client, 'session.signIn', { username: NAME, passphrase });
const folders = ({ dataDir }: TestClient): string[] => readdirSync(join(dataDir, 'profiles'));

test('a change of passphrase keeps store, device and account key, here and on a device that was away', async () => {
  const { server, admin, createMeeting } = await installation();
  const other = using(await startTestClient({ serverUrl: server.url }));
  await other.signIn(NAME, PASSPHRASE);
  await other.synced();
  const before = await other.ask('session.state', {});
  const accountKey = Buffer.from(other.context.account.accountKey);
  await other.ask('session.lock', {});

  await admin.ask('session.changePassphrase', change);
  await createMeeting('Phiên họp sau khi đổi mật khẩu');
  await admin.synced();
  await admin.ask('session.lock', {});
  expect(await signInCode(admin, PASSPHRASE)).toBe('passphrase_wrong');
  admin.ahead += 2000;
  expect(await signInCode(admin, NEXT)).toBeNull();

  expect(await signInCode(other, NEXT)).toBeNull();
  await other.synced();
  const after = await other.ask('session.state', {});
  expect(after.deviceId).toBe(before.deviceId);
  expect(Buffer.from(other.context.account.accountKey)).toEqual(accountKey);
  expect(folders(other)).toHaveLength(1);
  expect((await other.ask('session.devices', {})).devices).toHaveLength(2);
  expect((await other.ask('meetings.list', {})).meetings).toHaveLength(1);
  await other.ask('session.lock', {});
  other.network.isCut = true;
  expect(await signInCode(other, PASSPHRASE)).toBe('passphrase_wrong');
  other.ahead += 2000;
  expect(await signInCode(other, NEXT)).toBeNull();
});

test('a device that is open when the passphrase changes elsewhere says so, and goes on with the new one', async () => {
  const { server, admin } = await installation();
  const other = using(await startTestClient({ serverUrl: server.url }));
  await other.signIn(NAME, PASSPHRASE);
  await other.synced();
  await admin.ask('session.changePassphrase', change);
  await admin.synced();
  await other.ask('sync.now', {});
  expect((await other.ask('sync.state', {})).error?.code).toBe('not_signed_in');
  expect(await codeOf(other, 'session.changePassphrase', { ...change, next: 'và một câu thứ ba' })).toBe(
    'passphrase_changed',
  );
  expect(await signInCode(other, NEXT)).toBeNull();
  await other.synced();
  expect(folders(other)).toHaveLength(1);
});

test('after an administrator’s reset, a device that is still open takes the new passphrase and gives the account key back', async () => {
  const { admin, addPerson, clientOf, server } = await installation();
  await addPerson('bo.truong');
  const member = await clientOf('bo.truong');
  const accountKey = Buffer.from(member.context.account.accountKey);
  await admin.ask('accounts.reset', { username: 'bo.truong', passphrase: NEXT });
  await member.signIn('bo.truong', NEXT);
  await member.synced();
  expect(folders(member)).toHaveLength(1);
  const second = using(await startTestClient({ serverUrl: server.url }));
  await second.signIn('bo.truong', NEXT);
  expect(Buffer.from(second.context.account.accountKey)).toEqual(accountKey);
});

test('after an administrator’s reset, a new device asks before anything is replaced, and nothing is lost by another one first', async () => {
  const { admin, addPerson, clientOf, server } = await installation();
  await addPerson('bo.truong');
  const member = await clientOf('bo.truong');
  const own = { username: 'bo.truong', passphrase: NEXT };
  const standing = () => server.context.storage.directory.findAccount('bo.truong');
  await admin.ask('accounts.reset', own);
  const second = using(await startTestClient({ serverUrl: server.url }));
  expect(await codeOf(second, 'session.signIn', own)).toBe('account_key_gone');
  expect(await codeOf(second, 'session.signIn', own)).toBe('account_key_gone');
  // No device was entered, no session opened, no key made.
  expect(await standing()).toMatchObject({ accountKey: null, lastSignInAt: expect.any(String) as string });
  expect((await second.ask('session.state', {})).profiles).toEqual([]);
  await admin.synced();
  await admin.ask('sync.now', {});
  const devicesOf = async () =>
    (await admin.ask('devices.list', { personId: member.context.account.personId })).devices;
  expect(await devicesOf()).toHaveLength(1);
  // The device that has the key gives it back; the new one then opens without a question.
  await member.signIn('bo.truong', NEXT);
  await member.synced();
  await second.signIn('bo.truong', NEXT);
  expect(Buffer.from(second.context.account.accountKey)).toEqual(
    Buffer.from(member.context.account.accountKey),
  );
});

test('after an administrator’s reset, a new device makes a new account key once its person has said so, and no later one asks', async () => {
  const { admin, addPerson, clientOf, server } = await installation();
  await addPerson('bo.truong');
  const member = await clientOf('bo.truong');
  const former = Buffer.from(member.context.account.accountKey);
  await admin.ask('accounts.reset', { username: 'bo.truong', passphrase: NEXT });
  const second = using(await startTestClient({ serverUrl: server.url }));
  await second.ask('session.signIn', { username: 'bo.truong', passphrase: NEXT, afresh: true });
  await second.synced();
  const made = Buffer.from(second.context.account.accountKey);
  expect(made).not.toEqual(former);
  const third = using(await startTestClient({ serverUrl: server.url }));
  await third.signIn('bo.truong', NEXT);
  expect(Buffer.from(third.context.account.accountKey)).toEqual(made);
});

test('needs the server and the former passphrase; refused, nothing has changed', async () => {
  const { admin } = await installation();
  const vault = readFileSync(join(profileOf(admin), 'vault.json'), 'utf8');
  const wrong = { ...change, passphrase: 'không phải câu này' };
  expect(await codeOf(admin, 'session.changePassphrase', wrong)).toBe('passphrase_wrong');
  admin.ahead += 2000;
  admin.network.isCut = true;
  expect(await codeOf(admin, 'session.changePassphrase', change)).toBe('passphrase_needs_server');
  expect(readFileSync(join(profileOf(admin), 'vault.json'), 'utf8')).toBe(vault);
  admin.network.isCut = false;
  await admin.ask('session.lock', {});
  expect(await signInCode(admin, PASSPHRASE)).toBeNull();
});

test('an answer that is lost on its way back does not lose the change', async () => {
  const { admin } = await installation();
  admin.network.loseAnswersTo = '/auth/passphrase';
  await admin.ask('session.changePassphrase', change);
  admin.network.loseAnswersTo = null;
  await admin.ask('session.lock', {});
  admin.network.isCut = true;
  expect(await signInCode(admin, NEXT)).toBeNull();
});

test('killed after the server has the new passphrase, before the vault: the former opens here, the new one with the server', async () => {
  const { server, admin } = await installation();
  const before = mkdtempSync(join(tmpdir(), 'ecabinet-before-'));
  cpSync(join(admin.dataDir, 'profiles'), join(before, 'profiles'), { recursive: true });
  await admin.ask('session.changePassphrase', change);
  await admin.close();
  const device = using(await startOn({ dataDir: before }, server.url));
  device.network.isCut = true;
  expect(await signInCode(device, PASSPHRASE)).toBeNull();
  await device.ask('session.lock', {});
  device.network.isCut = false;
  expect(await signInCode(device, NEXT)).toBeNull();
  await device.synced();
  expect(folders(device)).toHaveLength(1);
  expect(await codeOf(device, 'session.changePassphrase', { passphrase: NEXT, next: PASSPHRASE })).toBeNull();
  rmSync(before, { recursive: true });
});

test('killed after the vault, before the store knows: the new passphrase opens it offline and renews the session', async () => {
  const { server, admin } = await installation();
  const mixed = mkdtempSync(join(tmpdir(), 'ecabinet-mixed-'));
  cpSync(join(admin.dataDir, 'profiles'), join(mixed, 'profiles'), { recursive: true });
  await admin.ask('session.changePassphrase', change);
  await admin.close();
  cpSync(join(profileOf(admin), 'vault.json'), join(profileOf({ dataDir: mixed }), 'vault.json'));
  // The session of the copy is another one's by then.
  await server.context.storage.transact((await organisationOf(server)) ?? '', (tx) =>
    tx.accounts.removeSessionsOf(NAME),
  );
  const device = using(await startOn({ dataDir: mixed }, server.url));
  device.network.isCut = true;
  expect(await signInCode(device, NEXT)).toBeNull();
  device.network.isCut = false;
  await device.ask('sync.now', {});
  await device.synced();
  rmSync(mixed, { recursive: true });
});

const organisationOf = async (server: Awaited<ReturnType<typeof startInstallation>>['server']) =>
  (await server.context.storage.directory.findAccount(NAME))?.organisationId;

test('a change that was cut off is finished by asking for it again', async () => {
  const { server, admin } = await installation();
  const before = mkdtempSync(join(tmpdir(), 'ecabinet-again-'));
  cpSync(join(admin.dataDir, 'profiles'), join(before, 'profiles'), { recursive: true });
  await admin.ask('session.changePassphrase', change);
  await admin.close();
  const device = using(await startOn({ dataDir: before }, server.url));
  await device.signIn(NAME, PASSPHRASE);
  expect(await codeOf(device, 'session.changePassphrase', change)).toBeNull();
  await device.ask('session.lock', {});
  device.network.isCut = true;
  expect(await signInCode(device, NEXT)).toBeNull();
  rmSync(before, { recursive: true });
});

test('trying passphrases by way of a change or of the account key draws on the same count as signing in', async () => {
  const { admin, server } = using(await startInstallation({ settings: { signInsPerMinute: 4 } }));
  const query = { protocol: 2, username: NAME, authKey: Buffer.alloc(32).toString('base64') };
  const attempt = async () =>
    (
      await fetch(`${server.url}/api/v1/auth/account-key`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(query),
      })
    ).status;
  // One is used up by the first sign-in.
  expect([await attempt(), await attempt(), await attempt(), await attempt()]).toEqual([401, 401, 401, 429]);
  expect(await codeOf(admin, 'session.changePassphrase', change)).toBe('too_many_attempts');
});
