import type { Database } from 'better-sqlite3';
import type { AgendaItem, Meeting, Participant } from '../../../shared/domain/records/meeting.ts';
import type { Body } from '../../../shared/domain/records/organisation.ts';
import type { Poll, PollStatement, Slip } from '../../../shared/domain/records/poll.ts';

/**
 * Who may read what, worked out again from the server's rows and from `docs/sync.md` alone, without the functions under
 * test: by hand and slowly.
 */
export const scopesReadBy = (truth: Database, personId: string): ReadonlySet<string> => {
  const all = <T>(kind: string): readonly T[] =>
    truth
      .prepare<[string], { body: string }>('SELECT body FROM record WHERE kind = ? AND body IS NOT NULL')
      .all(kind)
      .map(({ body }) => JSON.parse(body) as T);
  const people = truth
    .prepare<[string], { scope: string }>(
      `SELECT scope FROM record WHERE kind = 'person' AND id = ? AND body IS NOT NULL`,
    )
    .all(personId);
  const scopes = new Set([`user:${personId}`, `manifest:${personId}`, ...people.map(({ scope }) => scope)]);
  const items = all<AgendaItem>('agendaItem');
  const participants = all<Participant>('participant');
  for (const meeting of all<Meeting>('meeting')) {
    const role = participants.find((one) => one.meetingId === meeting.id && one.personId === personId)?.role;
    const conducts = role === 'secretary' || role === 'chair';
    if (!conducts && (role === undefined || meeting.publishedAt === null)) continue;
    scopes.add(`meeting:${meeting.id}`);
    if (conducts) scopes.add(`prep:${meeting.id}`);
    for (const item of items) if (item.meetingId === meeting.id) scopes.add(`item:${item.id}`);
  }
  const bodies = all<Body>('body');
  const polls = all<Poll>('poll');
  for (const slip of all<Slip>('slip')) {
    const secretariat = bodies.find(({ id }) => id === slip.bodyId)?.secretaryIds ?? [];
    const conducts = slip.officerId === personId || secretariat.includes(personId);
    const isAsked = polls.some(
      ({ slipId, statement }) =>
        slipId === slip.id &&
        statement !== null &&
        (JSON.parse(statement) as PollStatement).electorate.includes(personId),
    );
    if (conducts || (slip.status !== 'draft' && isAsked)) scopes.add(`slip:${slip.id}`);
    if (conducts) scopes.add(`prep:${slip.id}`);
  }
  return scopes;
};
