/** Runs one asynchronous task after another, in the order in which they were asked for. */
export interface Turns {
  run<T>(task: () => Promise<T> | T): Promise<T>;
}

export const createTurns = (): Turns => {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(task) {
      const mine = last.then(task, task);
      last = mine.catch(() => undefined);
      return mine;
    },
  };
};
