import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataKeyByAccountKey } from '../../../main/core/keys/dataKey.ts';
import { profileFolder, readVault, type Vault } from '../../../main/core/keys/vault.ts';
import { startTestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { PASSPHRASE } from '../../support/installation.ts';

const using = disposingAfterEach();

/** Where the stored device of version 1 believes its server to be; nobody listens there. */
const STORED_SERVER = 'http://127.0.0.1:9';
const STORED = join(import.meta.dirname, '../../fixtures/vault-1');

const storedDevice = () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ecabinet-vault-'));
  const folder = profileFolder(dataDir, STORED_SERVER, 'quan.tri');
  mkdirSync(folder, { recursive: true });
  cpSync(STORED, folder, { recursive: true });
  return { dataDir, folder };
};

const vaultIn = (folder: string): Vault => {
  const vault = readVault(folder);
  if (typeof vault !== 'object') throw new Error(`no vault: ${vault}`);
  return vault;
};

test('a device of version 1 opens with its passphrase, and from then on with the account key as well', async () => {
  const { dataDir, folder } = storedDevice();
  const client = using(await startTestClient({ serverUrl: STORED_SERVER, dataDir }));
  expect((await client.ask('session.state', {})).state).toBe('locked');
  expect(vaultIn(folder)).toMatchObject({ version: 2, byAccountKey: null, pin: null, loaner: null });
  await client.signIn('quan.tri', PASSPHRASE);
  const { meetings } = await client.ask('meetings.list', {});
  expect(meetings.map(({ meeting }) => meeting.title)).toEqual(['Phiên họp thường kỳ tháng 11 năm 2026']);
  const written: unknown = JSON.parse(readFileSync(join(folder, 'vault.json'), 'utf8'));
  expect(written).toMatchObject({ version: 2, locked: false, pin: null, loaner: null });
  expect(dataKeyByAccountKey(vaultIn(folder), client.context.account.accountKey)).toHaveLength(32);
  expect(dataKeyByAccountKey(vaultIn(folder), new Uint8Array(32))).toBeNull();
});

test('a vault that cannot be read is left as it is, and says so', async () => {
  const { dataDir, folder } = storedDevice();
  cpSync(join(STORED, 'cabinet.db'), join(folder, 'vault.json'));
  const before = readdirSync(folder);
  const client = using(await startTestClient({ serverUrl: STORED_SERVER, dataDir }));
  const answer = await client.call('session.signIn', { username: 'quan.tri', passphrase: PASSPHRASE });
  expect(answer).toMatchObject({ ok: false, error: { code: 'store_damaged' } });
  expect(readdirSync(folder)).toEqual(before);
  expect(readFileSync(join(folder, 'vault.json'))).toEqual(readFileSync(join(STORED, 'cabinet.db')));
});
