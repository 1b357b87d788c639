import type { OwnVote } from '../../../shared/contract/client.ts';
import type { Ballot, BallotReceipt } from '../../../shared/domain/records/poll.ts';
import type { OwnBallot, RefusedBallot, SentBallot } from './ownBallots.ts';

const NONE: OwnVote = {
  state: 'none',
  choices: [],
  text: '',
  castAt: null,
  receivedAt: null,
  error: null,
  heads: [],
  receipt: null,
};

const said = ({ choices, text, castAt }: Ballot): Pick<OwnVote, 'choices' | 'text' | 'castAt'> => ({
  choices,
  text,
  castAt,
});

const withReceipt = (state: OwnVote['state'], { ballot, receipt }: SentBallot): OwnVote => ({
  ...NONE,
  ...said(ballot),
  state,
  receivedAt: receipt.receivedAt,
  receipt,
});

const inState = (sent: readonly SentBallot[], state: BallotReceipt['state']): readonly SentBallot[] =>
  sent.filter(({ receipt }) => receipt.state === state);

const refused = ({ ballot, error }: RefusedBallot, counted: SentBallot | undefined): OwnVote => ({
  ...NONE,
  ...said(ballot),
  state: 'refused',
  error: error === null ? null : { code: error.code, params: { ...error.params } },
  // What stands in its place, if something does.
  receipt: counted?.receipt ?? null,
});

/**
 * What a voter is told of their own vote (ui: kept on this device / received / refused, always visible). What is on
 * its way comes first, because it is the voter's last word; a refusal is shown until it has been looked at.
 */
export const ownVoteOf = (ballots: readonly OwnBallot[]): OwnVote => {
  const waiting = ballots.filter(({ at }) => at === 'outbox').at(-1);
  if (waiting) return { ...NONE, ...said(waiting.ballot), state: 'kept' };
  const sent = ballots.filter((own) => own.at === 'server');
  const heads = inState(sent, 'conflict');
  const [newest] = [...heads].sort((a, b) => (a.ballot.castAt < b.ballot.castAt ? 1 : -1));
  if (newest) {
    return {
      ...withReceipt('conflict', newest),
      heads: heads.map(({ ballot: { choices, castAt } }) => ({ choices, castAt })),
    };
  }
  const counted = inState(sent, 'counts').at(-1);
  const rejected = ballots.filter((own) => own.at === 'refused').at(-1);
  if (rejected && (!counted || counted.ballot.castAt < rejected.ballot.castAt))
    return refused(rejected, counted);
  const late = inState(sent, 'late').at(-1);
  if (late && (!counted || counted.receipt.logIndex < late.receipt.logIndex))
    return withReceipt('late', late);
  return counted ? withReceipt('received', counted) : NONE;
};
