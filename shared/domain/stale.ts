import type { MutationContext } from './mutation.ts';
import type { RecordKind } from './records/kinds.ts';
import { refusal, type Refusal } from './refusal.ts';

/**
 * Refuses an edit whose author had not seen the record as it stands: somebody on another device wrote it after `seen`.
 * On the device nothing is stale, because only the server knows who wrote last; its answer then says so.
 */
export const staleRefusal = async (
  context: MutationContext,
  kind: RecordKind,
  id: string,
  seen: number,
): Promise<Refusal | null> => {
  if (context.server === null) return null;
  const rev = await context.server.lastForeignRev(kind, id, context.actor.deviceId);
  return rev > seen ? refusal('stale_revision', { rev }) : null;
};
