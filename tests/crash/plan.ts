import { writeSync } from 'node:fs';

/** Where a process is to die: when it passes `point` for the `count`-th time, counted from 1. */
export interface Plan {
  readonly point: string;
  readonly count: number;
}

/** What a process that dies by plan says last on its standard output. */
export const LAST_WORDS = 'killed at ';

/** For the `reached` of a server or a core: ends its own process with SIGKILL, so that nothing more of it runs. */
export const killerOf = (plan: Plan | null): ((point: string) => void) => {
  let left = plan?.count ?? 0;
  return (point) => {
    if (plan === null || point !== plan.point) return;
    left -= 1;
    if (left !== 0) return;
    writeSync(1, `${LAST_WORDS}${point}\n`);
    process.kill(process.pid, 'SIGKILL');
  };
};
