import { z } from 'zod';
import { sha256Text } from '../../../shared/domain/records/common.ts';
import { err } from '../../../shared/lib/result.ts';
import type { CoreContext, OutboxItem } from '../context.ts';
import { UPLOAD_SCOPE } from '../files/fileScopes.ts';
import type { FileStore } from '../files/fileStore.ts';
import { guardStorage } from '../store/failures.ts';
import { sendFile, sendingFailure, type Spare } from './send.ts';

/** Holds the file of a paper that is sent again, named by the entry of the outbox. */
export const RETURNING_SCOPE = `${UPLOAD_SCOPE}again:`;

const namesFile = z.object({ sha256: sha256Text, fileName: z.string() });

/** Papers whose bytes a restored server has lost: this device sends its own copy again, before the paper itself. */
export interface ReturningFiles {
  /** Before the restored server's rows arrive, which do not name these files: keeps what of them is here. */
  hold(): void;
  /** Sends the files that the server has said it does not have. */
  bring(): void;
  stop(): Promise<void>;
}

interface Named {
  readonly entry: OutboxItem;
  readonly sha256: string;
  readonly fileName: string;
}

/** Entries that may still reach the server and name a file. */
const namedIn = (outbox: CoreContext['outbox']): readonly Named[] =>
  outbox.entries().flatMap((entry): Named[] => {
    if (entry.state === 'refused' || !entry.name.startsWith('paper.add')) return [];
    const args = namesFile.safeParse(entry.args);
    return args.success ? [{ entry, ...args.data }] : [];
  });

/** Each entry holds its file from now on, if this device knows it. */
const holdAll = ({ table }: FileStore, named: readonly Named[]): void =>
  table.transaction(() => {
    for (const { entry, sha256 } of named) {
      const file = table.get(sha256);
      if (file === undefined) continue;
      const shape = { sha256, size: file.size, chunks: table.chunkHashes(sha256) };
      table.refer(shape, RETURNING_SCOPE + entry.id);
    }
  });

export const createReturningFiles = (
  context: CoreContext,
  store: FileStore,
  spare: Spare,
): ReturningFiles => {
  const { outbox, server, log, changed } = context;
  const ending = new AbortController();
  /** By entry; one at a time. */
  const brought = new Set<string>();
  let running: Promise<void> | null = null;

  const send = async ({ entry, sha256, fileName }: Named): Promise<void> => {
    const size = store.table.get(sha256)?.size ?? 0;
    const idle = { sent: () => undefined, checking: () => undefined };
    const file = { name: fileName, size, sha256 };
    const sent = await sendFile(store, server, file, ending.signal, idle, spare).catch((cause: unknown) =>
      err(sendingFailure(cause, fileName)),
    );
    if (ending.signal.aborted) return;
    if (!sent.ok) {
      brought.delete(entry.id);
      return log('file_not_sent_again', { code: sent.error.code });
    }
    log('file_sent_again');
    await outbox.tryAgain(entry.id);
    changed('uploads', 'sync');
  };
  const sendAll = async (): Promise<void> => {
    for (;;) {
      const next = namedIn(outbox).find(
        ({ entry, sha256 }) =>
          entry.error?.code === 'file_unknown' && !brought.has(entry.id) && store.isHere(sha256),
      );
      if (next === undefined || ending.signal.aborted) break;
      brought.add(next.entry.id);
      await send(next);
      // A failure is tried again after the next pull, not at once.
      if (!brought.has(next.entry.id)) break;
    }
  };

  return {
    hold() {
      const kept = guardStorage(() => holdAll(store, namedIn(outbox)));
      if (!kept.ok) log('files_not_held', { code: kept.error.code });
    },
    bring() {
      running ??= sendAll().finally(() => {
        running = null;
      });
    },
    async stop() {
      ending.abort();
      await running;
    },
  };
};
