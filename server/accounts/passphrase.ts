import type { z } from 'zod';
import type { passphraseRequest } from '../../shared/contract/sync.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { runTransaction } from '../sync/transaction.ts';
import type { SignedIn } from './session.ts';
import { authHashOf, isSameHash } from './secrets.ts';
import { SESSION_MS, usernameOf } from './signIn.ts';

/**
 * Another passphrase for who knows the one that stands, in one transaction: credentials, the account key wrapped anew,
 * and the end of every other session. Of two changes at the same time the second is `credentials_wrong`. Throws `Problem`.
 */
export const changePassphrase = async (
  context: ServerContext,
  who: SignedIn,
  request: z.infer<typeof passphraseRequest>,
): Promise<void> => {
  const { username, organisationId, tokenHash, deviceId } = who;
  if (usernameOf(request.username) !== username) throw new Problem(400, 'bad_request', { field: 'username' });
  await runTransaction(context, organisationId, async ({ tx }) => {
    const account = await tx.accounts.get(username);
    if (account === undefined) throw new Problem(401, 'not_signed_in');
    if (!isSameHash(account.authHash, authHashOf(request.authKey))) {
      throw new Problem(401, 'credentials_wrong');
    }
    const { salt, kdf, authKey } = request.credentials;
    await tx.accounts.setCredentials(username, { salt, kdf, authHash: authHashOf(authKey) });
    await tx.accounts.setAccountKey(username, request.accountKey);
    await tx.accounts.removeSessionsOf(username);
    const expiresAt = new Date(context.clock.now() + SESSION_MS).toISOString();
    await tx.accounts.addSession({ tokenHash, username, deviceId, expiresAt });
  });
  context.pokes.endWhere(
    'signed_out',
    (listener) => listener.username === username && listener.deviceId !== deviceId,
  );
};
