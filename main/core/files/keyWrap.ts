import { createHmac } from 'node:crypto';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { openChunk, sealChunk } from './chunkFormat.ts';

/** HKDF-Extract of each store's key, without a salt: the half of the derivation that is the same for every scope. */
const extracted = new WeakMap<Uint8Array, Buffer>();

const extract = (storeKey: Uint8Array): Buffer => {
  const known = extracted.get(storeKey) ?? createHmac('sha256', Buffer.alloc(32)).update(storeKey).digest();
  extracted.set(storeKey, known);
  return known;
};

/**
 * A file's key is kept once for every scope that refers to the file, each time under a key of that scope: taking a
 * scope away takes its way to the file, and the file goes with its last wrap. HKDF-SHA-256 (RFC 5869), written out
 * because a first copy wraps thousands: `hkdfSync` costs several times as much.
 */
export const scopeKey = (storeKey: Uint8Array, scope: string): Uint8Array =>
  createHmac('sha256', extract(storeKey)).update(`ecabinet/file-wrap/v1\n${scope}\u0001`, 'utf8').digest();

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
