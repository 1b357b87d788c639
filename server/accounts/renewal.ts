import type { z } from 'zod';
import type { credentials } from '../../shared/contract/sync.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { serverActor, type Work, writeRecords } from '../sync/transaction.ts';
import { authHashOf } from './secrets.ts';

/** A new passphrase, and the same account key wrapped with it. */
export interface Renewal {
  readonly credentials: z.infer<typeof credentials>;
  readonly accountKey: string;
}

/** Forgets a request, and takes it from the screens of its person's devices. */
export const removeRecoveryRequest = async (
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  requestId: string,
): Promise<void> => {
  await work.tx.recovery.removeRequest(requestId);
  await writeRecords(context, work, serverActor(work.organisationId), '', ({ tx }) =>
    tx.remove('recoveryRequest', requestId),
  );
};

/** What is still open for a name is about another passphrase than the one it has from now on. */
export const endRecoveryRequests = async (
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  username: string,
): Promise<void> => {
  for (const { id } of await work.tx.recovery.requestsOf(username)) {
    await removeRecoveryRequest(context, work, id);
  }
};

/**
 * A forgotten passphrase is replaced: credentials and wrapped account key together, every session ends. Throws
 * `account_disabled`.
 */
export const renewAccount = async (
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  username: string,
  { credentials: { salt, kdf, authKey }, accountKey }: Renewal,
): Promise<void> => {
  const account = await work.tx.accounts.get(username);
  if (account === undefined) throw new Error('a recovery of no account');
  if (account.disabled) throw new Problem(403, 'account_disabled');
  await work.tx.accounts.setCredentials(username, { salt, kdf, authHash: authHashOf(authKey) });
  await work.tx.accounts.setAccountKey(username, accountKey);
  await work.tx.accounts.removeSessionsOf(username);
  await endRecoveryRequests(context, work, username);
};
