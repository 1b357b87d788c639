import type { Timers } from '../ports.ts';

/** Runs once after a while unless it is run before; `stop` ends it. */
export interface Later {
  isWaiting(): boolean;
  stop(): void;
  /** Milliseconds. Nothing changes when it waits already. */
  after(ms: number): void;
}

export const later = (timers: Timers, run: () => void): Later => {
  let cancel: (() => void) | null = null;
  return {
    isWaiting: () => cancel !== null,
    stop() {
      cancel?.();
      cancel = null;
    },
    after(ms) {
      cancel ??= timers.after(ms, () => {
        cancel = null;
        run();
      });
    },
  };
};
