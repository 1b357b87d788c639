import type { Database } from 'better-sqlite3';

/**
 * What a server needs that is set back to a backup one day: up to which number a backup holds everything, which leaves a
 * mutation appended (its device keeps them as proof), where a log went on under another name, and in which order the fields
 * of a record were written before the restore, so that devices may come back in any order.
 */
export const restore = (db: Database): void => {
  db.exec(`
    ALTER TABLE organisation ADD COLUMN durable_through INTEGER NOT NULL DEFAULT 0;
    -- JSON list of appended leaves, without those of other mutations
    ALTER TABLE mutation_result ADD COLUMN leaves TEXT;
    CREATE TABLE log_restored (
      organisation_id TEXT NOT NULL REFERENCES organisation (id),
      leaf_index INTEGER NOT NULL,
      -- of the log that ended there
      origin TEXT NOT NULL,
      PRIMARY KEY (organisation_id, leaf_index)
    ) STRICT, WITHOUT ROWID;
    -- only records that were written since the last restore
    CREATE TABLE record_order (
      organisation_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      id TEXT NOT NULL,
      -- JSON: the epoch and number of the write that each field is from; the empty name stands for the removal
      fields TEXT NOT NULL,
      PRIMARY KEY (organisation_id, kind, id)
    ) STRICT, WITHOUT ROWID;
  `);
};
