import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { RandomBytes } from '../../shared/lib/ids.ts';

/**
 * SHA-256 as 64 hexadecimal digits. What is hashed is random, or has been through Argon2id on the device: nothing slower
 * is needed here.
 */
const sha256 = (bytes: Uint8Array): string => hash('sha256', bytes);

/** What is kept of the signing-in half of a passphrase. */
export const authHashOf = (authKey: string): string => sha256(Buffer.from(authKey, 'base64'));

/** What is kept of a session's token. */
export const tokenHashOf = (token: string): string => sha256(Buffer.from(token, 'utf8'));

/** An opaque session token: 32 random bytes. */
export const newToken = (random: RandomBytes): string => Buffer.from(random(32)).toString('base64url');

/** Takes as long for a wrong value as for the right one. */
export const isSameHash = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
};

/** The salt told for a name that has no account: always the same, so that names cannot be probed. */
export const decoySalt = (secret: string, username: string): string =>
  createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`ecabinet/decoy-salt/v1\n${username}`, 'utf8')
    .digest()
    .subarray(0, 16)
    .toString('base64');
