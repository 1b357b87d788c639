import { constants } from 'node:fs';
import { join } from 'node:path';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { type FileSystem, type OpenedFile, readFully, writeFully } from '../../../shared/lib/fileSystem.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import {
  chunkCount,
  chunkLength,
  type ChunkPlace,
  openChunk,
  sealChunk,
  storedOffset,
} from '../files/chunkFormat.ts';

/** Which file it is, below which folder, of how many bytes. */
export interface ScratchPlace {
  readonly dir: string;
  readonly id: string;
  readonly size: number;
}

/**
 * The chunks of a file whose hash is not known yet, at `uploads/<id>`: sealed under a key that exists in memory alone, so
 * that nobody can read what an ended process leaves behind. Everything rejects with the operating system's error.
 */
export class ScratchFile {
  readonly #place: ScratchPlace;
  readonly #random: RandomBytes;
  readonly #disk: FileSystem;
  readonly #key: Uint8Array;
  #handle: OpenedFile | null = null;

  constructor(place: ScratchPlace, random: RandomBytes, disk: FileSystem) {
    this.#place = place;
    this.#random = random;
    this.#disk = disk;
    this.#key = random(32);
  }

  async write(index: number, plain: Buffer): Promise<void> {
    const sealed = sealChunk(this.#key, this.#placeOf(index), plain, this.#random);
    await writeFully(await this.#open(), [sealed], storedOffset(index));
  }

  async read(index: number): Promise<Buffer> {
    const sealed = Buffer.allocUnsafe(chunkLength(this.#place.size, index) + storedOffset(1) - CHUNK_BYTES);
    const bytesRead = await readFully(await this.#open(), sealed, storedOffset(index));
    const plain = bytesRead === sealed.length ? openChunk(this.#key, this.#placeOf(index), sealed) : null;
    // What the disk keeps differs from what it was given: the person is told, and can choose the file again.
    if (!plain) throw Object.assign(new Error('a chunk does not open as it was written'), { code: 'EIO' });
    return plain;
  }

  async delete(): Promise<void> {
    const closing = this.#handle;
    this.#handle = null;
    await closing?.close().catch(() => undefined);
    await this.#disk.rm(this.#path(), { force: true });
  }

  async #open(): Promise<OpenedFile> {
    if (this.#handle) return this.#handle;
    await this.#disk.mkdir(this.#place.dir, { recursive: true, mode: 0o700 });
    const flags = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC;
    this.#handle = await this.#disk.open(this.#path(), flags, 0o600);
    return this.#handle;
  }

  #path(): string {
    return join(this.#place.dir, this.#place.id);
  }

  #placeOf(index: number): ChunkPlace {
    return { name: `upload:${this.#place.id}`, index, count: chunkCount(this.#place.size) };
  }
}
