import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext } from '../context.ts';
import { storageFailure } from '../store/failures.ts';
import type { FileStore } from './fileStore.ts';
import type { KnownFile } from './fileEntries.ts';
import { type Claim, type Keeping, KEEPS_ALL, planKeeping } from './keeping.ts';
import { haveBytes } from './fileEntries.ts';

/** So much of the disk is left to records, ballots and everything else: a gigabyte, or this part of a small disk. */
const RESERVE_BYTES = 1024 ** 3;
const RESERVE_PART = 0.05;

/** Keeps papers within the limit that the person chose, and out of the last of the disk. */
export interface Room {
  /** What may be here, of all that could; makes what is here already fit. The claims are only asked for when not all fits. */
  plan(claims: () => readonly Claim[]): Keeping;
  /**
   * Makes room for bytes that are about to be written, giving up first what is least worth keeping. Errors: `papers_limit`,
   * `disk_full` when nothing may be given up; what `isWanted` by the person at this moment gets room as long as the disk has
   * any.
   */
  make(file: KnownFile, bytes: number, isWanted: boolean): Promise<Result<undefined, CabinetError>>;
  /** Bytes that room was made for are counted by the store now, or did not come. */
  settle(bytes: number): void;
  /** Why not everything fits: the person's limit, or the disk. */
  shortage(): CabinetError;
  /** Asks the disk how much is free; true when that changes what may be here. */
  look(): Promise<boolean>;
}

type Needs = Pick<CoreContext, 'preferences' | 'log' | 'changed' | 'dataDir'>;

class PaperRoom implements Room {
  readonly #store: FileStore;
  readonly #context: Needs;
  /** What goes next when there is no room, worst first. */
  #givenUp: readonly string[] = [];
  /** Room made for bytes that the rows do not count yet. */
  #granted = 0;
  #free = Number.POSITIVE_INFINITY;
  #reserve = RESERVE_BYTES;

  constructor(store: FileStore, context: Needs) {
    this.#store = store;
    this.#context = context;
  }

  plan(claims: () => readonly Claim[]): Keeping {
    const limit = this.#limit();
    const used = this.#used();
    const limits = {
      stay: Math.min(limit, used + this.#free - this.#reserve),
      // Twice the reserve: what somebody else's files take and give back does not move papers to and fro.
      fetch: Math.min(limit, used + this.#free - 2 * this.#reserve),
    };
    const fits = this.#store.table.totals().knownBytes <= Math.min(limits.stay, limits.fetch);
    const keeping = fits ? KEEPS_ALL : planKeeping(claims(), limits);
    this.#givenUp = keeping.givenUp;
    this.#giveUp(0).catch((cause: unknown) => {
      this.#context.log('paper_not_given_up', { reason: cause instanceof Error ? cause.name : 'unknown' });
    });
    return keeping;
  }

  async make(file: KnownFile, bytes: number, isWanted: boolean): Promise<Result<undefined, CabinetError>> {
    // Others fill the disk and give it back: it is asked before it is called full.
    if (this.#lacks(bytes)?.code === 'disk_full') await this.look();
    if (this.#lacks(bytes) !== null) await this.#giveUp(bytes);
    const lacking = this.#lacks(bytes);
    if (lacking !== null && !isWanted) return err(lacking);
    // Not for what was taken away meanwhile.
    if (this.#store.table.get(file.sha256) === file) this.#granted += bytes;
    this.#free -= bytes;
    return ok(undefined);
  }

  settle(bytes: number): void {
    this.#granted = Math.max(0, this.#granted - bytes);
  }

  shortage(): CabinetError {
    const byDisk = this.#used() + this.#free - 2 * this.#reserve;
    return cabinetError(byDisk < this.#limit() ? 'disk_full' : 'papers_limit');
  }

  async look(): Promise<boolean> {
    const isLow = (): boolean => this.#free < 2 * this.#reserve;
    const before = isLow();
    try {
      const { bsize, blocks, bavail } = await this.#store.disk.statfs(this.#context.dataDir);
      this.#free = bsize * bavail;
      this.#reserve = Math.min(RESERVE_BYTES, RESERVE_PART * bsize * blocks);
    } catch {
      // A file system that does not say; a full disk shows when it is written to.
      this.#free = Number.POSITIVE_INFINITY;
    }
    return before || isLow();
  }

  #limit(): number {
    return this.#context.preferences.get().paperLimit ?? Number.POSITIVE_INFINITY;
  }

  #used(): number {
    return this.#store.table.totals().haveBytes + this.#granted;
  }

  /** Why so many bytes more do not fit; null when they do. */
  #lacks(bytes: number): CabinetError | null {
    if (this.#used() + bytes > this.#limit()) return cabinetError('papers_limit');
    return this.#free - bytes < this.#reserve ? cabinetError('disk_full') : null;
  }

  /** Gives up one file after the other until so many bytes fit, or nothing may be given up any more. */
  async #giveUp(bytes: number): Promise<void> {
    const going: Promise<boolean>[] = [];
    for (const sha256 of this.#givenUp) {
      if (this.#lacks(bytes) === null) break;
      const file = this.#store.table.get(sha256);
      if (!file || file.have === 0) continue;
      going.push(this.#evict(sha256, file));
    }
    const gone = await Promise.all(going);
    if (gone.includes(true)) this.#context.changed('files', 'sync');
  }

  /** What it frees counts at once. False when the store could not note it: then it did not happen. */
  async #evict(sha256: string, file: KnownFile): Promise<boolean> {
    const freed = haveBytes(file);
    this.#free += freed;
    try {
      await this.#store.evict(sha256, file.putOff);
    } catch (cause) {
      if (storageFailure(cause) === null) throw cause;
      this.#free -= freed;
      return false;
    }
    this.#context.log('paper_given_up');
    return true;
  }
}

export const createRoom = (store: FileStore, context: Needs): Room => new PaperRoom(store, context);
