import type { ServerReached } from '../../points.ts';
import type { StoredBallot } from '../../../shared/domain/mutation.ts';
import type { LogReads, LogWrites, PollMark } from '../port.ts';
import type { Statements } from './statements.ts';

const isPollMark = (text: string): text is PollMark =>
  text === 'opened' || text === 'closed' || text === 'windowEnded' || text === 'announced';

export interface BallotRow {
  readonly id: string;
  readonly poll_id: string;
  readonly person_id: string;
  readonly bytes: string;
  readonly signature: string;
  readonly received_at: string;
  readonly log_index: number;
}

export const toStoredBallot = (row: BallotRow): StoredBallot => ({
  id: row.id,
  pollId: row.poll_id,
  personId: row.person_id,
  signed: { bytes: row.bytes, signature: row.signature },
  receivedAt: row.received_at,
  logIndex: row.log_index,
});

export const logReads = (sql: Statements, organisationId: string): LogReads => ({
  async state() {
    const state = sql.one<{ size: number; frontier: string }>(
      'SELECT size, frontier FROM log_state WHERE organisation_id = ?',
      organisationId,
    );
    if (state === undefined) return { size: 0, frontier: [], checkpoint: null };
    const newest = sql.one<{ checkpoint_after: string }>(
      'SELECT checkpoint_after FROM log_leaf WHERE organisation_id = ? AND leaf_index = ?',
      organisationId,
      state.size - 1,
    );
    return {
      size: state.size,
      frontier: state.frontier.split(' '),
      checkpoint: newest?.checkpoint_after ?? null,
    };
  },
  async rootAt(size) {
    const row = sql.one<{ root_after: string }>(
      'SELECT root_after FROM log_leaf WHERE organisation_id = ? AND leaf_index = ?',
      organisationId,
      size - 1,
    );
    return row?.root_after;
  },
  async leaf(index) {
    const row = sql.one<{ data: string }>(
      'SELECT data FROM log_leaf WHERE organisation_id = ? AND leaf_index = ?',
      organisationId,
      index,
    );
    return row?.data;
  },
  async pollMarks(pollId) {
    const rows = sql.all<{ mark: string; leaf_index: number }>(
      'SELECT mark, leaf_index FROM poll_mark WHERE organisation_id = ? AND poll_id = ?',
      organisationId,
      pollId,
    );
    const marks: Partial<Record<PollMark, number>> = {};
    for (const row of rows) if (isPollMark(row.mark)) marks[row.mark] = row.leaf_index;
    return marks;
  },
  async ballots(pollId) {
    const rows = sql.all<BallotRow>(
      `SELECT id, poll_id, person_id, bytes, signature, received_at, log_index FROM ballot
        WHERE organisation_id = ? AND poll_id = ? ORDER BY log_index`,
      organisationId,
      pollId,
    );
    return rows.map(toStoredBallot);
  },
  async restores() {
    const rows = sql.all<{ leaf_index: number; origin: string }>(
      'SELECT leaf_index, origin FROM log_restored WHERE organisation_id = ? ORDER BY leaf_index',
      organisationId,
    );
    return rows.map((row) => ({ index: row.leaf_index, origin: row.origin }));
  },
  async pollsToFinish() {
    const rows = sql.all<{ poll_id: string }>(
      `SELECT poll_id FROM poll_mark WHERE organisation_id = ? GROUP BY poll_id
        HAVING sum(mark = 'closed') > 0 AND sum(mark IN ('windowEnded', 'announced')) = 0`,
      organisationId,
    );
    return rows.map((row) => row.poll_id);
  },
});

export const logWrites = (sql: Statements, organisationId: string, reached: ServerReached): LogWrites => ({
  async append(leaf) {
    const kept = sql.one<{ size: number }>(
      'SELECT size FROM log_state WHERE organisation_id = ?',
      organisationId,
    );
    if ((kept?.size ?? 0) !== leaf.index) throw new Error('a leaf goes to the end of the log');
    sql.run(
      `INSERT INTO log_state (organisation_id, size, frontier) VALUES (?, ?, ?)
       ON CONFLICT (organisation_id) DO UPDATE SET size = excluded.size, frontier = excluded.frontier`,
      organisationId,
      leaf.index + 1,
      leaf.frontier.join(' '),
    );
    sql.run(
      `INSERT INTO log_leaf (organisation_id, leaf_index, data, hash, root_after, checkpoint_after)
       VALUES (?, ?, ?, ?, ?, ?)`,
      ...[organisationId, leaf.index, leaf.data, leaf.hash, leaf.root, leaf.checkpoint],
    );
    reached('log.appended');
  },
  async markRestored({ index, origin }) {
    sql.run(
      'INSERT INTO log_restored (organisation_id, leaf_index, origin) VALUES (?, ?, ?)',
      organisationId,
      index,
      origin,
    );
  },
  async markPoll(pollId, mark, index) {
    sql.run(
      'INSERT INTO poll_mark (organisation_id, poll_id, mark, leaf_index) VALUES (?, ?, ?, ?)',
      organisationId,
      pollId,
      mark,
      index,
    );
  },
  async storeBallot(ballot) {
    sql.run(
      `INSERT INTO ballot (organisation_id, id, poll_id, person_id, bytes, signature, received_at, log_index)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[organisationId, ballot.id, ballot.pollId, ballot.personId],
      ...[ballot.signed.bytes, ballot.signed.signature, ballot.receivedAt, ballot.logIndex],
    );
  },
});
