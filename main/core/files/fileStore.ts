import { join } from 'node:path';
import type { OpenFile } from '../ports.ts';
import type { CoreContext } from '../context.ts';
import type { FileSystem } from '../../../shared/lib/fileSystem.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { Availability } from '../../../shared/contract/client.ts';
import { guardStorage, storageFailure } from '../store/failures.ts';
import { checkDisk } from './diskCheck.ts';
import { type ChunkReader, createChunkReader } from './chunkReader.ts';
import { createChunkWriter, type ChunkWriter } from './chunkWriter.ts';
import { haveBytes, type KnownFile } from './fileEntries.ts';
import { dropScope, isHeldByUpload, isReconciled, type Naming, reconcileScopes } from './fileScopes.ts';
import { createFileTable, type FileShape, type FileTable } from './fileTable.ts';
import { systemCode } from './diskError.ts';
import { papersNaming } from './naming.ts';
import { nodeFiles } from './nodeFiles.ts';

type Needs = Pick<CoreContext, 'db' | 'random' | 'dataDir' | 'log' | 'reached'>;

/**
 * Papers on this disk: one encrypted file each, at `files/<2 hex>/<sha256>`. The rows (`FileTable`) are the truth: a
 * file without a row is deleted, a row without its file starts from nothing.
 */
export interface FileStore {
  readonly table: FileTable;
  readonly writer: ChunkWriter;
  readonly random: RandomBytes;
  readonly disk: FileSystem;
  isHere(sha256: string): boolean;
  availability(file: Pick<FileShape, 'sha256' | 'size'>): Availability;
  /** Makes the scopes of these files exactly what is said of them, but for uploads' own; files that no scope holds any more go. */
  reconcile(sha256s: Iterable<string>, naming: Naming): void;
  /** Whether `reconcile` would change anything of the file. */
  isReconciled(sha256: string, naming: Naming): boolean;
  /** A readable record in one of the scopes that hold it names it, or an upload holds it; asks the records themselves. */
  isNamed(sha256: string): boolean;
  /** An upload needs its bytes. */
  isHeldByUpload(sha256: string): boolean;
  /** Says of a file whether it is not to be here now. */
  setAway(isAway: (sha256: string) => boolean): void;
  /**
   * Gives up its bytes, first in the rows, at once, then on the disk: resolves when they are gone from there. Its keys stay,
   * so it can be fetched again. On a disk without a byte for the note the bytes go first and make room for it: ended between
   * the two, the next start finds a row without its file. Rejects with what the store says when it cannot be noted even then.
   */
  evict(sha256: string, putOff?: boolean): Promise<void>;
  /** Takes the key from one scope; the file goes with its last. */
  drop(sha256: string, scope: string): void;
  /** Rejects with `ChunkDamaged`, or the operating system's error. */
  readChunk(sha256: string, index: number): Promise<Uint8Array>;
  /** Null unless the whole file is here. */
  open(sha256: string): OpenFile | null;
  /**
   * False when nothing of it is on the disk after all, which is then noted: the program was ended between deleting it and
   * noting that, or somebody else deleted it. A disk that does not say counts as having it: that shows when it is read.
   */
  isOnDisk(sha256: string): Promise<boolean>;
  /** Called with files that turned out not to be whole. */
  onDamaged(listener: (sha256: string) => void): void;
  /** Compares rows and disk (`checkDisk`), `pause` between its steps until `isEnded`; resolves with the files that were lost. */
  check(pause?: () => Promise<void>, isEnded?: () => boolean): Promise<readonly string[]>;
  close(): Promise<void>;
}

const availabilityOf = (known: KnownFile | undefined, size: number, isAway: boolean): Availability => {
  const have = known ? haveBytes(known) : 0;
  const isWhole = known !== undefined && known.have === known.count;
  const state = isWhole ? 'here' : isAway ? 'away' : have > 0 ? 'partial' : 'waiting';
  return { state, haveBytes: have, totalBytes: size };
};

class StoredFiles implements FileStore {
  readonly table: FileTable;
  readonly writer: ChunkWriter;
  readonly random: RandomBytes;
  readonly disk: FileSystem;
  readonly #reader: ChunkReader;
  readonly #log: CoreContext['log'];
  readonly #reached: CoreContext['reached'];
  readonly #root: string;
  readonly #papersNaming: (sha256: string) => readonly string[];
  #isAway = (_sha256: string): boolean => false;
  #isClosed = false;

  constructor({ db, random, dataDir, log, reached }: Needs, disk: FileSystem) {
    this.#log = log;
    this.#reached = reached;
    this.#root = join(dataDir, 'files');
    const pathOf = (sha256: string): string => this.#pathOf(sha256);
    this.random = random;
    this.disk = disk;
    this.table = createFileTable(db, random);
    this.#papersNaming = papersNaming(db);
    this.writer = createChunkWriter(this.table, pathOf, disk, reached);
    this.#reader = createChunkReader({ table: this.table, pathOf, disk, log });
  }

  isHere(sha256: string): boolean {
    const file = this.table.get(sha256);
    return file !== undefined && file.have === file.count;
  }

  availability({ sha256, size }: Pick<FileShape, 'sha256' | 'size'>): Availability {
    return availabilityOf(this.table.get(sha256), size, this.#isAway(sha256));
  }

  reconcile(sha256s: Iterable<string>, naming: Naming): void {
    const gone = reconcileScopes(this.table, [...sha256s], naming);
    this.#reached('files.reconciled');
    for (const sha256 of gone) void this.#deleteFromDisk(sha256);
  }

  isReconciled(sha256: string, naming: Naming): boolean {
    return isReconciled(this.table, sha256, naming);
  }

  isNamed(sha256: string): boolean {
    return this.isHeldByUpload(sha256) || this.#papersNaming(sha256).length > 0;
  }

  isHeldByUpload(sha256: string): boolean {
    return isHeldByUpload(this.table, sha256);
  }

  setAway(isAway: (sha256: string) => boolean): void {
    this.#isAway = isAway;
  }

  async evict(sha256: string, putOff = false): Promise<void> {
    const note = (): void => this.table.transaction(() => this.table.empty(sha256, putOff));
    let isNoted = true;
    try {
      note();
    } catch (cause) {
      if (storageFailure(cause)?.code !== 'disk_full') throw cause;
      isNoted = false;
    }
    this.#reached('file.evicted');
    await this.#deleteFromDisk(sha256);
    if (isNoted) return;
    this.#reached('file.deleted_unnoted');
    note();
  }

  drop(sha256: string, scope: string): void {
    if (dropScope(this.table, sha256, scope)) void this.#deleteFromDisk(sha256);
  }

  readChunk(sha256: string, index: number): Promise<Uint8Array> {
    return this.#reader.read(sha256, index);
  }

  open(sha256: string): OpenFile | null {
    const file = this.table.get(sha256);
    if (!file || file.have !== file.count) return null;
    const { size } = file;
    return { size, read: (start, end) => this.#reader.readRange(sha256, size, start, end) };
  }

  async isOnDisk(sha256: string): Promise<boolean> {
    const { table } = this;
    const file = table.get(sha256);
    const code = await this.disk.stat(this.#pathOf(sha256)).then(() => null, systemCode);
    if (code !== 'ENOENT') return true;
    const note = (): void => table.transaction(() => table.unmark(sha256));
    // Where even that has no room, the next start notes it.
    if (file !== undefined && table.get(sha256) === file && !this.#isClosed) guardStorage(note);
    this.#log('file_missing');
    return false;
  }

  onDamaged(listener: (sha256: string) => void): void {
    this.#reader.onDamaged(listener);
  }

  async check(pause = () => Promise.resolve(), isEnded = () => false): Promise<readonly string[]> {
    const { disk, table, writer } = this;
    const isClosed = (): boolean => this.#isClosed || isEnded();
    return checkDisk({ disk, root: this.#root, table, writer, pause, isClosed });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#reader.close();
    await Promise.allSettled([this.writer.close()]);
  }

  #pathOf(sha256: string): string {
    return join(this.#root, sha256.slice(0, 2), sha256);
  }

  #deleteFromDisk(sha256: string): Promise<void> {
    this.#reader.forget(sha256);
    return this.writer.remove(sha256).then(
      () => this.#reached('file.deleted'),
      (cause: unknown) => {
        // Unreadable without its key, and swept at the next start.
        this.#log('file_not_deleted', { reason: systemCode(cause) ?? 'unknown' });
      },
    );
  }
}

export const createFileStore = (context: Needs, disk: FileSystem = nodeFiles): FileStore =>
  new StoredFiles(context, disk);
