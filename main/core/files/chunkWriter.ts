import { constants } from 'node:fs';
import { dirname } from 'node:path';
import { type FileSystem, type OpenedFile, writeFully } from '../../../shared/lib/fileSystem.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { storedOffset } from './chunkFormat.ts';
import { systemCode } from './diskError.ts';
import type { KnownFile } from './fileEntries.ts';
import type { FileTable } from './fileTable.ts';

/**
 * Writes sealed chunks, and deletes files. A chunk counts as here only when it is on the disk: `flush` syncs every file
 * written since the last one, all at once, and then marks all their chunks in one transaction. After a sync that failed
 * nothing that it was for is trusted: the system may have forgotten those bytes, and a second sync would not say so.
 */
export interface ChunkWriter {
  /** Rejects with the operating system's error (`diskFailure`); the chunk is then simply not here. */
  write(file: KnownFile, index: number, sealed: readonly Uint8Array[]): Promise<void>;
  /** Bytes written since the last flush began. */
  pendingBytes(): number;
  /** Rejects as `write` does; what was written since the last flush is then not here and has to come again. */
  flush(): Promise<void>;
  /**
   * Deletes the file's bytes from the disk once nothing writes to them any more; what is written to it later goes into a
   * new file. The rows must say before that it is not here. Rejects with the operating system's error.
   */
  remove(sha256: string): Promise<void>;
  /** Somebody writes to it, or is deleting it. */
  isBusy(sha256: string): boolean;
  /** Flushes, closes; nothing can be written afterwards. */
  close(): Promise<void>;
}

interface Target {
  readonly handle: Promise<OpenedFile>;
  /** Writes under way. */
  users: number;
  /** Chunks written, not yet synced. */
  indexes: number[];
  readonly closed: PromiseWithResolvers<void>;
}

const openForWriting = async (disk: FileSystem, path: string): Promise<OpenedFile> => {
  const flags = constants.O_RDWR | constants.O_CREAT;
  try {
    return await disk.open(path, flags, 0o600);
  } catch (cause) {
    if (systemCode(cause) !== 'ENOENT') throw cause;
  }
  await disk.mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return disk.open(path, flags, 0o600);
};

class Writer implements ChunkWriter {
  readonly #table: FileTable;
  readonly #pathOf: (sha256: string) => string;
  readonly #disk: FileSystem;
  readonly #reached: CoreReached;
  /** By the file as it is known now: one that was emptied meanwhile is another. */
  readonly #targets = new Map<KnownFile, Target>();
  readonly #removals = new Map<string, Promise<void>>();
  #pending = 0;
  #flushing: Promise<void> = Promise.resolve();

  constructor(table: FileTable, pathOf: (sha256: string) => string, disk: FileSystem, reached: CoreReached) {
    this.#table = table;
    this.#pathOf = pathOf;
    this.#disk = disk;
    this.#reached = reached;
  }

  async write(file: KnownFile, index: number, sealed: readonly Uint8Array[]): Promise<void> {
    // Taken away while its bytes were on the way.
    if (this.#table.get(file.sha256) !== file) return;
    const target = this.#targets.get(file) ?? this.#open(file);
    target.users += 1;
    try {
      await writeFully(await target.handle, sealed, storedOffset(index));
      this.#reached('chunk.written');
      target.indexes.push(index);
      this.#pending += sealed.reduce((sum, part) => sum + part.length, 0);
    } finally {
      target.users -= 1;
      await this.#release(file, target);
    }
  }

  pendingBytes(): number {
    return this.#pending;
  }

  flush(): Promise<void> {
    const run = (): Promise<void> => this.#flushOnce();
    const next = this.#flushing.then(run, run);
    this.#flushing = next;
    // Whoever asked for the flush is told; the chain itself goes on.
    next.catch(() => undefined);
    return next;
  }

  remove(sha256: string): Promise<void> {
    const before = this.#removals.get(sha256);
    const writing = [...this.#targets].filter(([file]) => file.sha256 === sha256);
    const run = async (): Promise<void> => {
      await before?.catch(() => undefined);
      await Promise.all(
        writing.map(async ([file, target]) => {
          // Not to be marked any more, so nothing has to be synced.
          target.indexes = [];
          await this.#release(file, target);
          await target.closed.promise;
        }),
      );
      await this.#disk.rm(this.#pathOf(sha256), { force: true });
    };
    const removal = run().finally(() => {
      if (this.#removals.get(sha256) === removal) this.#removals.delete(sha256);
    });
    this.#removals.set(sha256, removal);
    removal.catch(() => undefined);
    return removal;
  }

  isBusy(sha256: string): boolean {
    return this.#removals.has(sha256) || [...this.#targets.keys()].some((file) => file.sha256 === sha256);
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await Promise.all([...this.#targets].map(([file, target]) => this.#release(file, target)));
      await Promise.allSettled(this.#removals.values());
    }
  }

  #open(file: KnownFile): Target {
    const path = this.#pathOf(file.sha256);
    // Not before what is being deleted has gone: these bytes would go with it.
    const removal = this.#removals.get(file.sha256);
    const handle = removal
      ? removal.catch(() => undefined).then(() => openForWriting(this.#disk, path))
      : openForWriting(this.#disk, path);
    const target: Target = { handle, users: 0, indexes: [], closed: Promise.withResolvers() };
    this.#targets.set(file, target);
    return target;
  }

  async #release(file: KnownFile, target: Target): Promise<void> {
    if (target.users > 0 || target.indexes.length > 0 || this.#targets.get(file) !== target) return;
    this.#targets.delete(file);
    const handle = await target.handle.catch(() => null);
    await handle?.close().catch(() => undefined);
    target.closed.resolve();
  }

  async #flushOnce(): Promise<void> {
    const batch = [...this.#targets].filter(([, target]) => target.indexes.length > 0);
    const marks = batch.map(([file, target]) => ({ file, indexes: target.indexes.splice(0) }));
    // Held open while it syncs, whatever else ends meanwhile.
    for (const [, target] of batch) target.users += 1;
    this.#pending = 0;
    try {
      const synced = await Promise.allSettled(
        batch.map(async ([, target]) => (await target.handle).datasync()),
      );
      if (batch.length > 0) this.#reached('chunk.synced');
      const failed = synced.find((each) => each.status === 'rejected');
      this.#table.transaction(() => {
        marks.forEach(({ file, indexes }, place) => {
          if (synced[place]?.status === 'fulfilled') this.#table.mark(file, indexes);
        });
      });
      if (batch.length > 0) this.#reached('chunk.marked');
      if (failed) throw failed.reason;
    } finally {
      for (const [, target] of batch) target.users -= 1;
      await Promise.all(batch.map(([file, target]) => this.#release(file, target)));
    }
  }
}

export const createChunkWriter = (
  table: FileTable,
  pathOf: (sha256: string) => string,
  disk: FileSystem,
  reached: CoreReached = unwatched,
): ChunkWriter => new Writer(table, pathOf, disk, reached);
