import type { ClientResult, PollView, SlipView } from '../../../shared/contract/client.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import { inAgendaOrder } from './agenda.ts';
import { meetingSummary, nextMeeting } from './meetingViews.ts';
import type { News } from './news.ts';
import { papersIn, paperView } from './paperViews.ts';
import { pollsIn, pollView, waitsForMe } from './pollViews.ts';
import type { ViewRequest } from './request.ts';
import { slipsInOrder, slipView } from './slipViews.ts';

type Home = ClientResult<'home.get'>;

/** Covers of papers to go on with. */
const CONTINUED = 6;

/** Open polls of any session that wait for this person, then those of the next session still to come. */
const toDecide = (request: ViewRequest, items: readonly Stored<'agendaItem'>[]): PollView[] => {
  const open = request.records
    .withStatus('poll', 'open')
    .filter(({ body }) => body.slipId === null)
    .map((poll) => pollView(request, poll))
    .filter(waitsForMe)
    .sort((a, b) => ((a.poll.openedAt ?? '') < (b.poll.openedAt ?? '') ? -1 : 1));
  const toCome = items
    .flatMap(({ id }) => pollsIn(request, id))
    .filter(({ poll, mayVote }) => poll.status === 'draft' && mayVote);
  return [...open, ...toCome];
};

const waitingSlips = (request: ViewRequest): SlipView[] =>
  slipsInOrder(request, request.records.withStatus('slip', 'sent'))
    .map((slip) => slipView(request, slip))
    .filter(({ polls }) => polls.some(waitsForMe));

const toRead = (request: ViewRequest, items: readonly Stored<'agendaItem'>[]): Home['toRead'] =>
  items.flatMap(({ id, body }) =>
    papersIn(request, id)
      .filter(({ read }) => !read)
      .map((view) => ({ view, itemTitle: body.title })),
  );

const continueReading = (request: ViewRequest): Home['continueReading'] => {
  const papers: Home['continueReading'] = [];
  for (const position of request.reading.recent()) {
    const paper = request.records.getSync('paper', position.paperId);
    const view = paper && (paperView(request, paper, position.versionId) ?? paperView(request, paper));
    if (view) papers.push({ view, position });
    if (papers.length === CONTINUED) break;
  }
  return papers;
};

export const homeView = (request: ViewRequest, news: News): Home => {
  const next = nextMeeting(request);
  const items = next ? inAgendaOrder(request.records.listSync('agendaItem', next.id)) : [];
  return {
    next: next && meetingSummary(request, next),
    toDecide: toDecide(request, items),
    slips: waitingSlips(request),
    toRead: toRead(request, items),
    continueReading: continueReading(request),
    changes: news.list(request),
  };
};
