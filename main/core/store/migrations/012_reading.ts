import type { Migration } from '../migrations.ts';

/** Where the person is in papers, as long as it waits behind an earlier position of the same paper in the outbox. */
export const reading: Migration = {
  version: 12,
  up(db) {
    db.exec(`
      CREATE TABLE reading_pending (paper_id TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `);
  },
};
