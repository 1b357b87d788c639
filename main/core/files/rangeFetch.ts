import { createHash } from 'node:crypto';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import type { ChunkRange } from './bitmap.ts';
import { chunkLength, chunkSealer, type ChunkSealer } from './chunkFormat.ts';
import type { FileStore } from './fileStore.ts';
import type { KnownFile } from './fileTable.ts';
import { diskFailure } from './diskError.ts';

/**
 * Cuts what arrives into chunks, hashing and sealing each piece as it comes; nothing is copied. A chunk is handed on
 * only when its hash is the record's. Bytes past the range are ignored.
 */
const chunkCutter = (
  file: KnownFile,
  range: ChunkRange,
  key: Uint8Array,
  random: RandomBytes,
  onChunk: (index: number, hash: string, sealed: readonly Buffer[]) => void,
): ((piece: Uint8Array) => void) => {
  let index = range.from;
  let missing = 0;
  let hash = createHash('sha256');
  let sealer: ChunkSealer | null = null;
  return (piece) => {
    for (let at = 0; at < piece.length && index < range.to;) {
      if (!sealer) {
        missing = chunkLength(file.size, index);
        hash = createHash('sha256');
        sealer = chunkSealer(key, { name: file.sha256, index, count: file.count }, random);
      }
      const part = piece.subarray(at, at + missing);
      hash.update(part);
      sealer.push(part);
      missing -= part.length;
      at += part.length;
      if (missing > 0) continue;
      onChunk(index, hash.digest('hex'), sealer.finish());
      index += 1;
      sealer = null;
    }
  };
};

const wholeFile = (file: KnownFile, range: ChunkRange): boolean =>
  range.from === 0 && range.to === file.count;

/**
 * Fetches a run of chunks with one request. Every chunk is checked against the hash in the record before it is
 * written; `onWritten` names those that are (not yet synced). Errors: what the network or the server
 * said; `file_damaged` when bytes came that are not the file's; what the disk said.
 */
export const fetchRange = async (
  store: FileStore,
  server: ServerClient,
  file: KnownFile,
  range: ChunkRange,
  signal: AbortSignal,
  onWritten: (index: number) => void,
): Promise<Result<undefined, CabinetError>> => {
  const writes: Promise<void>[] = [];
  let wrong = false;
  const hashes = store.table.chunkHashes(file.sha256);
  const cut = chunkCutter(file, range, store.table.key(file.sha256), store.random, (index, hash, sealed) => {
    if (hash !== hashes[index]) wrong = true;
    else writes.push(store.writer.write(file, index, sealed).then(() => onWritten(index)));
  });
  const end = Math.min(range.to * CHUNK_BYTES, file.size) - 1;
  const answer = await server.request({
    method: 'GET',
    path: `/files/${file.sha256}`,
    headers: { range: `bytes=${range.from * CHUNK_BYTES}-${end}` },
    onData: cut,
    signal,
  });
  for (const write of await Promise.allSettled(writes)) {
    // A file that was taken away meanwhile has no key any more: nothing is wrong with the disk.
    if (write.status === 'fulfilled' || store.table.get(file.sha256) !== file) continue;
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
