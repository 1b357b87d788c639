import { privateContent, type ReadingPosition } from '../../../shared/contract/annotation.ts';
import type { CoreContext, OutboxItem } from '../context.ts';
import { guardStorage } from '../store/failures.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { privateNote } from '../../../shared/domain/records/private.ts';
import type { Notebook, ReadingContent } from './notebook.ts';
import { readingNoteId, sealNote } from './seal.ts';

/** A position is sent when the reader has rested so long. */
const REST_MS = 3_000;
/** Versions of a paper that are remembered as opened. */
const OPENED = 100;

/**
 * Where the person is in each paper. Kept on this device at once; on its way to the person's other devices when the
 * reader rests, with at most one position per paper waiting in the outbox.
 */
export interface ReadingPositions {
  get(paperId: string): ReadingPosition | null;
  /** Newest first. */
  recent(): readonly ReadingPosition[];
  hasOpened(paperId: string, versionId: string): boolean;
  /** Errors: `disk_full`. */
  put(position: ReadingPosition): Result<undefined, CabinetError>;
  /** Sends what has waited from before. */
  start(): void;
  stop(): Promise<void>;
}

const isWaiting = (entry: OutboxItem, noteId: string): boolean => {
  if (entry.name !== 'private.put' || (entry.state !== 'waiting' && entry.state !== 'sending')) return false;
  const note = privateNote.safeParse(entry.args);
  return note.success && note.data.id === noteId;
};

export const createReadingPositions = (context: CoreContext, notebook: Notebook): ReadingPositions => {
  const { db, account, outbox, timers } = context;
  const write = db.prepare<[string, string]>(
    'INSERT INTO reading_pending (paper_id, content) VALUES (?, ?) ON CONFLICT DO UPDATE SET content = excluded.content',
  );
  const remove = db.prepare<[string, string]>(
    'DELETE FROM reading_pending WHERE paper_id = ? AND content = ?',
  );
  const noteIds = new Map<string, string>();
  /** By paper: newer than what the outbox and the records say. */
  const pending = new Map<string, ReadingContent>();
  const resting = new Map<string, () => void>();
  /** By paper; a position put meanwhile is sent after it. */
  const sending = new Map<string, Promise<void>>();
  let stopped = false;

  const noteIdOf = (paperId: string): string => {
    const noteId = noteIds.get(paperId) ?? readingNoteId(account.accountKey, paperId);
    noteIds.set(paperId, noteId);
    return noteId;
  };
  /** The later of what this device has pending and what the records say; another device may have been read on. */
  const contentOf = (paperId: string): ReadingContent | undefined => {
    const own = pending.get(paperId);
    const kept = notebook.reading(noteIdOf(paperId));
    if (!own || !kept) return own ?? kept;
    return own.position.at >= kept.position.at ? own : kept;
  };

  const send = async (paperId: string): Promise<void> => {
    const content = pending.get(paperId);
    if (!content) return;
    const noteId = noteIdOf(paperId);
    if (outbox.entries().some((entry) => isWaiting(entry, noteId))) return;
    const note = sealNote(account.accountKey, noteId, content, context.random);
    const kept = await outbox.enqueue('private.put', note);
    if (!kept.ok) {
      context.log('reading_not_kept', { code: kept.error.code });
      // The disk may have room again soon; until then it is kept as it was.
      if (kept.error.code === 'disk_full' && !stopped) sendSoon(paperId);
      return;
    }
    // A row that stays is sent once more at the next start, and says the same.
    guardStorage(() => remove.run(paperId, JSON.stringify(content)));
    if (pending.get(paperId) !== content) return;
    pending.delete(paperId);
    notebook.set(noteId, content);
    context.changed('annotations');
  };
  const sendSoon = (paperId: string): void => {
    resting.get(paperId)?.();
    const run = (): void => {
      resting.delete(paperId);
      const before = sending.get(paperId) ?? Promise.resolve();
      const sent = before.then(() => send(paperId));
      const ended = sent.finally(() => {
        if (sending.get(paperId) === ended) sending.delete(paperId);
      });
      sending.set(paperId, ended);
    };
    resting.set(paperId, timers.after(REST_MS, run));
  };

  const unlisten = outbox.onSettled((entry) => {
    const note = entry.name === 'private.put' ? privateNote.safeParse(entry.args) : null;
    if (!note?.success) return;
    for (const paperId of pending.keys()) if (noteIdOf(paperId) === note.data.id) sendSoon(paperId);
  });

  return {
    get: (paperId) => contentOf(paperId)?.position ?? null,
    recent() {
      const papers = new Set([
        ...pending.keys(),
        ...notebook.allReading().map(({ position }) => position.paperId),
      ]);
      return [...papers]
        .map((paperId) => contentOf(paperId)?.position)
        .filter((position) => position !== undefined)
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
    },
    hasOpened(paperId, versionId) {
      const content = contentOf(paperId);
      return content?.position.versionId === versionId || (content?.opened?.includes(versionId) ?? false);
    },
    put(position) {
      const before = contentOf(position.paperId);
      const opened = [...new Set([position.versionId, ...(before?.opened ?? [])])].slice(0, OPENED);
      const content: ReadingContent = { kind: 'reading', position, opened };
      const kept = guardStorage(() => write.run(position.paperId, JSON.stringify(content)));
      if (!kept.ok) return kept;
      pending.set(position.paperId, content);
      sendSoon(position.paperId);
      // Lists change when a paper is opened, not with every turned page.
      if (!before?.opened?.includes(position.versionId)) context.changed('annotations');
      return ok(undefined);
    },
    start() {
      const rows = db.prepare<[], { content: string }>('SELECT content FROM reading_pending').all();
      for (const row of rows) {
        const content = privateContent.parse(JSON.parse(row.content));
        if (content.kind !== 'reading') continue;
        pending.set(content.position.paperId, content);
        sendSoon(content.position.paperId);
      }
    },
    async stop() {
      stopped = true;
      unlisten();
      for (const cancel of resting.values()) cancel();
      await Promise.allSettled(sending.values());
    },
  };
};
