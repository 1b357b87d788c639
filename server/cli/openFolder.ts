import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { err, type Result } from '../../shared/lib/result.ts';
import { type DataFolder, databaseFile, DEFAULT_KDF, openDataFolder } from '../installation/dataFolder.ts';

export const systemClock = { now: () => Date.now() };
export const systemRandom = (count: number): Uint8Array => new Uint8Array(randomBytes(count));

/** Opens an installation that exists already, beside a server that may be running on it. */
export const openExisting = (folder: string): Result<DataFolder, string> =>
  existsSync(databaseFile(folder))
    ? openDataFolder({ folder, clock: systemClock, random: systemRandom, kdf: DEFAULT_KDF })
    : err(`There is no installation in ${folder}. Say where it is with --data.`);
