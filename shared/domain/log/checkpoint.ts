import { concat, fromBase64, fromHex, sha256Of, toBase64, toHex, utf8 } from '../../lib/bytes.ts';
import type { CheckpointRef } from '../records/poll.ts';

/**
 * Signed checkpoints of the decision log as C2SP `tlog-checkpoint` (https://c2sp.org/tlog-checkpoint): a C2SP
 * `signed-note` whose text is origin, size and root, one a line, signed with Ed25519. Made and checked exactly as Go's
 * `sumdb/note` does; the signing itself is handed in, because every host has a faster one than this folder could have.
 */

/** Whose signature is meant: the name in the signature line, and the 32 raw bytes of the public key. */
export interface NoteKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
}

/** Ed25519 over a message: 64 raw bytes. */
export type Sign = (message: Uint8Array) => Uint8Array;
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

const ED25519 = Uint8Array.of(1);
const SIGNATURE_PREFIX = '\u2014 ';

/**
 * Name of an organisation's decision log; after a restore, with the epoch that began then (UUIDv7): so logs that follow one
 * another have names that do, compared as text.
 */
export const logOrigin = (organisationId: string, restoredEpoch: string | null = null): string =>
  restoredEpoch === null ? `e-cabinet/${organisationId}` : `e-cabinet/${organisationId}/${restoredEpoch}`;

/** Whether a name is that of a log that an organisation has or had. */
export const isLogOrigin = (organisationId: string, origin: string): boolean =>
  origin === logOrigin(organisationId) ||
  (origin.startsWith(`${logOrigin(organisationId)}/`) && /\/[0-9a-f-]{36}$/.test(origin));

/** First four bytes of SHA-256(name, line feed, 0x01, public key). */
export const noteKeyId = ({ name, publicKey }: NoteKey): Uint8Array =>
  sha256Of(concat(utf8(`${name}\n`), ED25519, publicKey)).slice(0, 4);

/** A note: its text (ending in a line feed), an empty line, and one signature line. */
export const signNote = (text: string, key: NoteKey, sign: Sign): string =>
  `${text}\n${SIGNATURE_PREFIX}${key.name} ${toBase64(concat(noteKeyId(key), sign(utf8(text))))}\n`;

const decode = (base64: string): Uint8Array | null => {
  try {
    return fromBase64(base64);
  } catch {
    return null;
  }
};

interface SignatureLine {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

const parseSignatureLine = (line: string): SignatureLine | null => {
  if (!line.startsWith(SIGNATURE_PREFIX)) return null;
  const [name, encoded, ...rest] = line.slice(SIGNATURE_PREFIX.length).split(' ');
  const blob = encoded === undefined ? null : decode(encoded);
  if (name === undefined || name === '' || rest.length > 0 || blob === null || blob.length < 5) return null;
  return { name, keyId: blob.slice(0, 4), signature: blob.slice(4) };
};

/**
 * The text of a note if the key has signed it; null for anything else, malformed lines included. Lines of other keys
 * are passed over.
 */
export const openNote = (note: string, key: NoteKey, verify: Verify): string | null => {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n')) return null;
  const text = note.slice(0, end + 1);
  const lines = note
    .slice(end + 2, -1)
    .split('\n')
    .map(parseSignatureLine);
  if (lines.includes(null)) return null;
  const keyId = toHex(noteKeyId(key));
  const own = lines.find((line) => line?.name === key.name && toHex(line.keyId) === keyId);
  return own && verify(key.publicKey, utf8(text), own.signature) ? text : null;
};

/** The signed text of a checkpoint. */
export const checkpointText = ({ origin, size, root }: CheckpointRef): string =>
  `${origin}\n${size}\n${toBase64(fromHex(root))}\n`;

/** Null for what is no checkpoint. Extension lines after the root are allowed and passed over. */
export const parseCheckpointText = (text: string): CheckpointRef | null => {
  const [origin, size, root, ...rest] = text.split('\n');
  if (origin === undefined || origin === '' || size === undefined || root === undefined) return null;
  if (!/^(?:0|[1-9][0-9]*)$/.test(size) || rest.at(-1) !== '') return null;
  const hash = decode(root);
  const count = Number(size);
  if (hash?.length !== 32 || !Number.isSafeInteger(count)) return null;
  return { origin, size: count, root: toHex(hash) };
};

/** A checkpoint signed by its log, whose name is the origin. */
export const signCheckpoint = (checkpoint: CheckpointRef, publicKey: Uint8Array, sign: Sign): string =>
  signNote(checkpointText(checkpoint), { name: checkpoint.origin, publicKey }, sign);

/** What a signed checkpoint says, if the log of that name and key has signed it; else null. */
export const openCheckpoint = (signed: string, log: NoteKey, verify: Verify): CheckpointRef | null => {
  const text = openNote(signed, log, verify);
  const checkpoint = text === null ? null : parseCheckpointText(text);
  return checkpoint?.origin === log.name ? checkpoint : null;
};
