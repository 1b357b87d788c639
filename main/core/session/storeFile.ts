import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../shared/lib/clock.ts';

/**
 * The store gets its name last. It is made under another one, then its vault is written, and from then on the profile
 * counts: whoever opens it gives the store its name if that was not done any more. What has no vault was never anybody's.
 */
const MAKING = 'cabinet.db.making';
/** A database and what SQLite keeps beside it. */
const PARTS = ['', '-wal', '-shm'] as const;

export const storeFile = (folder: string): string => join(folder, 'cabinet.db');
export const makingFile = (folder: string): string => join(folder, MAKING);

/** Before a store is made: what an earlier try has left goes; one that lost its vault is kept, as closed as it is. */
export const clearTheWay = (folder: string, clock: Clock): void => {
  for (const part of PARTS) {
    rmSync(`${makingFile(folder)}${part}`, { force: true });
    const standing = `${storeFile(folder)}${part}`;
    if (existsSync(standing)) renameSync(standing, `${standing}.${clock.now()}`);
  }
};

/** Gives a store its name whose vault is there. */
export const nameStore = (folder: string): void => {
  if (!existsSync(storeFile(folder)) && existsSync(makingFile(folder)))
    renameSync(makingFile(folder), storeFile(folder));
};
