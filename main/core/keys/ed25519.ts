import { createPublicKey, verify } from 'node:crypto';
import type { Verify } from '../../../shared/domain/log/checkpoint.ts';
import { concat, fromHex } from '../../../shared/lib/bytes.ts';

/** RFC 8410: the fixed beginning of an Ed25519 public key; the 32 raw bytes follow. */
const SPKI_PREFIX = fromHex('302a300506032b6570032100');

/** Ed25519 (RFC 8032) with a public key of 32 raw bytes. Throws for a key of another length. */
export const verifyEd25519: Verify = (publicKey, message, signature) =>
  verify(
    null,
    message,
    createPublicKey({ key: Buffer.from(concat(SPKI_PREFIX, publicKey)), format: 'der', type: 'spki' }),
    signature,
  );
