import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import { isoOf } from '../../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { deriveMaster, deviceWrapKeyOf } from '../keys/derive.ts';
import { createTries } from '../keys/tries.ts';
import { normalisedUsername, profileFolder, readVault, type Vault, writeVault } from '../keys/vault.ts';
import { unwrapKey } from '../keys/wrap.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { openStore } from '../store/store.ts';
import { admit, askAndAdmit, createProfile, STORE_FILE, wrapByKeyStore } from './firstSignIn.ts';
import { askKdf } from './serverAuth.ts';

export interface OpenedProfile {
  readonly folder: string;
  readonly vault: Vault;
  readonly db: Database;
}

type Opened = Result<OpenedProfile, CabinetError>;

const openWith = (folder: string, vault: Vault, dataKey: Uint8Array): Opened => {
  const store = openStore(join(folder, STORE_FILE), dataKey);
  return store.ok ? ok({ folder, vault, db: store.value }) : store;
};

const unwrapByPassphrase = async (vault: Vault, passphrase: string): Promise<Uint8Array | null> => {
  const master = await deriveMaster(passphrase, fromBase64(vault.accountSalt), vault.kdf);
  const key = deviceWrapKeyOf(master, fromBase64(vault.deviceSalt));
  return unwrapKey(key, fromBase64(vault.byPassphrase), 'ecabinet/device/v1');
};

/** Whether the passphrase opens this profile; wrong ones count. */
export const checkPassphrase = async (
  deps: CabinetDeps,
  folder: string,
  vault: Vault,
  passphrase: string,
): Promise<Result<Uint8Array, CabinetError>> => {
  const tries = createTries(folder, deps.clock);
  const seconds = tries.secondsToWait();
  if (seconds > 0) return err(cabinetError('passphrase_wait', { seconds }));
  const dataKey = await unwrapByPassphrase(vault, passphrase);
  if (dataKey === null) {
    // Where the try cannot be noted, e.g. on a full disk, there is no limit to keep: no answer either.
    const noted = guardStorage(() => tries.failed());
    return noted.ok ? err(cabinetError('passphrase_wrong', { seconds: tries.secondsToWait() })) : noted;
  }
  tries.succeeded();
  return ok(dataKey);
};

/** Marks it as used last, and as opened by its person; wraps the key for a key store that is new here. */
const noteUse = async (
  deps: CabinetDeps,
  opened: OpenedProfile,
  dataKey: Uint8Array,
): Promise<OpenedProfile> => {
  const backend = deps.keyStore?.backend;
  const isWrapped = opened.vault.byKeyStore?.backend === backend;
  const vault: Vault = {
    ...opened.vault,
    byKeyStore: isWrapped ? opened.vault.byKeyStore : await wrapByKeyStore(deps, dataKey),
    lockedByPerson: false,
    lastUsedAt: isoOf(deps.clock),
  };
  // On a full disk what is here stays readable: only the order of the profiles is not brought up to date.
  const noted = guardStorage(() => writeVault(opened.folder, vault));
  if (!noted.ok) deps.log('use_not_noted', { code: noted.error.code });
  return noted.ok ? { ...opened, vault } : opened;
};

/**
 * The server knows another passphrase than the one this profile was made with (an administrator gave a new one): whoever
 * has it starts afresh, and the old store is kept beside it, as closed as before. Null when that is not the case.
 */
const startAfresh = async (
  deps: CabinetDeps,
  folder: string,
  vault: Vault,
  passphrase: string,
): Promise<Opened | null> => {
  const kdf = await askKdf(deps.transport, vault.username);
  if (!kdf.ok || toBase64(kdf.value.salt) === vault.accountSalt) return null;
  const admitted = await admit(deps, vault.username, passphrase, kdf.value);
  if (!admitted.ok) return null;
  createTries(folder, deps.clock).succeeded();
  renameSync(folder, `${folder}.replaced-${deps.clock.now()}`);
  deps.log('profile_replaced');
  const created = await createProfile(deps, folder, admitted.value);
  return created.ok ? ok({ folder, ...created.value }) : created;
};

const openKnown = async (
  deps: CabinetDeps,
  folder: string,
  vault: Vault,
  passphrase: string,
): Promise<Opened> => {
  const dataKey = await checkPassphrase(deps, folder, vault, passphrase);
  if (!dataKey.ok) {
    const afresh =
      dataKey.error.code === 'passphrase_wrong' ? await startAfresh(deps, folder, vault, passphrase) : null;
    return afresh ?? dataKey;
  }
  const opened = openWith(folder, vault, dataKey.value);
  return opened.ok ? ok(await noteUse(deps, opened.value, dataKey.value)) : opened;
};

const openFirst = async (
  deps: CabinetDeps,
  folder: string,
  username: string,
  passphrase: string,
): Promise<Opened> => {
  const admitted = await askAndAdmit(deps, username, passphrase);
  if (!admitted.ok) {
    const isAway = admitted.error.code === 'server_unreachable' || admitted.error.code === 'server_slow';
    return isAway ? err(cabinetError('first_sign_in_needs_network')) : admitted;
  }
  const created = await createProfile(deps, folder, admitted.value);
  return created.ok ? ok({ folder, ...created.value }) : created;
};

/**
 * Opens a person's profile: offline where there is one, through the server the first time. Errors: `passphrase_wrong`,
 * `passphrase_wait {seconds}`, `first_sign_in_needs_network`, `store_newer`, `store_damaged`, `disk_full`, and those of
 * the server's sign-in.
 */
export const openProfile = async (
  deps: CabinetDeps,
  typedUsername: string,
  passphrase: string,
): Promise<Opened> => {
  const username = normalisedUsername(typedUsername);
  const folder = profileFolder(deps.dataDir, deps.serverUrl, username);
  const vault = readVault(folder);
  if (vault === 'damaged') return err(cabinetError('store_damaged'));
  return vault === 'none'
    ? openFirst(deps, folder, username, passphrase)
    : openKnown(deps, folder, vault, passphrase);
};

/** Opens with the key store alone; null when it cannot or may not, and the passphrase is asked for. */
export const openByKeyStore = async (
  deps: CabinetDeps,
  { folder, vault }: { readonly folder: string; readonly vault: Vault },
): Promise<OpenedProfile | null> => {
  const { keyStore } = deps;
  const wrapped = vault.byKeyStore;
  if (keyStore === null || wrapped === null || vault.lockedByPerson) return null;
  if (wrapped.backend !== keyStore.backend || !existsSync(join(folder, STORE_FILE))) return null;
  let dataKey: Uint8Array;
  try {
    dataKey = await keyStore.unwrap(fromBase64(wrapped.wrapped));
  } catch {
    deps.log('key_store_refused', { backend: keyStore.backend });
    return null;
  }
  if (dataKey.length !== 32) return null;
  const opened = openWith(folder, vault, dataKey);
  return opened.ok ? opened.value : null;
};
