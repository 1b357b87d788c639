import { ballotId, parseBallot } from '../../../shared/domain/decisions/ballot.ts';
import type { LoggedBallot } from '../../../shared/domain/decisions/heads.ts';
import { signedBallot, type Ballot, type BallotReceipt } from '../../../shared/domain/records/poll.ts';
import { z } from 'zod';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { CoreContext, OutboxItem } from '../context.ts';

/** A ballot of one's own in one poll, wherever it is by now. */
export type OwnBallot = { readonly id: string; readonly ballot: Ballot } & (
  | { readonly at: 'outbox' }
  | { readonly at: 'refused'; readonly n: number; readonly error: CabinetError | null }
  | { readonly at: 'server'; readonly receipt: BallotReceipt }
);
export type SentBallot = Extract<OwnBallot, { at: 'server' }>;
export type RefusedBallot = Extract<OwnBallot, { at: 'refused' }>;

const castArgs = z.object({ signed: signedBallot });

const ballotOf = (entry: OutboxItem): { readonly id: string; readonly ballot: Ballot } | null => {
  const args = castArgs.safeParse(entry.args);
  const parsed = args.success ? parseBallot(args.data.signed.bytes) : null;
  return args.success && parsed?.ok ? { id: ballotId(args.data.signed.bytes), ballot: parsed.value } : null;
};

/** Parsed once: lists of polls ask again and again, and neither an entry's nor a receipt's bytes ever change. */
const parsedReceipts = new WeakMap<BallotReceipt, Ballot | null>();
const ballotOfReceipt = (receipt: BallotReceipt): Ballot | null => {
  const known = parsedReceipts.get(receipt);
  if (known !== undefined) return known;
  const parsed = parseBallot(receipt.signed.bytes);
  const ballot = parsed.ok && ballotId(receipt.signed.bytes) === receipt.id ? parsed.value : null;
  parsedReceipts.set(receipt, ballot);
  return ballot;
};

/** The ballots in the outbox by poll, in the order in which they were cast. */
export const ballotsInOutbox = (
  entries: readonly OutboxItem[],
): ReadonlyMap<string, readonly OwnBallot[]> => {
  const byPoll = new Map<string, OwnBallot[]>();
  for (const entry of entries) {
    if (entry.name !== 'ballot.cast') continue;
    const cast = ballotOf(entry);
    if (!cast) continue;
    const list = byPoll.get(cast.ballot.poll) ?? [];
    byPoll.set(cast.ballot.poll, list);
    if (entry.state === 'refused') list.push({ ...cast, at: 'refused', n: entry.n, error: entry.error });
    else list.push({ ...cast, at: 'outbox' });
  }
  return byPoll;
};

/**
 * Everything this device knows of its person's ballots in a poll: received ones in the order of the log, then those
 * in the outbox in the order of casting. One that the server has and that is still in the outbox counts as received.
 */
export const ownBallots = (
  records: CoreContext['records'],
  inOutbox: ReadonlyMap<string, readonly OwnBallot[]>,
  pollId: string,
): readonly OwnBallot[] => {
  const received: SentBallot[] = [];
  for (const { id, body } of records.listSync('ballotReceipt', pollId)) {
    const ballot = ballotOfReceipt(body);
    if (ballot) received.push({ id, ballot, at: 'server', receipt: body });
  }
  received.sort((a, b) => a.receipt.logIndex - b.receipt.logIndex);
  const known = new Set(received.map(({ id }) => id));
  return [...received, ...(inOutbox.get(pollId) ?? []).filter(({ id }) => !known.has(id))];
};

/** Ballots that may stand, as the rules know them; those on their way come after all that is in the log. */
export const asLogged = (ballots: readonly OwnBallot[]): readonly LoggedBallot[] =>
  ballots
    .filter(({ at }) => at !== 'refused')
    .map((own, index) => ({
      id: own.id,
      ballot: own.ballot,
      logIndex: own.at === 'server' ? own.receipt.logIndex : 2 ** 40 + index,
      receivedAt: own.at === 'server' ? own.receipt.receivedAt : own.ballot.castAt,
    }));
