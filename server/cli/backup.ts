import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, open, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { create } from 'tar';
import { syncFolder } from '../files/durable.ts';
import { type DataFolder, databaseFile, logKeyFile } from '../installation/dataFolder.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import { openExisting } from './openFolder.ts';
import { type CommandLine, USAGE } from './options.ts';

/** Written to the disk, not only to the system's memory. */
const syncFile = async (file: string): Promise<void> => {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * The database first, then the papers: every paper that the copy of the database names exists by then, and papers
 * never change. `stage` gets a copy of what changes and a link to what does not. Returns the names to pack.
 */
const stageParts = async (folder: string, { storage }: DataFolder, stage: string): Promise<string[]> => {
  await storage.backup(databaseFile(stage));
  await copyFile(logKeyFile(folder), logKeyFile(stage));
  const names = [basename(logKeyFile(stage)), basename(databaseFile(stage))];
  const files = resolve(folder, 'files');
  if (!existsSync(files)) return names;
  // A junction on Windows: links of other kinds need a right there that a server's user does not have.
  await symlink(files, join(stage, 'files'), 'junction');
  return [...names, 'files'];
};

/**
 * One uncompressed tar (papers are compressed already), streamed, readable by its owner only: it holds the key of the
 * log. It gets its name when it is complete and on the disk. Returns the number of papers in it.
 */
const writeBackup = async (
  folder: string,
  data: DataFolder,
  target: string,
  reached: ServerReached,
): Promise<number> => {
  const part = `${target}.part`;
  // Beside the database: its copy must not lie where others may read.
  const stage = await mkdtemp(join(folder, '.backup-'));
  let papers = 0;
  try {
    const names = await stageParts(folder, data, stage);
    reached('backup.database_copied');
    await rm(part, { force: true });
    await create(
      {
        file: part,
        cwd: stage,
        mode: 0o600,
        follow: true,
        portable: true,
        strict: true,
        onWriteEntry: ({ path, type }) => {
          if (type === 'File' && path.startsWith('files/')) papers += 1;
        },
      },
      names,
    );
    await syncFile(part);
    reached('backup.packed');
    await rename(part, target);
    reached('backup.renamed');
    await syncFolder(dirname(resolve(target)));
    return papers;
  } finally {
    await rm(part, { force: true });
    await rm(stage, { recursive: true, force: true });
  }
};

/** `backup FILE`: a complete installation as of one moment, also while the server runs. */
export const backup = async (
  words: readonly string[],
  { values }: Pick<CommandLine, 'values'>,
  reached: ServerReached = unwatched,
): Promise<number> => {
  const [target] = words;
  if (target === undefined) {
    console.error(USAGE);
    return 2;
  }
  if (existsSync(target)) {
    console.error(`${target} exists already and was not touched. Give the backup another name.`);
    return 1;
  }
  if (!existsSync(dirname(resolve(target)))) {
    console.error(`There is no folder ${dirname(resolve(target))} for the backup. Make it first.`);
    return 1;
  }
  const opened = openExisting(values.data);
  if (!opened.ok) {
    console.error(opened.error);
    return 1;
  }
  try {
    const papers = await writeBackup(values.data, opened.value, target, reached);
    console.log(`backed up to ${target}: database, log key and ${papers} papers`);
    return 0;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(`The backup was not made: ${reason}. Nothing was left at ${target}.`);
    return 1;
  } finally {
    await opened.value.storage.close();
  }
};
