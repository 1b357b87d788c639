import type { Clock } from '../../../shared/lib/clock.ts';
import type { Timers } from '../ports.ts';

/** Why a device locked: nobody touched it, or it went to sleep or its screen was locked. */
export type IdleReason = 'idle' | 'away';

export interface IdleLockParts {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Minutes without a hand on the device that are too many; null while nothing is open. */
  readonly minutes: () => number | null;
  /** Its person is checked in to a running session: the store stays open. */
  readonly isExempt: () => boolean;
  readonly onLock: (reason: IdleReason) => void;
  /** Instead of locking, where it is exempt. */
  readonly onClosePapers: () => void;
}

/** Watches for a device that nobody uses. Idle is measured on the clock, so time asleep counts. */
export interface IdleLock {
  /** The last touch of hand or pen was so long ago; the watch begins with the first report after `begin`. */
  reported(idleMs: number): void;
  /** The device sleeps or its screen was locked. */
  away(): void;
  /** Its person has just shown who they are. */
  shown(): void;
  /** A store was opened. */
  begin(): void;
  end(): void;
}

const MINUTE_MS = 60_000;
/** A device that wakes up is noticed within this time; so is the end of a session. */
const LOOK_MS = 30_000;

export const createIdleLock = (parts: IdleLockParts): IdleLock => {
  const { clock, timers } = parts;
  let touched: number | null = null;
  let cancel = (): void => undefined;

  const expire = (reason: IdleReason): void => {
    if (parts.isExempt()) parts.onClosePapers();
    else parts.onLock(reason);
  };
  const look = (): void => {
    const minutes = parts.minutes();
    if (minutes === null || touched === null) return;
    // A clock that was set back begins the wait anew, instead of putting it off.
    touched = Math.min(touched, clock.now());
    if (clock.now() - touched >= minutes * MINUTE_MS) expire('idle');
  };
  const watch = (): void => {
    cancel();
    const minutes = parts.minutes();
    if (minutes === null || touched === null) return;
    const left = touched + minutes * MINUTE_MS - clock.now();
    cancel = timers.after(Math.min(LOOK_MS, Math.max(left, 1000)), () => {
      look();
      watch();
    });
  };
  return {
    reported(idleMs) {
      // First what was before: a hand that wakes the device up does not undo that it slept.
      look();
      if (parts.minutes() === null) return;
      touched = Math.max(touched ?? 0, clock.now() - idleMs);
      watch();
    },
    away: () => {
      if (parts.minutes() !== null) expire('away');
    },
    shown() {
      touched = clock.now();
      watch();
    },
    begin() {
      touched = null;
    },
    end() {
      touched = null;
      cancel();
    },
  };
};
