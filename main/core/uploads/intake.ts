import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { join } from 'node:path';
import { type FileSystem, type OpenedFile, readFully, writeFully } from '../../../shared/lib/fileSystem.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import {
  chunkCount,
  chunkLength,
  hashHex,
  openChunk,
  sealChunk,
  storedOffset,
} from '../files/chunkFormat.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { hasBit } from '../files/bitmap.ts';
import type { FileShape } from '../files/fileTable.ts';
import type { FileStore } from '../files/fileStore.ts';

/**
 * A file on its way from the person's disk into the encrypted file store. Its name, its hash, is known only at the
 * end; until then its chunks lie encrypted in `uploads/<id>` under a key that exists in memory alone.
 */
export interface Intake {
  /** Bytes in their order; pieces of any length. Rejects with the operating system's error, e.g. for a full disk. */
  append(bytes: Uint8Array): Promise<void>;
  /** Moves all of it into the file store, held by `scope`. Null when there was more or less than announced. */
  finish(store: FileStore, scope: string): Promise<FileShape | null>;
  /** Deletes what came, and takes nothing any more: what is still handed in is passed over. */
  discard(): Promise<void>;
}

export const createIntake = (
  dir: string,
  id: string,
  size: number,
  random: RandomBytes,
  disk: FileSystem,
  reached: CoreReached = unwatched,
): Intake => {
  const path = join(dir, id);
  const key = random(32);
  const count = chunkCount(size);
  const whole = createHash('sha256');
  const chunks: string[] = [];
  let handle: OpenedFile | null = null;
  let chunk: Buffer = Buffer.alloc(0);
  let filled = 0;
  let received = 0;
  let isOver = false;
  /** Calls come one after the other, whoever makes them. */
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const next = last.then(run, run);
    last = next.catch(() => undefined);
    return next;
  };
  const placeOf = (index: number) => ({ name: `upload:${id}`, index, count });
  const openHandle = async (): Promise<OpenedFile> => {
    if (handle) return handle;
    await disk.mkdir(dir, { recursive: true, mode: 0o700 });
    handle = await disk.open(path, constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC, 0o600);
    return handle;
  };
  const store = async (plain: Buffer): Promise<void> => {
    const index = chunks.length;
    whole.update(plain);
    chunks.push(hashHex(plain));
    const sealed = sealChunk(key, placeOf(index), plain, random);
    await writeFully(await openHandle(), [sealed], storedOffset(index));
    reached('intake.written');
  };
  const load = async (index: number): Promise<Buffer> => {
    const sealed = Buffer.allocUnsafe(chunkLength(size, index) + storedOffset(1) - CHUNK_BYTES);
    const bytesRead = await readFully(await openHandle(), sealed, storedOffset(index));
    const plain = bytesRead === sealed.length ? openChunk(key, placeOf(index), sealed) : null;
    // What the disk keeps differs from what it was given: the person is told, and can choose the file again.
    if (!plain) throw Object.assign(new Error('a chunk does not open as it was written'), { code: 'EIO' });
    return plain;
  };
  const discard = async (): Promise<void> => {
    isOver = true;
    const closing = handle;
    handle = null;
    await closing?.close().catch(() => undefined);
    await disk.rm(path, { force: true });
  };

  return {
    append: (bytes) =>
      inTurn(async () => {
        received += bytes.length;
        if (isOver || received > size) return;
        for (let at = 0; at < bytes.length;) {
          if (filled === 0) chunk = Buffer.allocUnsafe(chunkLength(size, chunks.length));
          const part = bytes.subarray(at, at + chunk.length - filled);
          chunk.set(part, filled);
          filled += part.length;
          at += part.length;
          if (filled < chunk.length) continue;
          filled = 0;
          await store(chunk);
        }
      }),
    finish: (files, scope) =>
      inTurn(async () => {
        if (isOver) return null;
        if (received !== size) {
          await discard();
          return null;
        }
        const shape = { sha256: whole.digest('hex'), size, chunks };
        files.table.transaction(() => files.table.refer(shape, scope));
        const file = files.table.get(shape.sha256);
        if (!file) throw new Error('a file just referred to is known');
        const fileKey = files.table.key(shape.sha256);
        for (let index = 0; index < count; index += 1) {
          if (hasBit(file.bitmap, index)) continue;
          const place = { name: file.sha256, index, count };
          await files.writer.write(file, index, [sealChunk(fileKey, place, await load(index), random)]);
        }
        await files.writer.flush();
        // A sync that somebody else asked for, and that failed, may have been the one for these chunks.
        if (!files.isHere(shape.sha256)) throw Object.assign(new Error('not all was kept'), { code: 'EIO' });
        reached('intake.moved');
        await discard();
        return shape;
      }),
    discard: () => inTurn(discard),
  };
};
