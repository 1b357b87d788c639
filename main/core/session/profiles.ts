import { existsSync, renameSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import { isoOf } from '../../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { dataKeyByAccountKey, dataKeyByMaster, underPassphrase, wrapByAccountKey } from '../keys/dataKey.ts';
import { accountWrapKeyOf, authKeyOf, deriveMaster } from '../keys/derive.ts';
import { createTries } from '../keys/tries.ts';
import {
  listElsewhere,
  normalisedUsername,
  profileFolder,
  type Profile,
  readVault,
  type Vault,
  writeVault,
} from '../keys/vault.ts';
import { unwrapKey } from '../keys/wrap.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { openMeta } from '../store/meta.ts';
import { durably, openStore } from '../store/store.ts';
import { admit, askAndAdmit, createProfile, wrapByKeyStore } from './firstSignIn.ts';
import { bringAlong } from './moved.ts';
import { nameStore, storeFile } from './storeFile.ts';
import { askAccountKey, askKdf, type KdfOfPerson } from './serverAuth.ts';

export interface OpenedProfile {
  readonly folder: string;
  readonly vault: Vault;
  readonly db: Database;
  /** 32 bytes; in memory while the store is open, to be wrapped anew for a PIN or another passphrase. */
  readonly dataKey: Uint8Array;
}

type Opened = Result<OpenedProfile, CabinetError>;

const openWith = (
  { reached }: Pick<CabinetDeps, 'reached'>,
  folder: string,
  vault: Vault,
  dataKey: Uint8Array,
): Opened => {
  nameStore(folder);
  const store = openStore(storeFile(folder), dataKey, MIGRATIONS, reached);
  return store.ok ? ok({ folder, vault, db: store.value, dataKey }) : store;
};

/** What the right passphrase gives. */
export interface Shown {
  readonly master: Uint8Array;
  readonly dataKey: Uint8Array;
}

const showPassphrase = async (vault: Vault, passphrase: string): Promise<Shown | null> => {
  const master = await deriveMaster(passphrase, fromBase64(vault.accountSalt), vault.kdf);
  const dataKey = dataKeyByMaster(vault, master);
  return dataKey === null ? null : { master, dataKey };
};

/** Whether the passphrase opens this profile; wrong ones count. */
export const checkPassphrase = async (
  deps: CabinetDeps,
  folder: string,
  vault: Vault,
  passphrase: string,
): Promise<Result<Shown, CabinetError>> => {
  const tries = createTries(folder, deps.clock);
  const seconds = tries.secondsToWait();
  if (seconds > 0) return err(cabinetError('passphrase_wait', { seconds }));
  const shown = await showPassphrase(vault, passphrase);
  if (shown === null) {
    // Where the try cannot be noted, e.g. on a full disk, there is no limit to keep: no answer either.
    const noted = guardStorage(() => tries.failed());
    return noted.ok ? err(cabinetError('passphrase_wrong', { seconds: tries.secondsToWait() })) : noted;
  }
  tries.succeeded();
  return ok(shown);
};

/**
 * Marks it as used last, and as opened by its person; wraps the key for the key store of today. The wrap that stands is
 * only ever replaced by a new one: a key store that is gone or refuses may be back tomorrow.
 */
const noteUse = async (deps: CabinetDeps, opened: OpenedProfile): Promise<OpenedProfile> => {
  const { vault, dataKey } = opened;
  const noted: Vault = {
    ...vault,
    byKeyStore:
      vault.pin === null && vault.loaner === null
        ? ((await wrapByKeyStore(deps, dataKey)) ?? vault.byKeyStore)
        : null,
    byAccountKey: vault.byAccountKey ?? byStoredAccountKey(deps, opened),
    locked: false,
    serverUrl: deps.serverUrl,
    lastUsedAt: isoOf(deps.clock),
  };
  // On a full disk what is here stays readable: only the order of the profiles is not brought up to date.
  const written = guardStorage(() => writeVault(opened.folder, noted, deps.reached));
  if (!written.ok) deps.log('use_not_noted', { code: written.error.code });
  return written.ok ? { ...opened, vault: noted } : opened;
};

/** For a vault of version 1, whose account key is known only now that its store is open. */
const byStoredAccountKey = (deps: CabinetDeps, { db, vault, dataKey }: OpenedProfile): string | null => {
  const accountKey = openMeta(db).bytes('account_key');
  if (accountKey === null) return null;
  return wrapByAccountKey(dataKey, accountKey, fromBase64(vault.deviceSalt), deps.random);
};

/**
 * The half of the passphrase that renews the session follows the passphrase that opens the store: the vault is written
 * before the store, and a kill in between is mended here.
 */
const followPassphrase = (deps: CabinetDeps, { db }: OpenedProfile, master: Uint8Array): void => {
  const meta = openMeta(db);
  const authKey = authKeyOf(master);
  const known = meta.bytes('auth_key');
  if (known !== null && toBase64(known) === toBase64(authKey)) return;
  const kept = guardStorage(() => durably(db, () => meta.set('auth_key', authKey)));
  if (!kept.ok) deps.log('auth_key_not_kept', { code: kept.error.code });
};

/** How a sign-in is meant. */
export interface SignInWish {
  /** First on this device: it is lent. */
  readonly lent?: boolean | undefined;
  /** Its person knows that what is here, or sealed with an account key that a reset took away, stays closed. */
  readonly afresh?: boolean | undefined;
  /** Where the server stood before. */
  readonly movedFrom?: string | undefined;
}

/**
 * The server knows another passphrase than the one this profile was made with (an administrator gave a new one, and the
 * account key with it): whoever has it may start afresh, and the old store is kept beside it, as closed as before.
 */
const startAfresh = async (
  deps: CabinetDeps,
  folder: string,
  username: string,
  passphrase: string,
  kdf: KdfOfPerson,
): Promise<Opened | null> => {
  const admitted = await admit(deps, username, passphrase, kdf, true);
  if (!admitted.ok) return null;
  createTries(folder, deps.clock).succeeded();
  renameSync(folder, `${folder}.replaced-${deps.clock.now()}`);
  deps.log('profile_replaced');
  const created = await createProfile(deps, folder, admitted.value);
  return created.ok ? ok({ folder, ...created.value }) : created;
};

/**
 * A passphrase that does not open this profile may be the new one of its person, changed on another device: the server
 * then gives the account key wrapped with it, and that opens the store. Null when it is simply wrong, or the server
 * cannot be asked. `starts_afresh {elsewhere}`: it is right and opens nothing here, and its person must say so first;
 * `elsewhere` is 1 when another device has already begun anew, so that what is here can be read but no longer sent.
 */
const openByNewPassphrase = async (
  deps: CabinetDeps,
  folder: string,
  vault: Vault,
  passphrase: string,
  { afresh = false }: SignInWish,
): Promise<Opened | null> => {
  const kdf = await askKdf(deps.transport, vault.username);
  if (!kdf.ok || toBase64(kdf.value.salt) === vault.accountSalt) return null;
  const master = await deriveMaster(passphrase, kdf.value.salt, kdf.value.kdf);
  const wrapped = await askAccountKey(deps.transport, vault.username, authKeyOf(master));
  if (!wrapped.ok) return null;
  const accountKey = accountKeyOf(master, wrapped.value);
  const dataKey = accountKey === null ? null : dataKeyByAccountKey(vault, accountKey);
  if (dataKey === null && afresh) return startAfresh(deps, folder, vault.username, passphrase, kdf.value);
  if (dataKey === null) {
    createTries(folder, deps.clock).succeeded();
    return err(cabinetError('starts_afresh', { elsewhere: wrapped.value === null ? 0 : 1 }));
  }
  const opened = openWith(deps, folder, vault, dataKey);
  if (!opened.ok) return opened;
  createTries(folder, deps.clock).succeeded();
  const rewrapped = underPassphrase(vault, dataKey, { master, ...kdf.value }, deps.random);
  const noted = await noteUse(deps, { ...opened.value, vault: rewrapped });
  followPassphrase(deps, noted, master);
  return ok(noted);
};

/** The account key as the server keeps it, opened; null when there is none or it was wrapped with something else. */
export const accountKeyOf = (master: Uint8Array, wrapped: Uint8Array | null): Uint8Array | null =>
  wrapped === null ? null : unwrapKey(accountWrapKeyOf(master), wrapped, 'ecabinet/account-key/v1');

const openKnown = async (
  deps: CabinetDeps,
  folder: string,
  vault: Vault,
  passphrase: string,
  wish: SignInWish,
): Promise<Opened> => {
  const shown = await checkPassphrase(deps, folder, vault, passphrase);
  if (!shown.ok) {
    const isOther = shown.error.code === 'passphrase_wrong';
    return (isOther ? await openByNewPassphrase(deps, folder, vault, passphrase, wish) : null) ?? shown;
  }
  const opened = openWith(deps, folder, vault, shown.value.dataKey);
  if (!opened.ok) return opened;
  followPassphrase(deps, opened.value, shown.value.master);
  return ok(await noteUse(deps, opened.value));
};

const openFirst = async (
  deps: CabinetDeps,
  folder: string,
  username: string,
  passphrase: string,
  { lent = false, afresh = false }: SignInWish,
): Promise<Opened> => {
  const admitted = await askAndAdmit(deps, username, passphrase, afresh);
  if (!admitted.ok) {
    const isAway = admitted.error.code === 'server_unreachable' || admitted.error.code === 'server_slow';
    return isAway ? err(cabinetError('first_sign_in_needs_network')) : admitted;
  }
  const created = await createProfile(deps, folder, admitted.value, lent);
  return created.ok ? ok({ folder, ...created.value }) : created;
};

/** A profile of the server's former address, in its place under the present one; `none` when there is none to take along. */
const takeAlong = async (
  deps: CabinetDeps,
  folder: string,
  username: string,
  passphrase: string,
  movedFrom: string,
): Promise<Result<Vault | 'none' | 'damaged', CabinetError>> => {
  const former = listElsewhere(deps.dataDir, deps.serverUrl).find(
    ({ vault }) => vault.username === username && vault.serverUrl === movedFrom,
  );
  if (former === undefined) return ok('none');
  const shown = await checkPassphrase(deps, former.folder, former.vault, passphrase);
  if (!shown.ok) return shown;
  const brought = await bringAlong(deps, former, shown.value.dataKey);
  return brought.ok ? ok(readVault(folder)) : brought;
};

/**
 * Opens a person's profile: offline where there is one, through the server the first time. Errors: `passphrase_wrong`,
 * `passphrase_wait {seconds}`, `starts_afresh {elsewhere}`, `account_key_gone`, `first_sign_in_needs_network`, `store_newer`, `store_damaged`, `disk_full`, and those of
 * the server's sign-in.
 */
export const openProfile = async (
  deps: CabinetDeps,
  typedUsername: string,
  passphrase: string,
  wish: SignInWish = {},
): Promise<Opened> => {
  const username = normalisedUsername(typedUsername);
  const folder = profileFolder(deps.dataDir, deps.serverUrl, username);
  let vault = readVault(folder);
  if (vault === 'none' && wish.movedFrom !== undefined) {
    const taken = await takeAlong(deps, folder, username, passphrase, wish.movedFrom);
    if (!taken.ok) return taken;
    vault = taken.value;
  }
  if (vault === 'damaged') return err(cabinetError('store_damaged'));
  return vault === 'none'
    ? openFirst(deps, folder, username, passphrase, wish)
    : openKnown(deps, folder, vault, passphrase, wish);
};

/** The system may be asking its person for the key ring's own password; a start does not wait for that for ever. */
const KEY_STORE_LIMIT_MS = 10_000;

const inTime = <T>({ timers }: Pick<CabinetDeps, 'timers'>, asked: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = timers.after(KEY_STORE_LIMIT_MS, () => reject(new Error('no answer')));
    asked.then(resolve, reject).finally(cancel);
  });

/** Opens with the data key itself, shown by a PIN, and notes the use. */
export const openByDataKey = async (
  deps: CabinetDeps,
  { folder, vault }: Profile,
  dataKey: Uint8Array,
): Promise<Opened> => {
  const opened = openWith(deps, folder, vault, dataKey);
  return opened.ok ? ok(await noteUse(deps, opened.value)) : opened;
};

/** Opens with the key store alone; null when it cannot or may not, and the passphrase is asked for. */
export const openByKeyStore = async (
  deps: CabinetDeps,
  { folder, vault }: Profile,
): Promise<OpenedProfile | null> => {
  const { keyStore } = deps;
  const wrapped = vault.byKeyStore;
  if (keyStore === null || wrapped === null || vault.locked || vault.loaner !== null) return null;
  if (wrapped.backend !== keyStore.backend) return null;
  nameStore(folder);
  if (!existsSync(storeFile(folder))) return null;
  let dataKey: Uint8Array;
  try {
    dataKey = await inTime(deps, keyStore.unwrap(fromBase64(wrapped.wrapped)));
  } catch {
    deps.log('key_store_refused', { backend: keyStore.backend });
    return null;
  }
  if (dataKey.length !== 32) return null;
  const opened = openWith(deps, folder, vault, dataKey);
  if (!opened.ok) return null;
  if (vault.byAccountKey !== null) return opened.value;
  const upgraded = { ...vault, byAccountKey: byStoredAccountKey(deps, opened.value) };
  const written = guardStorage(() => writeVault(folder, upgraded, deps.reached));
  return written.ok ? { ...opened.value, vault: upgraded } : opened.value;
};
