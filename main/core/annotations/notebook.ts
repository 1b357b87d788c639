import type { Annotation, PrivateContent } from '../../../shared/contract/annotation.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import type { CoreContext, RecordChange } from '../context.ts';
import { openNote } from './seal.ts';

export type ReadingContent = Extract<PrivateContent, { kind: 'reading' }>;

/**
 * The member's private notes, opened once and held in memory: thousands are listed at once. A note that does not
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
  let loaded = false;

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
  const load = (): void => {
    if (loaded) return;
    loaded = true;
    annotations = new Map();
    reading = new Map();
    complain(records.all('privateNote').reduce((count, note) => count + take(note), 0));
  };

  return {
    annotations(paperId) {
      load();
      const all = [...annotations.values()];
      const chosen = paperId === null ? all : all.filter((annotation) => annotation.paperId === paperId);
      return chosen.sort(byPlace);
    },
    reading(noteId) {
      load();
      return reading.get(noteId);
    },
    allReading() {
      load();
      return [...reading.values()];
    },
    set(noteId, content) {
      load();
      set(noteId, content);
    },
    delete(noteId) {
      load();
      remove(noteId);
    },
    refresh(changes) {
      const own = changes.filter(({ kind }) => kind === 'privateNote');
      if (!loaded) return own.length > 0;
      let skipped = 0;
      for (const { id } of own) {
        const note = records.getSync('privateNote', id);
        if (note) skipped += take(note);
        else remove(id);
      }
      complain(skipped);
      return own.length > 0;
    },
    refreshAll() {
      loaded = false;
    },
  };
};
