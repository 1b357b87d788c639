import { err, ok, type Result } from '../../lib/result.ts';
import { recount, toLogged } from '../conduct/counting.ts';
import { endDueWindows } from '../conduct/windows.ts';
import { ballotId, ballotRefusal, parseBallot } from '../decisions/ballot.ts';
import { chainRefusal, type LoggedBallot } from '../decisions/heads.ts';
import { statementOf } from '../decisions/statement.ts';
import { hasSeenClose, isInTime } from '../decisions/tally.ts';
import {
  defineMutation,
  type FormerBallot,
  type MutationContext,
  type Outcome,
  type ServerEffects,
  type Stored,
} from '../mutation.ts';
import type { Ballot, PollStatement, SignedBallot } from '../records/poll.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { scopeOf } from '../scope.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, refuse, refuseWith } from './outcome.ts';

type OnServer = MutationContext & { readonly server: ServerEffects };

interface Cast {
  readonly ballot: Ballot;
  readonly poll: Stored<'poll'>;
  readonly statement: PollStatement;
}

/** The poll that a ballot names, once that was opened and not cancelled. */
const findPoll = async ({ tx }: OnServer, ballot: Ballot): Promise<Result<Cast, Refusal>> => {
  const poll = await tx.get('poll', ballot.poll);
  if (poll === undefined) return err(refusal('not_found'));
  const statement = statementOf(poll.body);
  if (statement === null || poll.body.status === 'cancelled') return err(refusal('poll_not_open'));
  return ok({ ballot, poll, statement });
};

/** R11: signed by a known device of the voter, who is the one who sends it. */
const signerRefusal = async (
  { tx, actor, server }: OnServer,
  ballot: Ballot,
  signed: SignedBallot,
): Promise<Refusal | null> => {
  if (ballot.voter !== actor.personId) return refusal('not_allowed');
  const device = (await tx.get('device', ballot.device))?.body;
  if (device?.personId !== ballot.voter || device.revokedAt !== null) return refusal('ballot_device_unknown');
  return server.verify(device.publicKey, signed.bytes, signed.signature)
    ? null
    : refusal('ballot_bad_signature');
};

/** Everything but its time that a ballot must satisfy. `own` are the voter's ballots that are already stored. */
const contentRefusal = async (
  { server }: OnServer,
  { ballot, poll, statement }: Cast,
  own: readonly LoggedBallot[],
): Promise<Refusal | null> => {
  const wrong =
    ballotRefusal(ballot, statement, poll.body.hash ?? '') ?? chainRefusal(ballot, own, statement.changeable);
  if (wrong !== null) return wrong;
  return (await server.knowsCheckpoint(ballot.checkpoint)) ? null : refusal('ballot_checkpoint_unknown');
};

/**
 * Stores and logs a ballot and gives its voter the receipt. The receipt begins as `late` where the log says so; the
 * recount that follows settles every state.
 */
const store = async (
  { tx, now, server }: OnServer,
  { ballot, poll, statement }: Cast,
  id: string,
  signed: SignedBallot,
  former: FormerBallot | undefined,
): Promise<void> => {
  const again = former === undefined ? {} : { former };
  const leaf = await server.append({ type: 'ballot', poll: poll.id, ballot: id, at: now, ...again });
  const logIndex = leaf.index;
  const personId = ballot.voter;
  await server.storeBallot({ id, pollId: poll.id, personId, signed, receivedAt: now, logIndex });
  const events = await server.pollEvents(poll.id);
  const inTime = isInTime(statement, events, { id, ballot, logIndex, receivedAt: now, former });
  await tx.put(scopeOf('user', personId), 'ballotReceipt', {
    id,
    pollId: poll.id,
    signed,
    receivedAt: now,
    state: inTime ? 'counts' : 'late',
    logIndex,
    proof: [...leaf.proof],
    checkpoint: leaf.checkpoint,
    ...again,
  });
};

/** Where a ballot stood in a log that was lost, when it comes again after a restore. */
const formerPlace = ({ former }: MutationContext, id: string): FormerBallot | undefined => {
  const leaf = former?.find(({ event }) => event.type === 'ballot' && event.ballot === id);
  if (leaf?.event.type !== 'ballot') return undefined;
  return { origin: leaf.origin, index: leaf.index, at: leaf.event.at };
};

/**
 * A ballot arrives. What its bytes, signature, chain or choices make wrong is refused and nothing is kept. Then its
 * time (R13):
 * - the poll is open: kept, logged, counted;
 * - closed, and its device had seen the close (its checkpoint has the close in it): refused, `ballot_poll_closed`;
 * - closed, and its device had not: kept and logged. Under `accept until` within the window it counts and the
 *   provisional result is made again. Under `reject`, after the window, or once the result is announced it does not:
 *   the mutation is applied all the same, and the voter is told by the receipt, whose state is `late`.
 * The same ballot again is applied again, with no effect.
 */
const cast = async ({ signed }: MutationArgs<'ballot.cast'>, asked: MutationContext): Promise<Outcome> => {
  const { server } = asked;
  if (server === null) return refuse('needs_connection');
  const context: OnServer = { ...asked, server };
  const parsed = parseBallot(signed.bytes);
  if (!parsed.ok) return parsed;
  const found = await findPoll(context, parsed.value);
  if (!found.ok) return found;
  const { ballot, poll } = found.value;
  const forged = await signerRefusal(context, ballot, signed);
  if (forged !== null) return refuseWith(forged);
  const id = ballotId(signed.bytes);
  const stored = await server.ballots(poll.id);
  if (stored.some((other) => other.id === id)) return applied;
  const own = stored.filter(({ personId }) => personId === ballot.voter).map(toLogged);
  const wrong = await contentRefusal(context, found.value, own);
  if (wrong !== null) return refuseWith(wrong);
  const former = formerPlace(asked, id);
  const events = await server.pollEvents(poll.id);
  if (former === undefined && hasSeenClose(events, ballot.checkpoint)) return refuse('ballot_poll_closed');
  // Whatever the server's timer did: what arrives after the window stands after its end in the log.
  await endDueWindows(context, [poll.id]);
  await store(context, found.value, id, signed, former);
  await recount(context, poll.body, ballot.voter);
  return applied;
};

/**
 * Not replayed on the device: a kept ballot is shown from the outbox itself, as not yet received. It may wait for a
 * connection as long as it must (R12).
 */
export const ballotMutations = {
  'ballot.cast': defineMutation({
    args: mutationArgs['ballot.cast'],
    optimistic: false,
    needsConnection: false,
    apply: cast,
  }),
};
