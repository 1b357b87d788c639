import type { z } from 'zod';
import type { orderRequest, wipedRequest } from '../../shared/contract/sync.ts';
import { type Device, device as deviceSchema } from '../../shared/domain/records/organisation.ts';
import type { ServerContext } from '../context.ts';
import { appendEvent } from '../log/decisionLog.ts';
import { Problem } from '../problem.ts';
import { runTransaction, serverActor, writeRecords } from '../sync/transaction.ts';
import { isSignedBy } from './ed25519.ts';

/**
 * Throws `device_wipe` for a device that was ordered to be wiped, with what it needs to obey and to acknowledge: before
 * anything else is said to it, and for good, so that a copy of its disk that was put back is wiped again.
 */
export const checkNoWipe = ({ id, wipeRequestedAt }: Device): void => {
  if (wipeRequestedAt !== null) {
    throw new Problem(403, 'device_wipe', { device: id, requestedAt: wipeRequestedAt });
  }
};

/**
 * Throws `device_wipe` for a device that was ordered to be wiped and shows that it has its key. Everybody else learns
 * nothing, not even whether there is such a device.
 */
export const tellOrder = async (
  { storage }: Pick<ServerContext, 'storage'>,
  { organisationId, deviceId, signature }: z.infer<typeof orderRequest>,
): Promise<void> => {
  if (!(await storage.directory.organisationIds()).includes(organisationId)) return;
  const row = await storage.read(organisationId, (view) => view.records.get('device', deviceId));
  if (row === undefined) return;
  const device = deviceSchema.parse(JSON.parse(row.body));
  if (isSignedBy(device.publicKey, `ecabinet/orders/v1\n${deviceId}`, signature)) checkNoWipe(device);
};

/** What a device signs when nothing of its person is left on it. */
const wipedText = ({ deviceId, requestedAt }: z.infer<typeof wipedRequest>): string =>
  `ecabinet/wiped/v1\n${deviceId}\n${requestedAt}`;

/**
 * Takes a device's word that it is wiped: once into its record and the decision log, every repeat changes nothing. A
 * device that wiped itself without an order (given back without network, or the order was lost with the server's
 * newest history) is as wiped as another; it is revoked with it. Throws `Problem` (`not_found`, `not_allowed`).
 */
export const acknowledgeWipe = async (
  context: ServerContext,
  request: z.infer<typeof wipedRequest>,
): Promise<void> => {
  const { organisationId, deviceId } = request;
  const known = await context.storage.directory.organisationIds();
  if (!known.includes(organisationId)) throw new Problem(404, 'not_found');
  await runTransaction(context, organisationId, (work) =>
    writeRecords(context, work, serverActor(organisationId), '', async ({ tx, now }) => {
      const stored = await tx.get('device', deviceId);
      if (stored === undefined) throw new Problem(404, 'not_found');
      const device = deviceSchema.parse(stored.body);
      if (!isSignedBy(device.publicKey, wipedText(request), request.signature)) {
        throw new Problem(403, 'not_allowed');
      }
      if (device.wipedAt !== null) return;
      const { revokedAt, wipeRequestedAt, personId: person } = device;
      const event = { device: deviceId, person, at: now } as const;
      const append = (type: 'device-revoked' | 'device-wiped') =>
        appendEvent(
          work.tx,
          organisationId,
          context.logKey,
          type === 'device-wiped' ? { type, ...event } : { type, by: person, ...event },
        );
      await tx.put(stored.scope, 'device', {
        ...device,
        revokedAt: revokedAt ?? now,
        wipeRequestedAt: wipeRequestedAt ?? now,
        wipedAt: now,
      });
      if (revokedAt === null) await append('device-revoked');
      await append('device-wiped');
    }),
  );
};
