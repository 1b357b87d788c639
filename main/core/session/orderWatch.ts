import type { CabinetError, ErrorCode } from '../../../shared/contract/errors.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { Timers } from '../ports.ts';
import { createBackoff } from '../sync/backoff.ts';
import { healerOf } from '../sync/healing.ts';

/** As often as a device in good order pulls where pokes reach it. */
const ASK_MS = 5 * 60_000;

/** The sync of such a device still asks with its token, which says who it is. */
const ASKS_STILL: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['device_revoked', 'device_wipe']);

/** Whether the sync asks nothing more until somebody acts at this device. */
const standsStill = (code: ErrorCode): boolean => healerOf(code) === 'person' && !ASKS_STILL.has(code);

/** Asks whether this device is to be wiped for as long as its sync asks nothing. */
export interface OrderWatch {
  /** How things stand with the sync, each time that changes. */
  follow(error: CabinetError | null): void;
  stop(): void;
}

export interface OrderWatchDeps {
  readonly random: RandomBytes;
  readonly timers: Timers;
  /** False when the server did not say. */
  readonly ask: () => Promise<boolean>;
}

export const createOrderWatch = ({ random, timers, ask }: OrderWatchDeps): OrderWatch => {
  const backoff = createBackoff(random);
  let isWatching = false;
  let isAsking = false;
  let cancelTimer = (): void => undefined;

  const askNow = async (): Promise<void> => {
    isAsking = true;
    const isTold = await ask();
    isAsking = false;
    if (!isWatching) return;
    if (isTold) backoff.reset();
    // Without an answer soon again: then the first moment of being connected is enough.
    cancelTimer = timers.after(isTold ? ASK_MS : backoff.next(), () => void askNow());
  };
  const stop = (): void => {
    isWatching = false;
    cancelTimer();
  };
  return {
    follow(error) {
      if (error === null || !standsStill(error.code)) return stop();
      if (isWatching) return;
      isWatching = true;
      backoff.reset();
      if (!isAsking) void askNow();
    },
    stop,
  };
};
