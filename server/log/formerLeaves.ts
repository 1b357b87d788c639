import { createPublicKey, verify as verifySignature } from 'node:crypto';
import type { AppendedLeaf } from '../../shared/contract/sync.ts';
import { isLogOrigin, openCheckpoint, type Verify } from '../../shared/domain/log/checkpoint.ts';
import { isIncluded, leafHash } from '../../shared/domain/log/merkle.ts';
import type { FormerLeaf, LogEvent } from '../../shared/domain/mutation.ts';
import { fromHex, utf8 } from '../../shared/lib/bytes.ts';
import type { LogKey } from './logKey.ts';

const verify: Verify = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verifySignature(null, message, key, signature);
};

/** The first line of a checkpoint. */
const originIn = (checkpoint: string): string => checkpoint.slice(0, Math.max(0, checkpoint.indexOf('\n')));

const proven = (
  { index, data, proof, checkpoint, statement }: AppendedLeaf,
  organisationId: string,
  presentOrigin: string,
  key: LogKey,
): FormerLeaf | null => {
  const origin = originIn(checkpoint);
  // A leaf of the present log needs no proof: it is here, or it never was.
  if (origin === presentOrigin || !isLogOrigin(organisationId, origin)) return null;
  const signed = openCheckpoint(checkpoint, { name: origin, publicKey: key.publicKey }, verify);
  if (signed === null || signed.size !== index + 1) return null;
  const path = proof.map(fromHex);
  if (!isIncluded(leafHash(utf8(data)), index, { size: signed.size, root: fromHex(signed.root) }, path))
    return null;
  // Signed by this installation's own key: it is the text of an event that it wrote.
  return { origin, index, event: JSON.parse(data) as LogEvent, statement };
};

/** What of these leaves this installation has signed itself, in a log that it has lost; the rest is passed over. */
export const formerLeaves = (
  leaves: readonly AppendedLeaf[],
  organisationId: string,
  presentOrigin: string,
  key: LogKey,
): readonly FormerLeaf[] => leaves.flatMap((leaf) => proven(leaf, organisationId, presentOrigin, key) ?? []);
