import type { Annotation, PrivateContent } from '../../../shared/contract/annotation.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import { isDerivedId } from '../../../shared/domain/derivedId.ts';
import type { CoreContext, RecordChange } from '../context.ts';
import { createNoteIndex } from './noteIndex.ts';
import { openNote } from './seal.ts';

export type ReadingContent = Extract<PrivateContent, { kind: 'reading' }>;

/**
 * The member's private notes, opened once and held in memory: those of a paper when it is first asked for (`noteIndex.ts`).
 * Reading positions are opened without the annotations: home asks for them right at the start. A note that does not
 * open (another key, damaged, from a later version of the app) is skipped and logged, and stays as it is.
 */
export interface Notebook {
  /** Of one paper or of all (null), by page, then by age. */
  annotations(paperId: string | null): readonly Annotation[];
  /** By note id. */
  reading(noteId: string): ReadingContent | undefined;
  allReading(): readonly ReadingContent[];
  /** What is on screen at once; the record says the same. */
  set(noteId: string, content: PrivateContent): void;
  delete(noteId: string): void;
  /** Reads these notes again. True when private notes were among the changes. */
  refresh(changes: readonly Pick<RecordChange, 'kind' | 'id'>[]): boolean;
  refreshAll(): void;
}

const byPlace = (a: Annotation, b: Annotation): number =>
  a.paperId < b.paperId
    ? -1
    : a.paperId > b.paperId
      ? 1
      : a.page - b.page || (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0);

const byAll = Symbol('all');

export const createNotebook = (
  context: Pick<CoreContext, 'db' | 'records' | 'account' | 'log'>,
): Notebook => {
  const { records, account, log } = context;
  const index = createNoteIndex(context);
  const annotations = new Map<string, Annotation>();
  const reading = new Map<string, ReadingContent>();
  /** Papers whose annotations are in memory; `byAll`: those of all. */
  const loaded = new Set<string | typeof byAll>();
  let isReadingLoaded = false;

  const remove = (noteId: string): void => {
    annotations.delete(noteId);
    reading.delete(noteId);
  };
  const set = (noteId: string, content: PrivateContent): void => {
    remove(noteId);
    if (content.kind === 'annotation') annotations.set(noteId, content.annotation);
    else reading.set(noteId, content);
  };
  /** Counts what does not open. */
  const take = (note: Stored<'privateNote'>): number => {
    const content = openNote(account.accountKey, note.body);
    if (content === null || (content.kind === 'annotation' && content.annotation.id !== note.id)) {
      remove(note.id);
      return 1;
    }
    set(note.id, content);
    return 0;
  };
  const takeAll = (notes: readonly Stored<'privateNote'>[]): void => {
    const skipped = notes.reduce((count, note) => count + take(note), 0);
    if (skipped > 0) log('private_notes_skipped', { count: skipped });
  };
  const loadAll = (): void => {
    if (loaded.has(byAll)) return;
    annotations.clear();
    reading.clear();
    takeAll(records.all('privateNote'));
    loaded.add(byAll);
    isReadingLoaded = true;
    index.replace(new Map([...annotations].map(([id, { paperId }]) => [id, paperId])));
  };
  const loadPaper = (paperId: string): void => {
    if (!index.isComplete()) return loadAll();
    if (loaded.has(paperId) || loaded.has(byAll)) return;
    loaded.add(paperId);
    // What was put before may have gone again since.
    for (const [id, annotation] of annotations) if (annotation.paperId === paperId) annotations.delete(id);
    const kept = index.notesOn(paperId).map((id) => records.getSync('privateNote', id));
    // What the outbox holds is on no page of the index yet.
    takeAll([...kept.filter((note) => note !== undefined), ...records.pending('privateNote')]);
  };
  /** Ids of reading positions are made from their papers (`readingNoteId`); an annotation's is drawn. */
  const loadReading = (): void => {
    if (isReadingLoaded) return;
    isReadingLoaded = true;
    takeAll(records.derived('privateNote'));
  };

  return {
    annotations(paperId) {
      if (paperId === null) loadAll();
      else loadPaper(paperId);
      const all = [...annotations.values()];
      const chosen = paperId === null ? all : all.filter((annotation) => annotation.paperId === paperId);
      return chosen.sort(byPlace);
    },
    reading(noteId) {
      loadReading();
      return reading.get(noteId);
    },
    allReading() {
      loadReading();
      return [...reading.values()];
    },
    set,
    delete: remove,
    refresh(changes) {
      const own = changes.filter(({ kind }) => kind === 'privateNote');
      const papers = new Map<string, string | null>();
      const isKept = index.isComplete();
      for (const { id } of own) {
        // What has not been opened yet is read when it is; only its paper is to be known before.
        const isRead = isDerivedId(id) ? isReadingLoaded : isKept || loaded.size > 0;
        const note = isRead ? records.getSync('privateNote', id) : undefined;
        if (note) takeAll([note]);
        else remove(id);
        if (isRead) papers.set(id, annotations.get(id)?.paperId ?? null);
      }
      index.update(papers);
      return own.length > 0;
    },
    refreshAll() {
      loaded.clear();
      isReadingLoaded = false;
      annotations.clear();
      reading.clear();
      index.forget();
    },
  };
};
