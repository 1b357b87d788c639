import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { concat, fromBase64, fromHex, toBase64 } from '../../../shared/lib/bytes.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { unwrapKey, wrapKey } from '../keys/wrap.ts';

/** RFC 8410: the fixed beginnings of an X25519 private (PKCS #8) and public (SPKI) key; 32 raw bytes follow. */
const PKCS8_PREFIX = fromHex('302e020100300506032b656e04220420');
const SPKI_PREFIX = fromHex('302a300506032b656e032100');
const RAW_KEY_BYTES = 32;

/** An X25519 key (RFC 7748) for one request. */
export interface AgreementKey {
  readonly privateKey: KeyObject;
  /** 32 raw bytes, base64. */
  readonly publicKey: string;
}

export const newAgreementKey = (random: RandomBytes): AgreementKey => {
  const der = Buffer.from(concat(PKCS8_PREFIX, random(RAW_KEY_BYTES)));
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, publicKey: toBase64(new Uint8Array(spki.subarray(spki.length - RAW_KEY_BYTES))) };
};

/** One request between a device that asks and one that helps. Keys are base64. */
export interface Agreement {
  readonly requestId: string;
  readonly askerKey: string;
  readonly helperKey: string;
}

/** Fixes the asking device's key before the other's is known: 64 hexadecimal digits. */
export const commitmentTo = (askerKey: string): string =>
  hash('sha256', `ecabinet/recovery-commitment/v1\n${askerKey}`, 'hex');

const CODE_DIGITS = 8;

/** Eight digits that are the same on both screens, or somebody stands in between. */
export const comparisonCode = ({ requestId, askerKey, helperKey }: Agreement): string => {
  const text = `ecabinet/recovery-code/v1\n${requestId}\n${askerKey}\n${helperKey}`;
  const first = BigInt(`0x${hash('sha256', text, 'hex').slice(0, 16)}`);
  return (first % 10n ** BigInt(CODE_DIGITS)).toString().padStart(CODE_DIGITS, '0');
};

/** Null for bytes that are no key, or one without a shared secret (RFC 7748, section 6.1). */
const sealingKey = (own: KeyObject, agreement: Agreement, other: string): Uint8Array | null => {
  try {
    const der = Buffer.from(concat(SPKI_PREFIX, fromBase64(other)));
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const shared = diffieHellman({ privateKey: own, publicKey });
    const { requestId, askerKey, helperKey } = agreement;
    const info = `ecabinet/recovery-seal/v1\n${requestId}\n${askerKey}\n${helperKey}`;
    return new Uint8Array(hkdfSync('sha256', shared, new Uint8Array(0), info, 32));
  } catch {
    return null;
  }
};

/** The account key for the asking device alone; null when its key is none. */
export const sealAccountKey = (
  helper: AgreementKey,
  agreement: Agreement,
  accountKey: Uint8Array,
  random: RandomBytes,
): string | null => {
  const key = sealingKey(helper.privateKey, agreement, agreement.askerKey);
  return key === null ? null : toBase64(wrapKey(key, accountKey, 'ecabinet/recovery-seal/v1', random));
};

/** Null when it was not sealed for this key and request. */
export const openSealed = (asker: AgreementKey, agreement: Agreement, sealed: string): Uint8Array | null => {
  const key = sealingKey(asker.privateKey, agreement, agreement.helperKey);
  return key === null ? null : unwrapKey(key, fromBase64(sealed), 'ecabinet/recovery-seal/v1');
};
