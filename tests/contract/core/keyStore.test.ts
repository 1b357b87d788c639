import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { testKeyStore, type TestKeyStore } from '../../support/keyStore.ts';
import { profileOf, startOn, stateOf, vaultOf } from '../../support/lockSetting.ts';

const using = disposingAfterEach();
const NAME = 'quan.tri';

/** A closed device whose data key a key store has wrapped, with a meeting on it; its server is gone. */
const enrolled = async (keyStore: TestKeyStore) => {
  const { server, admin, createMeeting } = using(await startInstallation());
  await createMeeting('Phiên họp thường kỳ');
  await admin.synced();
  const device = using(await startTestClient({ serverUrl: server.url, keyStore }));
  await device.signIn(NAME, PASSPHRASE);
  await device.synced();
  await device.close();
  await server.stop();
  return { device, url: server.url };
};
const vaultText = (client: TestClient): string => readFileSync(join(profileOf(client), 'vault.json'), 'utf8');
const hasEverything = async (client: TestClient): Promise<boolean> =>
  (await client.ask('meetings.list', {})).meetings.length === 1;

/** Asks for the passphrase, has changed nothing on the disk, and the passphrase opens everything. */
const expectAsksAndKeeps = async (client: TestClient, before: string): Promise<void> => {
  expect(await stateOf(client)).toBe('locked');
  expect(vaultText(client)).toBe(before);
  await client.signIn(NAME, PASSPHRASE);
  expect(await hasEverything(client)).toBe(true);
};

test('a key store that has gone: the passphrase opens everything, and the old wrap waits for it to come back', async () => {
  const keyStore = testKeyStore('gnome_libsecret');
  const { device, url } = await enrolled(keyStore);
  const without = using(await startOn(device, url));
  await expectAsksAndKeeps(without, vaultText(device));
  expect(vaultOf(without).byKeyStore?.backend).toBe('gnome_libsecret');
  await without.close();
  const back = using(await startOn(device, url, keyStore));
  expect([await stateOf(back), await hasEverything(back)]).toEqual(['unlocked', true]);
});

test('a key store that refuses: the passphrase opens everything, and the next start needs it no more', async () => {
  const keyStore = testKeyStore('keychain');
  const { device, url } = await enrolled(keyStore);
  keyStore.mood = 'refuses';
  const refused = using(await startOn(device, url, keyStore));
  const before = vaultOf(device).byKeyStore;
  await expectAsksAndKeeps(refused, vaultText(device));
  expect(vaultOf(refused).byKeyStore).toEqual(before);
  await refused.close();
  keyStore.mood = 'well';
  expect(await stateOf(using(await startOn(device, url, keyStore)))).toBe('unlocked');
});

test('another back end is never asked for what it did not wrap; the passphrase makes a wrap for it', async () => {
  const { device, url } = await enrolled(testKeyStore('gnome_libsecret'));
  const other = testKeyStore('kwallet6');
  const changed = using(await startOn(device, url, other));
  expect(other.asked).toEqual([]);
  await expectAsksAndKeeps(changed, vaultText(device));
  expect(vaultOf(changed).byKeyStore?.backend).toBe('kwallet6');
  await changed.close();
  const next = using(await startOn(device, url, other));
  expect([await stateOf(next), await hasEverything(next)]).toEqual(['unlocked', true]);
});

test('a key store that gives back something else: the passphrase opens everything, and a new wrap is written', async () => {
  const keyStore = testKeyStore('dpapi');
  const { device, url } = await enrolled(keyStore);
  keyStore.mood = 'garbage';
  const before = vaultOf(device).byKeyStore;
  const client = using(await startOn(device, url, keyStore));
  await expectAsksAndKeeps(client, vaultText(device));
  expect(vaultOf(client).byKeyStore).not.toEqual(before);
  await client.close();
  keyStore.mood = 'well';
  expect(await stateOf(using(await startOn(device, url, keyStore)))).toBe('unlocked');
});

test('a key store whose own key was made anew: the passphrase opens everything, and the new key wraps it', async () => {
  const { device, url } = await enrolled(testKeyStore('keychain'));
  const anew = testKeyStore('keychain');
  const client = using(await startOn(device, url, anew));
  await expectAsksAndKeeps(client, vaultText(device));
  await client.close();
  expect(await stateOf(using(await startOn(device, url, anew)))).toBe('unlocked');
});

test('a key store that never answers does not keep the app from starting', async () => {
  const keyStore = testKeyStore('gnome_libsecret');
  const { device, url } = await enrolled(keyStore);
  const silent = { ...keyStore, unwrap: () => new Promise<Uint8Array>(() => undefined) };
  const client = using(await startOn(device, url, silent));
  await expectAsksAndKeeps(client, vaultText(device));
}, 30_000);
