import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import { syncFolder, writeDurably } from './durable.ts';

/** File bytes beside the database: whole files by their SHA-256, uploads by chunk until they are complete. */
export interface FileStore {
  readonly root: string;
  /** Where a file is, or would be: two levels of folders keep each of them small. */
  pathOf(sha256: string): string;
  /** Size in bytes; undefined when it is not here. */
  sizeOf(sha256: string): Promise<number | undefined>;
  putChunk(uploadId: string, index: number, bytes: Uint8Array): Promise<void>;
  /** Indexes of the chunks that are here, ascending. */
  chunksOf(uploadId: string): Promise<readonly number[]>;
  /** Puts the chunks together beside them; `read` stays false to the names of files. */
  assemble(uploadId: string, count: number): Promise<Assembled>;
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

const chunkName = (index: number): string => `${index}.chunk`;
const indexOf = (name: string): number | null => {
  const match = /^(\d{1,6})\.chunk$/.exec(name);
  return match === null ? null : Number(match[1]);
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

const readWhole = async (path: string): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
};

const assemble = async (folder: string, count: number): Promise<Assembled> => {
  const path = join(folder, 'whole');
  const whole = createHash('sha256');
  const chunks: string[] = [];
  let size = 0;
  const out = await open(path, 'w');
  try {
    for (let index = 0; index < count; index += 1) {
      const bytes = await readWhole(join(folder, chunkName(index)));
      if (index < count - 1 && bytes.length !== CHUNK_BYTES)
        throw new Error('a chunk of the wrong size was kept');
      whole.update(bytes);
      chunks.push(createHash('sha256').update(bytes).digest('hex'));
      size += bytes.length;
      await out.writeFile(bytes);
    }
    await out.sync();
  } finally {
    await out.close();
  }
  return { path, size, sha256: whole.digest('hex'), chunks };
};

export const openFileStore = (root: string, reached: ServerReached = unwatched): FileStore => {
  const filePath = (sha256: string) => join(root, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
  const uploadFolder = (uploadId: string) => join(root, 'uploads', uploadId);
  return {
    root,
    pathOf: filePath,
    async sizeOf(sha256) {
      try {
        return (await stat(filePath(sha256))).size;
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async putChunk(uploadId, index, bytes) {
      await mkdir(uploadFolder(uploadId), { recursive: true });
      await writeDurably(join(uploadFolder(uploadId), chunkName(index)), bytes, reached);
    },
    async chunksOf(uploadId) {
      const found = (await namesIn(uploadFolder(uploadId))).map(indexOf);
      return found.filter((index) => index !== null).sort((a, b) => a - b);
    },
    assemble: (uploadId, count) => assemble(uploadFolder(uploadId), count),
    async adopt(assembled) {
      const path = filePath(assembled.sha256);
      await mkdir(dirname(path), { recursive: true });
      await rename(assembled.path, path);
      await syncFolder(dirname(path));
    },
    dropUpload: (uploadId) => rm(uploadFolder(uploadId), { recursive: true, force: true }),
  };
};
