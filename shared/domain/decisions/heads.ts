import type { FormerBallot } from '../mutation.ts';
import type { Ballot } from '../records/poll.ts';
import { refusal, type Refusal } from '../refusal.ts';

/** A ballot that passed every check, and where it stands in the log. */
export interface LoggedBallot {
  readonly id: string;
  readonly ballot: Ballot;
  readonly logIndex: number;
  /** The instant in its leaf. */
  readonly receivedAt: string;
  /** Where it stood in a log that was lost, when it came again after a restore. */
  readonly former?: FormerBallot | undefined;
}

/** Which of two ballots stands lower in the log: what stood in a lost one before what only stands in this one. */
const byPlace = (a: LoggedBallot, b: LoggedBallot): number => {
  if (a.former === undefined || b.former === undefined) return a.logIndex - b.logIndex;
  return a.former.origin === b.former.origin
    ? a.former.index - b.former.index
    : a.former.origin < b.former.origin
      ? -1
      : 1;
};

/**
 * R10: of one voter's valid ballots in one poll, those that no other of them replaces, lowest in the log first. One
 * head counts; several are a conflict (C8). The clock plays no part.
 */
export const headsOf = (ballots: readonly LoggedBallot[]): readonly LoggedBallot[] => {
  const replaced = new Set(ballots.flatMap(({ ballot }) => ballot.replaces));
  return ballots.filter(({ id }) => !replaced.has(id)).sort(byPlace);
};

const sameChoice = (a: Ballot, b: Ballot): boolean =>
  a.text === b.text && a.choices.join() === b.choices.join();

/**
 * R10: whether a voter's new ballot may follow their own earlier ones (`own`: all stored, late ones too). It may
 * replace only those. In a poll that is not changeable, a device that has voted does not vote again, except to end a
 * conflict by naming every head and repeating what one of them says; one from another device that knew of none makes
 * the conflict.
 */
export const chainRefusal = (
  ballot: Ballot,
  own: readonly LoggedBallot[],
  changeable: boolean,
): Refusal | null => {
  const known = new Set(own.map(({ id }) => id));
  if (!ballot.replaces.every((id) => known.has(id))) return refusal('ballot_replaces_unknown');
  if (changeable || own.length === 0) return null;
  const heads = headsOf(own);
  const endsConflict =
    heads.length > 1 &&
    heads.every(({ id }) => ballot.replaces.includes(id)) &&
    heads.some((head) => sameChoice(head.ballot, ballot));
  const knewOfNone =
    ballot.replaces.length === 0 && own.every((other) => other.ballot.device !== ballot.device);
  return endsConflict || knewOfNone ? null : refusal('ballot_not_changeable');
};
