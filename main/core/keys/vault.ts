import { hash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { kdfParams } from '../../../shared/contract/sync.ts';
import { base64, id, instant } from '../../../shared/domain/records/common.ts';
import { readJson, writeJsonAtomically } from './atomicFile.ts';

/**
 * What must be known before the store can be opened: whose it is, and its data key, wrapped by the passphrase and,
 * where there is one, by the operating system's key store. Holds no secret by itself.
 */
const vault = z.strictObject({
  version: z.literal(1),
  serverUrl: z.string(),
  username: z.string().min(1),
  /** For the list of profiles. */
  name: z.string(),
  personId: id,
  accountSalt: base64,
  kdf: kdfParams,
  deviceSalt: base64,
  byPassphrase: base64,
  byKeyStore: z.strictObject({ backend: z.string(), wrapped: base64 }).nullable(),
  /** Locked on purpose: the key store alone does not open it. */
  lockedByPerson: z.boolean(),
  lastUsedAt: instant,
});
export type Vault = z.infer<typeof vault>;

/** Two ways of typing one name are one profile. */
export const normalisedUsername = (username: string): string =>
  username.normalize('NFC').trim().toLowerCase();

/** Folder of a person's profile on this device, the same for the same server and name. */
export const profileFolder = (dataDir: string, serverUrl: string, username: string): string =>
  join(
    dataDir,
    'profiles',
    hash('sha256', `${new URL(serverUrl).origin}|${normalisedUsername(username)}`, 'hex').slice(0, 32),
  );

const vaultPath = (folder: string): string => join(folder, 'vault.json');

/** `damaged`: there is one, and it cannot be read; it is left as it is. */
export const readVault = (folder: string): Vault | 'none' | 'damaged' =>
  existsSync(vaultPath(folder)) ? (readJson(vaultPath(folder), vault) ?? 'damaged') : 'none';

export const writeVault = (folder: string, value: Vault): void => {
  writeJsonAtomically(vaultPath(folder), value);
};

export interface Profile {
  readonly folder: string;
  readonly vault: Vault;
}

/** Readable profiles of one server on this device, last used first. */
export const listProfiles = (dataDir: string, serverUrl: string): readonly Profile[] => {
  const root = join(dataDir, 'profiles');
  if (!existsSync(root)) return [];
  const origin = new URL(serverUrl).origin;
  return (
    readdirSync(root)
      // A folder set aside has a longer name.
      .filter((name) => /^[0-9a-f]{32}$/.test(name))
      .map((name) => ({ folder: join(root, name), vault: readVault(join(root, name)) }))
      .filter((each): each is Profile => typeof each.vault === 'object')
      .filter((each) => new URL(each.vault.serverUrl).origin === origin)
      .sort((a, b) => (a.vault.lastUsedAt < b.vault.lastUsedAt ? 1 : -1))
  );
};
