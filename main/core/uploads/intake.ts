import { createHash } from 'node:crypto';
import type { FileSystem } from '../../../shared/lib/fileSystem.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import { hasBit } from '../files/bitmap.ts';
import { chunkCount, chunkLength, hashHex, sealChunk } from '../files/chunkFormat.ts';
import type { KnownFile } from '../files/fileEntries.ts';
import type { FileStore } from '../files/fileStore.ts';
import type { FileShape } from '../files/fileTable.ts';
import type { CoreReached } from '../points.ts';
import { ScratchFile } from './scratchFile.ts';

/**
 * A file on its way from the person's disk into the encrypted file store. Its name, its hash, is known only at the
 * end; until then its chunks lie encrypted in `uploads/<id>` under a key that exists in memory alone.
 */
export interface Intake {
  /** Bytes in their order; pieces of any length. Rejects with the operating system's error, e.g. for a full disk. */
  append(bytes: Uint8Array): Promise<void>;
  /** Moves all of it into the file store, held by `scope`. Null when there was more or less than announced. */
  finish(store: FileStore, scope: string): Promise<FileShape | null>;
  /** Deletes what came, and takes nothing any more: what is still handed in is passed over. */
  discard(): Promise<void>;
}

class ScratchIntake implements Intake {
  readonly #size: number;
  readonly #random: RandomBytes;
  readonly #reached: CoreReached;
  readonly #scratch: ScratchFile;
  readonly #whole = createHash('sha256');
  /** SHA-256 of every chunk that lies aside. */
  readonly #chunks: string[] = [];
  #chunk: Buffer = Buffer.alloc(0);
  #filled = 0;
  #received = 0;
  #isOver = false;
  /** Calls come one after the other, whoever makes them. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(scratch: ScratchFile, size: number, random: RandomBytes, reached: CoreReached) {
    this.#scratch = scratch;
    this.#size = size;
    this.#random = random;
    this.#reached = reached;
  }

  append(bytes: Uint8Array): Promise<void> {
    return this.#inTurn(() => this.#append(bytes));
  }

  finish(store: FileStore, scope: string): Promise<FileShape | null> {
    return this.#inTurn(() => this.#finish(store, scope));
  }

  discard(): Promise<void> {
    return this.#inTurn(() => this.#discard());
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#last.then(run, run);
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #append(bytes: Uint8Array): Promise<void> {
    this.#received += bytes.length;
    if (this.#isOver || this.#received > this.#size) return;
    for (let at = 0; at < bytes.length;) {
      if (this.#filled === 0) this.#chunk = Buffer.allocUnsafe(chunkLength(this.#size, this.#chunks.length));
      const part = bytes.subarray(at, at + this.#chunk.length - this.#filled);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < this.#chunk.length) continue;
      this.#filled = 0;
      await this.#putAside(this.#chunk);
    }
  }

  async #putAside(plain: Buffer): Promise<void> {
    const index = this.#chunks.length;
    this.#whole.update(plain);
    this.#chunks.push(hashHex(plain));
    await this.#scratch.write(index, plain);
    this.#reached('intake.written');
  }

  async #finish(store: FileStore, scope: string): Promise<FileShape | null> {
    if (this.#isOver) return null;
    if (this.#received !== this.#size) {
      await this.#discard();
      return null;
    }
    const shape = { sha256: this.#whole.digest('hex'), size: this.#size, chunks: this.#chunks };
    store.table.transaction(() => store.table.refer(shape, scope));
    const file = store.table.get(shape.sha256);
    if (!file) throw new Error('a file just referred to is known');
    await this.#moveInto(store, file);
    this.#reached('intake.moved');
    await this.#discard();
    return shape;
  }

  /** Chunks that are there already stay; resolves when all are synced and counted. */
  async #moveInto(store: FileStore, file: KnownFile): Promise<void> {
    const { sha256 } = file;
    const count = chunkCount(this.#size);
    const key = store.table.key(sha256);
    for (let index = 0; index < count; index += 1) {
      if (hasBit(file.bitmap, index)) continue;
      const plain = await this.#scratch.read(index);
      const sealed = sealChunk(key, { name: sha256, index, count }, plain, this.#random);
      await store.writer.write(file, index, [sealed]);
    }
    await store.writer.flush();
    // A sync that somebody else asked for, and that failed, may have been the one for these chunks.
    if (!store.isHere(sha256)) throw Object.assign(new Error('not all was kept'), { code: 'EIO' });
  }

  #discard(): Promise<void> {
    this.#isOver = true;
    return this.#scratch.delete();
  }
}

export const createIntake = (
  dir: string,
  id: string,
  size: number,
  random: RandomBytes,
  disk: FileSystem,
  reached: CoreReached = unwatched,
): Intake => new ScratchIntake(new ScratchFile({ dir, id, size }, random, disk), size, random, reached);
