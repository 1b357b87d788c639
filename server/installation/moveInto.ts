import { readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import { databaseFile } from './dataFolder.ts';

/**
 * Makes what lies in `from` the installation in `to`, on the same file system. The database goes last: until it is
 * there, the folder counts as empty.
 */
export const moveInto = async (
  from: string,
  to: string,
  reached: ServerReached = unwatched,
): Promise<void> => {
  const database = basename(databaseFile(to));
  const names = (await readdir(from)).filter((name) => name !== database);
  for (const name of [...names, database]) {
    await rm(join(to, name), { recursive: true, force: true });
    await rename(join(from, name), join(to, name));
    reached('restore.part_moved');
  }
  await rm(from, { recursive: true, force: true });
};
