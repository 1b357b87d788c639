import { hkdfSync } from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import type { KdfParams } from '../../../shared/contract/sync.ts';

/** Argon2id; the package's own enum is ambient and cannot be named under `isolatedModules`. */
const ARGON2ID = 2;
/** Argon2 1.3, stated so that another default of the package changes no key. */
const VERSION_13 = 1;

/**
 * 32 bytes of Argon2id over the NFC form of the passphrase, so that both ways of typing a Vietnamese letter are one
 * passphrase. Runs on a thread of its own. All other keys of a passphrase are derived from it and it is never kept.
 */
export const deriveMaster = async (
  passphrase: string,
  salt: Uint8Array,
  kdf: KdfParams,
): Promise<Uint8Array> =>
  new Uint8Array(
    await hashRaw(passphrase.normalize('NFC'), {
      salt,
      memoryCost: kdf.memoryKiB,
      timeCost: kdf.passes,
      parallelism: kdf.lanes,
      outputLen: 32,
      algorithm: ARGON2ID,
      version: VERSION_13,
    }),
  );

const expand = (master: Uint8Array, salt: Uint8Array, info: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', master, salt, info, 32));

const NO_SALT = new Uint8Array(0);

/** The half that is sent to sign in. It opens nothing that the server keeps. */
export const authKeyOf = (master: Uint8Array): Uint8Array => expand(master, NO_SALT, 'ecabinet/sign-in/v1');

/** The half that never leaves the device: wraps the account key. */
export const accountWrapKeyOf = (master: Uint8Array): Uint8Array =>
  expand(master, NO_SALT, 'ecabinet/account-key/v1');

/** Wraps this device's data key; its salt makes it another key on every device. */
export const deviceWrapKeyOf = (master: Uint8Array, deviceSalt: Uint8Array): Uint8Array =>
  expand(master, deviceSalt, 'ecabinet/device/v1');

/** Wraps this device's data key under the account key, which every device of the member has. */
export const deviceWrapKeyOfAccount = (accountKey: Uint8Array, deviceSalt: Uint8Array): Uint8Array =>
  expand(accountKey, deviceSalt, 'ecabinet/device-by-account/v1');

/**
 * Wraps the data key for a PIN: needs the PIN (Argon2id, `deriveMaster`) and 32 random bytes that only the key store or
 * this process's memory gives back, because the digits alone could be tried out on a copy of the disk.
 */
export const pinWrapKeyOf = (master: Uint8Array, secret: Uint8Array): Uint8Array =>
  expand(master, secret, 'ecabinet/pin/v1');
