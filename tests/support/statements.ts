import { createHash } from 'node:crypto';
import type { LoggedBallot } from '../../shared/domain/decisions/heads.ts';
import type { PollEvents } from '../../shared/domain/mutation.ts';
import type { PollStatement } from '../../shared/domain/records/poll.ts';
import { draftOf } from './government.ts';

/** A stable UUID for a small number, rising with it. */
export const uuid = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** The statement of a poll in which the first `electorate` persons may vote. */
export const statementOf = (
  frame: { readonly members: number; readonly electorate?: number; readonly present?: number },
  changes: Partial<PollStatement> = {},
): PollStatement => {
  const people = Array.from({ length: frame.members }, (_, n) => uuid(n));
  return {
    ...draftOf(),
    type: 'ecabinet/poll/v1',
    poll: uuid(5000),
    organisation: uuid(5001),
    body: uuid(5002),
    meeting: uuid(5003),
    item: uuid(5004),
    slip: null,
    electorate: people.slice(0, frame.electorate ?? frame.members),
    present: people.slice(0, frame.present ?? frame.members),
    memberCount: frame.members,
    openedAt: '2019-06-24T02:00:00.000Z',
    previousPoll: null,
    ...changes,
  };
};

export interface TestBallot {
  readonly name: string;
  readonly voter: number;
  readonly choices: readonly string[];
  /** Names of the ballots it replaces. */
  readonly replaces?: readonly string[];
  readonly checkpointSize?: number;
  readonly receivedAt?: string;
  readonly former?: LoggedBallot['former'];
  readonly text?: string;
}

/** A ballot's id in tests, from its name. */
export const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');

/** Ballots in log order, the first at `firstIndex`. */
export const logged = (ballots: readonly TestBallot[], firstIndex = 1): readonly LoggedBallot[] =>
  ballots.map((ballot, index) => ({
    id: idOf(ballot.name),
    logIndex: firstIndex + index,
    receivedAt: ballot.receivedAt ?? '2019-06-24T03:00:00.000Z',
    former: ballot.former,
    ballot: {
      type: 'ecabinet/ballot/v1',
      poll: uuid(5000),
      pollHash: idOf('poll'),
      voter: uuid(ballot.voter),
      device: uuid(6000 + ballot.voter),
      choices: [...ballot.choices],
      text: ballot.text ?? '',
      replaces: (ballot.replaces ?? []).map(idOf).sort(),
      checkpoint: { origin: 'e-cabinet/test', size: ballot.checkpointSize ?? 1, root: idOf('root') },
      castAt: '2019-06-24T02:02:00.000Z',
      salt: Buffer.alloc(32).toString('base64'),
    },
  }));

/** `count` voters from `first` on, each choosing the same. */
export const votes = (choice: string, first: number, count: number): readonly TestBallot[] =>
  Array.from({ length: count }, (_, n) => ({
    name: `${choice}-${first + n}`,
    voter: first + n,
    choices: [choice],
  }));

export const CLOSED_LAST: PollEvents = { opened: 0, closed: 1_000_000, windowEnded: null, announced: null };
