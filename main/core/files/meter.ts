import type { Clock } from '../../../shared/lib/clock.ts';

/** Over how long the rate is taken, and how finely, in milliseconds. */
const WINDOW_MS = 5_000;
const SLOT_MS = 250;
/** Sooner nothing can be said. */
const LEAST_MS = 750;

/** How fast bytes arrive. */
export interface Meter {
  /** Something is being fetched from now on, or no more. */
  setRunning(isRunning: boolean): void;
  add(bytes: number): void;
  /** Bytes per second over the last seconds; null while nothing is fetched, and at the very beginning. */
  rate(): number | null;
}

export const createMeter = (clock: Clock): Meter => {
  let startedAt: number | null = null;
  let slots: { readonly at: number; bytes: number }[] = [];
  return {
    setRunning(isRunning) {
      if (isRunning === (startedAt !== null)) return;
      startedAt = isRunning ? clock.now() : null;
      slots = [];
    },
    add(bytes) {
      const at = Math.floor(clock.now() / SLOT_MS) * SLOT_MS;
      const last = slots.at(-1);
      if (last?.at === at) last.bytes += bytes;
      else slots.push({ at, bytes });
      if (slots.length > 2 * (WINDOW_MS / SLOT_MS)) slots = slots.slice(-WINDOW_MS / SLOT_MS);
    },
    rate() {
      if (startedAt === null) return null;
      const now = clock.now();
      const elapsed = Math.min(WINDOW_MS, now - startedAt);
      // Also when the clock was set back.
      if (elapsed < LEAST_MS) return null;
      const bytes = slots.filter(({ at }) => at > now - elapsed - SLOT_MS && at <= now);
      return Math.round(bytes.reduce((sum, slot) => sum + slot.bytes, 0) / (elapsed / 1000));
    },
  };
};
