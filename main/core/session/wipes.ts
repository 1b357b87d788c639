import { unwatched } from '../../../shared/lib/reached.ts';
import type { CabinetDeps } from '../ports.ts';
import { destroyKeys, destroyRest, profileNameOf } from './destroyProfile.ts';
import { openWipeNotes, type WipeNote, type WipeNotes } from './wipeNotes.ts';
import type { WipeAcknowledgement } from './wipeOrder.ts';
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

class DeviceWipes implements Wipes {
  readonly #deps: Deps;
  readonly #reached: NonNullable<Deps['reached']>;
  readonly #notes: WipeNotes;
  readonly #reports: WipeReports;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#reached = deps.reached ?? unwatched;
    this.#notes = openWipeNotes(deps);
    this.#reports = new WipeReports(deps, this.#notes, this.#reached);
  }

  start(): void {
    for (const note of this.#notes.all()) {
      if (note.profile === null) continue;
      this.#destroyKeys(note);
      this.#destroyRest(note);
    }
    void this.#reports.send();
  }

  begin(folder: string, acknowledgement: WipeAcknowledgement, reason: WipeNote['reason']): void {
    const note: WipeNote = {
      ...{ version: 1, profile: profileNameOf(folder), serverUrl: this.#deps.serverUrl },
      ...acknowledgement,
      ...{ reason, acknowledged: false, repeatUntil: null, told: false },
    };
    this.#notes.keep(note);
    this.#reached('wipe.noted');
    this.#destroyKeys(note);
  }

  finish(deviceId: string): void {
    const note = this.#notes.get(deviceId);
    if (note === undefined) return;
    this.#destroyRest(note);
    void this.#reports.send();
  }

  isBegun(folder: string): boolean {
    return this.#begunIn(folder).length > 0;
  }

  isDone(folder: string): boolean {
    const left = this.#begunIn(folder);
    for (const note of left) this.#destroyRest(note);
    if (left.length > 0) void this.#reports.send();
    return !this.isBegun(folder);
  }

  untold(): { readonly at: string; readonly reason: WipeNote['reason'] } | null {
    const [newest] = this.#notes
      .all()
      .filter((note) => !note.told)
      .sort((a, b) => (a.requestedAt < b.requestedAt ? 1 : -1));
    return newest === undefined ? null : { at: newest.requestedAt, reason: newest.reason };
  }

  told(): void {
    for (const note of this.#notes.all()) if (!note.told) this.#notes.keep({ ...note, told: true });
  }

  stop(): void {
    this.#reports.stop();
  }

  #begunIn(folder: string): readonly WipeNote[] {
    return this.#notes.all().filter(({ profile }) => profile === profileNameOf(folder));
  }

  #destroyKeys({ profile }: WipeNote): void {
    const { dataDir, random } = this.#deps;
    if (profile !== null) destroyKeys(dataDir, profile, random, this.#reached);
    this.#reached('wipe.keys_destroyed');
  }

  #destroyRest(note: WipeNote): void {
    if (note.profile === null) return;
    try {
      destroyRest(this.#deps.dataDir, note.profile);
    } catch (error) {
      // The keys are gone; what is left is tried again at the next start.
      const reason = error instanceof Error ? error.name : 'unknown';
      return this.#deps.log('wipe_rest_left', { reason });
    }
    this.#reached('wipe.rest_destroyed');
    this.#notes.keep({ ...note, profile: null });
    this.#reached('wipe.rest_noted');
  }
}

export const createWipes = (deps: Deps): Wipes => new DeviceWipes(deps);
