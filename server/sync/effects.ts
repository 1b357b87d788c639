import type { Actor, LogEvent, LogLeaf, ServerEffects } from '../../shared/domain/mutation.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { isSignedBy } from '../accounts/ed25519.ts';
import { appendEvent, ballotsOf, knowsCheckpoint, pollEventsOf } from '../log/decisionLog.ts';
import type { LogKey } from '../log/logKey.ts';
import type { WriteTx } from '../storage/port.ts';

/** A file counts as known to those who have shown to have it, or may read it: knowing its hash is not enough. */
const fileFor = async (tx: WriteTx, actor: Actor, sha256: string) => {
  const file = await tx.files.find(sha256);
  if (file === undefined || (await tx.files.uploadedBy(sha256, actor.personId))) return file;
  const manifest = scopeOf('manifest', actor.personId);
  for (const scope of await tx.files.scopesNaming(sha256)) {
    if ((await tx.records.grantedScope(manifest, scope)) !== undefined) return file;
  }
  return undefined;
};

/** What a mutation appended to the decision log. */
export interface Appended {
  readonly event: LogEvent;
  readonly leaf: LogLeaf;
}

/** How a mutation is run. */
export interface EffectsOptions {
  /** It was accepted before, in a history that the server has lost: what its author had seen then is not judged again. */
  readonly isAgain?: boolean;
  readonly onAppended?: (appended: Appended) => void;
}

/** What the rules may do on the server, inside one transaction. */
export const serverEffects = (
  tx: WriteTx,
  actor: Actor,
  key: LogKey,
  { isAgain = false, onAppended }: EffectsOptions = {},
): ServerEffects => ({
  lastForeignRev: async (kind, id, deviceId) => (isAgain ? 0 : tx.records.lastForeignRev(kind, id, deviceId)),
  file: (sha256) => fileFor(tx, actor, sha256),
  verify: isSignedBy,
  async append(event) {
    const leaf = await appendEvent(tx, actor.organisationId, key, event);
    onAppended?.({ event, leaf });
    return leaf;
  },
  knowsCheckpoint: (checkpoint) => knowsCheckpoint(tx, actor.organisationId, checkpoint),
  ballots: (pollId) => ballotsOf(tx, pollId),
  storeBallot: (ballot) => tx.log.storeBallot(ballot),
  pollEvents: (pollId) => pollEventsOf(tx, actor.organisationId, pollId),
});
