import { statementOf } from '../../../shared/domain/decisions/statement.ts';
import type { Poll, PollStatement } from '../../../shared/domain/records/poll.ts';

/** Checked once per record: a check costs a hash and a canonical text, and lists show many polls. */
const checked = new WeakMap<Poll, PollStatement | null>();

/** What was fixed when the poll opened; null for one that never was, or whose statement is not what its hash says. */
export const readStatement = (poll: Poll): PollStatement | null => {
  const known = checked.get(poll);
  if (known !== undefined) return known;
  let statement: PollStatement | null = null;
  try {
    statement = statementOf(poll);
  } catch {
    // Damaged: nobody can vote on it from here, and the rest of the meeting is shown.
  }
  checked.set(poll, statement);
  return statement;
};
