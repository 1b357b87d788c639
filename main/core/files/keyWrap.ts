import { hkdfSync } from 'node:crypto';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { openChunk, sealChunk } from './chunkFormat.ts';

/**
 * A file's key is kept once for every scope that refers to the file, each time under a key of that scope: taking a
 * scope away takes its way to the file, and the file goes with its last wrap.
 */
const scopeKey = (storeKey: Uint8Array, scope: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', storeKey, '', `ecabinet/file-wrap/v1\n${scope}`, 32));

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
