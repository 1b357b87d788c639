import type { Database } from 'better-sqlite3';

/** Whether an account key was taken away by a reset and not given back: private notes are sealed with it. */
export const noteTakenKeys = (db: Database): void => {
  db.exec('ALTER TABLE account ADD COLUMN account_key_taken INTEGER NOT NULL DEFAULT 0;');
};
