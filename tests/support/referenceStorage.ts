import { writeFile } from 'node:fs/promises';
import type { BackupPoint, ReadView, Storage, WriteTx } from '../../server/storage/port.ts';
import { accountsOn, recoveryOn } from './referenceAccounts.ts';
import { devicesOn, filesOn } from './referenceFiles.ts';
import { logOn } from './referenceLog.ts';
import { byText, type Own, placeIn } from './referenceOrganisation.ts';
import { recordsOn } from './referenceRecords.ts';
import type { ReferenceDisk, State } from './referenceState.ts';

/** Reads and writes of one organisation on a state that is its own: each part of the port has a file of its own. */
const transactionOn = (own: Own, organisationId: string): WriteTx => {
  const place = placeIn(own, organisationId);
  const { org } = place;
  const log = logOn(place);
  return {
    counter: async () => org().counter,
    durableThrough: async () => org().durableThrough,
    moment: async () => ({
      counter: org().counter,
      durableThrough: org().durableThrough,
      checkpoint: (await log.state()).checkpoint,
    }),
    epochs: async () => [...own.state.installation.formerEpochs, own.state.installation.epoch],
    records: recordsOn(place),
    log,
    files: filesOn(place),
    devices: devicesOn(place),
    accounts: accountsOn(place),
    recovery: recoveryOn(place),
    async attempt(work) {
      const before = structuredClone(own.state);
      try {
        return await work();
      } catch (error) {
        own.state = before;
        throw error;
      }
    },
  };
};

/**
 * The storage port by its words alone: lists in memory, a whole copy for each transaction, one line for all writers.
 * Slow, and nothing to get wrong: what an adapter answers is compared with it.
 */
export const openReference = (disk: ReferenceDisk): Storage => {
  let ownCommits = 0;
  const foreignCommits = (): number => disk.commits - ownCommits;
  let seen = foreignCommits();
  const inLine = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = disk.line.then(work, work);
    disk.line = mine.catch(() => undefined);
    return mine;
  };
  const write = <T>(work: (own: { state: State }) => Promise<T>): Promise<T> =>
    inLine(async () => {
      const own = { state: structuredClone(disk.state) };
      const value = await work(own);
      disk.state = own.state;
      disk.commits += 1;
      ownCommits += 1;
      return value;
    });
  return {
    directory: {
      installation: async () => disk.state.installation,
      organisationIds: async () =>
        [...disk.state.organisations]
          .filter(([, { counter }]) => counter > 0)
          .map(([id]) => id)
          .sort(byText),
      findAccount: async (username) => disk.state.accounts.find((each) => each.username === username),
      findSession: async (tokenHash) => disk.state.sessions.find((each) => each.tokenHash === tokenHash),
      async findSignedIn(tokenHash) {
        const session = disk.state.sessions.find((each) => each.tokenHash === tokenHash);
        const account = disk.state.accounts.find(({ username }) => username === session?.username);
        if (session === undefined || account === undefined) return undefined;
        const { username, organisationId, personId, role, disabled } = account;
        const { deviceId, expiresAt } = session;
        const { records } = transactionOn({ state: disk.state }, organisationId);
        const device = (await records.get('device', deviceId))?.body ?? null;
        return { username, organisationId, personId, role, disabled, deviceId, expiresAt, device };
      },
      epoch: async () => disk.state.installation.epoch,
    },
    transact: (organisationId, work) => write((own) => work(transactionOn(own, organisationId))),
    // A committed state is never changed again: a reader keeps the one that it began with.
    read: (organisationId, work) =>
      work(transactionOn({ state: disk.state }, organisationId) satisfies ReadView),
    isTrouble: () => false,
    changedElsewhere() {
      const changed = foreignCommits() !== seen;
      seen = foreignCommits();
      return changed;
    },
    backup: (file) =>
      inLine(async (): Promise<BackupPoint> => {
        await writeFile(file, JSON.stringify(disk.state.installation));
        return new Map([...disk.state.organisations].map(([id, { counter }]) => [id, counter]));
      }),
    noteBackup: (point, at) =>
      write(async (own) => {
        for (const [id, counter] of point) {
          const organisation = own.state.organisations.get(id);
          if (organisation === undefined) continue;
          organisation.durableThrough = Math.max(organisation.durableThrough, counter);
        }
        own.state.installation = { ...own.state.installation, lastBackupAt: at };
      }),
    close: async () => {
      await disk.line;
    },
  };
};
