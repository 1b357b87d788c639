import { hash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { kdfParams } from '../../../shared/contract/sync.ts';
import { base64, id, instant } from '../../../shared/domain/records/common.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { readJson, writeJsonAtomically } from './atomicFile.ts';

const keyStoreWrap = z.strictObject({ backend: z.string(), wrapped: base64 });

/** What both versions hold. */
const common = {
  serverUrl: z.string().refine((text) => URL.canParse(text)),
  username: z.string().min(1),
  /** For the list of profiles. */
  name: z.string(),
  personId: id,
  accountSalt: base64,
  kdf: kdfParams,
  deviceSalt: base64,
  byPassphrase: base64,
  byKeyStore: keyStoreWrap.nullable(),
  lastUsedAt: instant,
};

/** A PIN that survives a restart: `secret` (wrapped by the key store) and the digits together open `wrapped`. */
export const storedPin = z.strictObject({
  salt: base64,
  kdf: kdfParams,
  secret: keyStoreWrap,
  wrapped: base64,
  /** Wrong tries in a row; written before each try, so that a restart gives none back. */
  failed: z.int().min(0),
});
export type StoredPin = z.infer<typeof storedPin>;

/**
 * What must be known before the store can be opened: whose it is, and its data key, wrapped by the passphrase, by the
 * account key and, where there is one, by the operating system's key store. Holds no secret by itself.
 */
const vault = z.strictObject({
  version: z.literal(2),
  ...common,
  /**
   * Whoever comes to the account key in another way than by the former passphrase (a new one, a recovery) opens this
   * store. Null until a store of version 1 has been opened for the first time, because the account key lies in it.
   */
  byAccountKey: base64.nullable(),
  /** While there is one, `byKeyStore` is null: the key store alone must not open what asks for a PIN. */
  pin: storedPin.nullable(),
  /** Locked, by its person or by itself: the key store alone does not open it. */
  locked: z.boolean(),
  /** A device that was lent for one session (null until it is chosen): only the passphrase opens it. */
  loaner: z.strictObject({ meetingId: id.nullable() }).nullable(),
});
export type Vault = z.infer<typeof vault>;

const vault1 = z.strictObject({ version: z.literal(1), ...common, lockedByPerson: z.boolean() });

/** A vault of version 1 is read as one of version 2, and written as such at the next change. */
const anyVault = z.union([
  vault,
  vault1.transform(({ lockedByPerson, ...kept }): Vault => ({
    ...kept,
    version: 2,
    byAccountKey: null,
    pin: null,
    locked: lockedByPerson,
    loaner: null,
  })),
]);

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
  existsSync(vaultPath(folder)) ? (readJson(vaultPath(folder), anyVault) ?? 'damaged') : 'none';

export const writeVault = (folder: string, value: Vault, reached: CoreReached = unwatched): void => {
  writeJsonAtomically(vaultPath(folder), value, () => reached('vault.written'));
  reached('vault.renamed');
};

export interface Profile {
  readonly folder: string;
  readonly vault: Vault;
}

/** Every readable profile on this device, last used first. */
const allProfiles = (dataDir: string): readonly Profile[] => {
  const root = join(dataDir, 'profiles');
  if (!existsSync(root)) return [];
  return (
    readdirSync(root)
      // A folder set aside has a longer name.
      .filter((name) => /^[0-9a-f]{32}$/.test(name))
      .map((name) => ({ folder: join(root, name), vault: readVault(join(root, name)) }))
      .filter((each): each is Profile => typeof each.vault === 'object')
      .sort((a, b) => (a.vault.lastUsedAt < b.vault.lastUsedAt ? 1 : -1))
  );
};

/** The folder says of which address it is: the vault of one that was taken along may say so a moment later. */
const isAt =
  (dataDir: string, serverUrl: string) =>
  ({ folder, vault }: Profile): boolean =>
    profileFolder(dataDir, serverUrl, vault.username) === folder;

/** Readable profiles of one server on this device, last used first. */
export const listProfiles = (dataDir: string, serverUrl: string): readonly Profile[] =>
  allProfiles(dataDir).filter(isAt(dataDir, serverUrl));

/** Readable profiles under other addresses, of people who have none under this one. */
export const listElsewhere = (dataDir: string, serverUrl: string): readonly Profile[] => {
  const all = allProfiles(dataDir);
  const here = new Set(all.filter(isAt(dataDir, serverUrl)).map(({ vault }) => vault.username));
  return all.filter(({ vault }) => !here.has(vault.username));
};
