import type { Migration } from '../migrations.ts';

/**
 * What a server that is restored from a backup may have lost: everything that it acknowledged and that is in no backup yet.
 */
export const restore: Migration = {
  version: 13,
  up(db) {
    db.exec(`
      -- the first answer that applied it, as JSON: epoch, seq and the leaves of the log; null while there was none
      ALTER TABLE outbox ADD COLUMN formerly TEXT;
      -- how often it was refused since a server was restored that had once applied it
      ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
      CREATE TABLE acknowledged (
        -- in the line of the server's present history
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        name TEXT NOT NULL,
        args TEXT NOT NULL,
        at TEXT NOT NULL,
        seq INTEGER NOT NULL,
        scopes TEXT NOT NULL,
        formerly TEXT NOT NULL
      ) STRICT;
      CREATE INDEX acknowledged_by_seq ON acknowledged (seq);
    `);
  },
};
