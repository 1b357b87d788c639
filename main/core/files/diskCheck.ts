import { join } from 'node:path';
import type { FileSystem } from '../../../shared/lib/fileSystem.ts';
import type { ChunkWriter } from './chunkWriter.ts';
import { systemCode } from './diskError.ts';
import type { KnownFile } from './fileEntries.ts';
import type { FileTable } from './fileTable.ts';

export interface DiskCheckDeps {
  readonly disk: FileSystem;
  /** Folder of the files: one folder for each first two digits. */
  readonly root: string;
  readonly table: FileTable;
  readonly writer: ChunkWriter;
  /** Lets everything else go first; called between folders. */
  readonly pause: () => Promise<void>;
  readonly isClosed: () => boolean;
}

const namesIn = async (disk: FileSystem, folder: string): Promise<readonly string[]> => {
  try {
    return await disk.readdir(folder);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw cause;
  }
};

/**
 * Compares rows and disk, a folder at a time: bytes that no row knows, or that a row says are not here, are deleted; a
 * file that is not there is forgotten. Reads the lists of at most 256 folders and looks at no single file: a damaged one
 * is noticed when it is read. Resolves with the files that turned out to be missing.
 */
export const checkDisk = async (deps: DiskCheckDeps): Promise<readonly string[]> => {
  const { disk, root, table, writer, pause, isClosed } = deps;
  await disk.mkdir(root, { recursive: true, mode: 0o700 });
  const byFolder = Map.groupBy([...table.all()], ({ sha256 }) => sha256.slice(0, 2));
  const missing: string[] = [];
  for (const folder of new Set([...byFolder.keys(), ...(await namesIn(disk, root))])) {
    await pause();
    if (isClosed()) break;
    // As it stands before the list is read: what arrives meanwhile is not missing from it.
    const expected = (byFolder.get(folder) ?? []).map((file): [KnownFile, number] => [file, file.have]);
    const names = new Set(await namesIn(disk, join(root, folder)));
    for (const name of names) {
      const known = table.get(name);
      if (isClosed() || writer.isBusy(name) || (known && known.have > 0)) continue;
      // A row without bytes has no use for them; one that is unknown may be any name.
      if (known) await writer.remove(name);
      else await disk.rm(join(root, folder, name), { force: true, recursive: true });
    }
    for (const [file, have] of expected) {
      if (have === 0 || names.has(file.sha256) || isClosed() || table.get(file.sha256) !== file) continue;
      table.unmark(file.sha256);
      missing.push(file.sha256);
    }
  }
  return missing;
};
