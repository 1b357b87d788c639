import type { Annotation, PrivateContent } from '../../../shared/contract/annotation.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import { isDerivedId } from '../../../shared/domain/derivedId.ts';
import type { CoreContext, RecordChange } from '../context.ts';
import { openNote } from './seal.ts';

export type ReadingContent = Extract<PrivateContent, { kind: 'reading' }>;

/**
 * The member's private notes, opened once and held in memory: thousands are listed at once. Reading positions are opened
 * without the annotations, which may be a hundred times as many: home asks for them right at the start. A note that does not
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

export const createNotebook = (context: Pick<CoreContext, 'records' | 'account' | 'log'>): Notebook => {
  const { records, account, log } = context;
  let annotations = new Map<string, Annotation>();
  let reading = new Map<string, ReadingContent>();
  let loaded: 'nothing' | 'reading' | 'all' = 'nothing';

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
  const complain = (count: number): void => {
    if (count > 0) log('private_notes_skipped', { count });
  };
  const loadFrom = (notes: readonly Stored<'privateNote'>[], as: typeof loaded): void => {
    loaded = as;
    annotations = new Map();
    reading = new Map();
    complain(notes.reduce((count, note) => count + take(note), 0));
  };
  const load = (): void => {
    if (loaded !== 'all') loadFrom(records.all('privateNote'), 'all');
  };
  /** Ids of reading positions are made from their papers (`readingNoteId`); an annotation's is drawn. */
  const loadReading = (): void => {
    if (loaded === 'nothing') loadFrom(records.derived('privateNote'), 'reading');
  };

  return {
    annotations(paperId) {
      load();
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
      let skipped = 0;
      for (const { id } of own) {
        if (loaded === 'nothing' || (loaded === 'reading' && !isDerivedId(id))) continue;
        const note = records.getSync('privateNote', id);
        if (note) skipped += take(note);
        else remove(id);
      }
      complain(skipped);
      return own.length > 0;
    },
    refreshAll() {
      loaded = 'nothing';
    },
  };
};
