import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { CoreContext } from '../context.ts';
import { diskFailure } from './diskError.ts';
import { type ChunkRange, nextMissing } from './bitmap.ts';
import { createBandwidth, type Bandwidth } from './bandwidth.ts';
import { Candidates, type ComingFiles } from './candidates.ts';
import { chunkLength } from './chunkFormat.ts';
import type { FileStore } from './fileStore.ts';
import type { KnownFile } from './fileEntries.ts';
import { createMeter } from './meter.ts';
import { fetchRange } from './rangeFetch.ts';
import type { Room } from './room.ts';
import { createTroubles, type Troubles } from './troubles.ts';
import { createTurns } from './turns.ts';

/** Requests at once. */
const PARALLEL = 5;
/** Chunks per request: bounds what can be in memory at once. */
const CHUNKS_PER_REQUEST = 8;
/** Written bytes are synced together when so many have gathered, or after so long. */
const SYNC_BYTES = 24 * 1024 * 1024;
const SYNC_AFTER_MS = 300;
/** How often it is told how fast bytes arrive. */
const TELL_MS = 1_000;

/** How one file stands. */
export interface Download {
  readonly sha256: string;
  readonly state: 'fetching' | 'waiting' | 'failed';
  readonly error: CabinetError | null;
}

/** Brings files to this device, what the person opens before all else. */
export interface Downloads {
  /** All files that are to come. What is fetched and not among them is left. */
  setOrder(coming: ComingFiles): void;
  /** This one before all others, also while the rest is paused. */
  want(sha256: string): void;
  /** Somebody waits for it. */
  isWanted(sha256: string): boolean;
  /** Tries again what waits for the network or the disk. */
  resume(): void;
  /** Ends all requests at once; until it is taken back nothing is fetched but what is wanted from then on. */
  setPaused(isPaused: boolean): void;
  /** Ends its requests at once and forgets it. */
  cancel(sha256: string): void;
  /** What is fetched and what waits, in their order, at most so many. */
  list(limit: number): readonly Download[];
  /** How many files are being fetched. */
  fetching(): number;
  /** Bytes per second; null while nothing is fetched. */
  rate(): number | null;
  /** Why downloads stand still, or why one of them does. */
  error(): CabinetError | null;
  stop(): Promise<void>;
}

type Needs = Pick<CoreContext, 'clock' | 'random' | 'timers' | 'server' | 'changed' | 'log' | 'preferences'>;

export interface DownloadOptions {
  /** As the person left it. */
  readonly isPaused: boolean;
  /** How much of the disk is free may be another now: bytes have reached it, or found no room. */
  readonly onDisk: () => void;
}

/** A request under way. */
interface Running {
  readonly file: KnownFile;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

class DownloadQueue implements Downloads {
  readonly #store: FileStore;
  readonly #context: Needs;
  readonly #room: Room;
  readonly #meter;
  readonly #bandwidth: Bandwidth;
  readonly #turns = createTurns();
  readonly #unlisten: () => void;
  readonly #onDisk: () => void;
  #isStopped = false;
  #isPaused = false;
  readonly #candidates = new Candidates();
  readonly #troubles: Troubles;
  /** Chunks being fetched, or written and not yet synced. */
  readonly #taken = new Map<KnownFile, Set<number>>();
  #unsynced: { readonly file: KnownFile; readonly index: number }[] = [];
  readonly #running = new Set<Running>();
  #cancelTell: (() => void) | null = null;
  #cancelSync: (() => void) | null = null;
  #cancelWake: (() => void) | null = null;
  #syncing: Promise<void> | null = null;

  constructor(store: FileStore, context: Needs, room: Room, { isPaused, onDisk }: DownloadOptions) {
    const { clock, random, timers, preferences } = context;
    this.#store = store;
    this.#context = context;
    this.#room = room;
    this.#isPaused = isPaused;
    this.#onDisk = onDisk;
    this.#troubles = createTroubles(clock, random);
    this.#meter = createMeter(clock);
    this.#bandwidth = createBandwidth(clock, timers, () => preferences.get().paperRate);
    this.#unlisten = preferences.onChanged(() => this.#bandwidth.changed());
  }

  setOrder(coming: ComingFiles): void {
    this.#candidates.setOrder(coming, (sha256) => this.#store.table.get(sha256) !== undefined);
    for (const { file, abort } of this.#running) if (!this.#candidates.has(file.sha256)) abort.abort();
    this.#troubles.keepOnly((sha256) => this.#candidates.has(sha256));
    this.#pump();
  }

  want(sha256: string): void {
    if (!this.#store.table.get(sha256) || this.#store.isHere(sha256)) return;
    this.#candidates.want(sha256);
    this.#troubles.want(sha256);
    this.resume();
  }

  isWanted(sha256: string): boolean {
    return this.#candidates.isWanted(sha256);
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    if (isPaused) {
      this.#candidates.clearWanted();
      for (const { abort } of this.#running) abort.abort();
    }
    this.#pump();
  }

  cancel(sha256: string): void {
    this.#forget(sha256);
    for (const { file, abort } of this.#running) if (file.sha256 === sha256) abort.abort();
    this.#pump();
  }

  list(limit: number): readonly Download[] {
    const fetching = new Set([...this.#running].map(({ file }) => file.sha256));
    const listed = new Map<string, Download>();
    const add = (sha256: string): void => {
      if (!listed.has(sha256) && !this.#store.isHere(sha256))
        listed.set(sha256, this.#stateOf(sha256, fetching));
    };
    for (const sha256 of fetching) add(sha256);
    for (const sha256 of this.#candidates.inOrder(false)) {
      if (listed.size >= limit) break;
      add(sha256);
    }
    return [...listed.values()].slice(0, limit);
  }

  #stateOf(sha256: string, fetching: ReadonlySet<string>): Download {
    if (fetching.has(sha256)) return { sha256, state: 'fetching', error: null };
    const error = this.#troubles.waitsFor(sha256);
    return { sha256, state: error === null ? 'waiting' : 'failed', error };
  }

  fetching(): number {
    return new Set([...this.#running].map(({ file }) => file.sha256)).size;
  }

  rate(): number | null {
    return this.#meter.rate();
  }

  resume(): void {
    this.#troubles.retryNow();
    this.#pump();
  }

  error(): CabinetError | null {
    return this.#troubles.error();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unlisten();
    for (const { abort } of this.#running) abort.abort();
    this.#cancelSync?.();
    this.#cancelWake?.();
    this.#cancelTell?.();
    await Promise.allSettled([...[...this.#running].map(({ done }) => done), this.#syncing]);
  }

  #pump(): void {
    if (this.#isStopped) return;
    const isHeld = this.#troubles.isHeld();
    // After trouble with the network or the disk one request tries whether it is over.
    // What somebody waits for does not wait for a place among the others.
    const limit = this.#troubles.isInDoubt() ? 1 : PARALLEL + (this.#candidates.hasWanted() ? 1 : 0);
    while (!isHeld && this.#running.size < limit) {
      const next = this.#next();
      if (!next) break;
      this.#run(next.file, next.range);
    }
    this.#meter.setRunning(this.#running.size > 0);
    this.#tell();
    if (this.#running.size === 0) {
      if (this.#unsynced.length > 0) this.#sync();
      else this.#sleep();
    }
  }

  #next(): { readonly file: KnownFile; readonly range: ChunkRange } | null {
    for (const sha256 of this.#candidates.inOrder(this.#isPaused)) {
      const file = this.#store.table.get(sha256);
      if (!file || file.have === file.count) {
        this.#forget(sha256);
        continue;
      }
      if (!this.#troubles.mayTry(sha256)) continue;
      const taken = this.#taken.get(file);
      const isTaken = (index: number): boolean => taken?.has(index) ?? false;
      const range = nextMissing(file.bitmap, file.count, CHUNKS_PER_REQUEST, isTaken);
      if (range) return { file, range };
    }
    return null;
  }

  #forget(sha256: string): void {
    this.#candidates.forget(sha256);
    this.#troubles.forget(sha256);
  }

  #run(file: KnownFile, range: ChunkRange): void {
    const taken = this.#taken.get(file) ?? new Set();
    this.#taken.set(file, taken);
    for (let index = range.from; index < range.to; index += 1) taken.add(index);
    const abort = new AbortController();
    const done = this.#fetch(file, range, abort.signal).finally(() => {
      this.#running.delete(run);
      this.#pump();
    });
    const run: Running = { file, abort, done };
    this.#running.add(run);
  }

  async #fetch(file: KnownFile, range: ChunkRange, signal: AbortSignal): Promise<void> {
    const written = new Set<number>();
    const isWanted = (): boolean => this.isWanted(file.sha256);
    const deps = {
      ...{ store: this.#store, server: this.#context.server, room: this.#room, isWanted },
      turns: this.#turns,
      spare: (bytes: number) => {
        this.#meter.add(bytes);
        return this.#bandwidth.take(bytes, isWanted(), signal);
      },
      onWritten: (index: number) => {
        written.add(index);
        this.#unsynced.push({ file, index });
        // Not only when the answer has ended: on a slow line somebody watches how far it is.
        this.#syncLater();
      },
    };
    const outcome = await fetchRange(deps, file, range, signal);
    for (let index = range.from; index < range.to; index += 1) {
      if (!written.has(index)) this.#release(file, index);
    }
    // Ended by the person, or with everything else: what is written counts, and says nothing about the network.
    if (signal.aborted) return this.#syncSoon();
    if (outcome.ok) this.#succeeded(file.sha256);
    else this.#failed(file.sha256, outcome.error);
    this.#syncSoon();
  }

  #release(file: KnownFile, index: number): void {
    const taken = this.#taken.get(file);
    taken?.delete(index);
    if (taken?.size === 0) this.#taken.delete(file);
  }

  #succeeded(sha256: string): void {
    if (this.#troubles.succeeded(sha256)) this.#context.changed('sync');
  }

  #failed(sha256: string, error: CabinetError): void {
    this.#context.log('download_failed', { code: error.code });
    this.#troubles.failed(sha256, error);
    if (error.code === 'disk_full') this.#onDisk();
    this.#context.changed('sync', 'files');
  }

  /** While bytes arrive it is told how many, also when none do. */
  #tell(): void {
    if (this.#running.size === 0) {
      this.#cancelTell?.();
      this.#cancelTell = null;
      return;
    }
    this.#cancelTell ??= this.#context.timers.after(TELL_MS, () => {
      this.#cancelTell = null;
      this.#context.changed('sync');
      this.#tell();
    });
  }

  #syncSoon(): void {
    if (this.#unsynced.length === 0 || this.#isStopped) return;
    if (this.#store.writer.pendingBytes() >= SYNC_BYTES || this.#candidates.hasWanted()) this.#sync();
    else this.#syncLater();
  }

  #syncLater(): void {
    this.#cancelSync ??= this.#context.timers.after(SYNC_AFTER_MS, () => this.#sync());
  }

  #sync(): void {
    this.#cancelSync?.();
    this.#cancelSync = null;
    if (this.#isStopped) return;
    this.#syncing ??= this.#syncNow().finally(() => {
      this.#syncing = null;
      this.#pump();
      this.#syncSoon();
    });
  }

  async #syncNow(): Promise<void> {
    const batch = this.#unsynced.splice(0);
    try {
      await this.#store.writer.flush();
      this.#troubles.synced();
    } catch (cause) {
      const failure = diskFailure(cause);
      if (failure === null) throw cause;
      for (const { file } of batch.slice(0, 1)) this.#failed(file.sha256, failure);
    } finally {
      for (const { file, index } of batch) {
        this.#release(file, index);
        this.#room.settle(chunkLength(file.size, index));
      }
    }
    this.#onDisk();
    this.#context.changed('files');
  }

  /** Wakes when the first of what waits may be tried again. */
  #sleep(): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    if (this.#candidates.isEmpty()) return;
    if (this.#isPaused && !this.#candidates.hasWanted()) return;
    const first = this.#troubles.msUntilNext();
    if (!Number.isFinite(first)) return;
    this.#cancelWake = this.#context.timers.after(Math.max(50, first), () => this.#pump());
  }
}

export const createDownloads = (
  store: FileStore,
  context: Needs,
  room: Room,
  options: DownloadOptions,
): Downloads => new DownloadQueue(store, context, room, options);
