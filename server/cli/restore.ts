import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract, type ReadEntry } from 'tar';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import { databaseFile, logKeyFile, restoringFolder } from '../installation/dataFolder.ts';
import { moveInto } from '../installation/moveInto.ts';
import { type CommandLine, USAGE } from './options.ts';

const PAPER = /^files\/[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{64}$/;

/** Only what a backup holds is taken from it. */
const belongs = (path: string, { type }: ReadEntry): boolean => {
  if (type === 'Directory') return path.startsWith('files/');
  return type === 'File' && (path === 'server.db' || path === 'log.key' || PAPER.test(path));
};

/** Checks that every paper still is what its name says. Returns how many there are, or the name of a damaged one. */
const checkPapers = async (folder: string): Promise<Result<number, string>> => {
  if (!existsSync(folder)) return ok(0);
  let count = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(entry.parentPath, entry.name)), hash);
    if (hash.digest('hex') !== entry.name) return err(entry.name);
    count += 1;
  }
  return ok(count);
};

/** Unpacks beside, checks, then moves in: a folder never holds half an installation. The error is one sentence. */
const unpack = async (
  file: string,
  folder: string,
  reached: ServerReached,
): Promise<Result<number, string>> => {
  const part = restoringFolder(folder);
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  try {
    await extract({
      file,
      cwd: part,
      strict: true,
      filter: (path, entry) => 'type' in entry && belongs(path, entry),
    });
    if (!existsSync(databaseFile(part)) || !existsSync(logKeyFile(part))) {
      return err(`${file} is no backup of this program: it holds no database with its log key.`);
    }
    const papers = await checkPapers(join(part, 'files'));
    if (!papers.ok) return err(`${file} is damaged: the paper ${papers.error} in it is not whole.`);
    reached('restore.unpacked');
    await moveInto(part, folder, reached);
    return papers;
  } catch (error) {
    return err(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    // What the reader had begun to write when it met the damage may still arrive in the folder.
    await rm(part, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
};

/** `restore FILE --data DIR`: makes an installation from a backup; the folder must be empty or new. */
export const restore = async (
  words: readonly string[],
  { values }: Pick<CommandLine, 'values'>,
  reached: ServerReached = unwatched,
): Promise<number> => {
  const [file] = words;
  if (file === undefined) {
    console.error(USAGE);
    return 2;
  }
  if (!existsSync(file)) {
    console.error(`There is no file ${file}.`);
    return 1;
  }
  const held = existsSync(values.data) ? await readdir(values.data) : [];
  // The database is moved in last: without it, what lies there is from a restore that was cut off, and is made anew.
  const isCutOff = existsSync(restoringFolder(values.data)) && !existsSync(databaseFile(values.data));
  if (held.length > 0 && !isCutOff) {
    console.error(`The folder ${values.data} is not empty and was not touched. Name a new one with --data.`);
    return 1;
  }
  const restored = await unpack(file, values.data, reached);
  if (!restored.ok) {
    console.error(restored.error);
    return 1;
  }
  console.log(`restored to ${values.data}: database, log key and ${restored.value} papers`);
  return 0;
};
