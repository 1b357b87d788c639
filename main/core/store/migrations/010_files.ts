import type { Migration } from '../migrations.ts';

/**
 * What is known of encrypted files beside the store, and what is being uploaded. The file's key stands only in
 * `file_wraps`, once per scope, under a key made from `file_secret` and the scope's name.
 */
export const files: Migration = {
  version: 10,
  up(db) {
    db.exec(`
      CREATE TABLE file_secret (one INTEGER PRIMARY KEY CHECK (one = 1), store_key BLOB NOT NULL) STRICT;
      CREATE TABLE files (
        sha256 TEXT PRIMARY KEY,
        size INTEGER NOT NULL,
        -- 32 bytes per chunk
        chunk_hashes BLOB NOT NULL,
        -- which chunks are on the disk and synced
        bitmap BLOB NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE file_wraps (
        sha256 TEXT NOT NULL REFERENCES files (sha256),
        scope TEXT NOT NULL,
        wrapped BLOB NOT NULL,
        PRIMARY KEY (sha256, scope)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE uploads (
        id TEXT PRIMARY KEY,
        owner_kind TEXT NOT NULL CHECK (owner_kind IN ('item', 'slip', 'paper')),
        owner_id TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        classification TEXT NOT NULL,
        document_type TEXT NOT NULL,
        -- where the paper will stand in its owner, fixed at the beginning so that a batch keeps its order
        place TEXT NOT NULL,
        -- reading, waiting, done, refused
        state TEXT NOT NULL,
        sha256 TEXT,
        sent_bytes INTEGER NOT NULL DEFAULT 0,
        -- a CabinetError as JSON
        error TEXT
      ) STRICT, WITHOUT ROWID;
    `);
  },
};
