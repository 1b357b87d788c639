import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Feature } from '../../main/core/context.ts';
import { createFiles } from '../../main/core/files/files.ts';
import { createFileStore, type FileStore } from '../../main/core/files/fileStore.ts';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import type { Meeting } from '../../shared/domain/records/meeting.ts';
import { coreBench, disposeBench, type CoreBench } from './coreContext.ts';
import { itemOf, meetingOf, paperOf, uuid, versionOf } from './coreRecords.ts';
import { faultyFiles, type FaultyFiles } from './faultyFiles.ts';
import { servedFile, startFileServer, type FileServer, type ServedFile } from './fileServer.ts';

/** A device's papers over a real server of files, on a disk that can be made to fail. */
export interface PaperDesk extends AsyncDisposable {
  readonly server: FileServer;
  readonly disk: FaultyFiles;
  readonly bench: CoreBench;
  readonly store: FileStore;
  readonly files: Feature;
  /** A paper of an item of its own in a meeting so many days from now; `n` makes its ids. */
  give(n: number, file: ServedFile, days?: number, meeting?: Partial<Meeting>): void;
  /** As after a pull that brought something. */
  pulled(): void;
  isHere(file: ServedFile): boolean;
  /** Opens it as the reader does. Throws when it is not here, or what the disk says. */
  read(file: ServedFile): Promise<Buffer>;
  pathOf(file: ServedFile): string;
  /** Ends and starts again on the same folder. */
  restart(): Promise<void>;
}

/** Random bytes in so many chunks, the last of them short. */
export const fileOf = (chunks: number): ServedFile =>
  servedFile(randomBytes((chunks - 1) * CHUNK_BYTES + 1234));

export const openPaperDesk = async (url?: string): Promise<PaperDesk> => {
  const server = await startFileServer();
  const disk = faultyFiles();
  const start = (bench: CoreBench) => {
    const store = createFileStore(bench.context, disk);
    const files = createFiles(bench.context, store);
    files.start?.();
    return { bench, store, files };
  };
  let now = start(coreBench({ url: url ?? server.url }));
  const desk: PaperDesk = {
    server,
    disk,
    get bench() {
      return now.bench;
    },
    get store() {
      return now.store;
    },
    get files() {
      return now.files;
    },
    give(n, file, days = 3, more = {}) {
      server.add(file);
      const meeting = meetingOf(uuid(1000 + n), days, more);
      const item = itemOf(uuid(2000 + n), meeting.id, 'a0');
      const paper = paperOf(uuid(3000 + n), item, uuid(4000 + n), { title: `Tờ trình số ${n}` });
      now.bench.put(`meeting:${meeting.id}`, 'meeting', meeting);
      now.bench.put(`item:${item.id}`, 'agendaItem', item);
      now.bench.put(`item:${item.id}`, 'paper', paper);
      now.bench.put(`item:${item.id}`, 'paperVersion', versionOf(uuid(4000 + n), paper.id, file));
    },
    pulled: () => now.files.onPulled?.({ first: true, changes: [], gone: [] }),
    isHere: (file) => now.store.isHere(file.sha256),
    async read(file) {
      const opened = await now.files.openFile?.(file.sha256);
      if (!opened?.ok) throw new Error(opened?.error.code ?? 'no feature');
      return Buffer.from(await opened.value.read(0, opened.value.size));
    },
    pathOf: ({ sha256 }) => join(now.bench.dir, 'files', sha256.slice(0, 2), sha256),
    async restart() {
      await now.files.stop?.();
      now = start(await now.bench.reopen());
    },
    async [Symbol.asyncDispose]() {
      disk.fault = null;
      await now.files.stop?.();
      await disposeBench(now.bench);
      await server.close();
    },
  };
  return desk;
};
