import { join } from 'node:path';
import type { OpenFile } from '../ports.ts';
import type { CoreContext } from '../context.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { type FileSystem, readFully } from '../../../shared/lib/fileSystem.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { Availability } from '../../../shared/contract/client.ts';
import { guardStorage, storageFailure } from '../store/failures.ts';
import { chunkLength, NONCE_BYTES, openChunk, storedOffset, TAG_BYTES } from './chunkFormat.ts';
import { checkDisk } from './diskCheck.ts';
import { createChunkWriter, type ChunkWriter } from './chunkWriter.ts';
import { haveBytes, type KnownFile } from './fileEntries.ts';
import { createFileTable, type FileShape, type FileTable } from './fileTable.ts';
import { systemCode } from './diskError.ts';
import { hasBit } from './bitmap.ts';
import { papersNaming } from './naming.ts';
import { nodeFiles } from './nodeFiles.ts';

/** Decrypted chunks kept for reading on: 24 MiB at most. */
const CACHED_CHUNKS = 24;

/** A chunk that cannot be read so many times in a row counts as damaged. */
const UNREADABLE = 3;

/** Scopes of this device's own that hold a file: an upload, until a record refers to what it brought. */
export const UPLOAD_SCOPE = 'upload:';

/** Which scopes hold a file, by what readable records say. */
export interface Naming {
  scopes(sha256: string): ReadonlySet<string>;
  /** Undefined when nothing names it. */
  shape(sha256: string): FileShape | undefined;
}

/** A stored chunk does not open: the disk changed it. It is fetched again. */
export class ChunkDamaged extends Error {
  override readonly name = 'ChunkDamaged';
}

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

/** Reads and opens one chunk; null when it is not what was written. */
const readStored = async (
  disk: FileSystem,
  path: string,
  table: FileTable,
  file: KnownFile,
  index: number,
): Promise<Buffer | null> => {
  const handle = await disk.open(path, 'r').catch((cause: unknown) => {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  });
  if (!handle) return null;
  try {
    const length = chunkLength(file.size, index) + NONCE_BYTES + TAG_BYTES;
    const sealed = Buffer.allocUnsafe(length);
    const bytesRead = await readFully(handle, sealed, storedOffset(index));
    const place = { name: file.sha256, index, count: file.count };
    return bytesRead === length ? openChunk(table.key(file.sha256), place, sealed) : null;
  } finally {
    await handle.close();
  }
};

export const createFileStore = (
  context: Pick<CoreContext, 'db' | 'random' | 'dataDir' | 'log' | 'reached'>,
  disk: FileSystem = nodeFiles,
): FileStore => {
  const root = join(context.dataDir, 'files');
  const pathOf = (sha256: string): string => join(root, sha256.slice(0, 2), sha256);
  const table = createFileTable(context.db, context.random);
  const naming = papersNaming(context.db);
  const writer = createChunkWriter(table, pathOf, disk, context.reached);
  const cache = new Map<string, Buffer>();
  const damaged: ((sha256: string) => void)[] = [];
  /** Failed reads in a row, by chunk. */
  const unreadable = new Map<string, number>();
  let closed = false;

  let isAway = (_sha256: string): boolean => false;

  const deleteFromDisk = (sha256: string): Promise<void> => {
    for (const key of cache.keys()) if (key.startsWith(sha256)) cache.delete(key);
    return writer.remove(sha256).then(
      () => context.reached('file.deleted'),
      (cause: unknown) => {
        // Unreadable without its key, and swept at the next start.
        context.log('file_not_deleted', { reason: systemCode(cause) ?? 'unknown' });
      },
    );
  };

  /** Gives the scopes that have no key of the file theirs. */
  const giveTo = (scopes: ReadonlySet<string>, sha256: string, naming: Naming): void => {
    const lacking = [...scopes].filter((scope) => !table.scopes(sha256).has(scope));
    const shape = lacking.length === 0 ? undefined : naming.shape(sha256);
    if (shape !== undefined) for (const scope of lacking) table.refer(shape, scope);
  };

  const isHeldByUpload = (sha256: string): boolean =>
    [...table.scopes(sha256)].some((scope) => scope.startsWith(UPLOAD_SCOPE));

  /**
   * Whether one of them is held by nothing any more. Then its key has to be gone for sure before its bytes are: after a
   * loss of power the row of before would find bytes that were fetched since, under another key.
   */
  const isGoing = (sha256s: readonly string[], naming: Naming): 'sure' | undefined =>
    sha256s.some(
      (sha256) =>
        table.scopes(sha256).size > 0 && !isHeldByUpload(sha256) && naming.scopes(sha256).size === 0,
    )
      ? 'sure'
      : undefined;

  const readChunk = async (sha256: string, index: number): Promise<Uint8Array> => {
    const cacheKey = `${sha256}/${index}`;
    const cached = cache.get(cacheKey);
    if (cached) {
      cache.delete(cacheKey);
      cache.set(cacheKey, cached);
      return cached;
    }
    const file = table.get(sha256);
    if (closed || !file || !hasBit(file.bitmap, index)) throw new ChunkDamaged('chunk is not here');
    const plain = await readStored(disk, pathOf(sha256), table, file, index).catch((cause: unknown) => {
      const failures = (unreadable.get(cacheKey) ?? 0) + 1;
      unreadable.set(cacheKey, failures);
      // A cable that came loose heals; a sector that stays unreadable is fetched again, if others have it too.
      if (failures < UNREADABLE || isHeldByUpload(sha256)) throw cause;
      return null;
    });
    unreadable.delete(cacheKey);
    // Given up while it was read.
    if (table.get(sha256) !== file) throw new ChunkDamaged('chunk is not here');
    if (!plain) {
      table.unmark(sha256, index);
      context.log('chunk_damaged', { index });
      for (const listener of damaged) listener(sha256);
      throw new ChunkDamaged('a stored chunk does not open');
    }
    if (closed) return plain;
    cache.set(cacheKey, plain);
    const [oldest] = cache.keys();
    if (cache.size > CACHED_CHUNKS && oldest !== undefined) cache.delete(oldest);
    return plain;
  };

  const read = async (sha256: string, size: number, start: number, end: number): Promise<Uint8Array> => {
    if (start < 0 || end > size || start > end) throw new RangeError('outside of the file');
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const index = Math.floor(at / CHUNK_BYTES);
      const chunk = await readChunk(sha256, index);
      const piece = chunk.subarray(at - index * CHUNK_BYTES, end - index * CHUNK_BYTES);
      bytes.set(piece, at - start);
      at += piece.length;
    }
    return bytes;
  };

  return {
    table,
    writer,
    random: context.random,
    disk,
    readChunk,
    isHere(sha256) {
      const file = table.get(sha256);
      return file !== undefined && file.have === file.count;
    },
    availability: ({ sha256, size }) => availabilityOf(table.get(sha256), size, isAway(sha256)),
    isNamed: (sha256) => isHeldByUpload(sha256) || naming(sha256).length > 0,
    isHeldByUpload,
    setAway(next) {
      isAway = next;
    },
    async evict(sha256, putOff = false) {
      const note = (): void => table.transaction(() => table.empty(sha256, putOff));
      let isNoted = true;
      try {
        note();
      } catch (cause) {
        if (storageFailure(cause)?.code !== 'disk_full') throw cause;
        isNoted = false;
      }
      context.reached('file.evicted');
      await deleteFromDisk(sha256);
      if (isNoted) return;
      context.reached('file.deleted_unnoted');
      note();
    },
    reconcile(sha256s, naming) {
      const files = [...sha256s];
      const gone: string[] = [];
      table.transaction(
        () => {
          for (const sha256 of files) {
            const named = naming.scopes(sha256);
            giveTo(named, sha256, naming);
            for (const scope of table.scopes(sha256)) {
              if (scope.startsWith(UPLOAD_SCOPE) || named.has(scope)) continue;
              if (table.drop(sha256, scope)) gone.push(sha256);
            }
          }
        },
        isGoing(files, naming),
      );
      context.reached('files.reconciled');
      for (const sha256 of gone) void deleteFromDisk(sha256);
    },
    isReconciled(sha256, naming) {
      const named = naming.scopes(sha256);
      const held = [...table.scopes(sha256)].filter((scope) => !scope.startsWith(UPLOAD_SCOPE));
      return held.length === named.size && held.every((scope) => named.has(scope));
    },
    drop(sha256, scope) {
      let last = false;
      table.transaction(() => {
        last = table.drop(sha256, scope);
      }, 'sure');
      if (last) void deleteFromDisk(sha256);
    },
    open(sha256) {
      const file = table.get(sha256);
      if (!file || file.have !== file.count) return null;
      const { size } = file;
      return { size, read: (start, end) => read(sha256, size, start, end) };
    },
    async isOnDisk(sha256) {
      const file = table.get(sha256);
      const code = await disk.stat(pathOf(sha256)).then(() => null, systemCode);
      if (code !== 'ENOENT') return true;
      const note = (): void => table.transaction(() => table.unmark(sha256));
      // Where even that has no room, the next start notes it.
      if (file !== undefined && table.get(sha256) === file && !closed) guardStorage(note);
      context.log('file_missing');
      return false;
    },
    onDamaged(listener) {
      damaged.push(listener);
    },
    async check(pause = () => Promise.resolve(), isEnded = () => false) {
      const isClosed = (): boolean => closed || isEnded();
      return checkDisk({ disk, root, table, writer, pause, isClosed });
    },
    async close() {
      closed = true;
      cache.clear();
      await Promise.allSettled([writer.close()]);
    },
  };
};
