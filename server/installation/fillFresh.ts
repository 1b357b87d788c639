import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../shared/lib/result.ts';
import { ok } from '../../shared/lib/result.ts';
import type { DataFolder } from './dataFolder.ts';
import { databaseFile } from './dataFolder.ts';
import { moveInto } from './moveInto.ts';

/**
 * Makes and fills an installation beside its folder, then moves it in: one that was interrupted while it was being
 * filled never remains. Does nothing when there is an installation already.
 */
export const fillFresh = async (
  folder: string,
  open: (folder: string) => Result<DataFolder, string>,
  fill: (data: DataFolder) => Promise<void>,
): Promise<Result<undefined, string>> => {
  if (existsSync(databaseFile(folder))) return ok(undefined);
  const part = join(folder, '.filling');
  await rm(part, { recursive: true, force: true });
  const opened = open(part);
  if (!opened.ok) return opened;
  try {
    await fill(opened.value);
  } finally {
    await opened.value.storage.close();
  }
  await mkdir(folder, { recursive: true });
  await moveInto(part, folder);
  return ok(undefined);
};
