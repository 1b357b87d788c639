import type { Database } from 'better-sqlite3';

/** What holds for everybody here, and the counter of each organisation. */
const INSTALLATION = `
CREATE TABLE installation (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE organisation (
  id TEXT PRIMARY KEY,
  counter INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/**
 * Every table of an organisation's data begins its key with the organisation. A record keeps the JSON text that is sent; a
 * null body is a tombstone. Its `foreign_rev` is its number before the present run of writes by `writer`, a device (empty: the
 * server itself).
 */
const RECORDS = `
CREATE TABLE scope (
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  name TEXT NOT NULL,
  head INTEGER NOT NULL,
  floor INTEGER NOT NULL DEFAULT 0,
  checksum TEXT NOT NULL,
  PRIMARY KEY (organisation_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE record (
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  scope TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  parent TEXT NOT NULL,
  rev INTEGER NOT NULL,
  writer TEXT NOT NULL,
  foreign_rev INTEGER NOT NULL,
  body TEXT
) STRICT;
CREATE UNIQUE INDEX record_by_id ON record (organisation_id, kind, id, scope);
CREATE UNIQUE INDEX record_by_rev ON record (organisation_id, scope, rev);
CREATE INDEX record_by_parent ON record (organisation_id, kind, parent) WHERE body IS NOT NULL;
CREATE INDEX record_by_scope_kind ON record (organisation_id, scope, kind) WHERE body IS NOT NULL;
CREATE INDEX record_tombstone ON record (organisation_id, rev) WHERE body IS NULL;
`;

/** No secret is kept: hashes of tokens and of what Argon2id made of a passphrase, and what a device has wrapped. */
const ACCOUNTS = `
CREATE TABLE account (
  username TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  person_id TEXT NOT NULL,
  role TEXT NOT NULL,
  salt TEXT NOT NULL,
  kdf TEXT NOT NULL,
  auth_hash TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  account_key TEXT,
  last_sign_in_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX account_by_organisation ON account (organisation_id);
CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  username TEXT NOT NULL REFERENCES account (username) ON DELETE CASCADE,
  device_id TEXT NOT NULL,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_username ON session (username);
`;

/** The line of each device's mutations, with their answers. */
const DEVICES = `
CREATE TABLE device_line (
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  device_id TEXT NOT NULL,
  last_n INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, device_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE mutation_result (
  organisation_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  mutation_id TEXT NOT NULL,
  seq INTEGER NOT NULL,
  code TEXT,
  params TEXT,
  PRIMARY KEY (organisation_id, device_id, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE mutation_failure (
  organisation_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, device_id, n)
) STRICT, WITHOUT ROWID;
`;

/** The decision log with what is found by poll. */
const LOG = `
CREATE TABLE log_leaf (
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  leaf_index INTEGER NOT NULL,
  data TEXT NOT NULL,
  hash TEXT NOT NULL,
  root_after TEXT NOT NULL,
  checkpoint_after TEXT NOT NULL,
  PRIMARY KEY (organisation_id, leaf_index)
) STRICT, WITHOUT ROWID;
CREATE TABLE log_state (
  organisation_id TEXT PRIMARY KEY REFERENCES organisation (id),
  size INTEGER NOT NULL,
  frontier TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE poll_mark (
  organisation_id TEXT NOT NULL,
  poll_id TEXT NOT NULL,
  mark TEXT NOT NULL,
  leaf_index INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, poll_id, mark)
) STRICT, WITHOUT ROWID;
CREATE TABLE ballot (
  organisation_id TEXT NOT NULL,
  id TEXT NOT NULL,
  poll_id TEXT NOT NULL,
  person_id TEXT NOT NULL,
  bytes TEXT NOT NULL,
  signature TEXT NOT NULL,
  received_at TEXT NOT NULL,
  log_index INTEGER NOT NULL,
  PRIMARY KEY (organisation_id, poll_id, log_index)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ballot_by_id ON ballot (organisation_id, id);
`;

/** Files that are here, who has shown to have them, which live paper version names which, and uploads in progress. */
const FILES = `
CREATE TABLE file (
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  chunks TEXT NOT NULL,
  pages INTEGER NOT NULL,
  added_at TEXT NOT NULL,
  PRIMARY KEY (organisation_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE file_uploader (
  organisation_id TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  person_id TEXT NOT NULL,
  PRIMARY KEY (organisation_id, sha256, person_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE file_link (
  organisation_id TEXT NOT NULL,
  version_id TEXT NOT NULL,
  scope TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (organisation_id, version_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_link_by_file ON file_link (organisation_id, sha256);
CREATE TABLE upload (
  upload_id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES organisation (id),
  person_id TEXT NOT NULL,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  started_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX upload_by_person ON upload (organisation_id, person_id, sha256);

`;

/** The first store. */
export const createStore = (db: Database): void => {
  for (const tables of [INSTALLATION, RECORDS, ACCOUNTS, DEVICES, LOG, FILES]) db.exec(tables);
};
