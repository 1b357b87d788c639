import { hash, hkdfSync } from 'node:crypto';
import { concat, utf8 } from '../../../shared/lib/bytes.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { normalisedUsername } from '../keys/vault.ts';

/** Crockford's base32: no letter that looks like a digit. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 160 bits: 32 symbols. */
const CODE_BYTES = 20;
const CODE_SYMBOLS = 32;
const CHECK_SYMBOLS = 4;

const symbolsOf = (bytes: Uint8Array, count: number): string => {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  const spare = BigInt(bytes.length * 8 - count * 5);
  return Array.from(
    { length: count },
    (_, index) => ALPHABET[Number((bits >> (spare + BigInt((count - 1 - index) * 5))) & 31n)] ?? '',
  ).join('');
};

const checkOf = (code: Uint8Array): string => {
  const digest = hash('sha256', concat(utf8('ecabinet/recovery-check/v1\n'), code), 'buffer');
  return symbolsOf(new Uint8Array(digest.subarray(0, 3)), CHECK_SYMBOLS);
};

export const newSheetCode = (random: RandomBytes): Uint8Array => random(CODE_BYTES);

/** Nine groups of four, the last one to check the others. */
export const sheetCodeText = (code: Uint8Array): string =>
  (symbolsOf(code, CODE_SYMBOLS) + checkOf(code)).replace(/(.{4})(?=.)/g, '$1-');

/** As people type it; null when it cannot be what stands on a sheet. */
export const parseSheetCode = (typed: string): Uint8Array | null => {
  const symbols = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (symbols.length !== CODE_SYMBOLS + CHECK_SYMBOLS) return null;
  let bits = 0n;
  for (const symbol of symbols.slice(0, CODE_SYMBOLS)) {
    const value = ALPHABET.indexOf(symbol);
    if (value < 0) return null;
    bits = (bits << 5n) | BigInt(value);
  }
  const code = Uint8Array.from({ length: CODE_BYTES }, (_, index) =>
    Number((bits >> BigInt((CODE_BYTES - 1 - index) * 8)) & 255n),
  );
  return checkOf(code) === symbols.slice(CODE_SYMBOLS) ? code : null;
};

const derive = (code: Uint8Array, username: string, info: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', code, utf8(normalisedUsername(username)), info, 32));

/** Shown to the server, which keeps its SHA-256. */
export const sheetVerifierOf = (code: Uint8Array, username: string): Uint8Array =>
  derive(code, username, 'ecabinet/recovery-verifier/v1');

/** Wraps the account key; never leaves the device. */
export const sheetWrapKeyOf = (code: Uint8Array, username: string): Uint8Array =>
  derive(code, username, 'ecabinet/recovery-wrap/v1');
