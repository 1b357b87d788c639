import type { Actor, ServerEffects } from '../../shared/domain/mutation.ts';
import { isSignedBy } from '../accounts/ed25519.ts';
import { appendEvent, knowsCheckpoint, pollEventsOf } from '../log/decisionLog.ts';
import type { LogKey } from '../log/logKey.ts';
import type { WriteTx } from '../storage/port.ts';
import { readableScopes } from './pull.ts';

/** A file counts as known to those who have shown to have it, or may read it: knowing its hash is not enough. */
const fileFor = async (tx: WriteTx, actor: Actor, sha256: string) => {
  const file = await tx.files.find(sha256);
  if (file === undefined || (await tx.files.uploadedBy(sha256, actor.personId))) return file;
  const naming = await tx.files.scopesNaming(sha256);
  const readable = new Set((await readableScopes(tx, actor.personId)).map(({ scope }) => scope));
  return naming.some((scope) => readable.has(scope)) ? file : undefined;
};

/** What the rules may do on the server, inside one transaction. */
export const serverEffects = (tx: WriteTx, actor: Actor, key: LogKey): ServerEffects => ({
  lastForeignRev: (kind, id, deviceId) => tx.records.lastForeignRev(kind, id, deviceId),
  file: (sha256) => fileFor(tx, actor, sha256),
  verify: isSignedBy,
  append: (event) => appendEvent(tx, actor.organisationId, key, event),
  knowsCheckpoint: (checkpoint) => knowsCheckpoint(tx, actor.organisationId, checkpoint),
  ballots: (pollId) => tx.log.ballots(pollId),
  storeBallot: (ballot) => tx.log.storeBallot(ballot),
  pollEvents: (pollId) => pollEventsOf(tx, pollId),
});
