import type { CoreContext } from '../context.ts';
import { guardStorage } from '../store/failures.ts';
import { openMeta } from '../store/meta.ts';

/**
 * Remembers in the encrypted store on which paper each annotation is. It is complete when it was written for the very rows
 * that are there, which the checksum of their scope says: a crash between a pull and its entry here is noticed.
 */
export interface NoteIndex {
  /** False: all notes are to be opened once, and `replace` called. */
  isComplete(): boolean;
  notesOn(paperId: string): readonly string[];
  /** Everything anew. */
  replace(papers: ReadonlyMap<string, string>): void;
  /** What a pull has changed, by note; null: it is on no paper. Nothing happens when it was not complete before that pull. */
  update(papers: ReadonlyMap<string, string | null>): void;
  /** Rows may be others under the same revisions. */
  forget(): void;
}

export const createNoteIndex = ({
  db,
  account,
  log,
}: Pick<CoreContext, 'db' | 'account' | 'log'>): NoteIndex => {
  const meta = openMeta(db);
  const checksum = db.prepare<[string], { checksum: Buffer }>('SELECT checksum FROM scopes WHERE name = ?');
  const find = db.prepare<[string], string>('SELECT note_id FROM note_papers WHERE paper_id = ?').pluck();
  const clear = db.prepare('DELETE FROM note_papers');
  const remove = db.prepare<[string]>('DELETE FROM note_papers WHERE note_id = ?');
  const put = db.prepare<[string, string]>(
    'INSERT INTO note_papers (note_id, paper_id) VALUES (?, ?) ON CONFLICT DO UPDATE SET paper_id = excluded.paper_id',
  );

  const sum = (): Buffer => checksum.get(`user:${account.personId}`)?.checksum ?? Buffer.alloc(0);
  const isCurrent = (): boolean => {
    const written = meta.bytes('notes_indexed');
    return written !== null && sum().equals(written);
  };
  /** Of the rows before the next pull. */
  let isComplete = isCurrent();

  /** With a full disk it is left as it was, which is noticed as well. */
  const write = (change: () => void): void => {
    const kept = guardStorage(() =>
      db.transaction(() => {
        change();
        meta.set('notes_indexed', sum());
      })(),
    );
    isComplete = kept.ok;
    if (!kept.ok) log('notes_not_indexed', { code: kept.error.code });
  };

  return {
    isComplete: () => isComplete,
    notesOn: (paperId) => find.all(paperId),
    replace(papers) {
      write(() => {
        clear.run();
        for (const [noteId, paperId] of papers) put.run(noteId, paperId);
      });
    },
    update(papers) {
      if (!isComplete || (papers.size === 0 && isCurrent())) return;
      write(() => {
        for (const [noteId, paperId] of papers) {
          if (paperId === null) remove.run(noteId);
          else put.run(noteId, paperId);
        }
      });
    },
    forget() {
      isComplete = false;
    },
  };
};
