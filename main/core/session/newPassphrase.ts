import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { serverInfo } from '../../../shared/contract/sync.ts';
import { toBase64 } from '../../../shared/lib/bytes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { underPassphrase } from '../keys/dataKey.ts';
import { accountWrapKeyOf, authKeyOf, deriveMaster } from '../keys/derive.ts';
import { type Vault, writeVault } from '../keys/vault.ts';
import { wrapKey } from '../keys/wrap.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { openMeta } from '../store/meta.ts';
import { durably } from '../store/store.ts';
import type { OpenSession } from './currentSession.ts';
import { accountKeyOf, checkPassphrase } from './profiles.ts';
import { askAccountKey, askKdf, type KdfOfPerson, putAccountKey } from './serverAuth.ts';

type NewVault = Result<Vault, CabinetError>;
interface NewPassphrase extends KdfOfPerson {
  readonly master: Uint8Array;
}

/**
 * The server has this passphrase: now the vault, then the half that renews sessions. A kill before the vault leaves the
 * former passphrase opening this device, and the new one by the server's account key; a kill after it is mended when the
 * store is next opened (`followPassphrase`).
 */
const keepHere = (
  { random, reached }: CabinetDeps,
  { profile }: OpenSession,
  next: NewPassphrase,
): NewVault => {
  const vault = underPassphrase(profile.vault, profile.dataKey, next, random);
  const kept = guardStorage(() => {
    writeVault(profile.folder, vault, reached);
    durably(profile.db, () => openMeta(profile.db).set('auth_key', authKeyOf(next.master)));
  });
  return kept.ok ? ok(vault) : err(cabinetError('passphrase_change_unfinished'));
};

/** After an administrator's reset the server has no account key: this device, which holds it, gives it back. */
const giveAccountKey = async (
  deps: CabinetDeps,
  { unlocked }: OpenSession,
  master: Uint8Array,
): Promise<Uint8Array | null> => {
  const { accountKey } = unlocked.context.account;
  const signedIn = await unlocked.signInWith(authKeyOf(master));
  if (!signedIn.ok) return null;
  const wrapped = wrapKey(accountWrapKeyOf(master), accountKey, 'ecabinet/account-key/v1', deps.random);
  const stands = await putAccountKey(deps.transport, signedIn.value.token, wrapped);
  return stands.ok ? stands.value : null;
};

/**
 * Takes on a passphrase that the server knows already: it was changed on another device, given by an administrator, or a
 * change from here was cut off. Null when it is not this person's passphrase there, or the server cannot be asked;
 * `starts_afresh` when another device has begun anew with it, so that it cannot open what is here.
 */
export const adoptPassphrase = async (
  deps: CabinetDeps,
  open: OpenSession,
  passphrase: string,
): Promise<NewVault | null> => {
  const { vault } = open.profile;
  const kdf = await askKdf(deps.transport, vault.username);
  if (!kdf.ok || toBase64(kdf.value.salt) === vault.accountSalt) return null;
  const master = await deriveMaster(passphrase, kdf.value.salt, kdf.value.kdf);
  const found = await askAccountKey(deps.transport, vault.username, authKeyOf(master));
  if (!found.ok) return null;
  const stands = found.value ?? (await giveAccountKey(deps, open, master));
  const accountKey = accountKeyOf(master, stands);
  const { account } = open.unlocked.context;
  // Another account key than the one that this store was written with: another beginning, not another passphrase.
  if (accountKey === null) return null;
  if (toBase64(accountKey) !== toBase64(account.accountKey)) {
    return err(cabinetError('starts_afresh', { elsewhere: 1 }));
  }
  return keepHere(deps, open, { master, ...kdf.value });
};

/** A request that may or may not have reached the server. */
const isUnclear = ({ code }: CabinetError): boolean =>
  ['server_unreachable', 'server_slow', 'server_nonsense', 'internal'].includes(code);

/** Null: the server has the passphrase of this salt after all. */
const settle = async (deps: CabinetDeps, vault: Vault, salt: Uint8Array): Promise<CabinetError | null> => {
  const now = await askKdf(deps.transport, vault.username);
  if (!now.ok) return cabinetError('passphrase_change_unfinished');
  return toBase64(now.value.salt) === toBase64(salt) ? null : cabinetError('passphrase_needs_server');
};

/** Null: done. */
const putPassphrase = async (
  deps: CabinetDeps,
  { profile, unlocked }: OpenSession,
  former: Uint8Array,
  next: NewPassphrase,
): Promise<CabinetError | null> => {
  const { server, account } = unlocked.context;
  const { master, salt, kdf } = next;
  const wrapWith = accountWrapKeyOf(master);
  const wrapped = wrapKey(wrapWith, account.accountKey, 'ecabinet/account-key/v1', deps.random);
  const answer = await server.request({
    method: 'PUT',
    path: '/auth/passphrase',
    json: {
      username: profile.vault.username,
      authKey: toBase64(authKeyOf(former)),
      credentials: { salt: toBase64(salt), kdf, authKey: toBase64(authKeyOf(master)) },
      accountKey: toBase64(wrapped),
    },
  });
  if (answer.ok) return null;
  return isUnclear(answer.error) ? settle(deps, profile.vault, salt) : answer.error;
};

/**
 * Another passphrase, on the server first and then here; the store stays the one it is. Errors: those of the former
 * passphrase, `passphrase_needs_server`, `passphrase_changed`, `passphrase_change_unfinished`, `too_many_attempts`.
 */
export const changePassphrase = async (
  deps: CabinetDeps,
  open: OpenSession,
  passphrase: string,
  next: string,
): Promise<NewVault> => {
  const { folder, vault } = open.profile;
  const shown = await checkPassphrase(deps, folder, vault, passphrase);
  if (!shown.ok) return shown;
  const { server } = open.unlocked.context;
  const info = await server.json({ method: 'GET', path: '/server' }, serverInfo);
  // A session that has ended is told below, by the one request that matters.
  if (!info.ok && info.error.code === 'not_signed_in') return changedBefore(deps, open, next);
  if (!info.ok) return err(isUnclear(info.error) ? cabinetError('passphrase_needs_server') : info.error);
  const { kdf } = info.value;
  const salt = deps.random(16);
  const made: NewPassphrase = { salt, kdf, master: await deriveMaster(next, salt, kdf) };
  const failure = await putPassphrase(deps, open, shown.value.master, made);
  if (failure === null) return keepHere(deps, open, made);
  const isOther = failure.code === 'credentials_wrong' || failure.code === 'not_signed_in';
  return isOther ? changedBefore(deps, open, next) : err(failure);
};

const changedBefore = async (deps: CabinetDeps, open: OpenSession, next: string): Promise<NewVault> =>
  (await adoptPassphrase(deps, open, next)) ?? err(cabinetError('passphrase_changed'));
