import type { Device } from '../../shared/domain/records/organisation.ts';
import type { Actor } from '../../shared/domain/mutation.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { SESSION_MS } from './signIn.ts';
import { tokenHashOf } from './secrets.ts';
import { checkNoWipe } from './wipe.ts';

/** A session is written again when it was last prolonged longer ago than this, in milliseconds. */
const PROLONG_AFTER_MS = 60 * 60 * 1000;

/** Who a request comes from. */
export interface SignedIn extends Actor {
  readonly username: string;
  readonly tokenHash: string;
}

/** `Authorization: Bearer …`, or null. */
const bearerOf = (header: string | undefined): string | null =>
  /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header ?? '')?.[1] ?? null;

/**
 * Who sends this header, read anew on every request. Throws `Problem` (`not_signed_in`, `account_disabled`,
 * `device_wipe`, `device_revoked`).
 */
export const authenticate = async (context: ServerContext, header: string | undefined): Promise<SignedIn> => {
  const token = bearerOf(header);
  if (token === null) throw new Problem(401, 'not_signed_in');
  const tokenHash = tokenHashOf(token);
  const session = await context.storage.directory.findSignedIn(tokenHash);
  const now = context.clock.now();
  if (session === undefined || Date.parse(session.expiresAt) <= now) throw new Problem(401, 'not_signed_in');
  const { organisationId, username, personId, deviceId } = session;
  // As it was written, by its schema.
  const device = session.device === null ? null : (JSON.parse(session.device) as Device);
  if (device !== null) checkNoWipe(device);
  if (session.disabled) throw new Problem(403, 'account_disabled');
  if (device === null || device.revokedAt !== null) throw new Problem(403, 'device_revoked');
  if (Date.parse(session.expiresAt) - now < SESSION_MS - PROLONG_AFTER_MS) {
    const expiresAt = new Date(now + SESSION_MS).toISOString();
    await context.storage.transact(organisationId, (tx) => tx.accounts.extendSession(tokenHash, expiresAt));
  }
  return { organisationId, username, tokenHash, personId, deviceId, accountRole: session.role };
};
