import { createHash } from 'node:crypto';

/** A source of choices: the same seed and name give the same choices, on every machine. */
export interface Rng {
  /** A whole number from 0 up to, not including, `below`. */
  int(below: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One of them; throws when there is none. */
  pick<T>(from: readonly T[]): T;
  bytes(count: number): Uint8Array;
  /** A source of its own, whose draws disturb nobody else's. */
  fork(name: string): Rng;
}

/** sfc32 (Chris Doty-Humphrey), started from SHA-256 of the seed's name. */
const sfc32 = (seed: Buffer): (() => number) => {
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => seed.readInt32LE(at)) as [
    number,
    number,
    number,
    number,
  ];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
};

export const createRng = (name: string): Rng => {
  const next = sfc32(createHash('sha256').update(name).digest());
  const int = (below: number): number => Math.floor((next() / 0x1_0000_0000) * below);
  return {
    int,
    chance: (probability) => next() / 0x1_0000_0000 < probability,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new RangeError('nothing to pick from');
      return from[int(from.length)] as T;
    },
    bytes(count) {
      const bytes = new Uint8Array(count);
      for (let at = 0; at < count; at += 1) bytes[at] = next() >>> 24;
      return bytes;
    },
    fork: (child) => createRng(`${name}/${child}`),
  };
};
