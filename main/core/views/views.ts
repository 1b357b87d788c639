import type { ClientResult } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import type { RecordKind } from '../../../shared/domain/records/kinds.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Feature } from '../context.ts';
import { inAgendaOrder } from './agenda.ts';
import { homeView } from './home.ts';
import { meetingSummary, meetingView } from './meetingViews.ts';
import { createNews } from './news.ts';
import { ownerOf, papersIn, paperView, versionsOf } from './paperViews.ts';
import { pollsIn, pollView } from './pollViews.ts';
import { type ViewRequest, viewRequest, type ViewSources } from './request.ts';
import { slipsInOrder, slipView } from './slipViews.ts';

const notFound = err(cabinetError('not_found'));

const found = <K extends RecordKind, T>(
  request: ViewRequest,
  kind: K,
  id: string,
  view: (stored: Stored<K>) => T | null,
): Result<T, CabinetError> => {
  const stored = request.records.getSync(kind, id);
  const made = stored && view(stored);
  return made ? ok(made) : notFound;
};

/** The latest session first, in the order of its agenda; then the papers of slips. */
const allPapers = (request: ViewRequest): ClientResult<'papers.list'> => {
  const { records } = request;
  const meetings = [...records.all('meeting')].sort((a, b) => (a.body.startsAt < b.body.startsAt ? 1 : -1));
  const inMeetings = meetings.flatMap(({ id, body }) =>
    inAgendaOrder(records.listSync('agendaItem', id)).flatMap((item) =>
      papersIn(request, item.id).map((view) => ({
        view,
        itemTitle: item.body.title,
        meetingTitle: body.title,
      })),
    ),
  );
  const inSlips = slipsInOrder(request).flatMap(({ id, body }) =>
    papersIn(request, id).map((view) => ({ view, itemTitle: body.title, meetingTitle: '' })),
  );
  return { papers: [...inMeetings, ...inSlips] };
};

const organisationView = (request: ViewRequest): Result<ClientResult<'organisation.get'>, CabinetError> => {
  const { records, context } = request;
  const organisation = records.getSync('organisation', context.account.organisationId);
  if (!organisation) return notFound;
  const withRev = <K extends 'body' | 'person' | 'organisation'>({ rev, body }: Stored<K>) => ({
    rev,
    record: body,
  });
  return ok({
    organisation: withRev(organisation),
    bodies: [...records.all('body')]
      .sort((a, b) => a.body.name.localeCompare(b.body.name, 'vi'))
      .map(withRev),
    people: [...records.all('person')]
      .sort((a, b) => a.body.rank - b.body.rank || a.body.name.localeCompare(b.body.name, 'vi'))
      .map(withRev),
    memberships: records.all('membership').map(({ body }) => body),
  });
};

const paperAnswer = (
  request: ViewRequest,
  paper: Stored<'paper'>,
  versionId: string | undefined,
): ClientResult<'papers.get'> | null => {
  const view = paperView(request, paper, versionId);
  if (!view) return null;
  const owner = ownerOf(request, paper.body);
  const ownerId = paper.body.itemId ?? paper.body.slipId ?? '';
  return {
    view,
    versions: versionsOf(request, paper.id),
    ownerTitle: owner.title,
    meetingId: owner.meetingId,
    polls: pollsIn(request, ownerId).filter(({ poll }) =>
      poll.documents.some(({ paperId }) => paperId === paper.id),
    ),
  };
};

/** Answers to what screens ask, made from records, files and reading positions at the moment of asking. */
export const createViews = (sources: ViewSources): Feature => {
  const news = createNews(sources.context);
  const request = (): ViewRequest => viewRequest(sources);
  return {
    methods: {
      'organisation.get': async () => organisationView(request()),
      'home.get': async () => ok(homeView(request(), news)),
      'meetings.list': async () => {
        const asked = request();
        const meetings = [...asked.records.all('meeting')]
          .sort((a, b) => (a.body.startsAt < b.body.startsAt ? 1 : -1))
          .map((meeting) => meetingSummary(asked, meeting));
        return ok({ meetings });
      },
      'meetings.get': async ({ id }) => {
        const asked = request();
        return found(asked, 'meeting', id, (meeting) => meetingView(asked, meeting));
      },
      'papers.list': async () => ok(allPapers(request())),
      'papers.get': async ({ id, versionId }) => {
        const asked = request();
        return found(asked, 'paper', id, (paper) => paperAnswer(asked, paper, versionId));
      },
      'polls.get': async ({ id }) => {
        const asked = request();
        return found(asked, 'poll', id, (poll) => pollView(asked, poll));
      },
      'slips.list': async () => {
        const asked = request();
        return ok({ slips: slipsInOrder(asked).map((slip) => slipView(asked, slip)) });
      },
      'slips.get': async ({ id }) => {
        const asked = request();
        return found(asked, 'slip', id, (slip) => slipView(asked, slip));
      },
    },
    onPulled: (pulled) => news.notice(request(), pulled),
  };
};
