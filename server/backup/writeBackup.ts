import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, open, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { create } from 'tar';
import type { Clock } from '../../shared/lib/clock.ts';
import { isoOf } from '../../shared/lib/clock.ts';
import { syncFolder } from '../files/durable.ts';
import { type DataFolder, databaseFile, logKeyFile } from '../installation/dataFolder.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import type { BackupPoint } from '../storage/port.ts';

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
 * never change. `stage` gets a copy of what changes and a link to what does not. Returns the names to pack, and the moment.
 */
const stageParts = async (
  folder: string,
  { storage }: Pick<DataFolder, 'storage'>,
  stage: string,
): Promise<{ readonly names: string[]; readonly point: BackupPoint }> => {
  const point = await storage.backup(databaseFile(stage));
  await copyFile(logKeyFile(folder), logKeyFile(stage));
  const names = [basename(logKeyFile(stage)), basename(databaseFile(stage))];
  const files = resolve(folder, 'files');
  if (!existsSync(files)) return { names, point };
  // A junction on Windows: links of other kinds need a right there that a server's user does not have.
  await symlink(files, join(stage, 'files'), 'junction');
  return { names: [...names, 'files'], point };
};

const isRunning = (processId: number): boolean => {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** A backup that was killed leaves a copy of the database, as large as that: it goes before the next is made. */
const clearDeadStages = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) {
    const owner = /^\.backup-(\d+)-/.exec(name)?.[1];
    const isDead = owner !== undefined && Number(owner) !== process.pid && !isRunning(Number(owner));
    if (isDead) await rm(join(folder, name), { recursive: true, force: true });
  }
};

/**
 * One uncompressed tar (papers are compressed already), streamed, readable by its owner only: it holds the key of the
 * log. It gets its name when it is complete and on the disk; only then do devices learn that they may let go of what it
 * holds. Returns the number of papers in it.
 */
export const writeBackup = async (
  folder: string,
  data: Pick<DataFolder, 'storage'>,
  target: string,
  clock: Clock,
  reached: ServerReached = unwatched,
): Promise<number> => {
  const part = `${target}.part`;
  await clearDeadStages(folder);
  // Beside the database: its copy must not lie where others may read.
  const stage = await mkdtemp(join(folder, `.backup-${process.pid}-`));
  let papers = 0;
  try {
    const { names, point } = await stageParts(folder, data, stage);
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
    await data.storage.noteBackup(point, isoOf(clock));
    return papers;
  } finally {
    await rm(part, { force: true });
    await rm(stage, { recursive: true, force: true });
  }
};
