import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { Clock } from '../../shared/lib/clock.ts';
import { createIds, type Ids, type RandomBytes } from '../../shared/lib/ids.ts';
import type { KdfParams } from '../../shared/contract/sync.ts';
import { type FileStore, openFileStore } from '../files/fileStore.ts';
import { type LogKey, openLogKey } from '../log/logKey.ts';
import type { Storage } from '../storage/port.ts';
import type { ServerReached } from '../points.ts';
import { openSqlite } from '../storage/sqlite/sqlite.ts';

/** Argon2id costs of a new installation: 64 MiB, 3 passes. */
export const DEFAULT_KDF: KdfParams = { memoryKiB: 65_536, passes: 3, lanes: 1 };

/** Everything that an installation keeps, opened. */
export interface DataFolder {
  readonly storage: Storage;
  readonly files: FileStore;
  readonly logKey: LogKey;
  readonly ids: Ids;
}

export const databaseFile = (folder: string): string => join(folder, 'server.db');
/** Where a backup is unpacked before it is moved in. */
export const restoringFolder = (folder: string): string => join(folder, '.restoring');
export const logKeyFile = (folder: string): string => join(folder, 'log.key');

export interface DataFolderOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** For a new installation. */
  readonly kdf: KdfParams;
  readonly reached?: ServerReached;
}

/** Opens an installation, or makes an empty one. The error is one sentence for the operator; nothing is changed then. */
export const openDataFolder = (options: DataFolderOptions): Result<DataFolder, string> => {
  const { folder, clock, random, kdf, reached } = options;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return err(
      `The data folder ${folder} cannot be written. Choose another with --data, or change its owner.`,
    );
  }
  if (!existsSync(databaseFile(folder)) && existsSync(restoringFolder(folder))) {
    return err(
      `A restore into ${folder} was cut off. Run the same restore command again, then start the server.`,
    );
  }
  const ids = createIds(clock, random);
  const storage = openSqlite(databaseFile(folder), { newId: () => ids.next(), random, kdf }, reached);
  if (!storage.ok) return err(storage.error.message);
  return ok({
    storage: storage.value,
    files: openFileStore(folder, reached),
    logKey: openLogKey(logKeyFile(folder), reached),
    ids,
  });
};
