import { createPublicKey, verify as verifySignature } from 'node:crypto';
import { z } from 'zod';
import { openCheckpoint, type Verify } from '../../../shared/domain/log/checkpoint.ts';
import { checkpointRef, type CheckpointRef } from '../../../shared/domain/records/poll.ts';
import { concat, fromBase64, fromHex, sha256Hex, utf8 } from '../../../shared/lib/bytes.ts';
import type { DecisionLog } from '../context.ts';
import type { CabinetDeps } from '../ports.ts';
import type { Meta } from '../store/meta.ts';

/** The decision log as this device knows it, and how the sync tells it of a newer checkpoint. */
export interface DecisionLogKeeper extends DecisionLog {
  /**
   * Keeps a signed checkpoint (C2SP text) when it is the newest. False when it cannot be believed: not signed by the
   * log's key, or another root than before at the same size.
   */
  note(signed: string): boolean;
}

/** RFC 8410: the fixed beginning of an Ed25519 public key; the 32 raw bytes follow. */
const SPKI_PREFIX = fromHex('302a300506032b6570032100');

const verify: Verify = (publicKey, message, signature) =>
  verifySignature(
    null,
    message,
    createPublicKey({ key: Buffer.from(concat(SPKI_PREFIX, publicKey)), format: 'der', type: 'spki' }),
    signature,
  );

const kept = z.strictObject({ ref: checkpointRef, signed: z.string() });

export const createDecisionLog = (
  meta: Meta,
  log: { readonly origin: string; readonly publicKey: string },
  report: CabinetDeps['log'],
): DecisionLogKeeper => {
  const key = { name: log.origin, publicKey: fromBase64(log.publicKey) };
  // RFC 6962: the root of no leaves is the hash of nothing.
  const empty: CheckpointRef = { origin: log.origin, size: 0, root: sha256Hex(utf8('')) };
  /** Read anew: another history of the server removes it. */
  const current = (): z.infer<typeof kept> | null => {
    const text = meta.text('checkpoint');
    return text === null ? null : kept.parse(JSON.parse(text));
  };
  return {
    latest: () => current()?.ref ?? empty,
    note(signed) {
      const known = current();
      if (known?.signed === signed) return true;
      const ref = openCheckpoint(signed, key, verify);
      if (ref === null) {
        report('checkpoint_not_signed');
        return false;
      }
      if (known !== null && ref.size === known.ref.size && ref.root !== known.ref.root) {
        report('checkpoint_contradicts', { size: ref.size });
        return false;
      }
      if (known === null || ref.size > known.ref.size)
        meta.set('checkpoint', JSON.stringify({ ref, signed }));
      return true;
    },
  };
};
