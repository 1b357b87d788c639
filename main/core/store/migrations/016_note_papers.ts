import type { Migration } from '../migrations.ts';

/**
 * Which paper each private annotation is on, which its ciphertext does not say: opening a paper then opens its own
 * annotations and no others. `meta.notes_indexed` has the checksum of the scope for which this is complete.
 */
export const notePapers: Migration = {
  version: 16,
  up(db) {
    db.exec(`
      CREATE TABLE note_papers (note_id TEXT PRIMARY KEY, paper_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE INDEX note_papers_by_paper ON note_papers (paper_id);
    `);
  },
};
