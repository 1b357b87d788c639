import { hash } from 'node:crypto';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { openChunk, sealChunk } from './chunkFormat.ts';

const BLOCK_BYTES = 64;

/** The two blocks with which HMAC-SHA-256 (RFC 2104) begins under one key of at most 64 bytes. */
interface HmacKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

const hmacKey = (key: Uint8Array): HmacKey => {
  const inner = Buffer.alloc(BLOCK_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = 0x36 ^ byte;
    outer[index] = 0x5c ^ byte;
  }
  return { inner, outer };
};

/** `createHmac` makes a key object and a stream each time, which costs ten times as much. */
const hmac = ({ inner, outer }: HmacKey, text: Uint8Array): Buffer =>
  hash(
    'sha256',
    Buffer.concat([outer, hash('sha256', Buffer.concat([inner, text]), { outputEncoding: 'buffer' })]),
    { outputEncoding: 'buffer' },
  );

/** HKDF-Extract of each store's key, without a salt: the half of the derivation that is the same for every scope. */
const extracted = new WeakMap<Uint8Array, HmacKey>();

const extract = (storeKey: Uint8Array): HmacKey => {
  const known = extracted.get(storeKey) ?? hmacKey(hmac(hmacKey(Buffer.alloc(32)), storeKey));
  extracted.set(storeKey, known);
  return known;
};

/**
 * A file's key is kept once for every scope that refers to the file, each time under a key of that scope: taking a
 * scope away takes its way to the file, and the file goes with its last wrap. HKDF-SHA-256 (RFC 5869), written out
 * because a first copy wraps thousands: `hkdfSync` costs several times as much.
 */
export const scopeKey = (storeKey: Uint8Array, scope: string): Uint8Array =>
  hmac(extract(storeKey), Buffer.from(`ecabinet/file-wrap/v1\n${scope}\u0001`, 'utf8'));

export const wrapFileKey = (
  storeKey: Uint8Array,
  scope: string,
  sha256: string,
  fileKey: Uint8Array,
  random: RandomBytes,
): Uint8Array => sealChunk(scopeKey(storeKey, scope), { name: sha256, index: 0, count: 1 }, fileKey, random);

/** Null when it was not wrapped for this scope and file with this store key. */
export const unwrapFileKey = (
  storeKey: Uint8Array,
  scope: string,
  sha256: string,
  wrapped: Uint8Array,
): Uint8Array | null => openChunk(scopeKey(storeKey, scope), { name: sha256, index: 0, count: 1 }, wrapped);
