/** Bytes of papers that are hashed and sealed, of all requests together, before everything else has its turn: some milliseconds. */
const TURN_BYTES = 512 * 1024;

/** Shares the thread between papers that arrive as fast as they can be taken and whoever waits for an answer meanwhile. */
export interface Turns {
  /** After so many bytes were worked on: undefined goes on at once, a promise resolves in the next turn of the event loop. */
  after(bytes: number): Promise<void> | undefined;
}

export const createTurns = (): Turns => {
  let bytes = 0;
  let next: Promise<void> | null = null;
  return {
    after(more) {
      bytes += more;
      if (next === null && bytes >= TURN_BYTES) {
        bytes = 0;
        next = new Promise<void>((resolve) => void setImmediate(resolve)).then(() => {
          next = null;
        });
      }
      return next ?? undefined;
    },
  };
};
