import type { z } from 'zod';
import type { AccountRole } from '../../shared/domain/mutation.ts';
import type { Person } from '../../shared/domain/records/organisation.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { Account, accountCreateRequest, credentials } from '../../shared/contract/sync.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { AccountRow } from '../storage/port.ts';
import { runTransaction, serverActor, type Work, writeRecords } from '../sync/transaction.ts';
import { endRecoveryRequests } from './renewal.ts';
import { authHashOf } from './secrets.ts';

export type Credentials = z.infer<typeof credentials>;
export type AccountCreate = z.infer<typeof accountCreateRequest>;

/** Who administers: an administrator over HTTP, or the operator at the command line. */
export interface Administrator {
  readonly organisationId: string;
  readonly accountRole: AccountRole;
}

export const listAccounts = async (
  context: Pick<ServerContext, 'storage'>,
  organisationId: string,
): Promise<Account[]> => {
  const accounts = await context.storage.read(organisationId, (view) => view.accounts.list());
  return accounts.map(({ username, personId, role, disabled, lastSignInAt }) => ({
    username,
    personId,
    role,
    disabled,
    lastSignInAt,
  }));
};

/** Only a system administrator makes, disables or resets administrators. */
const checkRank = (administrator: Administrator, role: AccountRole): void => {
  if (role !== 'user' && administrator.accountRole !== 'system_administrator') {
    throw new Problem(403, 'not_allowed');
  }
};

/** An account for a person who exists. Throws `username_taken`. */
export const addAccount = async (
  context: Pick<ServerContext, 'storage'>,
  work: Work,
  account: {
    readonly username: string;
    readonly role: AccountRole;
    readonly personId: string;
    readonly credentials: Credentials;
  },
): Promise<void> => {
  const { username, role, personId } = account;
  const { salt, kdf, authKey } = account.credentials;
  if ((await context.storage.directory.findAccount(username)) !== undefined) {
    throw new Problem(409, 'username_taken', { username });
  }
  await work.tx.accounts.add({
    username,
    organisationId: work.organisationId,
    personId,
    role,
    salt,
    kdf,
    authHash: authHashOf(authKey),
    disabled: false,
    accountKey: null,
    accountKeyTaken: false,
    lastSignInAt: null,
  });
};

/** Enters a person in the organisation, with the grants that come with it. */
export const addPerson = (
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  person: Person,
): Promise<void> =>
  writeRecords(context, work, serverActor(work.organisationId), '', ({ tx }) =>
    tx.put(scopeOf('org', work.organisationId), 'person', person),
  );

/** Somebody new comes last in protocol order until an administrator says otherwise. */
const LAST_RANK = 1000;

/** A new person with an account. Throws `Problem` (`username_taken`, `not_allowed`). */
export const createAccount = async (
  context: ServerContext,
  administrator: Administrator,
  request: AccountCreate,
): Promise<{ readonly personId: string }> => {
  checkRank(administrator, request.role);
  const { username, role, name, position, unit } = request;
  const personId = context.ids.next();
  await runTransaction(context, administrator.organisationId, async (work) => {
    await addPerson(context, work, { id: personId, name, position, unit, rank: LAST_RANK });
    await addAccount(context, work, { username, role, personId, credentials: request.credentials });
    context.reached('account.before_commit');
  });
  context.reached('account.committed');
  return { personId };
};

const findFor = async (work: Work, administrator: Administrator, username: string): Promise<AccountRow> => {
  const account = await work.tx.accounts.get(username);
  if (account === undefined) throw new Problem(404, 'not_found');
  checkRank(administrator, account.role);
  return account;
};

/** A disabled account's devices lose the server at once; what is on them stays until they are told. */
export const setAccountDisabled = async (
  context: ServerContext,
  administrator: Administrator,
  username: string,
  disabled: boolean,
): Promise<void> => {
  await runTransaction(context, administrator.organisationId, async (work) => {
    await findFor(work, administrator, username);
    await work.tx.accounts.setDisabled(username, disabled);
    context.reached('account.before_commit');
  });
  context.reached('account.committed');
  if (disabled) context.pokes.endWhere('signed_out', (listener) => listener.username === username);
};

/**
 * A new passphrase, made on the administrator's device. Every session ends. The old wrap of the account key goes: the
 * new passphrase cannot open it, and the next device that still holds the key puts it again.
 */
export const resetAccount = async (
  context: ServerContext,
  administrator: Administrator,
  username: string,
  { salt, kdf, authKey }: Credentials,
): Promise<void> => {
  await runTransaction(context, administrator.organisationId, async (work) => {
    await findFor(work, administrator, username);
    await work.tx.accounts.setCredentials(username, { salt, kdf, authHash: authHashOf(authKey) });
    await work.tx.accounts.setAccountKey(username, null);
    // A sheet holds the account key that goes with the old passphrase.
    await work.tx.recovery.removeSheet(username);
    await endRecoveryRequests(context, work, username);
    await work.tx.accounts.removeSessionsOf(username);
    context.reached('account.before_commit');
  });
  context.reached('account.committed');
  context.pokes.endWhere('signed_out', (listener) => listener.username === username);
};
