import { sha256Hex, utf8 } from '../../lib/bytes.ts';
import { canonicalJson } from '../../lib/canonicalJson.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { type Ballot, ballot as ballotSchema, type PollStatement } from '../records/poll.ts';
import { refusal, type Refusal } from '../refusal.ts';

/** A ballot's id: SHA-256 of the UTF-8 that was signed. */
export const ballotId = (bytes: string): string => sha256Hex(utf8(bytes));

export interface BuiltBallot {
  /** The text to sign, in UTF-8. */
  readonly bytes: string;
  readonly id: string;
  readonly ballot: Ballot;
}

/** The exact text of a ballot. `choices` and `replaces` may come in any order. */
export const buildBallot = (fields: Omit<Ballot, 'type'>): BuiltBallot => {
  const ballot: Ballot = {
    ...fields,
    type: 'ecabinet/ballot/v1',
    choices: [...new Set(fields.choices)].sort(),
    replaces: [...new Set(fields.replaces)].sort(),
  };
  const bytes = canonicalJson(ballot);
  return { bytes, id: ballotId(bytes), ballot };
};

const isAscending = (ids: readonly string[]): boolean =>
  ids.every((id, index) => index === 0 || (ids[index - 1] ?? '') < id);

/** Reads a ballot from its signed text. Anything but the one canonical text of a ballot is `ballot_bad_bytes`. */
export const parseBallot = (bytes: string): Result<Ballot, Refusal> => {
  const bad = err(refusal('ballot_bad_bytes'));
  try {
    const parsed = ballotSchema.safeParse(JSON.parse(bytes));
    if (!parsed.success || canonicalJson(parsed.data) !== bytes) return bad;
    const { choices, replaces } = parsed.data;
    return isAscending(choices) && isAscending(replaces) ? ok(parsed.data) : bad;
  } catch {
    // Not JSON, or text that no UTF-8 can hold.
    return bad;
  }
};

/** What a ballot must be by its poll alone (R5, R7, R11); null when it is. */
export const ballotRefusal = (ballot: Ballot, statement: PollStatement, pollHash: string): Refusal | null => {
  if (ballot.poll !== statement.poll || ballot.pollHash !== pollHash) {
    return refusal('ballot_wrong_poll_hash');
  }
  if (!statement.electorate.includes(ballot.voter)) return refusal('ballot_not_in_electorate');
  const { options, max } = statement.choices;
  const chosen = options.filter(({ id }) => ballot.choices.includes(id));
  if (chosen.length !== ballot.choices.length || chosen.length > max) {
    return refusal('ballot_choice_not_offered');
  }
  const wantsText = chosen.some(({ role }) => role === 'other');
  if (wantsText && ballot.text.trim() === '') return refusal('ballot_text_missing');
  return !wantsText && ballot.text !== '' ? refusal('invalid', { field: 'text' }) : null;
};
