import type { Timers } from '../ports.ts';

/** Work for each of many keys, put off until it has not been asked for again so long; never twice at once for one key. */
export class Rested {
  readonly #timers: Timers;
  readonly #ms: number;
  readonly #run: (key: string) => Promise<void>;
  readonly #resting = new Map<string, () => void>();
  /** By key; what is due meanwhile follows it. */
  readonly #running = new Map<string, Promise<void>>();
  #stopped = false;

  constructor(timers: Timers, ms: number, run: (key: string) => Promise<void>) {
    this.#timers = timers;
    this.#ms = ms;
    this.#run = run;
  }

  /** Once it has rested. Nothing happens after `stop`. */
  soon(key: string): void {
    if (this.#stopped) return;
    this.#resting.get(key)?.();
    this.#resting.set(
      key,
      this.#timers.after(this.#ms, () => this.#begin(key)),
    );
  }

  /** Resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#resting.values()) cancel();
    await Promise.allSettled(this.#running.values());
  }

  #begin(key: string): void {
    this.#resting.delete(key);
    const before = this.#running.get(key) ?? Promise.resolve();
    const ran = before.then(() => this.#run(key));
    const ended = ran.finally(() => {
      if (this.#running.get(key) === ended) this.#running.delete(key);
    });
    this.#running.set(key, ended);
  }
}
