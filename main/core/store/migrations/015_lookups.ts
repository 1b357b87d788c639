import type { Migration } from '../migrations.ts';

/** What is asked for at every start is found without reading everything else: what is still under way, and what uploads hold. */
export const lookups: Migration = {
  version: 15,
  up(db) {
    db.exec(`
      CREATE INDEX rows_by_status ON rows (kind, body ->> '$.status')
        WHERE kind = 'meeting' OR kind = 'poll' OR kind = 'slip';
      CREATE INDEX file_wraps_of_uploads ON file_wraps (sha256) WHERE scope >= 'upload:' AND scope < 'upload;';
    `);
  },
};
