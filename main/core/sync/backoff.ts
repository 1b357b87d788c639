import type { RandomBytes } from '../../../shared/lib/ids.ts';

const FIRST_MS = 1000;
const LAST_MS = 60_000;

/** Waiting times between tries: 1 s doubling to 60 s, each shortened at random by up to half, so that clients spread. */
export interface Backoff {
  /** Milliseconds until the next try. */
  next(): number;
  reset(): void;
}

export const createBackoff = (random: RandomBytes): Backoff => {
  let failed = 0;
  return {
    next() {
      const whole = Math.min(LAST_MS, FIRST_MS * 2 ** Math.min(failed, 10));
      failed += 1;
      const fraction = new DataView(Uint8Array.from(random(4)).buffer).getUint32(0) / 0x1_0000_0000;
      return Math.max(FIRST_MS, Math.round(whole * (1 - fraction / 2)));
    },
    reset() {
      failed = 0;
    },
  };
};
