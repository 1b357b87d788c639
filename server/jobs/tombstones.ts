import type { ServerContext } from '../context.ts';

/** Tombstones are kept for this many later writes of the organisation; an older cursor starts its scope over. */
export const TOMBSTONES_KEPT = 500_000;

export const forgetOldTombstones = async (
  context: Pick<ServerContext, 'storage' | 'reached'>,
  kept = TOMBSTONES_KEPT,
): Promise<void> => {
  for (const organisationId of await context.storage.directory.organisationIds()) {
    await context.storage.transact(organisationId, async (tx) => {
      const upTo = (await tx.counter()) - kept;
      if (upTo > 0) await tx.records.forgetTombstones(upTo);
      context.reached('tombstones.before_commit');
    });
    context.reached('tombstones.forgotten');
  }
};
