import type { Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { SignInAnswer } from '../../../shared/contract/sync.ts';
import { isoOf } from '../../../shared/lib/clock.ts';
import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import { createIds } from '../../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { wrapByAccountKey, wrapByMaster } from '../keys/dataKey.ts';
import { accountWrapKeyOf, authKeyOf, deriveMaster } from '../keys/derive.ts';
import { deviceKeyOf } from '../keys/deviceKey.ts';
import { type Vault, writeVault } from '../keys/vault.ts';
import { unwrapKey, wrapKey } from '../keys/wrap.ts';
import type { CabinetDeps } from '../ports.ts';
import { noteLoaner } from '../store/loaner.ts';
import { openMeta } from '../store/meta.ts';
import { MIGRATIONS } from '../store/migrations.ts';
import { createStore, durably, openStore } from '../store/store.ts';
import { askKdf, putAccountKey, signInToServer, type KdfOfPerson } from './serverAuth.ts';
import { clearTheWay, makingFile, nameStore, storeFile } from './storeFile.ts';
import { saveAccount, saveKeys } from './storedAccount.ts';

/** A person whom the server knows, before anything of theirs is on this device. */
export interface Admitted {
  readonly username: string;
  readonly master: Uint8Array;
  readonly kdfOfPerson: KdfOfPerson;
  readonly deviceId: string;
  readonly deviceSeed: Uint8Array;
  readonly accountKey: Uint8Array;
  readonly answer: SignInAnswer;
}

type Deps = Pick<
  CabinetDeps,
  'transport' | 'random' | 'clock' | 'deviceLabel' | 'serverUrl' | 'keyStore' | 'log' | 'reached'
>;

/** The account key that all of a member's devices share; the very first device makes it. */
const agreeOnAccountKey = async (
  deps: Deps,
  master: Uint8Array,
  answer: SignInAnswer,
): Promise<Result<Uint8Array, CabinetError>> => {
  const wrapWith = accountWrapKeyOf(master);
  let wrapped = answer.accountKey === null ? null : fromBase64(answer.accountKey);
  if (wrapped === null) {
    const made = wrapKey(wrapWith, deps.random(32), 'ecabinet/account-key/v1', deps.random);
    const stands = await putAccountKey(deps.transport, answer.token, made);
    if (!stands.ok) return stands;
    wrapped = stands.value;
  }
  const key = unwrapKey(wrapWith, wrapped, 'ecabinet/account-key/v1');
  // It was wrapped with another passphrase than the one that signs in: nothing of this account could be read.
  return key === null ? err(cabinetError('server_nonsense')) : ok(key);
};

/**
 * Signs a new device in. Errors: those of the server; the transport's when there is none. `account_key_gone`, unless
 * `afresh`: a reset took the account key away, and its person must say first that a new one may be made.
 */
export const admit = async (
  deps: Deps,
  username: string,
  passphrase: string,
  kdfOfPerson: KdfOfPerson,
  afresh: boolean,
): Promise<Result<Admitted, CabinetError>> => {
  const master = await deriveMaster(passphrase, kdfOfPerson.salt, kdfOfPerson.kdf);
  const deviceSeed = deps.random(32);
  const deviceId = createIds(deps.clock, deps.random).next();
  const credentials = {
    ...{ username, authKey: authKeyOf(master), deviceId },
    ...{ deviceKey: deviceKeyOf(deviceSeed), deviceLabel: deps.deviceLabel },
  };
  const answer = await signInToServer(deps.transport, credentials, afresh);
  if (!answer.ok) return answer;
  deps.reached?.('device.admitted');
  const accountKey = await agreeOnAccountKey(deps, master, answer.value);
  if (!accountKey.ok) return accountKey;
  return ok({
    ...{ username, master, kdfOfPerson, deviceId, deviceSeed },
    ...{ accountKey: accountKey.value, answer: answer.value },
  });
};

export const askAndAdmit = async (
  deps: Deps,
  username: string,
  passphrase: string,
  afresh: boolean,
): Promise<Result<Admitted, CabinetError>> => {
  const kdf = await askKdf(deps.transport, username);
  return kdf.ok ? admit(deps, username, passphrase, kdf.value, afresh) : kdf;
};

/** The data key, wrapped by the key store; null where there is none or it refuses. */
export const wrapByKeyStore = async (
  { keyStore, log }: Pick<CabinetDeps, 'keyStore' | 'log'>,
  dataKey: Uint8Array,
): Promise<Vault['byKeyStore']> => {
  if (keyStore === null) return null;
  try {
    return { backend: keyStore.backend, wrapped: toBase64(await keyStore.wrap(dataKey)) };
  } catch {
    log('key_store_refused', { backend: keyStore.backend });
    return null;
  }
};

/** What a new store must know before anything else. */
const fill = (
  db: Database,
  { username, deviceId, deviceSeed, accountKey, master, answer }: Admitted,
  lent: boolean,
): void => {
  const meta = openMeta(db);
  durably(db, () => {
    saveAccount(meta, {
      ...{ username, deviceId, accountRole: answer.accountRole, log: answer.log },
      ...{ personId: answer.personId, organisationId: answer.organisationId },
    });
    saveKeys(meta, { deviceSeed, accountKey, authKey: authKeyOf(master) });
    meta.set('token', answer.token);
    if (lent) noteLoaner(db, null);
  });
};

/** Makes the encrypted store of somebody admitted, then the vault that opens it: whole or not at all. */
export const createProfile = async (
  deps: Deps,
  folder: string,
  admitted: Admitted,
  lent = false,
): Promise<
  Result<{ readonly db: Database; readonly vault: Vault; readonly dataKey: Uint8Array }, CabinetError>
> => {
  clearTheWay(folder, deps.clock);
  const dataKey = deps.random(32);
  const deviceSalt = deps.random(16);
  const { answer, master, kdfOfPerson, username } = admitted;
  const store = createStore(makingFile(folder), dataKey, MIGRATIONS, deps.reached);
  if (!store.ok) return store;
  deps.reached?.('store.made');
  fill(store.value, admitted, lent);
  store.value.close();
  deps.reached?.('store.filled');
  const vault: Vault = {
    version: 2,
    serverUrl: deps.serverUrl,
    username,
    name: username,
    personId: answer.personId,
    accountSalt: toBase64(kdfOfPerson.salt),
    kdf: kdfOfPerson.kdf,
    deviceSalt: toBase64(deviceSalt),
    byPassphrase: wrapByMaster(dataKey, master, deviceSalt, deps.random),
    byAccountKey: wrapByAccountKey(dataKey, admitted.accountKey, deviceSalt, deps.random),
    byKeyStore: lent ? null : await wrapByKeyStore(deps, dataKey),
    pin: null,
    locked: false,
    loaner: lent ? { meetingId: null } : null,
    lastUsedAt: isoOf(deps.clock),
  };
  writeVault(folder, vault, deps.reached);
  nameStore(folder);
  const opened = openStore(storeFile(folder), dataKey, MIGRATIONS, deps.reached);
  return opened.ok ? ok({ db: opened.value, vault, dataKey }) : opened;
};
