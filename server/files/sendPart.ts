import { Readable } from 'node:stream';
import { type FileSystem, type OpenedFile, readFully } from '../../shared/lib/fileSystem.ts';

/** One read of a file that is sent. */
const READ_BYTES = 256 * 1024;
/** Buffers that were sent from, for the next reads: 8 MiB. */
const KEPT_BUFFERS = 32;
const kept: Buffer[] = [];

const take = (): Buffer => kept.pop() ?? Buffer.allocUnsafeSlow(READ_BYTES);
const keep = (piece: Buffer): void => {
  if (kept.length < KEPT_BUFFERS) kept.push(Buffer.from(piece.buffer));
};

/** What a part is piped into, such as an answer: says when all that it was given has left the process. */
export interface Outlet {
  on(event: 'drain', listener: () => void): unknown;
  once(event: 'finish', listener: () => void): unknown;
}

export interface PartOptions {
  readonly disk: FileSystem;
  readonly path: string;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** Nobody but this gets the bytes. Null: whoever reads the stream may keep them. */
  readonly outlet: Outlet | null;
}

/**
 * Buffers are read into again once their bytes have left: hundreds of megabytes a second that wait for the garbage collector
 * take a third of the server's processor time.
 */
class PartStream extends Readable {
  readonly #options: PartOptions;
  #handle: OpenedFile | null = null;
  #at: number;
  /** Passed on, and as far as is known not sent yet: in order. */
  #out: Buffer[] = [];

  constructor(options: PartOptions) {
    super({ highWaterMark: READ_BYTES });
    this.#options = options;
    this.#at = options.start;
    // Before whoever pipes it: what `drain` lets go on is not sent yet.
    options.outlet?.on('drain', () => this.#sent(this.readableLength));
    options.outlet?.once('finish', () => this.#sent(0));
  }

  override _construct(done: (error?: Error | null) => void): void {
    const { disk, path } = this.#options;
    disk.open(path, 'r').then((handle) => {
      this.#handle = handle;
      done();
    }, done);
  }

  override _read(): void {
    this.#readOn().catch((cause: unknown) =>
      this.destroy(cause instanceof Error ? cause : new Error('unreadable', { cause })),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const closed = this.#handle?.close() ?? Promise.resolve();
    closed.then(
      () => done(error),
      (cause: Error) => done(error ?? cause),
    );
  }

  async #readOn(): Promise<void> {
    const { end, outlet } = this.#options;
    if (this.#handle === null || this.#at === end) return void this.push(null);
    const wanted = Math.min(READ_BYTES, end - this.#at);
    const buffer = outlet === null ? Buffer.allocUnsafeSlow(wanted) : take();
    const into = buffer.subarray(0, wanted);
    const length = await readFully(this.#handle, into, this.#at);
    if (length < into.length)
      throw Object.assign(new Error('a file is shorter than it was'), { code: 'EIO' });
    this.#at += length;
    if (outlet !== null) this.#out.push(into);
    this.push(into);
  }

  /** All has left but so many bytes that the stream still has. */
  #sent(left: number): void {
    let waiting = 0;
    let from = this.#out.length;
    for (; from > 0 && waiting < left; from -= 1) waiting += this.#out[from - 1]?.length ?? 0;
    for (const piece of this.#out.splice(0, from)) keep(piece);
  }
}

/**
 * The bytes `start` up to `end` of a file, as a stream that fails with the system's error: also when the file turns out
 * shorter than was promised (`EIO`), so that who sends it ends the connection instead of the answer.
 */
export const partOf = (options: PartOptions): Readable => new PartStream(options);
