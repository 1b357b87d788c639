import { hkdfSync } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import type { RandomBytes } from '../../shared/lib/ids.ts';
import type { KdfParams } from '../../shared/contract/sync.ts';
import type { Credentials } from './administration.ts';

/** Argon2id, version 1.3 (RFC 9106), by the package's numbers. */
const ARGON2ID = 2;
const VERSION_13 = 1;

/**
 * What a device makes of a passphrase to sign in: Argon2id over its NFC form, then HKDF-SHA256. Here only for accounts
 * that are made where the server runs (the sample, `user add`); over the network a passphrase never comes this far.
 */
export const deriveCredentials = async (
  passphrase: string,
  kdf: KdfParams,
  random: RandomBytes,
): Promise<Credentials> => {
  const salt = random(16);
  const master = await hashRaw(passphrase.normalize('NFC'), {
    salt,
    memoryCost: kdf.memoryKiB,
    timeCost: kdf.passes,
    parallelism: kdf.lanes,
    outputLen: 32,
    algorithm: ARGON2ID,
    version: VERSION_13,
  });
  const authKey = hkdfSync('sha256', master, new Uint8Array(0), 'ecabinet/sign-in/v1', 32);
  return {
    salt: Buffer.from(salt).toString('base64'),
    kdf,
    authKey: Buffer.from(authKey).toString('base64'),
  };
};
