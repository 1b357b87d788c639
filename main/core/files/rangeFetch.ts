import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { giveBack } from '../../../shared/lib/giveBack.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import type { ChunkRange } from './bitmap.ts';
import { ChunkCutter, type ChunkTaker } from './chunkCutter.ts';
import { chunkLength, type ChunkSealing, startSealing } from './chunkFormat.ts';
import type { FileStore } from './fileStore.ts';
import type { KnownFile } from './fileEntries.ts';
import type { Room } from './room.ts';
import { diskFailure } from './diskError.ts';
import type { Turns } from './turns.ts';

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

type Kept = Result<undefined, CabinetError>;

/** The chunks of one answer: each is compared with the hash in the record, and written when there is room for it. */
class ArrivingChunks implements ChunkTaker {
  readonly #deps: FetchDeps;
  readonly #file: KnownFile;
  readonly #hashes: readonly string[];
  readonly #key: Uint8Array;
  readonly #writes: Promise<Kept>[] = [];
  readonly #ending = new AbortController();
  #isWrong = false;

  constructor(deps: FetchDeps, file: KnownFile) {
    this.#deps = deps;
    this.#file = file;
    this.#hashes = deps.store.table.chunkHashes(file.sha256);
    this.#key = deps.store.table.key(file.sha256);
  }

  /** One of them cannot be kept: the others need not arrive. */
  failed(): AbortSignal {
    return this.#ending.signal;
  }

  /** Bytes came that are not the file's. */
  isWrong(): boolean {
    return this.#isWrong;
  }

  /** How many were the file's. */
  count(): number {
    return this.#writes.length;
  }

  begin(index: number): ChunkSealing {
    const { sha256, count } = this.#file;
    return startSealing(this.#key, { name: sha256, index, count }, this.#deps.store.random);
  }

  whole(index: number, sealing: ChunkSealing): void {
    const { sha256, parts } = sealing.end();
    if (sha256 !== this.#hashes[index]) {
      this.#isWrong = true;
      return;
    }
    const write = this.#keep(index, parts, chunkLength(this.#file.size, index));
    // What became of it is looked at when the answer has ended (`kept`).
    write.then(
      (kept) => (kept.ok ? undefined : this.#ending.abort()),
      () => this.#ending.abort(),
    );
    this.#writes.push(write);
  }

  /** When all that came is written, or is not; the first that could not be kept says why. */
  async kept(): Promise<Kept> {
    const { table } = this.#deps.store;
    for (const write of await Promise.allSettled(this.#writes)) {
      // A file that was taken away meanwhile has no key any more: nothing is wrong with the disk.
      if (table.get(this.#file.sha256) !== this.#file) continue;
      if (write.status === 'fulfilled') {
        if (!write.value.ok) return write.value;
        continue;
      }
      const failure = diskFailure(write.reason);
      if (failure === null) throw write.reason;
      return err(failure);
    }
    return ok(undefined);
  }

  async #keep(index: number, sealed: readonly Buffer[], bytes: number): Promise<Kept> {
    const { store, room, isWanted, onWritten } = this.#deps;
    const made = await room.make(this.#file, bytes, isWanted());
    if (!made.ok) return made;
    try {
      await store.writer.write(this.#file, index, sealed);
    } catch (cause) {
      room.settle(bytes);
      throw cause;
    } finally {
      for (const part of sealed) giveBack(part);
    }
    onWritten(index);
    return made;
  }
}

const isWholeFile = (file: KnownFile, range: ChunkRange): boolean =>
  range.from === 0 && range.to === file.count;

const rangeHeader = (file: KnownFile, { from, to }: ChunkRange): string =>
  `bytes=${from * CHUNK_BYTES}-${Math.min(to * CHUNK_BYTES, file.size) - 1}`;

/**
 * Fetches a run of chunks with one request. Every chunk is checked against the hash in the record before it is
 * written. Errors: what the network or the server said; `file_damaged` when bytes came that are not the file's; what
 * the disk said, which ends the request; `papers_limit`.
 */
export const fetchRange = async (
  deps: FetchDeps,
  file: KnownFile,
  range: ChunkRange,
  signal: AbortSignal,
): Promise<Result<undefined, CabinetError>> => {
  const { server, spare, turns } = deps;
  const chunks = new ArrivingChunks(deps, file);
  const cutter = new ChunkCutter(file, range, chunks);
  const request = {
    method: 'GET',
    path: `/files/${file.sha256}`,
    headers: { range: rangeHeader(file, range) },
    onData(piece: Uint8Array) {
      const held = spare(piece.length);
      if (held !== undefined) return held.then(() => cutter.push(piece));
      cutter.push(piece);
      return turns.after(piece.length);
    },
    signal: AbortSignal.any([signal, chunks.failed()]),
  } as const;
  const answer = await server.request(request).finally(() => cutter.close());
  const kept = await chunks.kept();
  if (!kept.ok) return kept;
  if (!answer.ok) return answer;
  if (answer.value.status !== 206 && !isWholeFile(file, range)) return err(cabinetError('server_nonsense'));
  if (chunks.isWrong()) return err(cabinetError('file_damaged'));
  // Fewer bytes than asked for, ended as if that were all.
  if (chunks.count() < range.to - range.from) return err(cabinetError('server_nonsense'));
  return ok(undefined);
};
