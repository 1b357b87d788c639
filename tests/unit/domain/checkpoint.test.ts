import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  checkpointText,
  openCheckpoint,
  openNote,
  parseCheckpointText,
  signCheckpoint,
  signNote,
  type Verify,
} from '../../../shared/domain/log/checkpoint.ts';
import { ballotLeafHash } from '../../../shared/domain/log/event.ts';
import { isIncluded } from '../../../shared/domain/log/merkle.ts';
import { fromBase64, fromHex } from '../../../shared/lib/bytes.ts';
import { openPollOf } from '../../support/government.ts';

/** Key and note of Go's `sumdb/note` tests, which C2SP `signed-note` describes. */
const SEED = fromBase64('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz').slice(1);
const PUBLIC = fromBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW').slice(1);
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const NOTE = `${TEXT}\n${SIGNATURE}`;
const peter = { name: 'PeterNeumann', publicKey: PUBLIC };

/** PKCS #8 frame of an Ed25519 seed (RFC 8410). */
const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), SEED]),
  format: 'der',
  type: 'pkcs8',
});
const signIt = (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey));
const verifyIt: Verify = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};

describe('signed checkpoints', () => {
  it('are signed byte for byte as the reference implementation signs', () => {
    expect(signNote(TEXT, peter, signIt)).toBe(NOTE);
  });

  it('open with the reference note, other keys’ lines passed over, and with nothing changed', () => {
    const other = '— Somebody AAAAAAECAwQFBgcICQ==\n';
    expect(openNote(NOTE, peter, verifyIt)).toBe(TEXT);
    expect(openNote(`${TEXT}\n${other}${SIGNATURE}`, peter, verifyIt)).toBe(TEXT);
    expect(openNote(NOTE.replace('cryptography', 'cryptographY'), peter, verifyIt)).toBeNull();
    expect(openNote(`${TEXT}\n${other}`, peter, verifyIt)).toBeNull();
    expect(openNote(NOTE, { ...peter, name: 'Somebody' }, verifyIt)).toBeNull();
    for (const malformed of ['', TEXT, NOTE.slice(0, -1), NOTE.replace('— ', '-- '), `${NOTE}x\n`]) {
      expect(openNote(malformed, peter, verifyIt)).toBeNull();
    }
  });

  it('say origin, size and root, one a line', () => {
    const root = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    const checkpoint = { origin: 'e-cabinet/x', size: 42, root };
    const text = 'e-cabinet/x\n42\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n';
    expect(checkpointText(checkpoint)).toBe(text);
    expect(parseCheckpointText(text)).toEqual(checkpoint);
    expect(parseCheckpointText(`${text}extension\n`)).toEqual(checkpoint);
    for (const wrong of ['', text.slice(0, -1), text.replace('42', '042'), text.replace('47DE', '47D')]) {
      expect(parseCheckpointText(wrong)).toBeNull();
    }
    const signed = signCheckpoint(checkpoint, PUBLIC, signIt);
    expect(openCheckpoint(signed, { name: 'e-cabinet/x', publicKey: PUBLIC }, verifyIt)).toEqual(checkpoint);
    expect(openCheckpoint(signed, { name: 'e-cabinet/y', publicKey: PUBLIC }, verifyIt)).toBeNull();
  });

  it('R11: a receipt proves that its ballot stands in the log', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    await rules.cast(cast);
    const { body: receipt } = await rules.get('ballotReceipt', cast.id);
    const { size, root } = await rules.checkpoint();
    const proof = receipt.proof.map(fromHex);
    const tree = { size, root: fromHex(root) };
    expect(isIncluded(ballotLeafHash(receipt), receipt.logIndex, tree, proof)).toBe(true);
    const forged = ballotLeafHash({ ...receipt, receivedAt: rules.inMinutes(1) });
    expect(isIncluded(forged, receipt.logIndex, tree, proof)).toBe(false);
  });
});
