import type { z } from 'zod';
import type { sheetRequest } from '../../shared/contract/recovery.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { runTransaction, type Work } from '../sync/transaction.ts';
import { renewAccount, type Renewal } from './renewal.ts';
import { authHashOf, isSameHash } from './secrets.ts';
import type { SignedIn } from './session.ts';
import { usernameOf } from './signIn.ts';

/** What is told for a name without account or sheet takes as long as for one with. */
const NO_SHEET = '0'.repeat(64);

/** Whose passphrase this is must be shown again: a session alone may not give the account away. */
export const checkAuthKey = async (work: Work, username: string, authKey: string): Promise<void> => {
  const account = await work.tx.accounts.get(username);
  if (account === undefined || !isSameHash(account.authHash, authHashOf(authKey))) {
    throw new Problem(401, 'credentials_wrong');
  }
};

/** Keeps a new sealed sheet; the one before ends. Throws `credentials_wrong`. */
export const putSheet = (
  context: ServerContext,
  { organisationId, username }: SignedIn,
  { authKey, verifier, accountKey }: z.infer<typeof sheetRequest>,
): Promise<string> =>
  runTransaction(context, organisationId, async (work) => {
    await checkAuthKey(work, username, authKey);
    const createdAt = work.now;
    await work.tx.recovery.putSheet({ username, verifierHash: authHashOf(verifier), accountKey, createdAt });
    return createdAt;
  });

interface Shown {
  readonly username: string;
  readonly verifier: string;
}

/** The account key under the sheet's wrap, for who has the code. Throws `recovery_wrong`, for whatever is wrong. */
const findSheet = async (context: ServerContext, shown: Shown) => {
  const username = usernameOf(shown.username);
  const account = await context.storage.directory.findAccount(username);
  const [fallback] = await context.storage.directory.organisationIds();
  const organisationId = account?.organisationId ?? fallback;
  const sheet =
    organisationId === undefined
      ? undefined
      : await context.storage.read(organisationId, (view) => view.recovery.sheet(username));
  const isRight = isSameHash(sheet?.verifierHash ?? NO_SHEET, authHashOf(shown.verifier));
  if (sheet === undefined || account === undefined || !isRight) throw new Problem(401, 'recovery_wrong');
  return { sheet, account };
};

export const openSheet = async (context: ServerContext, shown: Shown): Promise<string> =>
  (await findSheet(context, shown)).sheet.accountKey;

/** A new passphrase by the sheet's code, which is used up with it. Throws `recovery_wrong`, `account_disabled`. */
export const redeemSheet = async (context: ServerContext, shown: Shown, renewal: Renewal): Promise<void> => {
  const { account } = await findSheet(context, shown);
  const { username, organisationId } = account;
  await runTransaction(context, organisationId, async (work) => {
    const sheet = await work.tx.recovery.sheet(username);
    // Used or replaced between the look and the transaction.
    if (sheet === undefined || !isSameHash(sheet.verifierHash, authHashOf(shown.verifier))) {
      throw new Problem(401, 'recovery_wrong');
    }
    await work.tx.recovery.removeSheet(username);
    await renewAccount(context, work, username, renewal);
  });
  context.pokes.endWhere('signed_out', (listener) => listener.username === username);
};
