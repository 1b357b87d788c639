import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { recoveryAskRequest, RecoveryStateAnswer } from '../../shared/contract/recovery.ts';
import type { RecoveryRequest } from '../../shared/domain/records/recovery.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { RecoveryRequestRow } from '../storage/port.ts';
import { runTransaction, serverActor, type Work, writeRecords } from '../sync/transaction.ts';
import { checkAuthKey } from './recoverySheet.ts';
import { removeRecoveryRequest, renewAccount, type Renewal } from './renewal.ts';
import { isSameHash, newToken, tokenHashOf } from './secrets.ts';
import type { SignedIn } from './session.ts';
import { usernameOf } from './signIn.ts';

/** Time from asking to the new passphrase, in milliseconds. */
export const RECOVERY_MS = 15 * 60 * 1000;
/** Open requests of one name. */
const MAX_OPEN = 5;

const commitmentTo = (publicKey: string): string =>
  createHash('sha256').update(`ecabinet/recovery-commitment/v1\n${publicKey}`, 'utf8').digest('hex');

const isOver = (row: RecoveryRequestRow, now: string): boolean => row.expiresAt <= now;

/** Changes the record that the person's devices see. */
const patchRecord = (
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  requestId: string,
  patch: Partial<RecoveryRequest>,
): Promise<void> =>
  writeRecords(context, work, serverActor(work.organisationId), '', async ({ tx }) => {
    const stored = await tx.get('recoveryRequest', requestId);
    if (stored !== undefined) await tx.put(stored.scope, 'recoveryRequest', { ...stored.body, ...patch });
  });

const dropExpired = async (context: Pick<ServerContext, 'logKey' | 'storage'>, work: Work): Promise<void> => {
  for (const { id, username } of await work.tx.recovery.requestsExpiredBefore(work.now)) {
    const account = await context.storage.directory.findAccount(username);
    const isElsewhere = account !== undefined && account.organisationId !== work.organisationId;
    if (!isElsewhere) await removeRecoveryRequest(context, work, id);
  }
};

/** Every so often: what nobody answered goes from the screens. */
export const dropExpiredRequests = async (context: ServerContext): Promise<void> => {
  const now = new Date(context.clock.now()).toISOString();
  for (const organisationId of await context.storage.directory.organisationIds()) {
    const expired = await context.storage.read(organisationId, (view) =>
      view.recovery.requestsExpiredBefore(now),
    );
    if (expired.length > 0)
      await runTransaction(context, organisationId, (work) => dropExpired(context, work));
  }
};

/**
 * A device that cannot sign in asks its person's other devices. The same work and answer whether the name is somebody's or
 * not. Throws `too_many_attempts`.
 */
export const askForRecovery = async (context: ServerContext, request: z.infer<typeof recoveryAskRequest>) => {
  const username = usernameOf(request.username);
  const { directory } = context.storage;
  const account = await directory.findAccount(username);
  const [first] = await directory.organisationIds();
  const organisationId = account?.organisationId ?? first;
  const { commitment, deviceLabel } = request;
  const [id, secret] = [context.ids.next(), newToken(context.random)];
  const expiresAt = new Date(context.clock.now() + RECOVERY_MS).toISOString();
  const answer = { id, secret, expiresAt };
  if (organisationId === undefined) return answer;
  await runTransaction(context, organisationId, async (work) => {
    await dropExpired(context, work);
    if ((await work.tx.recovery.requestsOf(username)).length >= MAX_OPEN) {
      throw new Problem(429, 'too_many_attempts');
    }
    await work.tx.recovery.putRequest({
      ...{ id, username, secretHash: tokenHashOf(secret), commitment, expiresAt },
      ...{ approverDevice: null, approverKey: null, publicKey: null, sealed: null },
    });
    if (account === undefined || account.disabled) return;
    await writeRecords(context, work, serverActor(organisationId), '', ({ tx }) =>
      tx.put(scopeOf('user', account.personId), 'recoveryRequest', {
        ...{ id, deviceLabel, commitment, requestedAt: work.now, expiresAt },
        ...{ answeredBy: null, approverKey: null, publicKey: null },
      }),
    );
  });
  return answer;
};

/** Runs `work` on a request that is there and not over, in a transaction of its account. Throws `recovery_ended`. */
const onRequest = async (
  context: ServerContext,
  requestId: string,
  isAllowed: (row: RecoveryRequestRow) => boolean,
  work: (work: Work, row: RecoveryRequestRow) => Promise<void>,
): Promise<string> => {
  const ended = new Problem(409, 'recovery_ended');
  const [first] = await context.storage.directory.organisationIds();
  if (first === undefined) throw ended;
  const row = await context.storage.read(first, (view) => view.recovery.request(requestId));
  const account = row === undefined ? undefined : await context.storage.directory.findAccount(row.username);
  if (row === undefined || account === undefined || !isAllowed(row)) throw ended;
  await runTransaction(context, account.organisationId, async (transaction) => {
    const now = await transaction.tx.recovery.request(requestId);
    if (now === undefined || isOver(now, transaction.now)) throw ended;
    await work(transaction, now);
  });
  return row.username;
};

const bySecret =
  (secret: string) =>
  ({ secretHash }: RecoveryRequestRow): boolean =>
    isSameHash(secretHash, tokenHashOf(secret));
const byPerson =
  ({ username }: SignedIn) =>
  (row: RecoveryRequestRow): boolean =>
    row.username === username;

/** How it stands, for the device that asked. A wrong secret, an unknown id and an ended one are the same. */
export const recoveryState = async (
  context: ServerContext,
  requestId: string,
  secret: string,
): Promise<RecoveryStateAnswer> => {
  const [first] = await context.storage.directory.organisationIds();
  const row =
    first === undefined
      ? undefined
      : await context.storage.read(first, (view) => view.recovery.request(requestId));
  const now = new Date(context.clock.now()).toISOString();
  if (row === undefined || !bySecret(secret)(row) || isOver(row, now)) {
    return { state: 'ended', approverKey: null, sealed: null };
  }
  const { approverKey, sealed } = row;
  return { state: sealed === null ? 'waiting' : 'approved', approverKey, sealed };
};

/** A device of the person gives its key: only one does. Throws `recovery_taken`, `recovery_ended`. */
export const answerRecovery = (context: ServerContext, who: SignedIn, requestId: string, key: string) =>
  onRequest(context, requestId, byPerson(who), async (work, row) => {
    const isRepeat = row.approverDevice === who.deviceId && row.approverKey === key;
    if (isRepeat) return;
    if (row.approverDevice !== null) throw new Problem(409, 'recovery_taken');
    await work.tx.recovery.putRequest({ ...row, approverDevice: who.deviceId, approverKey: key });
    await patchRecord(context, work, requestId, { answeredBy: who.deviceId, approverKey: key });
  });

/** The device that asked shows the key it committed to, once the other's is known. Throws `recovery_key_wrong`. */
export const revealRecovery = (
  context: ServerContext,
  requestId: string,
  secret: string,
  publicKey: string,
) =>
  onRequest(context, requestId, bySecret(secret), async (work, row) => {
    if (row.approverKey === null || commitmentTo(publicKey) !== row.commitment) {
      throw new Problem(409, 'recovery_key_wrong');
    }
    await work.tx.recovery.putRequest({ ...row, publicKey });
    await patchRecord(context, work, requestId, { publicKey });
  });

/** The account key, sealed by the device that answered. Throws `recovery_taken`, `credentials_wrong`. */
export const approveRecovery = (
  context: ServerContext,
  who: SignedIn,
  requestId: string,
  { authKey, sealed }: { readonly authKey: string; readonly sealed: string },
) =>
  onRequest(context, requestId, byPerson(who), async (work, row) => {
    if (row.approverDevice !== who.deviceId || row.publicKey === null) {
      throw new Problem(409, 'recovery_taken');
    }
    await checkAuthKey(work, who.username, authKey);
    await removeRecoveryRequest(context, work, requestId);
    await work.tx.recovery.putRequest({ ...row, sealed });
  });

export const refuseRecovery = (context: ServerContext, who: SignedIn, requestId: string) =>
  onRequest(context, requestId, byPerson(who), (work) => removeRecoveryRequest(context, work, requestId));

/** The new passphrase of a device that was approved. Throws `recovery_ended`, `account_disabled`. */
export const finishRecovery = async (
  context: ServerContext,
  requestId: string,
  secret: string,
  renewal: Renewal,
): Promise<void> => {
  const username = await onRequest(context, requestId, bySecret(secret), async (work, row) => {
    if (row.sealed === null) throw new Problem(409, 'recovery_ended');
    await renewAccount(context, work, row.username, renewal);
  });
  context.pokes.endWhere('signed_out', (listener) => listener.username === username);
};
