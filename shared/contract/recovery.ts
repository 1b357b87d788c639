import { z } from 'zod';
import { base64, id, instant, line, sha256Text } from '../domain/records/common.ts';
import { credentials, wrappedAccountKey } from './sync.ts';

/**
 * The messages of a forgotten passphrase: by the sealed sheet, or approved on another device of the same person. The server
 * passes on what it cannot open. `docs/sync.md` says what they mean together.
 */
const protocol = z.int().min(1);
const username = z.string().min(1).max(100);
/** 32 bytes. */
const key = base64.length(44);

/** What a new passphrase comes with, either way: its credentials, and the account key wrapped with it. */
const renewal = { credentials, accountKey: wrappedAccountKey };

/** `PUT /auth/recovery-sheet`: a new sheet; it ends the one before. `GET` says whether there is one. */
export const sheetRequest = z.strictObject({
  /** The signing-in half of the passphrase: a session alone may not make one. */
  authKey: key,
  /** HKDF of the code; the server keeps its SHA-256. */
  verifier: key,
  /** The account key, wrapped with another HKDF of the code (AES-256-GCM, 12+32+16 bytes). */
  accountKey: wrappedAccountKey,
});
export const sheetAnswer = z.strictObject({ createdAt: instant.nullable() });
/** `POST /auth/recovery-sheet/open` */
export const sheetOpenRequest = z.strictObject({ protocol, username, verifier: key });
export const sheetOpenAnswer = z.strictObject({ accountKey: wrappedAccountKey });
/** `POST /auth/recovery-sheet/use`: the code is used up. */
export const sheetUseRequest = z.strictObject({ protocol, username, verifier: key, ...renewal });

/** `POST /auth/recovery-requests`: by a device without session. The same answer for a name that has no account. */
export const recoveryAskRequest = z.strictObject({
  protocol,
  username,
  deviceLabel: line,
  /** SHA-256 over UTF-8 `ecabinet/recovery-commitment/v1\n<public key>`: the key itself is shown later. */
  commitment: sha256Text,
});
export const recoveryAskAnswer = z.strictObject({
  id,
  /** Shows in every later request that it is the device that asked. */
  secret: z.string().min(20).max(200),
  expiresAt: instant,
});
const secret = z.string().min(20).max(200);
/** `POST /auth/recovery-requests/:id/state` */
export const recoveryStateRequest = z.strictObject({ secret });
export const recoveryStateAnswer = z.strictObject({
  state: z.enum(['waiting', 'approved', 'ended']),
  /** X25519 of the device that looks at it, 32 raw bytes; null until one does. */
  approverKey: key.nullable(),
  /** Once approved: the account key, sealed to the two keys (AES-256-GCM, 12+32+16 bytes). */
  sealed: wrappedAccountKey.nullable(),
});
/** `POST /auth/recovery-requests/:id/reveal`: the X25519 key of the commitment, 32 raw bytes. */
export const recoveryRevealRequest = z.strictObject({ secret, publicKey: key });
/** `POST /auth/recovery-requests/:id/finish` */
export const recoveryFinishRequest = z.strictObject({ secret, ...renewal });

/** `POST /recovery-requests/:id/answer`: by an enrolled device of the same person. */
export const recoveryAnswerRequest = z.strictObject({ publicKey: key });
/** `POST /recovery-requests/:id/approve`; `…/refuse` has no body. */
export const recoveryApproveRequest = z.strictObject({ authKey: key, sealed: wrappedAccountKey });

export type RecoveryStateAnswer = z.infer<typeof recoveryStateAnswer>;
