import type { Device } from '../../shared/domain/records/organisation.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { ServerContext } from '../context.ts';
import { appendEvent } from '../log/decisionLog.ts';
import { Problem } from '../problem.ts';
import { serverActor, type Work, writeRecords } from '../sync/transaction.ts';
import { isSignedBy } from './ed25519.ts';

/** What a device says of itself. */
export interface DeviceClaim {
  readonly id: string;
  /** Ed25519, 32 raw bytes in base64. */
  readonly publicKey: string;
  readonly label: string;
}

/** What a device signs to show that it has the private half of its key. */
const enrolmentText = (username: string, device: Pick<DeviceClaim, 'id' | 'publicKey'>): string =>
  `ecabinet/enrol/v1\n${username}\n${device.id}\n${device.publicKey}`;

/** Whether who signs in holds the device's private key. `username` as it was typed. */
export const holdsItsKey = (username: string, device: DeviceClaim & { readonly proof: string }): boolean =>
  isSignedBy(device.publicKey, enrolmentText(username, device), device.proof);

/**
 * Enters a device at its first sign-in: a record that everybody verifies signatures with, and an event of the log. A
 * known device must be the same person's, with the same key, and not revoked; else `device_revoked`.
 */
export const enrolDevice = (
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  personId: string,
  claim: DeviceClaim,
): Promise<void> =>
  writeRecords(context, work, serverActor(work.organisationId), '', async ({ tx, now }) => {
    const known = await tx.get('device', claim.id);
    if (known !== undefined) {
      const { body } = known;
      const isSame = body.personId === personId && body.publicKey === claim.publicKey;
      if (!isSame || body.revokedAt !== null) throw new Problem(403, 'device_revoked');
      return;
    }
    const { id, publicKey, label } = claim;
    const device: Device = { id, personId, publicKey, label, enrolledAt: now, revokedAt: null };
    await tx.put(scopeOf('org', work.organisationId), 'device', device);
    await appendEvent(work.tx, work.organisationId, context.logKey, {
      type: 'device-enrolled',
      device: id,
      person: personId,
      publicKey,
      at: now,
    });
  });
