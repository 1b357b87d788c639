import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { CoreReached } from '../points.ts';

const OVERWRITE_BYTES = 64 * 1024;

/** Writes random bytes over a file where it lies, and syncs them: needs no space on the disk. */
const overwrite = (path: string, random: RandomBytes): void => {
  const { size } = statSync(path);
  const handle = openSync(path, 'r+');
  try {
    for (let at = 0; at < size; at += OVERWRITE_BYTES) {
      writeSync(handle, random(Math.min(OVERWRITE_BYTES, size - at)), null, null, at);
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** Every folder of a profile: its own, and those that were set aside beside it. */
const foldersOf = (dataDir: string, profile: string): readonly string[] => {
  const root = join(dataDir, 'profiles');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => name === profile || name.startsWith(`${profile}.`))
    .map((name) => join(root, name));
};

/** Whatever wraps a key lies in a small JSON file: overwritten and removed before anything else. */
export const destroyKeys = (
  dataDir: string,
  profile: string,
  random: RandomBytes,
  reached: CoreReached,
): void => {
  for (const folder of foldersOf(dataDir, profile)) {
    for (const name of readdirSync(folder).filter((each) => /\.json(?:\.new)?$/.test(each))) {
      const path = join(folder, name);
      overwrite(path, random);
      reached('wipe.key_overwritten');
      rmSync(path, { force: true });
    }
  }
};

/** Store, write-ahead log, files, uploads: everything of a profile. Throws what the file system says. */
export const destroyRest = (dataDir: string, profile: string): void => {
  for (const folder of foldersOf(dataDir, profile)) rmSync(folder, { recursive: true, force: true });
};

/** Of a profile's folder. */
export const profileNameOf = (folder: string): string => basename(folder);
