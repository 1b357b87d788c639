import { createCipheriv, createDecipheriv, createHash, hash } from 'node:crypto';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';

/**
 * How a file lies on the disk: chunk `i` at offset `i * STORED_CHUNK_BYTES`, as 12 bytes of nonce, the ciphertext and a
 * 16-byte tag (AES-256-GCM, a random key per file). The additional data binds a chunk to its file, its place and the
 * number of chunks, so that chunks cannot be exchanged, reordered or cut off unnoticed.
 */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
/** Distance between the beginnings of two chunks. */
export const STORED_CHUNK_BYTES = CHUNK_BYTES + NONCE_BYTES + TAG_BYTES;

/** Which chunk of which file. `name` is the file's SHA-256, or another name that is unique on this device. */
export interface ChunkPlace {
  readonly name: string;
  readonly index: number;
  readonly count: number;
}

const additionalData = ({ name, index, count }: ChunkPlace): Buffer =>
  Buffer.from(`${name}|${index}|${count}`, 'utf8');

/** Number of chunks of a file of `size` bytes. */
export const chunkCount = (size: number): number => Math.ceil(size / CHUNK_BYTES);

/** Plain length of one chunk of a file of `size` bytes. */
export const chunkLength = (size: number, index: number): number =>
  Math.min(CHUNK_BYTES, size - index * CHUNK_BYTES);

/** Where a chunk begins in the stored file. */
export const storedOffset = (index: number): number => index * STORED_CHUNK_BYTES;

/** A chunk that is hashed and sealed as its bytes arrive: none of the steps holds up the thread for long. */
export interface ChunkSealing {
  /** The next bytes; they are not needed any more when it returns. */
  add(plain: Uint8Array): void;
  /** Once, after the last byte: the hash of all of them (lower-case hexadecimal), and what is to be stored, in order. */
  end(): { readonly sha256: string; readonly parts: readonly Buffer[] };
}

export const startSealing = (key: Uint8Array, place: ChunkPlace, random: RandomBytes): ChunkSealing => {
  const nonce = Buffer.from(random(NONCE_BYTES));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(additionalData(place));
  const digest = createHash('sha256');
  const sealed: Buffer[] = [];
  return {
    add(plain) {
      digest.update(plain);
      sealed.push(cipher.update(plain));
    },
    end() {
      cipher.final();
      return { sha256: digest.digest('hex'), parts: [nonce, ...sealed, cipher.getAuthTag()] };
    },
  };
};

export const sealChunk = (
  key: Uint8Array,
  place: ChunkPlace,
  plain: Uint8Array,
  random: RandomBytes,
): Buffer => {
  const nonce = Buffer.from(random(NONCE_BYTES));
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(additionalData(place));
  const sealed = cipher.update(plain);
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
};

/** Null when the bytes are not what was sealed for this place with this key. */
export const openChunk = (key: Uint8Array, place: ChunkPlace, sealed: Uint8Array): Buffer | null => {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES));
  decipher.setAAD(additionalData(place));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const plain = decipher.update(sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return plain;
};

/** SHA-256 in lower-case hexadecimal, native. */
export const hashHex = (bytes: Uint8Array): string => hash('sha256', bytes);
