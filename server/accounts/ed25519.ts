import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** Ed25519 public key of its 32 raw bytes; throws on anything else. */
const publicKeyOf = (raw: Buffer): KeyObject => {
  if (raw.length !== 32) throw new RangeError('an Ed25519 public key has 32 bytes');
  return createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
};

/** Ed25519 (RFC 8032) over the UTF-8 of `text`; key and signature in base64. False for anything malformed. */
export const isSignedBy = (publicKey: string, text: string, signature: string): boolean => {
  try {
    const key = publicKeyOf(Buffer.from(publicKey, 'base64'));
    return verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
};
