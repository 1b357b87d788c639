import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../../shared/lib/clock.ts';
import { readJson, writeJsonAtomically } from './atomicFile.ts';

const tries = z.strictObject({ failed: z.int().min(0), until: z.int().min(0) });
const MAX_DELAY_MS = 5 * 60_000;

/** Wrong passphrases in a row cost 1 s, 2 s, 4 s … 5 min, also across restarts. Data is never touched. */
export interface Tries {
  /** Whole seconds to wait before the next try; 0: now. */
  secondsToWait(): number;
  failed(): void;
  succeeded(): void;
}

const delayMs = (failed: number): number => Math.min(MAX_DELAY_MS, 1000 * 2 ** Math.min(failed - 1, 20));

export const createTries = (folder: string, clock: Clock): Tries => {
  const path = join(folder, 'tries.json');
  const read = () => readJson(path, tries) ?? { failed: 0, until: 0 };
  return {
    secondsToWait() {
      const { failed, until } = read();
      if (failed === 0) return 0;
      // A clock that was set back must not lock anybody out for longer than the delay itself.
      return Math.ceil(Math.max(0, Math.min(until - clock.now(), delayMs(failed))) / 1000);
    },
    failed() {
      const failed = read().failed + 1;
      writeJsonAtomically(path, { failed, until: clock.now() + delayMs(failed) });
    },
    succeeded() {
      rmSync(path, { force: true });
    },
  };
};
