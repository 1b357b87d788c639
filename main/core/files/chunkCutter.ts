import type { ChunkRange } from './bitmap.ts';
import { chunkLength, type ChunkSealing } from './chunkFormat.ts';
import type { KnownFile } from './fileEntries.ts';

/** As many as there are requests at once. */
const KEPT_BUFFERS = 4;
/** Smaller pieces are gathered to so many bytes: a slow line brings them one by one, and each step costs a buffer. */
const STEP_BYTES = 16 * 1024;
/** Buffers of one step, lent to one request each. */
const free: Buffer[] = [];

/** What becomes of a chunk: begun with its first byte, told when it is whole. */
export interface ChunkTaker {
  begin(index: number): ChunkSealing;
  whole(index: number, sealing: ChunkSealing): void;
}

/**
 * Cuts what arrives into chunks, each of which is hashed and sealed as it arrives: done in one piece, several that end
 * together would hold up the thread for longer than a frame. Bytes past the range are ignored.
 */
export class ChunkCutter {
  readonly #file: KnownFile;
  readonly #to: number;
  readonly #taker: ChunkTaker;
  readonly #gathered = free.pop() ?? Buffer.allocUnsafeSlow(STEP_BYTES);
  #gatheredBytes = 0;
  #index: number;
  #sealing: ChunkSealing | null = null;
  /** Bytes of the chunk that have arrived. */
  #filled = 0;

  constructor(file: KnownFile, range: ChunkRange, taker: ChunkTaker) {
    this.#file = file;
    this.#to = range.to;
    this.#taker = taker;
    this.#index = range.from;
  }

  push(piece: Uint8Array): void {
    for (let at = 0; at < piece.length && this.#index < this.#to;) {
      const length = chunkLength(this.#file.size, this.#index);
      const part = piece.subarray(at, at + length - this.#filled);
      this.#sealing ??= this.#taker.begin(this.#index);
      this.#add(this.#sealing, part);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === length) this.#end(this.#sealing);
    }
  }

  /** Gives the buffer back. */
  close(): void {
    this.#index = this.#to;
    // Plain bytes of a paper stay in memory no longer than they are needed.
    this.#gathered.fill(0);
    if (free.length < KEPT_BUFFERS) free.push(this.#gathered);
  }

  #add(sealing: ChunkSealing, part: Uint8Array): void {
    for (let at = 0; at < part.length;) {
      const rest = part.subarray(at);
      if (this.#gatheredBytes === 0 && rest.length >= STEP_BYTES) return sealing.add(rest);
      const more = rest.subarray(0, STEP_BYTES - this.#gatheredBytes);
      this.#gathered.set(more, this.#gatheredBytes);
      this.#gatheredBytes += more.length;
      at += more.length;
      if (this.#gatheredBytes === STEP_BYTES) this.#addGathered(sealing);
    }
  }

  #addGathered(sealing: ChunkSealing): void {
    if (this.#gatheredBytes > 0) sealing.add(this.#gathered.subarray(0, this.#gatheredBytes));
    this.#gatheredBytes = 0;
  }

  #end(sealing: ChunkSealing): void {
    this.#addGathered(sealing);
    this.#taker.whole(this.#index, sealing);
    this.#index += 1;
    this.#sealing = null;
    this.#filled = 0;
  }
}
