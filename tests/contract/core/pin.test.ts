import { expect, test } from 'vitest';
import type { KeyStore } from '../../../main/core/ports.ts';
import { dataKeyByPin } from '../../../main/core/keys/pin.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { testKeyStore } from '../../support/keyStore.ts';
import { codeOf, startOn, stateOf, vaultOf } from '../../support/lockSetting.ts';

const using = disposingAfterEach();
const NAME = 'quan.tri';
const PIN = '294715';

/** A device of its own with a PIN, and nobody else's network. */
const deviceWithPin = async (keyStore?: KeyStore) => {
  const { server } = using(await startInstallation());
  const options = { serverUrl: server.url, ...(keyStore === undefined ? {} : { keyStore }) };
  const device = using(await startTestClient(options));
  await device.signIn(NAME, PASSPHRASE);
  await device.synced();
  const { kept } = await device.ask('session.setPin', { passphrase: PASSPHRASE, pin: PIN });
  return { server, device, kept };
};
const unlock = (client: TestClient, pin: string) => codeOf(client, 'session.unlock', { username: NAME, pin });
const triesLeft = async (client: TestClient) =>
  (await client.ask('session.state', {})).profiles[0]?.pinTriesLeft;

test('with a key store a PIN opens the device offline, also after a restart', async () => {
  const keyStore = testKeyStore('keychain');
  const { server, device, kept } = await deviceWithPin(keyStore);
  expect(kept).toBe(true);
  await device.close();
  await server.stop();
  const again = using(await startOn(device, server.url, keyStore));
  expect([await stateOf(again), await triesLeft(again)]).toEqual(['locked', 5]);
  expect(await unlock(again, PIN)).toBeNull();
  expect((await again.ask('session.state', {})).person?.name).toBe('Nguyễn Văn Quản');
});

test('neither the PIN nor the key store opens the device alone', async () => {
  const keyStore = testKeyStore('keychain');
  const { server, device } = await deviceWithPin(keyStore);
  const { pin, byKeyStore } = vaultOf(device);
  expect(byKeyStore).toBeNull();
  if (pin === null) throw new Error('the PIN was not kept');
  // What a copy of the disk has: every digit could be tried, and none would open it.
  expect(await dataKeyByPin(pin, PIN, new Uint8Array(32))).toBeNull();
  const secret = await keyStore.unwrap(new Uint8Array(Buffer.from(pin.secret.wrapped, 'base64')));
  expect(await dataKeyByPin(pin, '294716', secret)).toBeNull();
  expect(await dataKeyByPin(pin, PIN, secret)).toHaveLength(32);
  await device.close();
  const stolen = using(await startOn(device, server.url, testKeyStore('keychain')));
  expect([await stateOf(stolen), await unlock(stolen, PIN)]).toEqual(['locked', 'pin_not_now']);
  expect(await triesLeft(stolen)).toBe(5);
});

test('five wrong tries in a row take the PIN away, whatever is restarted in between; the passphrase remains', async () => {
  const keyStore = testKeyStore('keychain');
  const { server, device } = await deviceWithPin(keyStore);
  await device.ask('session.lock', {});
  expect(await unlock(device, '111112')).toBe('pin_wrong');
  expect(await unlock(device, '111112')).toBe('pin_wrong');
  expect(await triesLeft(device)).toBe(3);
  await device.close();
  const again = using(await startOn(device, server.url, keyStore));
  expect(await triesLeft(again)).toBe(3);
  expect(await unlock(again, '111112')).toBe('pin_wrong');
  expect(await unlock(again, '111112')).toBe('pin_wrong');
  expect(await unlock(again, '111112')).toBe('pin_gone');
  expect(await unlock(again, PIN)).toBe('pin_gone');
  expect([await triesLeft(again), vaultOf(again).pin]).toEqual([0, null]);
  await again.close();
  const last = using(await startOn(again, server.url, keyStore));
  expect([await stateOf(last), await unlock(last, PIN)]).toEqual(['locked', 'pin_gone']);
  await last.signIn(NAME, PASSPHRASE);
  expect(vaultOf(last).byKeyStore?.backend).toBe('keychain');
});

test('a try counts from before it is made: ending the program in the middle gives none back', async () => {
  const keyStore = testKeyStore('keychain');
  const { device } = await deviceWithPin(keyStore);
  await device.ask('session.lock', {});
  let isAnswered = false;
  const trying = unlock(device, '111112').finally(() => (isAnswered = true));
  while (vaultOf(device).pin?.failed === 0) await new Promise(setImmediate);
  expect([vaultOf(device).pin?.failed, isAnswered]).toEqual([1, false]);
  expect(await trying).toBe('pin_wrong');
  expect(await unlock(device, PIN)).toBeNull();
  expect(vaultOf(device).pin?.failed).toBe(0);
});

test('the right PIN gives all tries back', async () => {
  const { device } = await deviceWithPin(testKeyStore('keychain'));
  await device.ask('session.lock', {});
  for (let round = 0; round < 2; round += 1) {
    for (let wrong = 0; wrong < 4; wrong += 1) expect(await unlock(device, '111112')).toBe('pin_wrong');
    expect(await unlock(device, PIN)).toBeNull();
    await device.ask('session.lock', {});
  }
});

test('without a key store a PIN lives as long as the program, and nothing of it is on the disk', async () => {
  const { server, device, kept } = await deviceWithPin();
  expect(kept).toBe(false);
  expect(vaultOf(device).pin).toBeNull();
  await device.ask('session.lock', {});
  expect([await triesLeft(device), await unlock(device, PIN)]).toEqual([5, null]);
  await device.ask('session.lock', {});
  await device.close();
  const again = using(await startOn(device, server.url));
  expect([await triesLeft(again), await unlock(again, PIN)]).toEqual([0, 'pin_gone']);
  await again.signIn(NAME, PASSPHRASE);
});

test('in memory, too, a PIN has five tries', async () => {
  const { device } = await deviceWithPin();
  await device.ask('session.lock', {});
  for (let wrong = 0; wrong < 4; wrong += 1) expect(await unlock(device, '111112')).toBe('pin_wrong');
  expect(await unlock(device, '111112')).toBe('pin_gone');
  expect(await unlock(device, PIN)).toBe('pin_gone');
  await device.signIn(NAME, PASSPHRASE);
});

test('a key store that refuses for a moment costs no try, and the PIN works again with it', async () => {
  const keyStore = testKeyStore('gnome_libsecret');
  const { device } = await deviceWithPin(keyStore);
  await device.ask('session.lock', {});
  keyStore.mood = 'refuses';
  expect(await unlock(device, PIN)).toBe('pin_not_now');
  expect(await triesLeft(device)).toBe(5);
  keyStore.mood = 'well';
  expect(await unlock(device, PIN)).toBeNull();
});

test('is set only with the passphrase, refused when a stranger would try it first, and removed at once', async () => {
  const { device } = await deviceWithPin(testKeyStore('keychain'));
  const set = (passphrase: string, pin: string) => codeOf(device, 'session.setPin', { passphrase, pin });
  expect(await set('không phải', '294716')).toBe('passphrase_wrong');
  device.ahead += 2000;
  for (const pin of ['000000', '123456', '987654']) expect(await set(PASSPHRASE, pin)).toBe('pin_too_simple');
  expect(await set(PASSPHRASE, '12345')).toBe('bad_request');
  await device.ask('session.removePin', {});
  expect([await triesLeft(device), vaultOf(device).pin]).toEqual([0, null]);
  await device.ask('session.lock', {});
  expect(await unlock(device, PIN)).toBe('pin_gone');
});

test('a change of passphrase leaves the PIN as it is', async () => {
  const { device } = await deviceWithPin(testKeyStore('keychain'));
  await device.ask('session.changePassphrase', { passphrase: PASSPHRASE, next: 'một câu khác hẳn' });
  await device.ask('session.lock', {});
  expect(await unlock(device, PIN)).toBeNull();
});
