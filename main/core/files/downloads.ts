import type { CabinetError, ErrorCode } from '../../../shared/contract/errors.ts';
import type { CoreContext } from '../context.ts';
import { diskFailure } from './diskError.ts';
import { type ChunkRange, nextMissing } from './bitmap.ts';
import type { FileStore } from './fileStore.ts';
import type { KnownFile } from './fileTable.ts';
import { fetchRange } from './rangeFetch.ts';
import { backoff } from './retries.ts';

/** Requests at once. */
const PARALLEL = 5;
/** Chunks per request: bounds what can be in memory at once. */
const CHUNKS_PER_REQUEST = 8;
/** Written bytes are synced together when so many have gathered, or after so long. */
const SYNC_BYTES = 24 * 1024 * 1024;
const SYNC_AFTER_MS = 300;

/** Errors that say nothing about the others: the file waits, the rest goes on. */
const OF_ONE_FILE: readonly ErrorCode[] = [
  'not_found',
  'not_allowed',
  'file_unknown',
  'file_damaged',
  'file_unreadable',
  'unknown_path',
  'bad_request',
];

interface Trouble {
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly retryAt: number;
  readonly error: CabinetError;
}

/** Brings files to this device, what the person opens before all else. */
export interface Downloads {
  /** All files to be here, in the order in which they are to come. */
  setOrder(sha256s: Iterable<string>): void;
  /** This one before all others. */
  want(sha256: string): void;
  /** Tries again what waits for the network or the disk. */
  resume(): void;
  /** Why downloads stand still, or why one of them does. */
  error(): CabinetError | null;
  stop(): Promise<void>;
}

type Needs = Pick<CoreContext, 'clock' | 'random' | 'timers' | 'server' | 'changed' | 'log'>;

class DownloadQueue implements Downloads {
  readonly #store: FileStore;
  readonly #context: Needs;
  readonly #abort = new AbortController();
  /** Most wanted first; a file leaves when it is here. */
  #urgent: string[] = [];
  #order = new Set<string>();
  readonly #troubles = new Map<string, Trouble>();
  #pause: Trouble | null = null;
  /** Chunks being fetched, or written and not yet synced. */
  readonly #taken = new Map<KnownFile, Set<number>>();
  #unsynced: { readonly file: KnownFile; readonly index: number }[] = [];
  readonly #running = new Set<Promise<void>>();
  #cancelSync: (() => void) | null = null;
  #cancelWake: (() => void) | null = null;
  #syncing: Promise<void> | null = null;

  constructor(store: FileStore, context: Needs) {
    this.#store = store;
    this.#context = context;
  }

  setOrder(sha256s: Iterable<string>): void {
    this.#order = new Set([...sha256s].filter((sha256) => !this.#store.isHere(sha256)));
    this.#urgent = this.#urgent.filter((sha256) => this.#store.table.get(sha256));
    for (const sha256 of this.#troubles.keys()) if (!this.#order.has(sha256)) this.#troubles.delete(sha256);
    this.#pump();
  }

  want(sha256: string): void {
    if (!this.#store.table.get(sha256) || this.#store.isHere(sha256)) return;
    this.#urgent = [sha256, ...this.#urgent.filter((other) => other !== sha256)];
    this.#order.add(sha256);
    const trouble = this.#troubles.get(sha256);
    // Somebody is waiting for it; but a server that sends wrong bytes is not asked in a loop.
    if (trouble && trouble.error.code !== 'file_damaged') this.#troubles.delete(sha256);
    this.resume();
  }

  resume(): void {
    // The error stays shown until something has succeeded.
    if (this.#pause) this.#pause = { ...this.#pause, retryAt: 0 };
    this.#pump();
  }

  error(): CabinetError | null {
    if (this.#pause) return this.#pause.error;
    for (const { error } of this.#troubles.values()) return error;
    return null;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    this.#cancelSync?.();
    this.#cancelWake?.();
    await Promise.allSettled([...this.#running, this.#syncing]);
  }

  #pump(): void {
    if (this.#abort.signal.aborted) return;
    const now = this.#context.clock.now();
    const paused = this.#pause !== null && this.#pause.retryAt > now;
    // After trouble with the network or the disk one request tries whether it is over.
    // What somebody waits for does not wait for a place among the others.
    const limit = this.#pause ? 1 : PARALLEL + (this.#urgent.length > 0 ? 1 : 0);
    while (!paused && this.#running.size < limit) {
      const next = this.#next(now);
      if (!next) break;
      this.#run(next.file, next.range);
    }
    if (this.#running.size === 0) {
      if (this.#unsynced.length > 0) this.#sync();
      else this.#sleep(now);
    }
  }

  #next(now: number): { readonly file: KnownFile; readonly range: ChunkRange } | null {
    for (const sha256 of this.#candidates()) {
      const file = this.#store.table.get(sha256);
      if (!file || file.have === file.count) {
        this.#forget(sha256);
        continue;
      }
      if ((this.#troubles.get(sha256)?.retryAt ?? 0) > now) continue;
      const taken = this.#taken.get(file);
      const isTaken = (index: number): boolean => taken?.has(index) ?? false;
      const range = nextMissing(file.bitmap, file.count, CHUNKS_PER_REQUEST, isTaken);
      if (range) return { file, range };
    }
    return null;
  }

  *#candidates(): Generator<string> {
    yield* [...this.#urgent];
    yield* this.#order;
  }

  #forget(sha256: string): void {
    this.#order.delete(sha256);
    this.#troubles.delete(sha256);
    if (this.#urgent.includes(sha256)) this.#urgent = this.#urgent.filter((other) => other !== sha256);
  }

  #run(file: KnownFile, range: ChunkRange): void {
    const taken = this.#taken.get(file) ?? new Set();
    this.#taken.set(file, taken);
    for (let index = range.from; index < range.to; index += 1) taken.add(index);
    const run = this.#fetch(file, range).finally(() => {
      this.#running.delete(run);
      this.#pump();
    });
    this.#running.add(run);
  }

  async #fetch(file: KnownFile, range: ChunkRange): Promise<void> {
    const written = new Set<number>();
    const outcome = await fetchRange(
      this.#store,
      this.#context.server,
      file,
      range,
      this.#abort.signal,
      (index) => {
        written.add(index);
        this.#unsynced.push({ file, index });
        // Not only when the answer has ended: on a slow line somebody watches how far it is.
        this.#syncLater();
      },
    );
    for (let index = range.from; index < range.to; index += 1) {
      if (!written.has(index)) this.#release(file, index);
    }
    if (this.#abort.signal.aborted) return;
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
    const cleared = this.#troubles.delete(sha256);
    // A full disk shows when the bytes are synced, not before.
    if (this.#pause && this.#pause.error.code !== 'disk_full') this.#pause = null;
    else if (!cleared) return;
    this.#context.changed('sync');
  }

  #failed(sha256: string, error: CabinetError): void {
    const now = this.#context.clock.now();
    const { random } = this.#context;
    this.#context.log('download_failed', { code: error.code });
    if (OF_ONE_FILE.includes(error.code)) {
      const attempts = this.#troubles.get(sha256)?.attempts ?? 0;
      const retryAt = now + backoff(attempts, 15_000, 3_600_000, random);
      this.#troubles.set(sha256, { attempts: attempts + 1, retryAt, error });
    } else {
      const attempts = this.#pause?.attempts ?? 0;
      const most = error.code === 'disk_full' ? 30_000 : 60_000;
      this.#pause = { attempts: attempts + 1, retryAt: now + backoff(attempts, 1_000, most, random), error };
    }
    this.#context.changed('sync', 'files');
  }

  #syncSoon(): void {
    if (this.#unsynced.length === 0 || this.#abort.signal.aborted) return;
    if (this.#store.writer.pendingBytes() >= SYNC_BYTES || this.#urgent.length > 0) this.#sync();
    else this.#syncLater();
  }

  #syncLater(): void {
    this.#cancelSync ??= this.#context.timers.after(SYNC_AFTER_MS, () => this.#sync());
  }

  #sync(): void {
    this.#cancelSync?.();
    this.#cancelSync = null;
    if (this.#abort.signal.aborted) return;
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
      if (this.#pause?.error.code === 'disk_full') this.#pause = null;
    } catch (cause) {
      const failure = diskFailure(cause);
      if (failure === null) throw cause;
      for (const { file } of batch.slice(0, 1)) this.#failed(file.sha256, failure);
    } finally {
      for (const { file, index } of batch) this.#release(file, index);
    }
    this.#context.changed('files');
  }

  /** Wakes when the first of what waits may be tried again. */
  #sleep(now: number): void {
    this.#cancelWake?.();
    this.#cancelWake = null;
    if (this.#order.size === 0) return;
    const pausedUntil = this.#pause?.retryAt ?? 0;
    const times = [...this.#troubles.values()].map(({ retryAt }) => Math.max(retryAt, pausedUntil));
    const first = pausedUntil > now ? pausedUntil : Math.min(...times);
    if (!Number.isFinite(first)) return;
    this.#cancelWake = this.#context.timers.after(Math.max(50, first - now), () => this.#pump());
  }
}

export const createDownloads = (store: FileStore, context: Needs): Downloads =>
  new DownloadQueue(store, context);
