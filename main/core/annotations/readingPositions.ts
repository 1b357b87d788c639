import type { Database } from 'better-sqlite3';
import { privateContent, type ReadingPosition } from '../../../shared/contract/annotation.ts';
import type { CoreContext, OutboxItem } from '../context.ts';
import { guardStorage } from '../store/failures.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { privateNote } from '../../../shared/domain/records/private.ts';
import type { Notebook, ReadingContent } from './notebook.ts';
import { Rested } from './rested.ts';
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

const statements = (db: Database) => ({
  all: db.prepare<[], { content: string }>('SELECT content FROM reading_pending'),
  write: db.prepare<[string, string]>(
    'INSERT INTO reading_pending (paper_id, content) VALUES (?, ?) ON CONFLICT DO UPDATE SET content = excluded.content',
  ),
  remove: db.prepare<[string, string]>('DELETE FROM reading_pending WHERE paper_id = ? AND content = ?'),
});

class KeptPositions implements ReadingPositions {
  readonly #context: CoreContext;
  readonly #notebook: Notebook;
  readonly #sql;
  readonly #noteIds = new Map<string, string>();
  /** By paper: newer than what the outbox and the records say. */
  readonly #pending = new Map<string, ReadingContent>();
  readonly #sends: Rested;
  readonly #unlisten: () => void;

  constructor(context: CoreContext, notebook: Notebook) {
    this.#context = context;
    this.#notebook = notebook;
    this.#sql = statements(context.db);
    this.#sends = new Rested(context.timers, REST_MS, (paperId) => this.#send(paperId));
    this.#unlisten = context.outbox.onSettled((entry) => this.#settled(entry));
  }

  get(paperId: string): ReadingPosition | null {
    return this.#contentOf(paperId)?.position ?? null;
  }

  recent(): readonly ReadingPosition[] {
    const papers = new Set([
      ...this.#pending.keys(),
      ...this.#notebook.allReading().map(({ position }) => position.paperId),
    ]);
    return [...papers]
      .map((paperId) => this.#contentOf(paperId)?.position)
      .filter((position) => position !== undefined)
      .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
  }

  hasOpened(paperId: string, versionId: string): boolean {
    const content = this.#contentOf(paperId);
    return content?.position.versionId === versionId || (content?.opened?.includes(versionId) ?? false);
  }

  put(position: ReadingPosition): Result<undefined, CabinetError> {
    const before = this.#contentOf(position.paperId);
    const opened = [...new Set([position.versionId, ...(before?.opened ?? [])])].slice(0, OPENED);
    const content: ReadingContent = { kind: 'reading', position, opened };
    const kept = guardStorage(() => this.#sql.write.run(position.paperId, JSON.stringify(content)));
    if (!kept.ok) return kept;
    this.#pending.set(position.paperId, content);
    this.#sends.soon(position.paperId);
    // Lists change when a paper is opened, not with every turned page.
    if (!before?.opened?.includes(position.versionId)) this.#context.changed('annotations');
    return ok(undefined);
  }

  start(): void {
    for (const row of this.#sql.all.all()) {
      const content = privateContent.parse(JSON.parse(row.content));
      if (content.kind !== 'reading') continue;
      this.#pending.set(content.position.paperId, content);
      this.#sends.soon(content.position.paperId);
    }
  }

  async stop(): Promise<void> {
    this.#unlisten();
    await this.#sends.stop();
  }

  #noteIdOf(paperId: string): string {
    const noteId = this.#noteIds.get(paperId) ?? readingNoteId(this.#context.account.accountKey, paperId);
    this.#noteIds.set(paperId, noteId);
    return noteId;
  }

  /** The later of what this device has pending and what the records say; another device may have been read on. */
  #contentOf(paperId: string): ReadingContent | undefined {
    const own = this.#pending.get(paperId);
    const kept = this.#notebook.reading(this.#noteIdOf(paperId));
    if (!own || !kept) return own ?? kept;
    return own.position.at >= kept.position.at ? own : kept;
  }

  async #send(paperId: string): Promise<void> {
    const { account, outbox, random, log, changed } = this.#context;
    const content = this.#pending.get(paperId);
    if (!content) return;
    const noteId = this.#noteIdOf(paperId);
    if (outbox.entries().some((entry) => isWaiting(entry, noteId))) return;
    const note = sealNote(account.accountKey, noteId, content, random);
    const kept = await outbox.enqueue('private.put', note);
    if (!kept.ok) {
      log('reading_not_kept', { code: kept.error.code });
      // The disk may have room again soon; until then it is kept as it was.
      if (kept.error.code === 'disk_full') this.#sends.soon(paperId);
      return;
    }
    // A row that stays is sent once more at the next start, and says the same.
    guardStorage(() => this.#sql.remove.run(paperId, JSON.stringify(content)));
    if (this.#pending.get(paperId) !== content) return;
    this.#pending.delete(paperId);
    this.#notebook.set(noteId, content);
    changed('annotations');
  }

  /** What was put while another position of the paper waited in the outbox can go now. */
  #settled(entry: OutboxItem): void {
    const note = entry.name === 'private.put' ? privateNote.safeParse(entry.args) : null;
    if (!note?.success) return;
    for (const paperId of this.#pending.keys())
      if (this.#noteIdOf(paperId) === note.data.id) this.#sends.soon(paperId);
  }
}

export const createReadingPositions = (context: CoreContext, notebook: Notebook): ReadingPositions =>
  new KeptPositions(context, notebook);
