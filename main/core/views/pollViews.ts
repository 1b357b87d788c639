import type { PollView } from '../../../shared/contract/client.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import { byOrder } from '../../../shared/lib/order.ts';
import { readStatement } from '../ballots/statements.ts';
import { ownerOf } from './paperViews.ts';
import type { ViewRequest } from './request.ts';

/** Where a poll stands: a slip, or the meeting of its item. */
const placeOf = (request: ViewRequest, { body }: Stored<'poll'>) => {
  const { records } = request;
  const item = body.itemId === null ? undefined : records.getSync('agendaItem', body.itemId)?.body;
  const slip = body.slipId === null ? undefined : records.getSync('slip', body.slipId)?.body;
  return { meetingId: item?.meetingId ?? body.meetingId, slip };
};

/** R7: as it was frozen, or as it would be now. */
const electorateOf = (request: ViewRequest, poll: Stored<'poll'>): readonly string[] => {
  const statement = readStatement(poll.body);
  if (statement) return statement.electorate;
  const { meetingId, slip } = placeOf(request, poll);
  if (slip) return request.slipSnapshot(slip).electorate;
  return meetingId === null ? [] : request.meetingSnapshot(meetingId).electorate;
};

export const conductsPoll = (request: ViewRequest, poll: Stored<'poll'>): boolean => {
  const { meetingId, slip } = placeOf(request, poll);
  if (slip) return request.conductsSlip(slip);
  return meetingId !== null && request.conductsMeeting(meetingId);
};

export const pollView = (request: ViewRequest, poll: Stored<'poll'>): PollView => {
  const electorate = electorateOf(request, poll);
  const mayConduct = conductsPoll(request, poll);
  const { records } = request;
  return {
    rev: poll.rev,
    poll: poll.body,
    ownerTitle: ownerOf(request, poll.body).title,
    mayVote: electorate.includes(request.me),
    mayConduct,
    vote: request.votes.of(poll.id),
    turnout: mayConduct ? (records.getSync('turnout', poll.id)?.body ?? null) : null,
    electorateCount: electorate.length,
    result: records.listSync('pollResult', poll.id)[0]?.body ?? null,
  };
};

/** The polls of an agenda item or a slip, in their order. */
export const pollsIn = (request: ViewRequest, ownerId: string): PollView[] =>
  [...request.records.listSync('poll', ownerId)]
    .sort((a, b) => byOrder(a.body, b.body))
    .map((poll) => pollView(request, poll));

/** Open, in the electorate, and nothing of one's own stands or is on its way. */
export const waitsForMe = ({ poll, mayVote, vote }: PollView): boolean =>
  poll.status === 'open' && mayVote && ['none', 'refused', 'conflict'].includes(vote.state);
