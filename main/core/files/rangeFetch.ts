import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { giveBack } from '../../../shared/lib/giveBack.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import type { ChunkRange } from './bitmap.ts';
import { chunkLength, type ChunkSealing, startSealing } from './chunkFormat.ts';
import type { FileStore } from './fileStore.ts';
import type { KnownFile } from './fileEntries.ts';
import type { Room } from './room.ts';
import { diskFailure } from './diskError.ts';
import type { Turns } from './turns.ts';

/** As many as there are requests at once. */
const KEPT_BUFFERS = 4;
/** Smaller pieces are gathered to so many bytes: a slow line brings them one by one, and each step costs a buffer. */
const STEP_BYTES = 16 * 1024;
/** Buffers of one step, lent to one request each. */
const free: Buffer[] = [];

/** What becomes of a chunk: begun with its first byte, told when it is whole. */
interface ChunkTaker {
  begin(index: number): ChunkSealing;
  whole(index: number, sealing: ChunkSealing): void;
}

/**
 * Cuts what arrives into chunks, each of which is hashed and sealed as it arrives: done in one piece, several that end
 * together would hold up the thread for longer than a frame. Bytes past the range are ignored.
 */
class ChunkCutter {
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

const wholeFile = (file: KnownFile, range: ChunkRange): boolean =>
  range.from === 0 && range.to === file.count;

/** What a fetch runs on. */
export interface FetchDeps {
  readonly store: FileStore;
  readonly server: ServerClient;
  /** Waits for what the line is to be spared; undefined goes on at once. */
  readonly spare: (bytes: number) => Promise<void> | undefined;
  /** Shared with all other fetches. */
  readonly turns: Turns;
  readonly room: Pick<Room, 'make' | 'settle'>;
  /** Somebody waits for it at this moment. */
  readonly isWanted: () => boolean;
  /** Names a chunk that is written, not yet synced. */
  readonly onWritten: (index: number) => void;
}

/**
 * Fetches a run of chunks with one request. Every chunk is checked against the hash in the record before it is
 * written. Errors: what the network or the server said; `file_damaged` when bytes came that are not the file's; what
 * the disk said, which ends the request; `papers_limit`.
 */
export const fetchRange = async (
  { store, server, spare, turns, room, isWanted, onWritten }: FetchDeps,
  file: KnownFile,
  range: ChunkRange,
  signal: AbortSignal,
): Promise<Result<undefined, CabinetError>> => {
  const writes: Promise<Result<undefined, CabinetError>>[] = [];
  const ending = new AbortController();
  let wrong = false;
  const keep = async (index: number, sealed: readonly Buffer[], bytes: number) => {
    const made = await room.make(file, bytes, isWanted());
    if (!made.ok) return made;
    try {
      await store.writer.write(file, index, sealed);
    } catch (cause) {
      room.settle(bytes);
      throw cause;
    } finally {
      for (const part of sealed) giveBack(part);
    }
    onWritten(index);
    return made;
  };
  const hashes = store.table.chunkHashes(file.sha256);
  const key = store.table.key(file.sha256);
  const cutter = new ChunkCutter(file, range, {
    begin: (index) => startSealing(key, { name: file.sha256, index, count: file.count }, store.random),
    whole(index, sealing) {
      const { sha256, parts } = sealing.end();
      if (sha256 !== hashes[index]) {
        wrong = true;
        return;
      }
      const write = keep(index, parts, chunkLength(file.size, index));
      // What cannot be kept need not arrive. The outcome is looked at when the answer has ended.
      write.then(
        (kept) => (kept.ok ? undefined : ending.abort()),
        () => ending.abort(),
      );
      writes.push(write);
    },
  });
  const end = Math.min(range.to * CHUNK_BYTES, file.size) - 1;
  const request = {
    method: 'GET',
    path: `/files/${file.sha256}`,
    headers: { range: `bytes=${range.from * CHUNK_BYTES}-${end}` },
    onData(piece: Uint8Array) {
      const held = spare(piece.length);
      if (held !== undefined) return held.then(() => cutter.push(piece));
      cutter.push(piece);
      return turns.after(piece.length);
    },
    signal: AbortSignal.any([signal, ending.signal]),
  } as const;
  const answer = await server.request(request).finally(() => cutter.close());
  for (const write of await Promise.allSettled(writes)) {
    // A file that was taken away meanwhile has no key any more: nothing is wrong with the disk.
    if (store.table.get(file.sha256) !== file) continue;
    if (write.status === 'fulfilled') {
      if (!write.value.ok) return write.value;
      continue;
    }
    const failure = diskFailure(write.reason);
    if (failure === null) throw write.reason;
    return err(failure);
  }
  if (!answer.ok) return answer;
  if (answer.value.status !== 206 && !wholeFile(file, range)) return err(cabinetError('server_nonsense'));
  if (wrong) return err(cabinetError('file_damaged'));
  // Fewer bytes than asked for, ended as if that were all.
  if (writes.length < range.to - range.from) return err(cabinetError('server_nonsense'));
  return ok(undefined);
};
