import { hash } from 'node:crypto';

const WORDS = 8;
const BYTES = 32;
const WORD = 0x1_0000_0000;

/**
 * The sum modulo 2^256 of the SHA-256 of a scope's live records, added to and taken from as they come and go. Eight
 * 32-bit words, most significant first: big integers would cost more than the hash.
 */
export interface ScopeChecksum {
  add(kind: string, id: string, rev: number, body: string): void;
  subtract(kind: string, id: string, rev: number, body: string): void;
  clear(): void;
  /** 64 hexadecimal digits. */
  hex(): string;
  /** 32 bytes, big-endian. */
  bytes(): Buffer;
}

/** One character per byte: half the cost of a buffer, and this runs for every record that arrives. */
const digest = (kind: string, id: string, rev: number, body: string): string =>
  hash('sha256', `${kind}\n${id}\n${rev}\n${body}`, 'binary');

const wordAt = (bytes: string, word: number): number => {
  const at = word * 4;
  const low = (bytes.charCodeAt(at + 1) << 16) | (bytes.charCodeAt(at + 2) << 8) | bytes.charCodeAt(at + 3);
  return bytes.charCodeAt(at) * 0x1_00_0000 + low;
};

/** Starts at zero, or at what `bytes()` gave. */
export const createChecksum = (from?: Uint8Array): ScopeChecksum => {
  const sum = new Uint32Array(WORDS);
  if (from !== undefined) {
    const start = Buffer.from(from.buffer, from.byteOffset, BYTES);
    for (let word = 0; word < WORDS; word += 1) sum[word] = start.readUInt32BE(word * 4);
  }
  const bytes = (): Buffer => {
    const out = Buffer.alloc(BYTES);
    for (let word = 0; word < WORDS; word += 1) out.writeUInt32BE(sum[word] ?? 0, word * 4);
    return out;
  };
  return {
    add(kind, id, rev, body) {
      const value = digest(kind, id, rev, body);
      let carry = 0;
      for (let word = WORDS - 1; word >= 0; word -= 1) {
        const total = (sum[word] ?? 0) + wordAt(value, word) + carry;
        carry = total >= WORD ? 1 : 0;
        sum[word] = total;
      }
    },
    subtract(kind, id, rev, body) {
      const value = digest(kind, id, rev, body);
      let borrow = 0;
      for (let word = WORDS - 1; word >= 0; word -= 1) {
        const rest = (sum[word] ?? 0) - wordAt(value, word) - borrow;
        borrow = rest < 0 ? 1 : 0;
        sum[word] = rest;
      }
    },
    clear: () => sum.fill(0),
    hex: () => bytes().toString('hex'),
    bytes,
  };
};
