import type { ClientArgs, ClientResult, OwnVote } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { ballotRefusal, buildBallot, type BuiltBallot } from '../../../shared/domain/decisions/ballot.ts';
import { chainRefusal, headsOf } from '../../../shared/domain/decisions/heads.ts';
import type { Poll, PollStatement } from '../../../shared/domain/records/poll.ts';
import { refusal, type Refusal } from '../../../shared/domain/refusal.ts';
import { toBase64, utf8 } from '../../../shared/lib/bytes.ts';
import { isoOf } from '../../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, Feature } from '../context.ts';
import { asLogged, ballotsInOutbox, ownBallots, type OwnBallot } from './ownBallots.ts';
import { ownVoteOf } from './ownVote.ts';
import { readStatement } from './statements.ts';

type Cast = ClientArgs<'ballots.cast'>;

/** Votes of the signed-in person, by poll. */
export interface OwnVotes {
  of(pollId: string): OwnVote;
}

/** One look at the outbox for many polls. */
export const ownVotes = (context: Pick<CoreContext, 'records' | 'outbox'>): OwnVotes => {
  const inOutbox = ballotsInOutbox(context.outbox.entries());
  return { of: (pollId) => ownVoteOf(ownBallots(context.records, inOutbox, pollId)) };
};

/** What this device knows of the poll's state that forbids a vote; the server says the same. */
const statusRefusal = (poll: Poll): Refusal | null => {
  switch (poll.status) {
    case 'open':
      return null;
    case 'closed':
    case 'announced':
      return refusal('ballot_poll_closed');
    case 'draft':
    case 'cancelled':
      return refusal('poll_not_open');
  }
};

/**
 * R10: replaces every head this device knows: received ones that stand, and those still on their way. Late ones never
 * stood.
 */
const replacedBy = (ballots: readonly OwnBallot[]): string[] => {
  const standing = ballots.filter((own) => own.at !== 'server' || own.receipt.state !== 'late');
  return headsOf(asLogged(standing)).map(({ id }) => id);
};

const build = (context: CoreContext, args: Cast, hash: string, replaces: string[]): BuiltBallot =>
  buildBallot({
    poll: args.pollId,
    pollHash: hash,
    voter: context.account.personId,
    device: context.account.deviceId,
    choices: args.choices,
    text: args.text,
    replaces,
    checkpoint: context.decisionLog.latest(),
    castAt: isoOf(context.clock),
    salt: toBase64(context.random(32)),
  });

/** The server's own checks, made before anything is kept: a ballot that would be refused is refused at once. */
const firstRefusal = (
  poll: Poll,
  statement: PollStatement | null,
  built: BuiltBallot,
  own: readonly OwnBallot[],
): Refusal | null => {
  const closed = statusRefusal(poll);
  if (closed) return closed;
  // A statement that is not what its hash says is not a poll anybody can sign for.
  if (!statement) return refusal('ballot_wrong_poll_hash');
  return (
    ballotRefusal(built.ballot, statement, poll.hash ?? '') ??
    chainRefusal(built.ballot, asLogged(own), statement.changeable)
  );
};

/**
 * Casting: the ballot's exact bytes are made, signed with the device's key, and durably in the outbox before the call
 * is answered. One that could not be stored is never shown as kept.
 */
export const createBallots = (context: CoreContext): Feature => {
  const { records, account, outbox } = context;
  /** One after the other: the next names the one before it as replaced. */
  let turn: Promise<unknown> = Promise.resolve();

  const cast = async (args: Cast): Promise<Result<ClientResult<'ballots.cast'>, CabinetError>> => {
    const poll = records.confirmed.getSync('poll', args.pollId)?.body;
    if (!poll) return err(cabinetError('not_found'));
    const own = ownBallots(records, ballotsInOutbox(outbox.entries()), args.pollId);
    const built = build(context, args, poll.hash ?? '0'.repeat(64), replacedBy(own));
    const refused = firstRefusal(poll, readStatement(poll), built, own);
    if (refused) return err(cabinetError(refused.code, refused.params));
    const signature = toBase64(account.sign(utf8(built.bytes)));
    const kept = await outbox.enqueue('ballot.cast', { signed: { bytes: built.bytes, signature } });
    if (!kept.ok) return kept;
    context.changed('records', 'sync');
    return ok({ ballotId: built.id });
  };

  return {
    methods: {
      'ballots.cast': (args) => {
        const next = turn.then(() => cast(args));
        turn = next.catch(() => undefined);
        return next;
      },
    },
    async stop() {
      await turn;
    },
  };
};
