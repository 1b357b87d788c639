import { type Device, device as deviceSchema } from '../../shared/domain/records/organisation.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import type { ServerContext } from '../context.ts';
import { appendEvent } from '../log/decisionLog.ts';
import { Problem } from '../problem.ts';
import { serverActor, type Work, writeRecords } from '../sync/transaction.ts';
import { isSignedBy } from './ed25519.ts';
import { checkNoWipe } from './wipe.ts';

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
 * Throws `device_wipe` for a device that was ordered to be wiped and shows that it has the key it enrolled with: whether
 * its passphrase is still good, or its account, must not keep it from obeying.
 */
export const checkNotToBeWiped = async (
  { storage }: Pick<ServerContext, 'storage'>,
  claim: DeviceClaim,
): Promise<void> => {
  for (const organisationId of await storage.directory.organisationIds()) {
    const row = await storage.read(organisationId, (view) => view.records.get('device', claim.id));
    const device = row === undefined ? undefined : deviceSchema.parse(JSON.parse(row.body));
    if (device?.publicKey === claim.publicKey) checkNoWipe(device);
  }
};

/**
 * Enters a device at its first sign-in: a record that everybody verifies signatures with, and an event of the log. A
 * known device must be the same person's, with the same key, and not revoked; else `device_revoked`. `isKeyGone`: only a
 * known one may sign in, since it may have the account key that a new one would replace; else `account_key_gone`.
 */
export const enrolDevice = (
  context: Pick<ServerContext, 'logKey'>,
  work: Work,
  personId: string,
  claim: DeviceClaim,
  isKeyGone: boolean,
): Promise<void> =>
  writeRecords(context, work, serverActor(work.organisationId), '', async ({ tx, now }) => {
    const known = await tx.get('device', claim.id);
    if (known !== undefined) {
      const { body } = known;
      const isSame = body.personId === personId && body.publicKey === claim.publicKey;
      if (!isSame || body.revokedAt !== null) throw new Problem(403, 'device_revoked');
      return;
    }
    if (isKeyGone) throw new Problem(409, 'account_key_gone');
    const { id, publicKey, label } = claim;
    const device: Device = {
      ...{ id, personId, publicKey, label, enrolledAt: now, revokedAt: null },
      ...{ wipeRequestedAt: null, wipedAt: null, loaner: null },
    };
    await tx.put(scopeOf('org', work.organisationId), 'device', device);
    await appendEvent(work.tx, work.organisationId, context.logKey, {
      type: 'device-enrolled',
      device: id,
      person: personId,
      publicKey,
      at: now,
    });
  });
