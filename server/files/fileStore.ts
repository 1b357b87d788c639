import { createHash, hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import { type FileSystem, readFully, writeFully } from '../../shared/lib/fileSystem.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import { makeFolder, syncFolder, writeDurably } from './durable.ts';
import { nodeFiles } from './nodeFiles.ts';
import { type Outlet, partOf } from './sendPart.ts';

/** File bytes beside the database: whole files by their SHA-256, uploads by chunk until they are complete. */
export interface FileStore {
  readonly root: string;
  /** Where a file is, or would be: two levels of folders keep each of them small. */
  pathOf(sha256: string): string;
  /**
   * Its bytes from `start` up to `end` (exclusive). Fails with the system's error, and with `EIO` when it has become shorter. With
   * an `outlet` it is to be piped into that and nothing else: its buffers are used again.
   */
  read(sha256: string, start: number, end: number, outlet?: Outlet | null): Readable;
  /** Size in bytes; undefined when it is not here. */
  sizeOf(sha256: string): Promise<number | undefined>;
  /** On the disk, whole, when this resolves; `sha256` is the chunk's. Rejects with the system's error. */
  putChunk(uploadId: string, index: number, sha256: string, bytes: Uint8Array): Promise<void>;
  /** Uploads of which anything is here. A row stands for each before its first chunk is put. */
  uploadsHere(): Promise<readonly string[]>;
  /** Indexes of the chunks that are here, ascending. */
  chunksOf(uploadId: string): Promise<readonly number[]>;
  /**
   * Puts the chunks together beside them; `read` stays false to the names of files. Null when one of them is not what
   * was put, or cannot be read: those are dropped, and have to be put again.
   */
  assemble(uploadId: string, count: number): Promise<Assembled | null>;
  /** Makes an assembled upload a file of the store. */
  adopt(assembled: Assembled): Promise<void>;
  /** Removes an upload with its chunks. */
  dropUpload(uploadId: string): Promise<void>;
}

/** An upload in one piece, not yet looked into. */
export interface Assembled {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  /** SHA-256 of each chunk. */
  readonly chunks: readonly string[];
}

/** A chunk's file carries its hash, so that what the disk made of it can be told from what was put. */
const chunkName = (index: number, sha256: string): string => `${index}-${sha256}.chunk`;
const chunkOf = (name: string): { readonly index: number; readonly sha256: string } | null => {
  const match = /^(\d{1,6})-([0-9a-f]{64})\.chunk$/.exec(name);
  return match === null ? null : { index: Number(match[1]), sha256: match[2] ?? '' };
};

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);

const namesIn = async (disk: FileSystem, folder: string): Promise<readonly string[]> => {
  try {
    return await disk.readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
};

/** The chunk's bytes; null when they cannot be read or are not those. */
const readChunk = async (disk: FileSystem, path: string, sha256: string): Promise<Uint8Array | null> => {
  try {
    const handle = await disk.open(path, 'r');
    try {
      // One byte more than there may be: a longer file shows.
      const into = new Uint8Array(CHUNK_BYTES + 1);
      const bytes = into.subarray(0, await readFully(handle, into, 0));
      return hash('sha256', bytes) === sha256 ? bytes : null;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (['EIO', 'ENOENT'].includes(String(codeOf(error)))) return null;
    throw error;
  }
};

const assemble = async (disk: FileSystem, folder: string, count: number): Promise<Assembled | null> => {
  const path = join(folder, 'whole');
  const names = new Map<number, string>();
  for (const name of await namesIn(disk, folder)) names.set(chunkOf(name)?.index ?? -1, name);
  const whole = createHash('sha256');
  const chunks: string[] = [];
  const dropped: string[] = [];
  let size = 0;
  const out = await disk.open(path, 'w');
  try {
    for (let index = 0; index < count; index += 1) {
      const name = names.get(index) ?? '';
      const sha256 = chunkOf(name)?.sha256 ?? '';
      const bytes = await readChunk(disk, join(folder, name), sha256);
      if (bytes === null || (index < count - 1 && bytes.length !== CHUNK_BYTES)) {
        dropped.push(name);
        continue;
      }
      whole.update(bytes);
      chunks.push(sha256);
      await writeFully(out, [bytes], size);
      size += bytes.length;
    }
    if (dropped.length === 0) await out.sync();
  } finally {
    await out.close();
  }
  for (const name of dropped) if (name !== '') await disk.rm(join(folder, name), { force: true });
  return dropped.length > 0 ? null : { path, size, sha256: whole.digest('hex'), chunks };
};

export const openFileStore = (
  root: string,
  reached: ServerReached = unwatched,
  disk: FileSystem = nodeFiles,
): FileStore => {
  const filePath = (sha256: string) => join(root, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const uploadFolder = (uploadId: string) => join(root, 'uploads', uploadId);
  return {
    root,
    pathOf: filePath,
    read: (sha256, start, end, outlet = null) => partOf({ disk, path: filePath(sha256), start, end, outlet }),
    async sizeOf(sha256) {
      try {
        return (await disk.stat(filePath(sha256))).size;
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw error;
      }
    },
    async putChunk(uploadId, index, sha256, bytes) {
      const folder = uploadFolder(uploadId);
      await makeFolder(folder, disk);
      const name = chunkName(index, sha256);
      await writeDurably(join(folder, name), bytes, disk, reached);
      for (const other of await namesIn(disk, folder)) {
        if (other !== name && chunkOf(other)?.index === index)
          await disk.rm(join(folder, other), { force: true });
      }
    },
    uploadsHere: () => namesIn(disk, join(root, 'uploads')),
    async chunksOf(uploadId) {
      const found = (await namesIn(disk, uploadFolder(uploadId))).map((name) => chunkOf(name)?.index ?? null);
      return [...new Set(found.filter((index) => index !== null))].sort((a, b) => a - b);
    },
    assemble: (uploadId, count) => assemble(disk, uploadFolder(uploadId), count),
    async adopt(assembled) {
      const path = filePath(assembled.sha256);
      await makeFolder(dirname(path), disk);
      await disk.rename(assembled.path, path);
      await syncFolder(dirname(path), disk);
    },
    dropUpload: (uploadId) => disk.rm(uploadFolder(uploadId), { recursive: true, force: true }),
  };
};
