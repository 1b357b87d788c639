import type { SignInAnswer, SignInRequest } from '../../shared/contract/sync.ts';
import type { ServerContext } from '../context.ts';
import { originOf } from '../log/decisionLog.ts';
import { Problem } from '../problem.ts';
import type { AccountRow } from '../storage/port.ts';
import { runTransaction } from '../sync/transaction.ts';
import { checkNotToBeWiped, enrolDevice, holdsItsKey } from './enrolment.ts';
import { authHashOf, decoySalt, isSameHash, newToken, tokenHashOf } from './secrets.ts';

/** A session lives this long after its last use, in milliseconds. */
export const SESSION_MS = 30 * 24 * 60 * 60 * 1000;

/** Names are compared in lower case. */
export const usernameOf = (typed: string): string => typed.trim().toLowerCase();

/** The salt and costs for a name; a name without account gets an answer of the same form, always the same. */
export const authParamsFor = async (context: ServerContext, typed: string) => {
  const username = usernameOf(typed);
  const { directory } = context.storage;
  const installation = await directory.installation();
  const account = await directory.findAccount(username);
  const decoy = decoySalt(installation.secret, username);
  return { salt: account?.salt ?? decoy, kdf: account?.kdf ?? installation.kdf };
};

/** The account whose passphrase this is. The same work and answer for a wrong name and a wrong passphrase. */
export const checkCredentials = async (
  context: Pick<ServerContext, 'storage'>,
  request: Pick<SignInRequest, 'username' | 'authKey'>,
): Promise<AccountRow> => {
  const account = await context.storage.directory.findAccount(usernameOf(request.username));
  const matches = isSameHash(account?.authHash ?? '0'.repeat(64), authHashOf(request.authKey));
  if (account === undefined || !matches) throw new Problem(401, 'credentials_wrong');
  if (account.disabled) throw new Problem(403, 'account_disabled');
  return account;
};

/**
 * Checks the derived half of the passphrase and that the device holds its key, enrols the device, opens a session.
 * Throws `Problem` (`device_wipe`, `credentials_wrong`, `account_disabled`, `account_key_gone`, `device_revoked`).
 */
export const signIn = async (context: ServerContext, request: SignInRequest): Promise<SignInAnswer> => {
  const { device } = request;
  const hasKey = holdsItsKey(request.username, device);
  if (hasKey) await checkNotToBeWiped(context, device);
  const account = await checkCredentials(context, request);
  if (!hasKey) throw new Problem(401, 'credentials_wrong');
  const token = newToken(context.random);
  const expiresAt = new Date(context.clock.now() + SESSION_MS).toISOString();
  const { organisationId, username } = account;
  await runTransaction(context, organisationId, async (work) => {
    // Looked at again, in the transaction: another device may have put the key meanwhile.
    const isGone = (await work.tx.accounts.get(username))?.accountKeyTaken === true;
    await enrolDevice(context, work, account.personId, device, isGone && request.afresh !== true);
    await work.tx.accounts.removeSessionsExpiredBefore(work.now);
    await work.tx.accounts.addSession({
      tokenHash: tokenHashOf(token),
      username,
      deviceId: device.id,
      expiresAt,
    });
    await work.tx.accounts.signedIn(username, work.now);
    context.reached('sign_in.before_commit');
  });
  context.reached('sign_in.committed');
  return {
    token,
    expiresAt,
    personId: account.personId,
    organisationId,
    accountRole: account.role,
    accountKey: account.accountKey,
    log: {
      origin: await context.storage.read(organisationId, (view) => originOf(view, organisationId)),
      publicKey: Buffer.from(context.logKey.publicKey).toString('base64'),
    },
  };
};

/** The wrapped account key for who knows the passphrase. Throws as `signIn` does. */
export const findAccountKey = async (
  context: Pick<ServerContext, 'storage'>,
  request: Pick<SignInRequest, 'username' | 'authKey'>,
): Promise<string | null> => (await checkCredentials(context, request)).accountKey;

/** Keeps the account key if there is none yet; answers with the one that stands. */
export const putAccountKey = (
  context: ServerContext,
  organisationId: string,
  username: string,
  accountKey: string,
): Promise<string> =>
  context.storage.transact(organisationId, async (tx) => {
    const account = await tx.accounts.get(username);
    if (account === undefined) throw new Problem(401, 'not_signed_in');
    if (account.accountKey !== null) return account.accountKey;
    await tx.accounts.setAccountKey(username, accountKey);
    return accountKey;
  });
