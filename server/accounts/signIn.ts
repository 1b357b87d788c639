import type { Device } from '../../shared/domain/records/organisation.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { SignInAnswer, SignInRequest } from '../../shared/contract/sync.ts';
import type { ServerContext } from '../context.ts';
import { logOrigin } from '../../shared/domain/log/checkpoint.ts';
import { appendEvent } from '../log/decisionLog.ts';
import { Problem } from '../problem.ts';
import type { AccountRow } from '../storage/port.ts';
import { runTransaction, serverActor, type Work, writeRecords } from '../sync/transaction.ts';
import { isSignedBy } from './ed25519.ts';
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

type DeviceClaim = SignInRequest['device'];

/** What a device signs to show that it has the private half of its key. */
export const enrolmentText = (username: string, device: Pick<DeviceClaim, 'id' | 'publicKey'>): string =>
  `ecabinet/enrol/v1\n${username}\n${device.id}\n${device.publicKey}`;

/** The account whose passphrase this is. The same work and answer for a wrong name and a wrong passphrase. */
const checkCredentials = async (context: ServerContext, request: SignInRequest): Promise<AccountRow> => {
  const account = await context.storage.directory.findAccount(usernameOf(request.username));
  const matches = isSameHash(account?.authHash ?? '0'.repeat(64), authHashOf(request.authKey));
  if (account === undefined || !matches) throw new Problem(401, 'credentials_wrong');
  if (account.disabled) throw new Problem(403, 'account_disabled');
  return account;
};

/** Enters a device at its first sign-in; a known one must be the same person's, with the same key, and not revoked. */
const enrol = async (
  context: ServerContext,
  work: Work,
  account: AccountRow,
  claim: DeviceClaim,
): Promise<void> => {
  const actor = serverActor(work.organisationId);
  await writeRecords(context, work, actor, '', async ({ tx, now }) => {
    const known = await tx.get('device', claim.id);
    if (known !== undefined) {
      if (known.body.revokedAt !== null) throw new Problem(403, 'device_revoked');
      const same = known.body.personId === account.personId && known.body.publicKey === claim.publicKey;
      if (!same) throw new Problem(403, 'device_revoked');
      return;
    }
    const device: Device = {
      id: claim.id,
      personId: account.personId,
      publicKey: claim.publicKey,
      label: claim.label,
      enrolledAt: now,
      revokedAt: null,
    };
    await tx.put(scopeOf('org', work.organisationId), 'device', device);
    await appendEvent(work.tx, work.organisationId, context.logKey, {
      type: 'device-enrolled',
      device: device.id,
      person: device.personId,
      publicKey: device.publicKey,
      at: now,
    });
  });
};

/**
 * Checks the derived half of the passphrase and that the device holds its key, enrols the device, opens a session.
 * Throws `Problem` (`credentials_wrong`, `account_disabled`, `device_revoked`).
 */
export const signIn = async (context: ServerContext, request: SignInRequest): Promise<SignInAnswer> => {
  const { device } = request;
  const hasKey = isSignedBy(device.publicKey, enrolmentText(request.username, device), device.proof);
  const account = await checkCredentials(context, request);
  if (!hasKey) throw new Problem(401, 'credentials_wrong');
  const token = newToken(context.random);
  const expiresAt = new Date(context.clock.now() + SESSION_MS).toISOString();
  const { organisationId, username } = account;
  await runTransaction(context, organisationId, async (work) => {
    await enrol(context, work, account, device);
    await work.tx.accounts.removeSessionsExpiredBefore(work.now);
    await work.tx.accounts.addSession({
      tokenHash: tokenHashOf(token),
      username,
      deviceId: device.id,
      expiresAt,
    });
    await work.tx.accounts.signedIn(username, work.now);
  });
  return {
    token,
    expiresAt,
    personId: account.personId,
    organisationId,
    accountRole: account.role,
    accountKey: account.accountKey,
    log: {
      origin: logOrigin(organisationId),
      publicKey: Buffer.from(context.logKey.publicKey).toString('base64'),
    },
  };
};

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
