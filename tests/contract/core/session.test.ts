import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KeyStore } from '../../../main/core/ports.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { type Installation, PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { startTestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();

const installation = async (): Promise<Installation> => using(await startInstallation());

const codeOf = async (client: TestClient, username: string, passphrase: string): Promise<string | null> => {
  const answer = await client.call('session.signIn', { username, passphrase });
  return answer.ok ? null : answer.error.code;
};

/** Every file below a folder. */
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

describe('the first sign-in on a device', () => {
  test('brings everything; nothing of it lies on the disk as plaintext', async () => {
    const { admin, createMeeting } = await installation();
    const title = 'Phiên họp thường kỳ tháng 11 năm 2026';
    await createMeeting(title);
    await admin.synced();
    const state = await admin.ask('session.state', {});
    expect(state).toMatchObject({ state: 'unlocked', username: 'quan.tri', needsSetup: false });
    expect(state.person?.name).toBe('Nguyễn Văn Quản');
    expect((await admin.ask('session.devices', {})).devices.map(({ id }) => id)).toEqual([state.deviceId]);
    const files = filesIn(admin.dataDir);
    expect(files.some((path) => path.endsWith('cabinet.db'))).toBe(true);
    for (const path of files) {
      const bytes = readFileSync(path);
      expect(bytes.includes(Buffer.from(title)), path).toBe(false);
      expect(bytes.includes(Buffer.from(PASSPHRASE)), path).toBe(false);
      expect(bytes.includes(Buffer.from('CREATE TABLE scopes')), path).toBe(false);
    }
  });

  test('needs the server, and says so', async () => {
    const client = using(await startTestClient({ serverUrl: 'http://127.0.0.1:9' }));
    expect(await client.ask('session.state', {})).toMatchObject({ state: 'new', needsSetup: false });
    expect(await codeOf(client, 'thu.ky', PASSPHRASE)).toBe('first_sign_in_needs_network');
    expect(await client.ask('session.state', {})).toMatchObject({ state: 'new', profiles: [] });
  });

  test('with a wrong passphrase or an unknown name leaves nothing on the device', async () => {
    const { server } = await installation();
    const client = using(await startTestClient({ serverUrl: server.url }));
    expect(await codeOf(client, 'quan.tri', 'không phải')).toBe('credentials_wrong');
    expect(await codeOf(client, 'khong.co', PASSPHRASE)).toBe('credentials_wrong');
    expect((await client.ask('session.state', {})).state).toBe('new');
  });

  test('of an empty installation is preceded by its set-up, with the printed code', async () => {
    const server = using(await startTestServer());
    const client = using(await startTestClient({ serverUrl: server.url }));
    await until('the server was asked', async () => (await client.ask('session.state', {})).needsSetup);
    const args = {
      ...{
        organisationName: 'UBND tỉnh',
        bodyName: 'Ủy ban',
        username: 'quan.tri',
        name: 'Quản',
        position: '',
        timeZone: 'Europe/Berlin',
      },
      passphrase: PASSPHRASE,
    };
    const wrong = await client.call('session.setup', { ...args, code: 'AAAA-AAAA' });
    expect(wrong).toMatchObject({ ok: false, error: { code: 'setup_code_wrong' } });
    await client.ask('session.setup', { ...args, code: server.setupCode ?? '' });
    expect((await client.ask('session.state', {})).needsSetup).toBe(false);
    await client.signIn('quan.tri', PASSPHRASE);
    await client.synced();
    const { organisation } = await client.ask('session.state', {});
    expect(organisation?.timeZone).toBe('Europe/Berlin');
  });

  test('on a second device gets the same account key as the first', async () => {
    const keys: string[] = [];
    const { server } = await installation();
    for (let device = 0; device < 2; device += 1) {
      const client = await startTestClient({
        serverUrl: server.url,
        features: [
          (context) => {
            keys.push(Buffer.from(context.account.accountKey).toString('hex'));
            return { methods: {} };
          },
        ],
      });
      using(client);
      await client.signIn('quan.tri', PASSPHRASE);
    }
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(keys[1]).toBe(keys[0]);
  });
});

describe('a device that has been signed in on', () => {
  test('is unlocked offline after a restart, with everything it had', async () => {
    const { server, admin } = await installation();
    const before = await admin.ask('session.state', {});
    await server.stop();
    const again = using(await admin.restarted());
    expect(await again.ask('session.state', {})).toMatchObject({
      state: 'locked',
      person: null,
      profiles: [{ username: 'quan.tri', name: 'Nguyễn Văn Quản', pinTriesLeft: 0 }],
    });
    expect(await again.call('session.devices', {})).toMatchObject({ ok: false, error: { code: 'locked' } });
    await again.signIn('quan.tri', PASSPHRASE);
    expect(await again.ask('session.state', {})).toEqual(before);
    await until('it knows that it is offline', async () => {
      const { phase, error, complete, retryAt } = await again.ask('sync.state', {});
      return phase === 'offline' && error?.code === 'server_unreachable' && complete && retryAt !== null;
    });
  });

  test('makes whoever types a wrong passphrase wait longer each time; the right one then opens it', async () => {
    const { server, admin } = await installation();
    await server.stop();
    const again = using(await admin.restarted());
    expect(await codeOf(again, 'quan.tri', 'sai')).toBe('passphrase_wrong');
    const waiting = await again.call('session.signIn', { username: 'quan.tri', passphrase: PASSPHRASE });
    expect(waiting).toEqual({ ok: false, error: { code: 'passphrase_wait', params: { seconds: 1 } } });
    again.ahead += 1000;
    expect(await codeOf(again, 'quan.tri', 'sai')).toBe('passphrase_wrong');
    again.ahead += 1000;
    const longer = await again.call('session.signIn', { username: 'quan.tri', passphrase: PASSPHRASE });
    expect(longer).toMatchObject({ ok: false, error: { code: 'passphrase_wait' } });
    const restarted = using(await again.restarted());
    expect(await codeOf(restarted, 'quan.tri', PASSPHRASE)).toBe('passphrase_wait');
    restarted.ahead += 10_000;
    expect(await codeOf(restarted, 'quan.tri', PASSPHRASE)).toBeNull();
    expect((await restarted.ask('session.state', {})).person?.name).toBe('Nguyễn Văn Quản');
  });

  test('locks: queries say so, and the passphrase opens it again', async () => {
    const { admin } = await installation();
    await admin.ask('session.lock', {});
    expect((await admin.ask('session.state', {})).state).toBe('locked');
    expect(await admin.call('sync.state', {})).toMatchObject({ ok: false, error: { code: 'locked' } });
    expect((await admin.cabinet.openFile('0'.repeat(64))).ok).toBe(false);
    expect(await admin.ask('preferences.get', {})).toMatchObject({ language: 'vi' });
    await admin.signIn('quan.tri', PASSPHRASE);
    await admin.synced();
  });

  test('opens for nobody any more once the app has closed', async () => {
    const { admin } = await installation();
    await admin.close();
    expect(await codeOf(admin, 'quan.tri', PASSPHRASE)).toBe('locked');
    expect((await admin.ask('session.state', {})).state).toBe('locked');
  });

  test('holds several people, each behind their own passphrase', async () => {
    const { server, addPerson } = await installation();
    await addPerson('bo.truong');
    const client = using(await startTestClient({ serverUrl: server.url }));
    await client.signIn('quan.tri', PASSPHRASE);
    await client.synced();
    await client.signIn('BO.TRUONG ', PASSPHRASE);
    await client.synced();
    const state = await client.ask('session.state', {});
    expect(state.username).toBe('bo.truong');
    expect(state.profiles.map(({ username }) => username)).toEqual(['bo.truong', 'quan.tri']);
  });

  test('of a disabled account stops syncing, says so, and keeps what it has readable', async () => {
    const { admin, addPerson, clientOf } = await installation();
    await addPerson('bo.truong');
    const member = await clientOf('bo.truong');
    await admin.ask('accounts.setDisabled', { username: 'bo.truong', disabled: true });
    await member.ask('sync.now', {});
    const { phase, error, retryAt } = await member.ask('sync.state', {});
    expect({ phase, code: error?.code }).toEqual({ phase: 'trouble', code: 'account_disabled' });
    // An administrator may put it right: it is asked for again, slowly.
    expect(retryAt).not.toBeNull();
    expect((await member.ask('session.state', {})).person?.name).toBe('Người dùng bo.truong');
  });

  test('whose passphrase an administrator replaced says that it is not signed in; the new one starts afresh once its person agrees', async () => {
    const { admin, addPerson, clientOf } = await installation();
    await addPerson('bo.truong');
    const member = await clientOf('bo.truong');
    const deviceId = (await member.ask('session.state', {})).deviceId;
    await admin.ask('accounts.reset', { username: 'bo.truong', passphrase: 'câu mật khẩu mới' });
    await member.ask('sync.now', {});
    expect((await member.ask('sync.state', {})).error?.code).toBe('not_signed_in');
    expect((await member.ask('session.state', {})).person).not.toBeNull();
    await member.ask('session.lock', {});
    await member.signIn('bo.truong', PASSPHRASE);
    await member.ask('session.lock', {});
    const given = { username: 'bo.truong', passphrase: 'câu mật khẩu mới' };
    const asked = await member.call('session.signIn', given);
    expect(asked).toEqual({
      ok: false,
      error: { code: 'starts_afresh', params: { elsewhere: 0 } },
    });
    const folders = () => readdirSync(join(member.dataDir, 'profiles'));
    const before = folders();
    expect(before).toHaveLength(1);
    await member.ask('session.signIn', { ...given, afresh: true });
    await member.synced();
    const state = await member.ask('session.state', {});
    expect(state.deviceId).not.toBe(deviceId);
    expect(state.profiles).toHaveLength(1);
    const [kept = '', ...others] = folders().filter((name) => name.includes('.replaced-'));
    expect(others).toEqual([]);

    // What was set aside is put back by hand, and the former passphrase opens it as it was.
    const [name = ''] = before;
    await member.ask('session.lock', {});
    const { dataDir } = member;
    renameSync(join(dataDir, 'profiles', name), join(dataDir, 'anew'));
    renameSync(join(dataDir, 'profiles', kept), join(dataDir, 'profiles', name));
    await member.signIn('bo.truong', PASSPHRASE);
    expect((await member.ask('session.state', {})).deviceId).toBe(deviceId);
    // Another device has begun anew: nothing of it can be sent, and the new passphrase says why.
    expect(await member.call('session.signIn', given)).toEqual({
      ok: false,
      error: { code: 'starts_afresh', params: { elsewhere: 1 } },
    });
  });
});

describe('the key store of the operating system', () => {
  const wrapKey = randomBytes(32);
  /** A key store as the system offers it: authenticated, and able to refuse. */
  const keyStore = (backend: string, refuses = false): KeyStore => ({
    backend,
    async wrap(secret) {
      const cipher = createCipheriv('aes-256-gcm', wrapKey, Buffer.alloc(12));
      return new Uint8Array(Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]));
    },
    async unwrap(wrapped) {
      if (refuses) throw new Error('the key ring is locked');
      const cipher = createDecipheriv('aes-256-gcm', wrapKey, Buffer.alloc(12));
      cipher.setAuthTag(wrapped.subarray(-16));
      return new Uint8Array(Buffer.concat([cipher.update(wrapped.subarray(0, -16)), cipher.final()]));
    },
  });
  const start = async (dataDir: string, serverUrl: string, store: KeyStore) =>
    using(await startTestClient({ dataDir, serverUrl, keyStore: store }));

  test('opens the store at the start, until its person locks it; a failing or other one asks and deletes nothing', async () => {
    const { server, admin } = await installation();
    const { dataDir } = admin;
    await admin.close();
    const first = await start(dataDir, server.url, keyStore('libsecret'));
    expect((await first.ask('session.state', {})).state).toBe('locked');
    await first.signIn('quan.tri', PASSPHRASE);
    await first.close();

    const second = await start(dataDir, server.url, keyStore('libsecret'));
    expect((await second.ask('session.state', {})).state).toBe('unlocked');
    await second.close();

    const refusing = await start(dataDir, server.url, keyStore('libsecret', true));
    expect((await refusing.ask('session.state', {})).state).toBe('locked');
    await refusing.close();
    const other = await start(dataDir, server.url, keyStore('kwallet'));
    expect((await other.ask('session.state', {})).state).toBe('locked');
    await other.close();

    const third = await start(dataDir, server.url, keyStore('libsecret'));
    expect((await third.ask('session.state', {})).state).toBe('unlocked');
    await third.ask('session.lock', {});
    await third.close();
    const locked = await start(dataDir, server.url, keyStore('libsecret'));
    expect((await locked.ask('session.state', {})).state).toBe('locked');
    await locked.signIn('quan.tri', PASSPHRASE);
  });
});

describe('the one API', () => {
  test('answers nonsense with an error, never by failing, and goes on', async () => {
    const { admin } = await installation();
    expect(await admin.cabinet.call('no.such.method', {})).toMatchObject({ error: { code: 'bad_request' } });
    expect(await admin.cabinet.call('session.signIn', { username: 3 })).toMatchObject({
      error: { code: 'bad_request' },
    });
    expect(await admin.cabinet.call('__proto__', undefined)).toMatchObject({
      error: { code: 'bad_request' },
    });
    await admin.ask('sync.state', {});
  });

  test('keeps preferences of the device, readable while locked and after a restart', async () => {
    const client = using(await startTestClient({ serverUrl: 'http://127.0.0.1:9' }));
    expect(await client.ask('preferences.get', {})).toEqual({
      language: 'vi',
      theme: 'system',
      textSize: 'normal',
      ...{ paperLimit: null, paperRate: null, papersOnOpening: false },
    });
    await client.ask('preferences.set', { theme: 'dark', language: 'en' });
    const again = using(await client.restarted());
    expect(await again.ask('preferences.get', {})).toEqual({
      language: 'en',
      theme: 'dark',
      textSize: 'normal',
      ...{ paperLimit: null, paperRate: null, papersOnOpening: false },
    });
  });
});
