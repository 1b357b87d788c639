import type { Database } from 'better-sqlite3';

/**
 * What a forgotten passphrase is replaced with. No secret is kept: hashes of random values, and keys as devices wrapped them. A
 * request may name nobody: it is kept all the same, so that names cannot be probed.
 */
export const addRecovery = (db: Database): void => {
  db.exec(`
CREATE TABLE recovery_sheet (
  username TEXT PRIMARY KEY REFERENCES account (username) ON DELETE CASCADE,
  verifier_hash TEXT NOT NULL,
  account_key TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_request (
  id TEXT PRIMARY KEY,
  username TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  commitment TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  approver_device TEXT,
  approver_key TEXT,
  public_key TEXT,
  sealed TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_request_by_username ON recovery_request (username);
`);
};
