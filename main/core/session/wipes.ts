import { unwatched } from '../../../shared/lib/reached.ts';
import type { CabinetDeps } from '../ports.ts';
import type { WipeAcknowledgement } from './wipeOrder.ts';
import {
  destroyKeys,
  destroyRest,
  isWipeOver,
  keepWipeNote,
  profileNameOf,
  readWipeNotes,
  type WipeNote,
} from './wipeNotes.ts';
import { WipeReports } from './wipeReports.ts';

/** The wipings of this app instance: begun, finished, acknowledged, in this order, across any number of starts. */
export interface Wipes {
  /** Finishes what a former start has left half done, and tells the server what it does not know yet. */
  start(): void;
  /** Destroys the keys at once. The store may still be open; nobody opens it again. */
  begin(folder: string, acknowledgement: WipeAcknowledgement, reason: WipeNote['reason']): void;
  /** Destroys the rest, once the store is closed, and tells the server. */
  finish(deviceId: string): void;
  /** Its keys are gone; nothing is written into its folder any more. */
  isBegun(folder: string): boolean;
  /** False while something of this profile is still to be destroyed: nobody may begin anew in its folder. */
  isDone(folder: string): boolean;
  /** What the people at this device have not been told yet; the newest. */
  untold(): { readonly at: string; readonly reason: WipeNote['reason'] } | null;
  /** Somebody has signed in and was told. */
  told(): void;
  stop(): void;
}

type Deps = Pick<
  CabinetDeps,
  'dataDir' | 'serverUrl' | 'random' | 'clock' | 'timers' | 'transport' | 'log' | 'reached'
>;

export const createWipes = (deps: Deps): Wipes => {
  const { dataDir, clock, log, reached = unwatched } = deps;
  /** By device; here also when the disk was too full to note it. */
  const notes = new Map(readWipeNotes(dataDir).map((note) => [note.deviceId, note]));

  const keep = (note: WipeNote): void => {
    notes.set(note.deviceId, note);
    try {
      keepWipeNote(dataDir, note, clock.now());
    } catch {
      // What is destroyed makes room; it is written again then.
      log('wipe_not_noted');
    }
    if (isWipeOver(note, clock.now())) notes.delete(note.deviceId);
  };
  const keys = (note: WipeNote): void => {
    if (note.profile !== null) destroyKeys(dataDir, note.profile, deps.random, reached);
    reached('wipe.keys_destroyed');
  };
  const rest = (note: WipeNote): void => {
    if (note.profile === null) return;
    try {
      destroyRest(dataDir, note.profile);
    } catch (error) {
      // The keys are gone; what is left is tried again at the next start.
      return log('wipe_rest_left', { reason: error instanceof Error ? error.name : 'unknown' });
    }
    reached('wipe.rest_destroyed');
    keep({ ...note, profile: null });
    reached('wipe.rest_noted');
  };

  const reports = new WipeReports(
    deps,
    { all: () => [...notes.values()], get: (id) => notes.get(id), keep },
    reached,
  );

  return {
    start() {
      for (const note of notes.values()) {
        if (note.profile === null) continue;
        keys(note);
        rest(note);
      }
      void reports.send();
    },
    begin(folder, acknowledgement, reason) {
      const note: WipeNote = {
        ...{ version: 1, profile: profileNameOf(folder), serverUrl: deps.serverUrl },
        ...acknowledgement,
        ...{ reason, acknowledged: false, repeatUntil: null, told: false },
      };
      keep(note);
      reached('wipe.noted');
      keys(note);
    },
    finish(deviceId) {
      const note = notes.get(deviceId);
      if (note === undefined) return;
      rest(note);
      void reports.send();
    },
    isBegun: (folder) => [...notes.values()].some(({ profile }) => profile === profileNameOf(folder)),
    isDone(folder) {
      const open = () => [...notes.values()].filter(({ profile }) => profile === profileNameOf(folder));
      const left = open();
      for (const note of left) rest(note);
      if (left.length > 0) void reports.send();
      return open().length === 0;
    },
    untold() {
      const newest = [...notes.values()]
        .filter((note) => !note.told)
        .sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1))[0];
      return newest === undefined ? null : { at: newest.requestedAt, reason: newest.reason };
    },
    told() {
      for (const note of [...notes.values()]) if (!note.told) keep({ ...note, told: true });
    },
    stop: () => reports.stop(),
  };
};
