import { constants } from 'node:fs';
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { storedOffset } from './chunkFormat.ts';
import { systemCode } from './diskError.ts';
import type { FileTable, KnownFile } from './fileTable.ts';

/**
 * Writes sealed chunks. A chunk counts as here only when it is on the disk: `flush` syncs every file written
 * since the last one, all at once, and then marks all their chunks in one transaction.
 */
export interface ChunkWriter {
  /** Rejects with the operating system's error (`diskFailure`); the chunk is then simply not here. */
  write(file: KnownFile, index: number, sealed: readonly Buffer[]): Promise<void>;
  /** Bytes written since the last flush began. */
  pendingBytes(): number;
  /** Rejects as `write` does; what was written since the last flush is then not here and has to come again. */
  flush(): Promise<void>;
  /** Flushes, closes; nothing can be written afterwards. */
  close(): Promise<void>;
}

interface Target {
  readonly handle: Promise<FileHandle>;
  /** Writes under way. */
  users: number;
  /** Chunks written, not yet synced. */
  indexes: number[];
}

const openForWriting = async (path: string): Promise<FileHandle> => {
  const flags = constants.O_RDWR | constants.O_CREAT;
  try {
    return await open(path, flags, 0o600);
  } catch (cause) {
    if (systemCode(cause) !== 'ENOENT') throw cause;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  return open(path, flags, 0o600);
};

export const createChunkWriter = (
  table: FileTable,
  pathOf: (sha256: string) => string,
  reached: CoreReached = unwatched,
): ChunkWriter => {
  const targets = new Map<KnownFile, Target>();
  let pending = 0;
  let flushing: Promise<void> = Promise.resolve();

  const release = async (file: KnownFile, target: Target): Promise<void> => {
    if (target.users > 0 || target.indexes.length > 0) return;
    if (targets.get(file) === target) targets.delete(file);
    await target.handle.then(
      (handle) => handle.close(),
      () => undefined,
    );
    // Revoked while its bytes were on the way: what was written after the deletion goes as well.
    if (table.get(file.sha256) === undefined) await rm(pathOf(file.sha256), { force: true });
  };

  const flushOnce = async (): Promise<void> => {
    const batch = [...targets].filter(([, target]) => target.indexes.length > 0);
    const marks = batch.map(([file, target]) => ({ file, indexes: target.indexes.splice(0) }));
    // Held open while it syncs, whatever else ends meanwhile.
    for (const [, target] of batch) target.users += 1;
    pending = 0;
    try {
      await Promise.all(batch.map(async ([, target]) => (await target.handle).datasync()));
      if (batch.length > 0) reached('chunk.synced');
      table.transaction(() => {
        for (const { file, indexes } of marks) table.mark(file, indexes);
      });
      if (batch.length > 0) reached('chunk.marked');
    } finally {
      for (const [, target] of batch) target.users -= 1;
      await Promise.all(batch.map(([file, target]) => release(file, target)));
    }
  };

  const flush = (): Promise<void> => {
    const next = flushing.then(flushOnce, flushOnce);
    flushing = next;
    // Whoever asked for the flush is told; the chain itself goes on.
    next.catch(() => undefined);
    return next;
  };

  return {
    async write(file, index, sealed) {
      let target = targets.get(file);
      if (!target) {
        target = { handle: openForWriting(pathOf(file.sha256)), users: 0, indexes: [] };
        targets.set(file, target);
      }
      target.users += 1;
      try {
        const handle = await target.handle;
        const length = sealed.reduce((sum, part) => sum + part.length, 0);
        const { bytesWritten } = await handle.writev(sealed, storedOffset(index));
        if (bytesWritten !== length) throw Object.assign(new Error('disk full'), { code: 'ENOSPC' });
        reached('chunk.written');
        target.indexes.push(index);
        pending += length;
      } finally {
        target.users -= 1;
        await release(file, target);
      }
    },
    pendingBytes: () => pending,
    flush,
    async close() {
      await flush();
      await Promise.all([...targets].map(([file, target]) => release(file, target)));
    },
  };
};
