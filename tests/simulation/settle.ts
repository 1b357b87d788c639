/** Work of the thread pool: until it ends, the next step of the program is not known. */
const BUSY = new Set(['FSReqPromise', 'FSReqCallback', 'CloseReq', 'Immediate', 'TickObject']);
/** Turns of the event loop in a row without any such work. */
const QUIET_TURNS = 3;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Resolves when everything that this process has begun has ended: promises, file operations, immediates. Real timers are
 * not waited for, since nothing under simulation has any.
 */
export const settle = async (): Promise<void> => {
  for (let quiet = 0; quiet < QUIET_TURNS;) {
    await turn();
    quiet = process.getActiveResourcesInfo().some((name) => BUSY.has(name)) ? 0 : quiet + 1;
  }
};

/** Lets what was just begun run for a while, so that it can be cut off in the middle. The same for the same numbers. */
export const runAWhile = async (ticks: number, hops: number): Promise<void> => {
  for (let at = 0; at < ticks; at += 1) await new Promise<void>((resolve) => process.nextTick(resolve));
  for (let at = 0; at < hops; at += 1) await Promise.resolve();
};
