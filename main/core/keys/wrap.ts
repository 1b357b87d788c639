import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concat, utf8 } from '../../../shared/lib/bytes.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';

const NONCE = 12;
const TAG = 16;

/** What a wrapped key is for; authenticated with it, so that one cannot be passed off as another. */
export type WrapPurpose =
  | 'ecabinet/account-key/v1'
  | 'ecabinet/device/v1'
  | 'ecabinet/device-by-account/v1'
  | 'ecabinet/pin/v1'
  | 'ecabinet/recovery-sheet/v1'
  | 'ecabinet/recovery-seal/v1';

/** AES-256-GCM: 12 random bytes, ciphertext, 16-byte tag. `key` is 32 bytes. */
export const wrapKey = (
  key: Uint8Array,
  secret: Uint8Array,
  purpose: WrapPurpose,
  random: RandomBytes,
): Uint8Array => {
  const nonce = random(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(utf8(purpose));
  return concat(nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag());
};

/** Null when the key is not the one, or a byte has changed. */
export const unwrapKey = (key: Uint8Array, wrapped: Uint8Array, purpose: WrapPurpose): Uint8Array | null => {
  if (wrapped.length < NONCE + TAG) return null;
  const tagAt = wrapped.length - TAG;
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(utf8(purpose))
    .setAuthTag(wrapped.subarray(tagAt));
  try {
    return concat(decipher.update(wrapped.subarray(NONCE, tagAt)), decipher.final());
  } catch {
    return null;
  }
};
