import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

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
export const writeDurably = async (file: string, bytes: Uint8Array): Promise<void> => {
  const part = `${file}.part`;
  const handle = await open(part, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(dirname(file));
};
