import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ServerReached } from '../points.ts';

/** Makes what was renamed or created in a folder survive a power cut. Windows has no such call and needs none. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Writes a whole file: under another name, synced, then renamed, so that a name never stands for half a file. */
export const writeDurably = async (
  file: string,
  bytes: Uint8Array,
  reached: ServerReached,
): Promise<void> => {
  const part = `${file}.part`;
  const handle = await open(part, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  reached('chunk.written');
  await rename(part, file);
  reached('chunk.renamed');
  await syncFolder(dirname(file));
};
