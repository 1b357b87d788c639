import type { Actor, MutationContext, Outcome, Stored } from '../mutation.ts';
import { defineMutation } from '../mutation.ts';
import { type Device, device as deviceSchema } from '../records/organisation.ts';
import { administers, isConductingRole, participantOf } from '../rights.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, refuse } from './outcome.ts';

/** As it is stored, with what devices of an earlier version do not say. */
const deviceOf = ({ body }: Stored<'device'>): Device => deviceSchema.parse(body);

const isTheirs = (actor: Actor, { personId }: Device): boolean =>
  personId === actor.personId || administers(actor);

/**
 * From now on the device signs nothing and its sessions are refused. Ballots that it signed before and that have arrived
 * keep counting; it cannot be undone, because who has the device has its key.
 */
const revoke = async (
  { id }: MutationArgs<'device.revoke'>,
  { tx, actor, now, server }: MutationContext,
): Promise<Outcome> => {
  const stored = await tx.get('device', id);
  if (stored === undefined) return refuse('not_found');
  const device = deviceOf(stored);
  if (!isTheirs(actor, device)) return refuse('not_allowed');
  if (server === null) return refuse('needs_connection');
  // Revoked already: what was asked for holds.
  if (device.revokedAt !== null) return applied;
  await tx.put(stored.scope, 'device', { ...device, revokedAt: now });
  const { personId: person } = device;
  await server.append({ type: 'device-revoked', device: id, person, by: actor.personId, at: now });
  return applied;
};

/** The order to destroy: told to the device at its next contact, whatever it asks then. Given once. */
const order = async (
  stored: Stored<'device'>,
  { tx, actor, now, server }: MutationContext,
): Promise<Outcome> => {
  if (server === null) return refuse('needs_connection');
  const device = deviceOf(stored);
  if (device.wipeRequestedAt !== null) return applied;
  const revokedAt = device.revokedAt ?? now;
  await tx.put(stored.scope, 'device', { ...device, revokedAt, wipeRequestedAt: now });
  const { id, personId: person } = device;
  if (device.revokedAt === null) {
    await server.append({ type: 'device-revoked', device: id, person, by: actor.personId, at: now });
  }
  await server.append({ type: 'device-wipe-requested', device: id, person, by: actor.personId, at: now });
  return applied;
};

const wipe = async ({ id }: MutationArgs<'device.wipe'>, context: MutationContext): Promise<Outcome> => {
  const stored = await context.tx.get('device', id);
  if (stored === undefined) return refuse('not_found');
  return isTheirs(context.actor, deviceOf(stored)) ? order(stored, context) : refuse('not_allowed');
};

const giveBack = async (
  { id }: MutationArgs<'device.return'>,
  context: MutationContext,
): Promise<Outcome> => {
  const stored = await context.tx.get('device', id);
  if (stored === undefined) return refuse('not_found');
  return id === context.actor.deviceId ? order(stored, context) : refuse('not_allowed');
};

const lend = async (
  { id, meetingId }: MutationArgs<'device.lend'>,
  { tx, actor, server }: MutationContext,
): Promise<Outcome> => {
  const stored = await tx.get('device', id);
  const meeting = await tx.get('meeting', meetingId);
  if (stored === undefined || meeting === undefined) return refuse('not_found');
  if (id !== actor.deviceId) return refuse('not_allowed');
  const role = (await participantOf(tx, meetingId, actor.personId))?.role;
  const isReadable = meeting.body.publishedAt !== null || isConductingRole(role);
  if (role === undefined || !isReadable) return refuse('not_found');
  if (server === null) return refuse('needs_connection');
  await tx.put(stored.scope, 'device', { ...deviceOf(stored), loaner: { meetingId } });
  return applied;
};

const online = { optimistic: false, needsConnection: true } as const;

/** Devices are enrolled by signing in; a lost one is revoked or wiped by its owner or by a system administrator. */
export const deviceMutations = {
  'device.revoke': defineMutation({ args: mutationArgs['device.revoke'], ...online, apply: revoke }),
  'device.wipe': defineMutation({ args: mutationArgs['device.wipe'], ...online, apply: wipe }),
  'device.lend': defineMutation({ args: mutationArgs['device.lend'], ...online, apply: lend }),
  'device.return': defineMutation({ args: mutationArgs['device.return'], ...online, apply: giveBack }),
};
