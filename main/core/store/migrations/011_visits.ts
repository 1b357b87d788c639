import type { Migration } from '../migrations.ts';

/** What changed since this person was here last: changes that a pull brought, and the visits between them. */
export const visits: Migration = {
  version: 11,
  up(db) {
    db.exec(`
      CREATE TABLE noticed (
        no INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        target_id TEXT NOT NULL,
        -- when this device learned of it
        at TEXT NOT NULL
      ) STRICT;
      CREATE INDEX noticed_by_target ON noticed (kind, target_id);
      CREATE TABLE visits (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        -- changes after this number are new to the person
        seen INTEGER NOT NULL,
        -- the visit under way: what was the newest when it was last looked at, and when
        newest INTEGER NOT NULL,
        at TEXT NOT NULL
      ) STRICT;
    `);
  },
};
