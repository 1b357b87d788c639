import { z } from 'zod';
import { base64, id, instant, line, sha256Text } from './common.ts';

/**
 * A device without the passphrase asks its person's other devices to vouch for it. Scope `user:`; gone when it is answered,
 * used or expired. All keys are X25519, 32 raw bytes.
 */
export const recoveryRequest = z.strictObject({
  id,
  /** What that device calls itself: not proven. */
  deviceLabel: line,
  /** Fixes `publicKey` before the other device's key is known. */
  commitment: sha256Text,
  requestedAt: instant,
  expiresAt: instant,
  /** The device that looks at it, and its key. */
  answeredBy: id.nullable(),
  approverKey: base64.length(44).nullable(),
  publicKey: base64.length(44).nullable(),
});
export type RecoveryRequest = z.infer<typeof recoveryRequest>;
