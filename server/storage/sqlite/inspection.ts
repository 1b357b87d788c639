import { existsSync } from 'node:fs';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Inspection, KeptLine, KeptScope, OrganisationInspection } from '../inspection.ts';
import { STORE_VERSION } from '../migrations/migrations.ts';
import type { PollMark } from '../port.ts';
import { openReader } from './open.ts';
import { readEpochs } from './installation.ts';
import { type Statements, statementsOf } from './statements.ts';
import { type BallotRow, toStoredBallot } from './log.ts';
import { viewOf } from './view.ts';

/** So many complaints of SQLite itself are read; a store with more of them is no better known. */
const MAX_DAMAGES = 100;

const SCOPES = `SELECT s.name, s.head, s.floor, s.checksum, coalesce((SELECT max(r.rev) FROM record AS r
    WHERE r.organisation_id = s.organisation_id AND r.scope = s.name), 0) AS highestRev
  FROM scope AS s WHERE s.organisation_id = ? ORDER BY s.name`;

const LINES = `SELECT d.device_id AS deviceId, coalesce(l.last_n, 0) AS last, count(m.n) AS answers,
    coalesce(min(m.n), 0) AS lowest, coalesce(max(m.n), 0) AS highest, coalesce(max(m.seq), 0) AS highestSeq
  FROM (SELECT device_id FROM device_line WHERE organisation_id = ?
    UNION SELECT device_id FROM mutation_result WHERE organisation_id = ?) AS d
  LEFT JOIN device_line AS l ON l.organisation_id = ? AND l.device_id = d.device_id
  LEFT JOIN mutation_result AS m ON m.organisation_id = ? AND m.device_id = d.device_id
  GROUP BY d.device_id ORDER BY d.device_id`;

const ofOrganisation = (sql: Statements, id: string): OrganisationInspection => ({
  view: viewOf(sql, id, readEpochs(sql)),
  records: () =>
    sql.each(
      `SELECT scope, kind, id, parent, rev, foreign_rev AS foreignRev, body FROM record
        WHERE organisation_id = ? ORDER BY scope, rev`,
      id,
    ),
  scopes: () => sql.each<KeptScope>(SCOPES, id),
  *repeatedRevs() {
    const rows = sql.each<{ rev: number }>(
      'SELECT rev FROM record WHERE organisation_id = ? GROUP BY rev HAVING count(*) > 1 ORDER BY rev',
      id,
    );
    for (const { rev } of rows) yield rev;
  },
  lines: () => sql.each<KeptLine>(LINES, id, id, id, id),
  leaves: () =>
    sql.each(
      `SELECT leaf_index AS "index", data, hash, root_after AS root, checkpoint_after AS checkpoint
        FROM log_leaf WHERE organisation_id = ? ORDER BY leaf_index`,
      id,
    ),
  marks: () =>
    sql.each<{ pollId: string; mark: PollMark; index: number }>(
      `SELECT poll_id AS pollId, mark, leaf_index AS "index" FROM poll_mark
        WHERE organisation_id = ? ORDER BY poll_id, leaf_index`,
      id,
    ),
  *ballots() {
    const rows = sql.each<BallotRow>(
      `SELECT id, poll_id, person_id, bytes, signature, received_at, log_index FROM ballot
        WHERE organisation_id = ? ORDER BY log_index`,
      id,
    );
    for (const row of rows) yield toStoredBallot(row);
  },
  isBallot: (ballotId) =>
    sql.one('SELECT 1 AS found FROM ballot WHERE organisation_id = ? AND id = ?', id, ballotId) !== undefined,
  *grantedScopes() {
    const rows = sql.each<{ id: string }>(
      `SELECT DISTINCT id FROM record WHERE organisation_id = ? AND kind = 'grant' AND body IS NOT NULL ORDER BY id`,
      id,
    );
    for (const row of rows) yield row.id;
  },
  files: () =>
    sql.each('SELECT sha256, size, chunks, pages FROM file WHERE organisation_id = ? ORDER BY sha256', id),
  links: () =>
    sql.each(
      'SELECT version_id AS versionId, scope, sha256 FROM file_link WHERE organisation_id = ? ORDER BY version_id',
      id,
    ),
  uploaders: () =>
    sql.each('SELECT sha256, person_id AS personId FROM file_uploader WHERE organisation_id = ?', id),
  uploads: () =>
    sql.each(
      'SELECT upload_id AS uploadId, person_id AS personId, size FROM upload WHERE organisation_id = ?',
      id,
    ),
  accounts: () => sql.each('SELECT person_id AS personId FROM account WHERE organisation_id = ?', id),
  sessions: () =>
    sql.each(
      `SELECT DISTINCT a.person_id AS personId, s.device_id AS deviceId FROM session AS s
        JOIN account AS a ON a.username = s.username WHERE a.organisation_id = ?`,
      id,
    ),
});

const inspectionOf = (sql: Statements, close: () => void): Inspection => ({
  damages() {
    const rows = sql.all<{ integrity_check: string }>(`PRAGMA integrity_check(${MAX_DAMAGES})`);
    return rows.map((row) => row.integrity_check).filter((said) => said !== 'ok');
  },
  brokenLinks() {
    const rows = new Map<string, number>();
    for (const { table } of sql.each<{ table: string }>('PRAGMA foreign_key_check')) {
      rows.set(table, (rows.get(table) ?? 0) + 1);
    }
    return [...rows].map(([table, count]) => ({ table, rows: count }));
  },
  organisationIds: () =>
    sql.all<{ id: string }>('SELECT id FROM organisation ORDER BY id').map((row) => row.id),
  of: (organisationId) => ofOrganisation(sql, organisationId),
  isFileNamed: (sha256) => sql.one('SELECT 1 AS found FROM file WHERE sha256 = ?', sha256) !== undefined,
  isUpload: (uploadId) =>
    sql.one('SELECT 1 AS found FROM upload WHERE upload_id = ?', uploadId) !== undefined,
  close,
});

/**
 * Opens a store for reading only and holds one moment of it until closed, whatever a server writes meanwhile. The error
 * is a sentence: not there, of another version than this program's, or not readable at all.
 */
export const inspectSqlite = (file: string): Result<Inspection, string> => {
  if (!existsSync(file)) return err(`There is no database ${file}.`);
  try {
    const db = openReader(file);
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version !== STORE_VERSION) {
      db.close();
      const than = version > STORE_VERSION ? 'a newer' : 'an older';
      const advice =
        version > STORE_VERSION
          ? 'Check it with that version'
          : 'Start this version of the server on it once, which brings it up to date, then check again';
      return err(
        `The data in ${file} was written by ${than} version of the server (${version}, this one writes ${STORE_VERSION}). ${advice}; nothing was changed.`,
      );
    }
    const sql = statementsOf(db);
    sql.run('BEGIN');
    // A transaction begins to see with its first read.
    sql.one('SELECT count(*) AS count FROM sqlite_master');
    return ok(inspectionOf(sql, () => db.close()));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(`The database ${file} cannot be read: ${reason}. Restore a backup.`);
  }
};
