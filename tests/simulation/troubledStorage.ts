import SqliteDatabase from 'better-sqlite3';
import type { FileStore } from '../../server/files/fileStore.ts';
import type { Storage, WriteTx } from '../../server/storage/port.ts';

/** What goes wrong inside the server, as it stands at this moment. */
export interface ServerTroubles {
  /** How many writes the disk still has room for; null when it has enough. */
  room: number | null;
  /** How many of the next mutations make the server fail, whenever they come. */
  poison: number;
  /** How many of them only the first time. */
  passing: number;
  /** Ids of mutations that make it fail, and how often they may still. */
  readonly poisoned: Map<string, number>;
  /** Something of this was met: what the server then says of it is no fault. */
  isMet: boolean;
}

export const noTroubles = (): ServerTroubles => ({
  ...{ room: null, poison: 0, passing: 0, isMet: false },
  poisoned: new Map(),
});

/** A mutation that the server cannot take, for a reason that lies in the server. */
export class Poisoned extends Error {
  override readonly name = 'Poisoned';
}

const fullDatabase = (): Error => new SqliteDatabase.SqliteError('database or disk is full', 'SQLITE_FULL');
const fullDisk = (): Error => Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });

type Writes = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

const takeRoom = (troubles: ServerTroubles, error: () => Error): void => {
  if (troubles.room === null) return;
  troubles.room -= 1;
  if (troubles.room >= 0) return;
  troubles.isMet = true;
  throw error();
};

/** The same functions; those that are named meet the full disk first. */
const limited = <T extends object>(group: T, names: readonly string[], troubles: ServerTroubles): T => {
  const writes = names.map((name): [string, Writes[string]] => {
    const write = (group as Writes)[name];
    if (write === undefined) throw new Error(`the storage has no ${name}`);
    const checked = async (...args: never[]) => {
      takeRoom(troubles, fullDatabase);
      return write(...args);
    };
    return [name, checked];
  });
  return { ...group, ...Object.fromEntries(writes) };
};

const isPoisoned = (troubles: ServerTroubles, id: string): boolean => {
  const known = troubles.poisoned.get(id);
  if (known !== undefined) {
    troubles.poisoned.set(id, known - 1);
    return known > 0;
  }
  const isPassing = troubles.passing > 0;
  if (!isPassing && troubles.poison === 0) return false;
  if (isPassing) troubles.passing -= 1;
  else troubles.poison -= 1;
  troubles.poisoned.set(id, isPassing ? 0 : Number.POSITIVE_INFINITY);
  return true;
};

const troubledTx = (tx: WriteTx, troubles: ServerTroubles): WriteTx => {
  const devices = limited(tx.devices, ['countFailure'], troubles);
  return {
    ...tx,
    records: limited(tx.records, ['put', 'remove'], troubles),
    log: limited(tx.log, ['append', 'markPoll', 'storeBallot'], troubles),
    files: limited(tx.files, ['add', 'addUpload', 'link'], troubles),
    devices: {
      ...devices,
      async addResult(deviceId, result) {
        takeRoom(troubles, fullDatabase);
        if (result.status === 'applied' && isPoisoned(troubles, result.id)) {
          troubles.isMet = true;
          throw new Poisoned('a mutation that the server cannot take');
        }
        await devices.addResult(deviceId, result);
      },
    },
  };
};

/** The real storage, under a disk that fills and with mutations that it cannot take. */
const troubledStorage = (storage: Storage, troubles: ServerTroubles): Storage => ({
  ...storage,
  transact: (organisationId, work) =>
    storage.transact(organisationId, (tx) => work(troubledTx(tx, troubles))),
});

/** The same for the bytes of papers. */
const troubledFiles = (files: FileStore, troubles: ServerTroubles): FileStore => ({
  ...files,
  async putChunk(...args) {
    takeRoom(troubles, fullDisk);
    return files.putChunk(...args);
  },
  async assemble(...args) {
    takeRoom(troubles, fullDisk);
    return files.assemble(...args);
  },
});

/** What the server keeps things in, under these troubles. */
export const troubled = (
  kept: { readonly storage: Storage; readonly files: FileStore },
  troubles: ServerTroubles,
): { readonly storage: Storage; readonly files: FileStore } => ({
  storage: troubledStorage(kept.storage, troubles),
  files: troubledFiles(kept.files, troubles),
});
