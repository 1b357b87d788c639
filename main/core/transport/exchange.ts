import type { Dispatcher } from 'undici';
import { giveBack } from '../../../shared/lib/giveBack.ts';
import type { TransportAnswer, TransportRequest } from '../ports.ts';

/** With fewer bytes than this within the limit, the server counts as slow: a byte now and then would look like progress for hours. */
const PROGRESS_BYTES = 4096;
/** More than any collected answer of the protocol; files are passed on in pieces. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

class TooLarge extends Error {
  readonly code = 'UND_ERR_RES_EXCEEDED_MAX_SIZE';
}

class TooSlow extends Error {
  readonly code = 'UND_ERR_BODY_TIMEOUT';
}

export interface ExchangeOptions extends Pick<TransportRequest, 'onData' | 'signal'> {
  /** A body that brings next to nothing for so many milliseconds is given up. */
  readonly progressMs: number;
}

type Controller = Dispatcher.DispatchController;
type Headers = Record<string, string | string[] | undefined>;

const flatHeaders = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const abortReason = (signal: AbortSignal): Error =>
  signal.reason instanceof Error ? signal.reason : new Error('given up by who asked');

/**
 * One request and its answer, on undici's own callbacks: its streams put pieces together that arrive while one is worked on,
 * which copies megabytes, and leave every piece to the garbage collector.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #done = Promise.withResolvers<TransportAnswer>();
  #controller: Controller | null = null;
  #status = 0;
  #headers: Record<string, string> = {};
  readonly #collected: Uint8Array[] = [];
  #size = 0;
  #watch: ReturnType<typeof setInterval> | null = null;
  #got = 0;
  /** What the last piece that was passed on is waiting for; nothing more is passed on meanwhile. */
  #held: Promise<void> | null = null;
  /** Passed on last; its memory is given back when the next one comes. */
  #spent: Uint8Array | null = null;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  async answer(): Promise<TransportAnswer> {
    try {
      return await this.#done.promise;
    } finally {
      if (this.#watch !== null) clearInterval(this.#watch);
      this.#options.signal?.removeEventListener('abort', this.#onAbort);
      // Given up while it waits: whoever has it may still look at it.
      if (this.#spent !== null && this.#held === null) giveBack(this.#spent);
    }
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#options.signal?.aborted === true) this.#onAbort();
  }

  onResponseStart(controller: Controller, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatHeaders(headers);
    this.#watch = setInterval(() => {
      // Where nobody asks for more, what does not come is not the server's doing.
      if (this.#got < PROGRESS_BYTES && this.#held === null)
        controller.abort(new TooSlow('the answer comes too slowly'));
      this.#got = 0;
    }, this.#options.progressMs);
    this.#watch.unref();
  }

  onResponseData(controller: Controller, piece: Buffer): void {
    // The parser says so when it goes on after a wait, with bytes of its own.
    if (piece.length === 0) return;
    this.#got += piece.length;
    const { onData } = this.#options;
    const isGood = this.#status >= 200 && this.#status < 300;
    if (!isGood || onData === undefined) return this.#collect(controller, piece);
    // At the end of a connection what is left comes although it was told to wait.
    if (this.#held === null) this.#pass(controller, onData, piece);
    else
      this.#hold(
        controller,
        this.#held.then(() => onData(piece)),
      );
  }

  onResponseEnd(): void {
    const answer = (): void => {
      const body = Buffer.concat(this.#collected);
      this.#done.resolve({ status: this.#status, headers: this.#headers, body });
    };
    if (this.#held === null) answer();
    else void this.#held.then(answer);
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#done.reject(error);
  }

  #collect(controller: Controller, piece: Uint8Array): void {
    this.#size += piece.length;
    if (this.#size > MAX_BODY_BYTES)
      return controller.abort(new TooLarge('the answer is larger than any of the protocol'));
    this.#collected.push(piece);
  }

  #pass(controller: Controller, onData: NonNullable<ExchangeOptions['onData']>, piece: Uint8Array): void {
    // Not the piece itself: the parser is still at it.
    if (this.#spent !== null) giveBack(this.#spent);
    this.#spent = piece;
    const held = onData(piece);
    if (held instanceof Promise) this.#hold(controller, held);
  }

  #hold(controller: Controller, until: Promise<void>): void {
    controller.pause();
    const held = until.then(() => {
      if (this.#held !== held) return;
      this.#held = null;
      this.#got = PROGRESS_BYTES;
      controller.resume();
    });
    this.#held = held;
  }

  readonly #onAbort = (): void => {
    const { signal } = this.#options;
    if (signal === undefined) return;
    // Not sent yet: it is given up when its turn comes, and nobody waits for that.
    if (this.#controller === null) this.#done.reject(abortReason(signal));
    else this.#controller.abort(abortReason(signal));
  };
}

/** Sends a request. Rejects with undici's error, and with what the signal was aborted with. */
export const exchange = (
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: ExchangeOptions,
): Promise<TransportAnswer> => {
  const handler = new Exchange(options);
  const answer = handler.answer();
  dispatcher.dispatch(request, handler);
  return answer;
};
