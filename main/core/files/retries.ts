import type { RandomBytes } from '../../../shared/lib/ids.ts';

/** Milliseconds until the next try: doubles from `first` to `most`, spread over ±25 % so that devices do not march in step. */
export const backoff = (attempts: number, first: number, most: number, random: RandomBytes): number => {
  const delay = Math.min(most, first * 2 ** Math.min(attempts, 20));
  const [byte = 0] = random(1);
  return Math.round(delay * (0.75 + byte / 510));
};

/** The longest that a file in trouble waits, in milliseconds. */
export const LONGEST_MS = 3_600_000;

/** Milliseconds left until `retryAt`. Nothing waits longer than it was ever told to: then the clock was set back meanwhile. */
export const waitUntil = (retryAt: number, now: number): number =>
  retryAt > now && retryAt <= now + 2 * LONGEST_MS ? retryAt - now : 0;
