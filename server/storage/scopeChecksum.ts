import { createHash } from 'node:crypto';

const MODULUS = 1n << 256n;

const toHex = (sum: bigint): string => sum.toString(16).padStart(64, '0');

/** SHA-256 of `kind\nid\nrev\n` and the body as sent, as a number. */
const digest = (kind: string, id: string, rev: number, body: string): bigint =>
  BigInt(`0x${createHash('sha256').update(`${kind}\n${id}\n${rev}\n${body}`, 'utf8').digest('hex')}`);

export const EMPTY_CHECKSUM = toHex(0n);

interface Summand {
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

/** The checksum of a scope after one record went and another came; 64 hexadecimal digits (sum modulo 2^256). */
export const checksumAfter = (checksum: string, gone: Summand | null, come: Summand | null): string => {
  let sum = BigInt(`0x${checksum}`);
  if (gone !== null) sum += MODULUS - digest(gone.kind, gone.id, gone.rev, gone.body);
  if (come !== null) sum += digest(come.kind, come.id, come.rev, come.body);
  return toHex(sum % MODULUS);
};
