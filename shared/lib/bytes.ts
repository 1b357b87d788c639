import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** Lower-case hexadecimal. */
export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes);

/** Throws on anything but an even number of hexadecimal digits. */
export const fromHex = (hex: string): Uint8Array => hexToBytes(hex);

export const utf8 = (text: string): Uint8Array => utf8ToBytes(text);

export const concat = (...parts: Uint8Array[]): Uint8Array => concatBytes(...parts);

/** SHA-256 (FIPS 180-4), pure; hosts use their native one where it is hot. */
export const sha256Of = (bytes: Uint8Array): Uint8Array => sha256(bytes);

export const sha256Hex = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));

/** RFC 4648 base64 with padding. Written here because `shared` has neither `Buffer` nor `btoa`. */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [bytes[i], bytes[i + 1], bytes[i + 2]];
    const word = (a << 16) | (b << 8) | c;
    text += ALPHABET.charAt(word >> 18) + ALPHABET.charAt((word >> 12) & 63);
    text += i + 1 < bytes.length ? ALPHABET.charAt((word >> 6) & 63) : '=';
    text += i + 2 < bytes.length ? ALPHABET.charAt(word & 63) : '=';
  }
  return text;
};

/** Throws a `RangeError` on anything that `toBase64` would not have written. */
export const fromBase64 = (text: string): Uint8Array => {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) {
    throw new RangeError('not base64');
  }
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; i < text.length; i += 4) {
    let word = 0;
    for (let k = 0; k < 4; k += 1) word = (word << 6) | (VALUES.get(text.charAt(i + k)) ?? 0);
    for (let k = 2; k >= 0 && at < bytes.length; k -= 1, at += 1) bytes[at] = (word >> (8 * k)) & 255;
  }
  return bytes;
};
