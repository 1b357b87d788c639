import { z } from 'zod';
import { isLogOrigin, logOrigin, openCheckpoint } from '../../../shared/domain/log/checkpoint.ts';
import { checkpointRef, type CheckpointRef } from '../../../shared/domain/records/poll.ts';
import { fromBase64, sha256Hex, utf8 } from '../../../shared/lib/bytes.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import type { DecisionLog } from '../context.ts';
import { verifyEd25519 } from '../keys/ed25519.ts';
import type { CabinetDeps } from '../ports.ts';
import type { Meta } from '../store/meta.ts';

/** The decision log as this device knows it, and how the sync tells it of a newer checkpoint. */
export interface DecisionLogKeeper extends DecisionLog {
  /**
   * Keeps a signed checkpoint (C2SP text) when it is the newest. False when it cannot be believed: not signed by the
   * log's key, or another root than before at the same size.
   */
  note(signed: string): boolean;
  /**
   * The server's word which log is the organisation's in an epoch. A restored server goes on under the name of its epoch:
   * the newest checkpoint of the former log is then kept as evidence. False for any other name: that is another log.
   */
  follow(origin: string, epoch: string): boolean;
}

/** What this device knew of a log that a restored server has left. */
const formerLog = z.strictObject({
  origin: z.string(),
  /** The newest signed checkpoint (C2SP text) that this device had seen; null when it had seen none. */
  checkpoint: z.string().nullable(),
  leftAt: z.string(),
});
export type FormerLog = z.infer<typeof formerLog>;

/** The logs that this device has followed before the present one, oldest first. */
export const formerLogsIn = (meta: Meta): readonly FormerLog[] =>
  z.array(formerLog).parse(JSON.parse(meta.text('former_logs') ?? '[]'));

const kept = z.strictObject({ ref: checkpointRef, signed: z.string() });

export interface KnownLog {
  readonly organisationId: string;
  origin(): string;
  /** Ed25519, 32 raw bytes in base64. */
  readonly publicKey: string;
  /** Keeps the name of the log that is followed from now on. */
  rename(origin: string): void;
}

export interface DecisionLogDeps {
  readonly meta: Meta;
  readonly clock: Clock;
  readonly report: CabinetDeps['log'];
  /** Runs several writes as one. */
  readonly together: (write: () => void) => void;
}

export const createDecisionLog = (
  log: KnownLog,
  { meta, clock, report, together }: DecisionLogDeps,
): DecisionLogKeeper => {
  /** Read anew: the log may be another one since. */
  const current = (): z.infer<typeof kept> | null => {
    const text = meta.text('checkpoint');
    return text === null ? null : kept.parse(JSON.parse(text));
  };
  const leave = (origin: string, epoch: string): void => {
    const leftAt = isoOf(clock);
    const left: FormerLog = { origin: log.origin(), checkpoint: current()?.signed ?? null, leftAt };
    together(() => {
      meta.set('former_logs', JSON.stringify([...formerLogsIn(meta), left]));
      meta.set('checkpoint', null);
      meta.set('log_epoch', epoch);
      meta.set('restored_at', leftAt);
      log.rename(origin);
    });
    report('log_restored');
  };
  return {
    // RFC 6962: the root of no leaves is the hash of nothing.
    latest: () => current()?.ref ?? { origin: log.origin(), size: 0, root: sha256Hex(utf8('')) },
    note(signed) {
      const known = current();
      if (known?.signed === signed) return true;
      const key = { name: log.origin(), publicKey: fromBase64(log.publicKey) };
      const ref: CheckpointRef | null = openCheckpoint(signed, key, verifyEd25519);
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
    follow(origin, epoch) {
      const knownIn = meta.text('log_epoch');
      if (origin === log.origin()) {
        if (knownIn === epoch) return true;
        // The same log in another history: a restored server must say that it goes on under another name.
        if (knownIn === null) meta.set('log_epoch', epoch);
        else report('log_not_renamed');
        return knownIn === null;
      }
      const isRestored = knownIn !== epoch && origin === logOrigin(log.organisationId, epoch);
      if (isRestored) leave(origin, epoch);
      else report('log_changed', { isOfOrganisation: isLogOrigin(log.organisationId, origin) });
      return isRestored;
    },
  };
};
