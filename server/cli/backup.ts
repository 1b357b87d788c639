import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writeBackup } from '../backup/writeBackup.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import { openExisting, systemClock } from './openFolder.ts';
import { type CommandLine, USAGE } from './options.ts';

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
    const papers = await writeBackup(values.data, opened.value, target, systemClock, reached);
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
