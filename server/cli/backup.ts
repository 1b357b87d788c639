import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type DataFolder, databaseFile, logKeyFile } from '../installation/dataFolder.ts';
import { openExisting } from './openFolder.ts';
import { type CommandLine, USAGE } from './options.ts';

/** Files never change, so a link is a copy; across file systems the bytes are copied. */
const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to);
  }
};

const copyFiles = async (from: string, to: string): Promise<number> => {
  const entries = await readdir(from, { withFileTypes: true, recursive: true });
  let count = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(to, source.slice(from.length + 1));
    await mkdir(dirname(target), { recursive: true });
    await linkOrCopy(source, target);
    count += 1;
  }
  return count;
};

/**
 * The database first, then the files: every file that the copy of the database names exists by then. The folder gets
 * its name when it is complete.
 */
const writeBackup = async (folder: string, { storage }: DataFolder, target: string): Promise<number> => {
  const part = `${target}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  await storage.backup(databaseFile(part));
  await copyFile(logKeyFile(folder), logKeyFile(part));
  const files = join(folder, 'files');
  const count = existsSync(files) ? await copyFiles(files, join(part, 'files')) : 0;
  await rename(part, target);
  return count;
};

/** `backup FOLDER`: a complete installation as of one moment, also while the server runs. */
export const backup = async (words: readonly string[], { values }: CommandLine): Promise<number> => {
  const [target] = words;
  if (target === undefined) {
    console.error(USAGE);
    return 2;
  }
  if (existsSync(target)) {
    console.error(`${target} exists already. Give the backup a new name.`);
    return 1;
  }
  const opened = openExisting(values.data);
  if (!opened.ok) {
    console.error(opened.error);
    return 1;
  }
  try {
    const count = await writeBackup(values.data, opened.value, target);
    console.log(`backed up to ${target}: database, log key and ${count} files`);
    return 0;
  } finally {
    await opened.value.storage.close();
  }
};
