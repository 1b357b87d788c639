import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { uploadAnswer, uploadComplete } from '../../../shared/contract/sync.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import { chunkCount, chunkLength, hashHex } from '../files/chunkFormat.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { ChunkDamaged } from '../files/chunkReader.ts';
import { diskFailure } from '../files/diskError.ts';
import type { FileStore } from '../files/fileStore.ts';

/** Waits until the line may take so many bytes; undefined when that is at once. */
export type Spare = (bytes: number, signal: AbortSignal) => Promise<void> | undefined;

/** What happens meanwhile. */
export interface SendProgress {
  /** Bytes that the server has. */
  sent(bytes: number): void;
  /** All is there; the server reads the whole file. */
  checking(): void;
}

const sendChunk = async (
  server: ServerClient,
  path: string,
  chunk: Uint8Array,
  hash: string,
  signal: AbortSignal,
): Promise<Result<undefined, CabinetError>> => {
  const answer = await server.request({
    method: 'PUT',
    path,
    headers: { 'x-chunk-sha256': hash, 'content-type': 'application/octet-stream' },
    bytes: chunk,
    signal,
  });
  return answer.ok ? ok(undefined) : answer;
};

/**
 * Brings a file that is here to the server, without the chunks that it has already, and waits for its check. Errors:
 * `file_…` for a file that the server refuses, and whatever keeps a request from being answered.
 */
export const sendFile = async (
  store: FileStore,
  server: ServerClient,
  file: { readonly name: string; readonly size: number; readonly sha256: string },
  signal: AbortSignal,
  progress: SendProgress,
  spare: Spare,
  reached: CoreReached = unwatched,
): Promise<Result<undefined, CabinetError>> => {
  const { name, size, sha256 } = file;
  const begun = await server.json(
    { method: 'POST', path: '/uploads', json: { name, size, sha256 }, signal },
    uploadAnswer,
  );
  if (!begun.ok) return begun;
  reached('upload.begun');
  if (begun.value.file) {
    progress.sent(size);
    return ok(undefined);
  }
  const path = `/uploads/${begun.value.uploadId}`;
  const have = new Set(begun.value.have);
  let sent = [...have].reduce((sum, index) => sum + chunkLength(size, index), 0);
  progress.sent(sent);
  for (let index = 0; index < chunkCount(size); index += 1) {
    if (have.has(index)) continue;
    await spare(chunkLength(size, index), signal);
    const chunk = await store.readChunk(sha256, index);
    const put = await sendChunk(server, `${path}/chunks/${index}`, chunk, hashHex(chunk), signal);
    if (!put.ok) return put;
    reached('upload.chunk_sent');
    sent += chunk.length;
    progress.sent(sent);
  }
  progress.checking();
  const complete = await server.json({ method: 'POST', path: `${path}/complete`, signal }, uploadComplete);
  return complete.ok ? ok(undefined) : err(complete.error);
};

/** Why sending a file of this name has rejected: it is not whole here any more, or what the disk says. A bug is thrown on. */
export const sendingFailure = (cause: unknown, name: string): CabinetError => {
  if (cause instanceof ChunkDamaged) return cabinetError('file_unreadable', { name });
  const failure = diskFailure(cause);
  if (failure === null) throw cause;
  return failure;
};
