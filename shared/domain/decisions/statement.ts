import { sha256Hex, utf8 } from '../../lib/bytes.ts';
import { canonicalJson } from '../../lib/canonicalJson.ts';
import { type Poll, type PollStatement, pollStatement } from '../records/poll.ts';
import type { Snapshot } from './electorate.ts';

export interface BuiltStatement {
  /** RFC 8785 text: what the poll record keeps. */
  readonly text: string;
  /** SHA-256 of its UTF-8: what ballots name. */
  readonly hash: string;
}

export const statementHash = (text: string): string => sha256Hex(utf8(text));

/** R7, R11: everything that is fixed when the poll opens. */
export const buildStatement = (
  poll: Poll,
  frame: Snapshot & { readonly organisationId: string; readonly bodyId: string; readonly openedAt: string },
): BuiltStatement => {
  const statement: PollStatement = {
    type: 'ecabinet/poll/v1',
    poll: poll.id,
    organisation: frame.organisationId,
    body: frame.bodyId,
    meeting: poll.meetingId,
    item: poll.itemId,
    slip: poll.slipId,
    title: poll.title,
    wording: poll.wording,
    documents: poll.documents,
    choices: poll.choices,
    ruleSet: poll.ruleSet,
    late: poll.late,
    live: poll.live,
    changeable: poll.changeable,
    electorate: [...frame.electorate],
    present: [...frame.present],
    memberCount: frame.memberCount,
    openedAt: frame.openedAt,
    previousPoll: poll.previousPollId,
  };
  const text = canonicalJson(statement);
  return { text, hash: statementHash(text) };
};

/** Null for anything but the exact canonical text of a statement. */
export const parseStatement = (text: string): PollStatement | null => {
  try {
    const parsed = pollStatement.safeParse(JSON.parse(text));
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : null;
  } catch {
    return null;
  }
};

/** The statement of a poll that was opened; null for one that never was. Throws when the record is damaged. */
export const statementOf = (poll: Pick<Poll, 'id' | 'statement' | 'hash'>): PollStatement | null => {
  if (poll.statement === null) return null;
  const statement = parseStatement(poll.statement);
  if (statement === null || statement.poll !== poll.id || statementHash(poll.statement) !== poll.hash) {
    throw new Error(`poll ${poll.id} has a damaged statement`);
  }
  return statement;
};
