import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { type FileSystem, readFully } from '../../../shared/lib/fileSystem.ts';
import type { CoreContext } from '../context.ts';
import { hasBit } from './bitmap.ts';
import { chunkLength, NONCE_BYTES, openChunk, storedOffset, TAG_BYTES } from './chunkFormat.ts';
import { systemCode } from './diskError.ts';
import type { KnownFile } from './fileEntries.ts';
import { isHeldByUpload } from './fileScopes.ts';
import type { FileTable } from './fileTable.ts';

/** Decrypted chunks kept for reading on: 24 MiB at most. */
const CACHED_CHUNKS = 24;

/** A chunk that cannot be read so many times in a row counts as damaged. */
const UNREADABLE = 3;

/** A stored chunk does not open: the disk changed it. It is fetched again. */
export class ChunkDamaged extends Error {
  override readonly name = 'ChunkDamaged';
}

/** Reads and opens stored chunks. One that is not what was written is not here from then on, and whoever listens is told. */
export interface ChunkReader {
  /** Rejects with `ChunkDamaged`, or the operating system's error. */
  read(sha256: string, index: number): Promise<Uint8Array>;
  /** The bytes from `start` to before `end` of a file of this size. Rejects as `read` does, or with a `RangeError`. */
  readRange(sha256: string, size: number, start: number, end: number): Promise<Uint8Array>;
  /** Called with files that turned out not to be whole. */
  onDamaged(listener: (sha256: string) => void): void;
  /** Its bytes are given up: what of them is in memory goes. */
  forget(sha256: string): void;
  /** Nothing is read any more, and nothing of the papers stays in memory. */
  close(): void;
}

export interface ChunkReaderDeps {
  readonly table: FileTable;
  readonly pathOf: (sha256: string) => string;
  readonly disk: FileSystem;
  readonly log: CoreContext['log'];
}

class Reader implements ChunkReader {
  readonly #table: FileTable;
  readonly #pathOf: (sha256: string) => string;
  readonly #disk: FileSystem;
  readonly #log: CoreContext['log'];
  /** By `<sha256>/<index>`, what was used last at the end. */
  readonly #cache = new Map<string, Buffer>();
  /** Failed reads in a row, by chunk. */
  readonly #unreadable = new Map<string, number>();
  readonly #listeners: ((sha256: string) => void)[] = [];
  #isClosed = false;

  constructor({ table, pathOf, disk, log }: ChunkReaderDeps) {
    this.#table = table;
    this.#pathOf = pathOf;
    this.#disk = disk;
    this.#log = log;
  }

  async read(sha256: string, index: number): Promise<Uint8Array> {
    const name = `${sha256}/${index}`;
    const cached = this.#cache.get(name);
    if (cached) {
      this.#cache.delete(name);
      this.#cache.set(name, cached);
      return cached;
    }
    const file = this.#table.get(sha256);
    if (this.#isClosed || !file || !hasBit(file.bitmap, index)) throw new ChunkDamaged('chunk is not here');
    const plain = await this.#load(file, index).catch((cause: unknown) => {
      const failures = (this.#unreadable.get(name) ?? 0) + 1;
      this.#unreadable.set(name, failures);
      // A cable that came loose heals; a sector that stays unreadable is fetched again, if others have it too.
      if (failures < UNREADABLE || isHeldByUpload(this.#table, sha256)) throw cause;
      return null;
    });
    this.#unreadable.delete(name);
    // Given up while it was read.
    if (this.#table.get(sha256) !== file) throw new ChunkDamaged('chunk is not here');
    if (!plain) {
      // Closed while it was read: it is noted when it is read again.
      if (this.#isClosed) throw new ChunkDamaged('chunk is not here');
      this.#tellDamaged(sha256, index);
      throw new ChunkDamaged('a stored chunk does not open');
    }
    if (!this.#isClosed) this.#keep(name, plain);
    return plain;
  }

  async readRange(sha256: string, size: number, start: number, end: number): Promise<Uint8Array> {
    if (start < 0 || end > size || start > end) throw new RangeError('outside of the file');
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const index = Math.floor(at / CHUNK_BYTES);
      const chunk = await this.read(sha256, index);
      const piece = chunk.subarray(at - index * CHUNK_BYTES, end - index * CHUNK_BYTES);
      bytes.set(piece, at - start);
      at += piece.length;
    }
    return bytes;
  }

  onDamaged(listener: (sha256: string) => void): void {
    this.#listeners.push(listener);
  }

  forget(sha256: string): void {
    for (const name of this.#cache.keys()) if (name.startsWith(sha256)) this.#cache.delete(name);
  }

  close(): void {
    this.#isClosed = true;
    this.#cache.clear();
  }

  /** Null when it is not what was written. */
  async #load(file: KnownFile, index: number): Promise<Buffer | null> {
    // Before the disk is waited for: the store may be closed meanwhile.
    const key = this.#table.key(file.sha256);
    const handle = await this.#disk.open(this.#pathOf(file.sha256), 'r').catch((cause: unknown) => {
      if (systemCode(cause) === 'ENOENT') return null;
      throw cause;
    });
    if (!handle) return null;
    try {
      const length = chunkLength(file.size, index) + NONCE_BYTES + TAG_BYTES;
      const sealed = Buffer.allocUnsafe(length);
      const bytesRead = await readFully(handle, sealed, storedOffset(index));
      const place = { name: file.sha256, index, count: file.count };
      return bytesRead === length ? openChunk(key, place, sealed) : null;
    } finally {
      await handle.close();
    }
  }

  #keep(name: string, plain: Buffer): void {
    this.#cache.set(name, plain);
    const [oldest] = this.#cache.keys();
    if (this.#cache.size > CACHED_CHUNKS && oldest !== undefined) this.#cache.delete(oldest);
  }

  #tellDamaged(sha256: string, index: number): void {
    this.#table.unmark(sha256, index);
    this.#log('chunk_damaged', { index });
    for (const listener of this.#listeners) listener(sha256);
  }
}

export const createChunkReader = (deps: ChunkReaderDeps): ChunkReader => new Reader(deps);
