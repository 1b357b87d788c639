import { canonicalJson } from '../../lib/canonicalJson.ts';
import { parseBallot } from '../decisions/ballot.ts';
import type { LoggedBallot } from '../decisions/heads.ts';
import { statementOf } from '../decisions/statement.ts';
import { type Tally, tallyOf } from '../decisions/tally.ts';
import type { LogPlace, RecordWriter, ServerEffects, StoredBallot } from '../mutation.ts';
import { findPlace, placeNameOf, prepScopeOf } from '../place.ts';
import type { Poll, PollResult } from '../records/poll.ts';
import { scopeOf } from '../scope.ts';

/** What counting needs: the server's own work, on nobody's behalf. */
export interface CountingContext {
  readonly now: string;
  readonly tx: RecordWriter;
  readonly server: ServerEffects;
}

/** Stored bytes were checked on arrival: bytes that no longer read are a damaged store. */
export const toLogged = (stored: StoredBallot): LoggedBallot => {
  const parsed = parseBallot(stored.signed.bytes);
  if (!parsed.ok) throw new Error(`ballot ${stored.id} is damaged`);
  const { id, logIndex, receivedAt, former } = stored;
  return { id, ballot: parsed.value, logIndex, receivedAt, former };
};

/** The tally of a poll that was opened, of its ballots and of the log as it stands. */
const countPoll = async (
  server: ServerEffects,
  poll: Poll,
  ballots: readonly LoggedBallot[],
  formerAnnouncement?: LogPlace,
): Promise<Tally> => {
  const statement = statementOf(poll);
  if (statement === null) throw new Error(`poll ${poll.id} was never opened`);
  const events = await server.pollEvents(poll.id);
  return tallyOf(
    statement,
    formerAnnouncement === undefined ? events : { ...events, formerAnnouncement },
    ballots,
  );
};

/** The result as it stood when it was announced, at a place in a log that was lost: what is known now of the ballots before it. */
export const resultAnnouncedAt = async (
  { server }: CountingContext,
  poll: Poll,
  { origin, index }: LogPlace,
): Promise<PollResult> => {
  const ballots = (await server.ballots(poll.id)).map(toLogged);
  return (await countPoll(server, poll, ballots, { origin, index })).result;
};

/**
 * R14: members see a result from the close on, or running totals (never who chose what) while a `live` poll is open.
 * R13: an announced result is never altered.
 */
const shownResult = (poll: Poll, result: PollResult): PollResult | null => {
  if (poll.status === 'closed') return result;
  return poll.status === 'open' && poll.live ? { ...result, lines: [] } : null;
};

const writeTurnout = async ({ tx }: CountingContext, poll: Poll, tally: Tally): Promise<void> => {
  const place = await findPlace(tx, placeNameOf(poll));
  if (place === undefined) throw new Error(`poll ${poll.id} stands nowhere`);
  const before = await tx.get('turnout', poll.id);
  const turnout = {
    id: poll.id,
    pollId: poll.id,
    votedIds: [...tally.votedIds],
    conflictIds: [...tally.conflictIds],
  };
  if (before === undefined || canonicalJson(before.body) !== canonicalJson(turnout)) {
    await tx.put(prepScopeOf(place), 'turnout', turnout);
  }
};

const writeReceiptStates = async (
  { tx }: CountingContext,
  ballots: readonly LoggedBallot[],
  tally: Tally,
): Promise<void> => {
  for (const { id } of ballots) {
    const receipt = await tx.get('ballotReceipt', id);
    const state = tally.stateById.get(id);
    if (receipt !== undefined && state !== undefined && receipt.body.state !== state) {
      await tx.put(receipt.scope, 'ballotReceipt', { ...receipt.body, state });
    }
  }
};

export const writeResult = ({ tx }: CountingContext, poll: Poll, result: PollResult): Promise<void> =>
  tx.put(
    scopeOf(poll.itemId === null ? 'slip' : 'item', poll.itemId ?? poll.slipId ?? ''),
    'pollResult',
    result,
  );

/**
 * Counts a poll again and writes what has changed: turnout, the voters' receipts, and the result where it is shown.
 * After one voter's ballot (`voter`) nobody else's receipts can have changed; after an event of the poll all may have.
 */
export const recount = async (context: CountingContext, poll: Poll, voter?: string): Promise<void> => {
  const ballots = (await context.server.ballots(poll.id)).map(toLogged);
  const tally = await countPoll(context.server, poll, ballots);
  const concerned = ballots.filter(({ ballot }) => voter === undefined || ballot.voter === voter);
  await writeTurnout(context, poll, tally);
  await writeReceiptStates(context, concerned, tally);
  const result = shownResult(poll, tally.result);
  if (result !== null) await writeResult(context, poll, result);
};
