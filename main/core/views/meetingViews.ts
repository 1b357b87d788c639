import type { ItemView, MeetingSummary, MeetingView } from '../../../shared/contract/client.ts';
import type { Stored } from '../../../shared/domain/mutation.ts';
import type { Meeting } from '../../../shared/domain/records/meeting.ts';
import { quorumOf } from '../../../shared/domain/decisions/quorum.ts';
import { inAgendaOrder } from './agenda.ts';
import { papersIn } from './paperViews.ts';
import { pollsIn } from './pollViews.ts';
import type { ViewRequest } from './request.ts';

/** Over: agenda, papers, people and questions stay as they are. */
const ENDED: readonly Meeting['status'][] = ['closed', 'concluded', 'cancelled'];
/** What may be somebody's next session. */
const AHEAD = ['invited', 'in_session', 'adjourned'] as const satisfies readonly Meeting['status'][];
export const isEnded = ({ status }: Meeting): boolean => ENDED.includes(status);

/** Counts of a meeting's papers in their current versions. */
const paperCounts = (request: ViewRequest, items: readonly Stored<'agendaItem'>[]) => {
  const counts = { paperCount: 0, papersHere: 0, papersRead: 0, bytesHere: 0, bytesTotal: 0 };
  const { records, store, reading } = request;
  for (const item of items) {
    for (const { id, body } of records.listSync('paper', item.id)) {
      const version = records.getSync('paperVersion', body.currentVersionId)?.body;
      if (!version) continue;
      const { state, haveBytes, totalBytes } = store.availability(version.file);
      counts.paperCount += 1;
      counts.papersHere += state === 'here' ? 1 : 0;
      counts.papersRead += reading.hasOpened(id, version.id) ? 1 : 0;
      counts.bytesHere += haveBytes;
      counts.bytesTotal += totalBytes;
    }
  }
  return counts;
};

export const meetingSummary = (request: ViewRequest, { body }: Stored<'meeting'>): MeetingSummary => {
  const items = request.records.listSync('agendaItem', body.id);
  return {
    meeting: body,
    bodyName: request.records.getSync('body', body.bodyId)?.body.name ?? '',
    role: request.role(body.id),
    itemCount: items.length,
    ...paperCounts(request, items),
  };
};

const itemView = (request: ViewRequest, { id, rev, body }: Stored<'agendaItem'>): ItemView => ({
  rev,
  item: body,
  papers: papersIn(request, id),
  polls: pollsIn(request, id),
});

/** Null while its body has not arrived. */
export const meetingView = (
  request: ViewRequest,
  { rev, body: meeting }: Stored<'meeting'>,
): MeetingView | null => {
  const { records } = request;
  const body = records.getSync('body', meeting.bodyId)?.body;
  if (!body) return null;
  const { memberCount, present } = request.meetingSnapshot(meeting.id);
  const items = inAgendaOrder(records.listSync('agendaItem', meeting.id));
  return {
    rev,
    meeting,
    body,
    role: request.role(meeting.id),
    mayEdit: request.conductsMeeting(meeting.id) && !isEnded(meeting),
    participants: [...request.participants(meeting.id)],
    items: items.map((item) => itemView(request, item)),
    quorum: quorumOf(body.ruleSet.quorum, memberCount, present.length),
  };
};

/** The session under way, else the nearest that is not over; drafts are nobody's next session yet. */
export const nextMeeting = (request: ViewRequest): Stored<'meeting'> | null => {
  const now = request.context.clock.now();
  const ahead = AHEAD.flatMap((status) => request.records.withStatus('meeting', status)).filter(
    ({ body }) => body.status === 'in_session' || Date.parse(body.endsAt) >= now,
  );
  const rank = ({ body }: Stored<'meeting'>): string =>
    `${body.status === 'in_session' ? '0' : '1'} ${body.startsAt} ${body.id}`;
  return ahead.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0] ?? null;
};
