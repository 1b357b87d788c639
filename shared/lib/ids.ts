import { v7 } from 'uuid';
import type { Clock } from './clock.ts';

/** Cryptographically strong random bytes, injected (`node:crypto` in the hosts, a seeded source in tests). */
export type RandomBytes = (count: number) => Uint8Array;

/** Source of identifiers. */
export interface Ids {
  /** A new UUIDv7 (RFC 9562): ordered by time, so that inserts go to the end of an index. */
  next(): string;
}

/** Ids that rise within one process even when the clock stands still or steps back. */
export const createIds = (clock: Clock, random: RandomBytes): Ids => {
  let lastMs = 0;
  let seq = 0;
  return {
    next() {
      const ms = clock.now();
      if (ms > lastMs) {
        lastMs = ms;
        seq = new DataView(random(4).buffer).getUint32(0) >>> 1;
      } else {
        seq += 1;
      }
      return v7({ msecs: lastMs, seq, random: random(16) });
    },
  };
};
