import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import type { ChunkRange } from './bitmap.ts';
import { chunkLength, hashHex, sealedParts } from './chunkFormat.ts';
import type { FileStore } from './fileStore.ts';
import type { KnownFile } from './fileEntries.ts';
import type { Room } from './room.ts';
import { diskFailure } from './diskError.ts';

/** As many as there are requests at once. */
const KEPT_BUFFERS = 4;
/** Buffers of one chunk, lent to one request each: fresh ones for every chunk would be a gigabyte of garbage. */
const free: Buffer[] = [];

/**
 * Cuts what arrives into chunks. A chunk is hashed and sealed in one piece, and handed on only when its hash is the
 * record's. Bytes past the range are ignored. `end` gives the buffer back.
 */
const chunkCutter = (
  file: KnownFile,
  range: ChunkRange,
  onChunk: (index: number, plain: Buffer) => void,
): { readonly push: (piece: Uint8Array) => void; readonly end: () => void } => {
  const buffer = free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  let index = range.from;
  let filled = 0;
  return {
    push(piece) {
      for (let at = 0; at < piece.length && index < range.to;) {
        const length = chunkLength(file.size, index);
        const part = piece.subarray(at, at + length - filled);
        buffer.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled < length) continue;
        onChunk(index, buffer.subarray(0, length));
        index += 1;
        filled = 0;
      }
    },
    end() {
      // Plain bytes of a paper stay in memory no longer than they are needed.
      index = range.to;
      buffer.fill(0);
      if (free.length < KEPT_BUFFERS) free.push(buffer);
    },
  };
};

const wholeFile = (file: KnownFile, range: ChunkRange): boolean =>
  range.from === 0 && range.to === file.count;

/** What a fetch runs on. */
export interface FetchDeps {
  readonly store: FileStore;
  readonly server: ServerClient;
  /** Waits for what the line is to be spared; undefined goes on at once. */
  readonly spare: (bytes: number) => Promise<void> | undefined;
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
  { store, server, spare, room, isWanted, onWritten }: FetchDeps,
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
    }
    onWritten(index);
    return made;
  };
  const hashes = store.table.chunkHashes(file.sha256);
  const key = store.table.key(file.sha256);
  const cutter = chunkCutter(file, range, (index, plain) => {
    if (hashHex(plain) !== hashes[index]) {
      wrong = true;
      return;
    }
    const sealed = sealedParts(key, { name: file.sha256, index, count: file.count }, plain, store.random);
    const write = keep(index, sealed, plain.length);
    // What cannot be kept need not arrive. The outcome is looked at when the answer has ended.
    write.then(
      (kept) => (kept.ok ? undefined : ending.abort()),
      () => ending.abort(),
    );
    writes.push(write);
  });
  const end = Math.min(range.to * CHUNK_BYTES, file.size) - 1;
  const request = {
    method: 'GET',
    path: `/files/${file.sha256}`,
    headers: { range: `bytes=${range.from * CHUNK_BYTES}-${end}` },
    onData(piece: Uint8Array) {
      const held = spare(piece.length);
      return held === undefined ? cutter.push(piece) : held.then(() => cutter.push(piece));
    },
    signal: AbortSignal.any([signal, ending.signal]),
  } as const;
  const answer = await server.request(request).finally(cutter.end);
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
