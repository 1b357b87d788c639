import type { Clock } from '../../../shared/lib/clock.ts';
import type { Timers } from '../ports.ts';

/** How far it may catch up after it was kept from running, in milliseconds; the average stays exact up to there. */
const BURST_MS = 250;

/** Holds papers to so many bytes per second, all requests together. */
export interface Bandwidth {
  /**
   * Waits until these bytes may be taken; undefined when that is at once. Whoever is `first` goes before the others, who
   * are served in the order in which they asked. Ends at once when `signal` is aborted.
   */
  take(bytes: number, isFirst: boolean, signal: AbortSignal): Promise<void> | undefined;
  /** The rate is another now. */
  changed(): void;
}

interface Waiting {
  readonly bytes: number;
  readonly isFirst: boolean;
  readonly go: () => void;
}

/**
 * A token bucket. Every piece moves the time at which the next may come by what it costs; `rate` is asked anew each time
 * (bytes per second, null for no limit).
 */
export const createBandwidth = (clock: Clock, timers: Timers, rate: () => number | null): Bandwidth => {
  let waiting: Waiting[] = [];
  /** When the next piece may come, and what the last one cost: milliseconds. */
  let freeAt = 0;
  let lastCost = 0;
  let cancelTimer: (() => void) | null = null;

  /** Milliseconds until the next piece. A clock that was set back holds up nothing for longer than one piece may. */
  const wait = (now: number): number => {
    if (freeAt - now > lastCost) freeAt = now + lastCost;
    return freeAt - now;
  };
  const spend = (bytes: number, perSecond: number, now: number): void => {
    lastCost = (bytes / perSecond) * 1000;
    freeAt = Math.max(freeAt, now - BURST_MS) + lastCost;
  };
  const serve = (): void => {
    cancelTimer?.();
    cancelTimer = null;
    for (;;) {
      const next = waiting.find(({ isFirst }) => isFirst) ?? waiting[0];
      if (!next) return;
      const perSecond = rate();
      const now = clock.now();
      if (perSecond !== null) {
        const ms = wait(now);
        if (ms > 0) {
          cancelTimer = timers.after(Math.max(1, Math.ceil(ms)), serve);
          return;
        }
        spend(next.bytes, perSecond, now);
      }
      waiting = waiting.filter((other) => other !== next);
      next.go();
    }
  };

  return {
    take(bytes, isFirst, signal) {
      const perSecond = rate();
      if (perSecond === null || signal.aborted) return undefined;
      const now = clock.now();
      // Nobody has waited: it begins with what is free now, not with what was free while nothing ran.
      if (waiting.length === 0 && freeAt < now - BURST_MS) freeAt = now;
      if (waiting.length === 0 && wait(now) <= 0) {
        spend(bytes, perSecond, now);
        return undefined;
      }
      return new Promise((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        const entry: Waiting = { bytes, isFirst, go };
        const leave = (): void => {
          waiting = waiting.filter((other) => other !== entry);
          go();
        };
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(entry);
        if (cancelTimer === null) serve();
      });
    },
    changed() {
      // What is owed at the old rate is forgotten.
      freeAt = Math.min(freeAt, clock.now());
      serve();
    },
  };
};
