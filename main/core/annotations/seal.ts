import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { privateContent, type PrivateContent } from '../../../shared/contract/annotation.ts';
import type { PrivateNote } from '../../../shared/domain/records/private.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';

/**
 * Private notes leave the device only as ciphertext: 12 random bytes, AES-256-GCM under the account key, 16-byte tag;
 * additional data is the note's id in UTF-8, so that a server cannot pass one note off as another.
 */
const NONCE = 12;
const TAG = 16;

/** A note has a length that tells little: contents are padded with spaces (JSON ignores them) to steps of this size. */
const PADDING = 256;

const padded = (text: string): Buffer => {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([bytes, Buffer.alloc((PADDING - (bytes.length % PADDING)) % PADDING, 0x20)]);
};

export const sealNote = (
  accountKey: Uint8Array,
  id: string,
  content: PrivateContent,
  random: RandomBytes,
): PrivateNote => {
  const nonce = random(NONCE);
  const cipher = createCipheriv('aes-256-gcm', accountKey, nonce);
  cipher.setAAD(Buffer.from(id, 'utf8'));
  const body = cipher.update(padded(JSON.stringify(content)));
  const sealed = Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]);
  return { id, ciphertext: sealed.toString('base64') };
};

/** Null for what was not sealed with this key for this id, or does not say what a note can say. */
export const openNote = (accountKey: Uint8Array, note: PrivateNote): PrivateContent | null => {
  const sealed = Buffer.from(note.ciphertext, 'base64');
  if (sealed.length < NONCE + TAG) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', accountKey, sealed.subarray(0, NONCE));
    decipher.setAAD(Buffer.from(note.id, 'utf8'));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
    const parsed = privateContent.safeParse(JSON.parse(plain.toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

/**
 * The id of the one note that says where its owner was in a paper: the same on all devices of the member, without
 * meaning to anybody who has not the account key. A UUIDv8 (RFC 9562, custom).
 */
export const readingNoteId = (accountKey: Uint8Array, paperId: string): string => {
  const key = Buffer.from(hkdfSync('sha256', accountKey, '', 'ecabinet/reading-id/v1', 32));
  const bytes = createHmac('sha256', key).update(`reading\n${paperId}`, 'utf8').digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
