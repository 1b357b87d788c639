import { API } from '../../../shared/contract/version.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CabinetDeps } from '../ports.ts';
import { createBackoff } from '../sync/backoff.ts';
import { isSuccess, problemOf } from '../transport/problem.ts';
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

/** No backup that a server is restored from is older than this. */
const REPEAT_FOR_MS = 30 * 24 * 3_600_000;
const REPEAT_EVERY_MS = 3_600_000;

export const createWipes = (deps: Deps): Wipes => {
  const { dataDir, clock, log, reached = unwatched } = deps;
  /** By device; here also when the disk was too full to note it. */
  const notes = new Map(readWipeNotes(dataDir).map((note) => [note.deviceId, note]));
  const backoff = createBackoff(deps.random);
  let stopped = false;
  let sending = false;
  let cancelTimer = (): void => undefined;

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

  const owed = (): readonly WipeNote[] =>
    [...notes.values()].filter(({ profile, serverUrl }) => profile === null && serverUrl === deps.serverUrl);
  /** Whether the server has it now. */
  const sendOne = async (note: WipeNote): Promise<boolean> => {
    const { organisationId, deviceId, requestedAt, signature } = note;
    const json = { organisationId, deviceId, requestedAt, signature };
    const answer = await deps.transport.request({ method: 'POST', path: `${API}/devices/wiped`, json });
    if (stopped || !answer.ok) return false;
    // A server that knows no such device any more has nobody to tell.
    if (!isSuccess(answer.value))
      return problemOf(answer.value).code === 'not_found' && noteTaken(note, null);
    return noteTaken(note, new Date(clock.now() + REPEAT_FOR_MS).toISOString());
  };
  const noteTaken = (note: WipeNote, repeatUntil: string | null): true => {
    if (note.acknowledged) return true;
    reached('wipe.acknowledged');
    keep({ ...(notes.get(note.deviceId) ?? note), acknowledged: true, repeatUntil });
    return true;
  };
  const send = async (): Promise<void> => {
    if (sending || stopped) return;
    sending = true;
    cancelTimer();
    for (const note of [...notes.values()]) if (isWipeOver(note, clock.now())) keep(note);
    let isAllTaken = true;
    for (const note of owed()) isAllTaken = (await sendOne(note)) && isAllTaken;
    sending = false;
    if (stopped || owed().length === 0) return;
    // Another may have been wiped meanwhile.
    const isDone = isAllTaken && owed().every(({ acknowledged }) => acknowledged);
    if (isDone) backoff.reset();
    cancelTimer = deps.timers.after(isDone ? REPEAT_EVERY_MS : backoff.next(), () => void send());
  };

  return {
    start() {
      for (const note of notes.values()) {
        if (note.profile === null) continue;
        keys(note);
        rest(note);
      }
      void send();
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
      void send();
    },
    isBegun: (folder) => [...notes.values()].some(({ profile }) => profile === profileNameOf(folder)),
    isDone(folder) {
      const open = () => [...notes.values()].filter(({ profile }) => profile === profileNameOf(folder));
      for (const note of open()) rest(note);
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
    stop() {
      stopped = true;
      cancelTimer();
    },
  };
};
