import { defineMutation, type MutationContext, type Outcome } from '../mutation.ts';
import { administers } from '../rights.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, refuse } from './outcome.ts';

/**
 * From now on the device signs nothing and its sessions are refused. Ballots that it signed before and that have arrived
 * keep counting; it cannot be undone, because who has the device has its key.
 */
const revoke = async (
  { id }: MutationArgs<'device.revoke'>,
  { tx, actor, now, server }: MutationContext,
): Promise<Outcome> => {
  const device = await tx.get('device', id);
  if (device === undefined) return refuse('not_found');
  const { scope, body } = device;
  if (body.personId !== actor.personId && !administers(actor)) return refuse('not_allowed');
  if (server === null) return refuse('needs_connection');
  // Revoked already: what was asked for holds.
  if (body.revokedAt !== null) return applied;
  await tx.put(scope, 'device', { ...body, revokedAt: now });
  await server.append({
    type: 'device-revoked',
    device: id,
    person: body.personId,
    by: actor.personId,
    at: now,
  });
  return applied;
};

/** Devices are enrolled by signing in; a lost one is revoked by its owner or by a system administrator. */
export const deviceMutations = {
  'device.revoke': defineMutation({
    args: mutationArgs['device.revoke'],
    optimistic: false,
    needsConnection: true,
    apply: revoke,
  }),
};
