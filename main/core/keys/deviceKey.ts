import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { concat, fromHex, toBase64, utf8 } from '../../../shared/lib/bytes.ts';

/** RFC 8410: the fixed beginning of a PKCS #8 Ed25519 private key; the 32-byte seed follows. */
const PKCS8_PREFIX = fromHex('302e020100300506032b657004220420');
const RAW_KEY_BYTES = 32;

/** This app instance's Ed25519 key. */
export interface DeviceKey {
  /** 32 raw bytes, base64. */
  readonly publicKey: string;
  /** 64 bytes (RFC 8032). */
  sign(bytes: Uint8Array): Uint8Array;
}

const rawPublicKey = (key: KeyObject): Uint8Array => {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return new Uint8Array(spki.subarray(spki.length - RAW_KEY_BYTES));
};

/** The key of a 32-byte seed. */
export const deviceKeyOf = (seed: Uint8Array): DeviceKey => {
  if (seed.length !== RAW_KEY_BYTES) throw new RangeError('an Ed25519 seed has 32 bytes');
  const key = createPrivateKey({
    key: Buffer.from(concat(PKCS8_PREFIX, seed)),
    format: 'der',
    type: 'pkcs8',
  });
  return {
    publicKey: toBase64(rawPublicKey(key)),
    sign: (bytes) => new Uint8Array(sign(null, bytes, key)),
  };
};

/** What a device signs to show that it holds the private half (`POST /auth/sign-in`). */
export const enrolmentProof = (key: DeviceKey, username: string, deviceId: string): string =>
  toBase64(key.sign(utf8(`ecabinet/enrol/v1\n${username}\n${deviceId}\n${key.publicKey}`)));
