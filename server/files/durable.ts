import { basename, dirname, join } from 'node:path';
import { type FileSystem, writeFully } from '../../shared/lib/fileSystem.ts';
import type { ServerReached } from '../points.ts';
import { nodeFiles } from './nodeFiles.ts';

/** Makes what was renamed or created in a folder survive a power cut. Windows has no such call and needs none. */
export const syncFolder = async (folder: string, disk: FileSystem = nodeFiles): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await disk.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes a folder, with those above it, so that none of their names is lost in a power cut. */
export const makeFolder = async (folder: string, disk: FileSystem): Promise<void> => {
  const first = await disk.mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    await syncFolder(dirname(at), disk);
    if (at === first) return;
  }
};

let parts = 0;

/**
 * Writes a whole file: under another name, synced, then renamed, so that a name never stands for half a file. Two at once
 * for the same name do not touch each other's bytes. Rejects with the system's error; the name then stands for what it
 * did before, or, when only the last step failed, for the whole new file, which may not survive a power cut.
 */
export const writeDurably = async (
  file: string,
  bytes: Uint8Array,
  disk: FileSystem,
  reached: ServerReached,
): Promise<void> => {
  parts += 1;
  const part = join(dirname(file), `.${basename(file)}.${parts}.part`);
  try {
    const handle = await disk.open(part, 'w');
    try {
      await writeFully(handle, [bytes], 0);
      await handle.sync();
    } finally {
      await handle.close();
    }
    reached('chunk.written');
    await disk.rename(part, file);
    reached('chunk.renamed');
  } catch (cause) {
    await disk.rm(part, { force: true }).catch(() => undefined);
    throw cause;
  }
  await syncFolder(dirname(file), disk);
};
