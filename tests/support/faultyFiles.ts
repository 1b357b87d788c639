import * as nodeFiles from 'node:fs/promises';
import type { FileSystem, OpenedFile } from '../../shared/lib/fileSystem.ts';

export type Operation = 'open' | 'write' | 'read' | 'sync' | 'rename' | 'mkdir' | 'rm' | 'readdir';

/** The real file system of this machine, with the faults that a test switches on. */
export interface FaultyFiles extends FileSystem {
  /** The code of the error that this operation on this path fails with; null lets it through. */
  fault: ((operation: Operation, path: string) => string | null) | null;
  /** At most so many bytes are written or read by one call. */
  most: number | null;
  /** What was let through, in order. */
  readonly done: { readonly operation: Operation; readonly path: string }[];
  /** What the disk says of its space; null asks the real one. */
  space: { bsize: number; blocks: number; bavail: number } | null;
}

const limited = (parts: readonly Uint8Array[], most: number): readonly Uint8Array[] => {
  const taken: Uint8Array[] = [];
  let left = most;
  for (const part of parts) {
    if (left > 0) taken.push(part.subarray(0, left));
    left -= part.length;
  }
  return taken;
};

export const faultyFiles = (): FaultyFiles => {
  const check = (operation: Operation, path: string): void => {
    const code = files.fault?.(operation, path) ?? null;
    if (code !== null)
      throw Object.assign(new Error(`${code}: made by a test, ${operation} '${path}'`), { code });
    files.done.push({ operation, path });
  };
  const opened = (handle: nodeFiles.FileHandle, path: string): OpenedFile => ({
    async writev(parts, position) {
      check('write', path);
      const all = files.most === null ? parts : limited(parts, files.most);
      return handle.writev(all, position);
    },
    async read(into, offset, length, position) {
      check('read', path);
      return handle.read(into, offset, Math.min(length, files.most ?? length), position);
    },
    async datasync() {
      check('sync', path);
      await handle.datasync();
    },
    async sync() {
      check('sync', path);
      await handle.sync();
    },
    close: () => handle.close(),
  });
  const files: FaultyFiles = {
    fault: null,
    most: null,
    done: [],
    space: null,
    async open(path, flags, mode) {
      check('open', path);
      return opened(await nodeFiles.open(path, flags, mode), path);
    },
    async mkdir(path, options) {
      check('mkdir', path);
      return nodeFiles.mkdir(path, options);
    },
    async rename(from, to) {
      check('rename', to);
      await nodeFiles.rename(from, to);
    },
    async rm(path, options) {
      check('rm', path);
      await nodeFiles.rm(path, options);
    },
    async readdir(path) {
      check('readdir', path);
      return nodeFiles.readdir(path);
    },
    stat: (path) => nodeFiles.stat(path),
    statfs: async (path) => files.space ?? nodeFiles.statfs(path),
  };
  return files;
};
