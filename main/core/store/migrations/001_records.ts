import type { Migration } from '../migrations.ts';

/**
 * Rows as the server sent them, what is arriving (`staging`), what is on its way out (`outbox`), and single values.
 * A scope's number stands for its name in rows, which keeps the index small.
 */
export const records: Migration = {
  version: 1,
  up(db) {
    db.exec(`
      CREATE TABLE scopes (
        no INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        cursor INTEGER NOT NULL DEFAULT 0,
        checksum BLOB NOT NULL,
        visible INTEGER NOT NULL DEFAULT 0,
        -- the round under way: its cursor, whether it replaces everything, and the checksum the server gave
        staged_cursor INTEGER,
        staged_reset INTEGER NOT NULL DEFAULT 0,
        staged_checksum TEXT,
        mismatches INTEGER NOT NULL DEFAULT 0,
        -- no longer readable; its rows go when what this device wants of it has been answered
        leaving INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE TABLE rows (
        scope INTEGER NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        rev INTEGER NOT NULL,
        parent TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      -- bodies lie in the order of arrival and indexes are narrow: a page that is touched is encrypted again
      CREATE UNIQUE INDEX rows_by_id ON rows (id, kind, scope);
      CREATE INDEX rows_by_parent ON rows (kind, parent);
      CREATE INDEX rows_by_scope ON rows (scope);
      CREATE TABLE staging (
        scope INTEGER NOT NULL,
        kind TEXT NOT NULL,
        id TEXT NOT NULL,
        rev INTEGER NOT NULL,
        parent TEXT NOT NULL,
        -- null: a tombstone
        body TEXT,
        PRIMARY KEY (scope, kind, id)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE outbox (
        -- the order in which things were done; n may be given anew
        ordinal INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        n INTEGER NOT NULL,
        name TEXT NOT NULL,
        args TEXT NOT NULL,
        at TEXT NOT NULL,
        -- waiting, applied, refused
        state TEXT NOT NULL,
        -- 1: it has been on the wire, so the server may have it
        attempted INTEGER NOT NULL DEFAULT 0,
        -- of the server's answer
        seq INTEGER,
        code TEXT,
        params TEXT,
        -- scopes whose rows its effect touches, a JSON list
        scopes TEXT NOT NULL
      ) STRICT;
      CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY NOT NULL) STRICT;
    `);
  },
};
