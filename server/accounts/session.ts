import { device as deviceSchema } from '../../shared/domain/records/organisation.ts';
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
  const { directory } = context.storage;
  const session = await directory.findSession(tokenHash);
  const now = context.clock.now();
  if (session === undefined || Date.parse(session.expiresAt) <= now) throw new Problem(401, 'not_signed_in');
  const account = await directory.findAccount(session.username);
  if (account === undefined) throw new Problem(401, 'not_signed_in');
  const { organisationId, username } = account;
  const row = await context.storage.read(organisationId, (view) =>
    view.records.get('device', session.deviceId),
  );
  const device = row === undefined ? undefined : deviceSchema.parse(JSON.parse(row.body));
  if (device !== undefined) checkNoWipe(device);
  if (account.disabled) throw new Problem(403, 'account_disabled');
  if (device === undefined || device.revokedAt !== null) throw new Problem(403, 'device_revoked');
  if (Date.parse(session.expiresAt) - now < SESSION_MS - PROLONG_AFTER_MS) {
    const expiresAt = new Date(now + SESSION_MS).toISOString();
    await context.storage.transact(organisationId, (tx) => tx.accounts.extendSession(tokenHash, expiresAt));
  }
  return {
    organisationId,
    username,
    tokenHash,
    personId: account.personId,
    deviceId: session.deviceId,
    accountRole: account.role,
  };
};
