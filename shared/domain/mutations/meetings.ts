import { participantId } from '../derivedId.ts';
import { defineMutation, type MutationContext, type Outcome } from '../mutation.ts';
import type { Meeting } from '../records/meeting.ts';
import type { Membership } from '../records/organisation.ts';
import { conductsMeeting, isBodySecretary, type MeetingRole } from '../rights.ts';
import { scopeOf } from '../scope.ts';
import { staleRefusal } from '../stale.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, patched, refuse, refuseWith } from './outcome.ts';

/** Which status may follow which; anything else is `meeting_wrong_status`. */
const NEXT: { readonly [S in Meeting['status']]: readonly Meeting['status'][] } = {
  draft: ['cancelled'],
  invited: ['in_session', 'cancelled'],
  in_session: ['adjourned', 'closed'],
  adjourned: ['in_session', 'closed'],
  closed: ['concluded'],
  concluded: [],
  cancelled: [],
};

const endsBeforeStart = (times: Pick<Meeting, 'startsAt' | 'endsAt'>): boolean =>
  Date.parse(times.endsAt) <= Date.parse(times.startsAt);

const roleOf = (membership: Membership): MeetingRole => (membership.role === 'chair' ? 'chair' : 'member');

/** The author as secretary, and everybody with a seat in the body; a seated author keeps the vote. */
const inviteBody = async (context: MutationContext, meetingId: string, bodyId: string): Promise<void> => {
  const { tx, actor } = context;
  const memberships = (await tx.list('membership', bodyId)).map(({ body }) => body);
  const seat = memberships.find(({ personId }) => personId === actor.personId);
  const parts = [
    { personId: actor.personId, role: 'secretary' as const, votes: seat?.votes ?? false },
    ...memberships
      .filter((membership) => membership !== seat)
      .map((membership) => ({
        personId: membership.personId,
        role: roleOf(membership),
        votes: membership.votes,
      })),
  ];
  for (const part of parts) {
    const id = participantId(meetingId, part.personId);
    await tx.put(scopeOf('meeting', meetingId), 'participant', {
      ...part,
      id,
      meetingId,
      attendance: 'unknown',
    });
  }
};

const create = async (args: MutationArgs<'meeting.create'>, context: MutationContext): Promise<Outcome> => {
  const { tx, actor } = context;
  if ((await tx.get('body', args.bodyId)) === undefined) return refuse('not_found');
  if (!(await isBodySecretary(tx, args.bodyId, actor.personId))) return refuse('not_allowed');
  if ((await tx.get('meeting', args.id)) !== undefined) return refuse('already_exists');
  if (endsBeforeStart(args)) return refuse('invalid', { field: 'endsAt' });
  await tx.put(scopeOf('meeting', args.id), 'meeting', {
    ...args,
    status: 'draft',
    publishedAt: null,
    conclusion: '',
  });
  await inviteBody(context, args.id, args.bodyId);
  return applied;
};

const edit = async (args: MutationArgs<'meeting.edit'>, context: MutationContext): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  const { tx, actor } = context;
  const meeting = await tx.get('meeting', id);
  if (meeting === undefined) return refuse('not_found');
  if (!(await conductsMeeting(tx, id, actor.personId))) return refuse('not_allowed');
  // The conclusion is written after the closing; only then is a session finished.
  const { status } = meeting.body;
  if (status === 'concluded' || status === 'cancelled') return refuse('meeting_wrong_status', { status });
  const stale = await staleRefusal(context, 'meeting', id, seen);
  if (stale !== null) return refuseWith(stale);
  const next = patched(meeting.body, patch);
  if (endsBeforeStart(next)) return refuse('invalid', { field: 'endsAt' });
  await tx.put(meeting.scope, 'meeting', next);
  return applied;
};

const publish = async (
  { id }: MutationArgs<'meeting.publish'>,
  { tx, actor, now }: MutationContext,
): Promise<Outcome> => {
  const meeting = await tx.get('meeting', id);
  if (meeting === undefined) return refuse('not_found');
  if (!(await conductsMeeting(tx, id, actor.personId))) return refuse('not_allowed');
  if (meeting.body.status !== 'draft') return refuse('meeting_not_draft');
  if ((await tx.list('agendaItem', id)).length === 0) return refuse('meeting_empty');
  await tx.put(meeting.scope, 'meeting', { ...meeting.body, status: 'invited', publishedAt: now });
  return applied;
};

const hasOpenPoll = async ({ tx }: MutationContext, meetingId: string): Promise<boolean> => {
  for (const item of await tx.list('agendaItem', meetingId)) {
    const polls = await tx.list('poll', item.id);
    if (polls.some(({ body }) => body.status === 'open')) return true;
  }
  return false;
};

const setStatus = async (
  { id, status }: MutationArgs<'meeting.set_status'>,
  context: MutationContext,
): Promise<Outcome> => {
  const { tx, actor } = context;
  const meeting = await tx.get('meeting', id);
  if (meeting === undefined) return refuse('not_found');
  if (!(await conductsMeeting(tx, id, actor.personId))) return refuse('not_allowed');
  if (meeting.body.status === 'draft' && status !== 'cancelled') return refuse('meeting_not_published');
  if (!NEXT[meeting.body.status].includes(status)) {
    return refuse('meeting_wrong_status', { status: meeting.body.status });
  }
  if (status === 'closed' && (await hasOpenPoll(context, id))) return refuse('poll_not_closed');
  await tx.put(meeting.scope, 'meeting', { ...meeting.body, status });
  return applied;
};

/**
 * Sessions. Created by the secretariat of a body, then edited and run by the meeting's own secretaries and chair.
 * Publishing copies nothing: it lets the participants read what is there (`access.ts`).
 */
export const meetingMutations = {
  'meeting.create': defineMutation({
    args: mutationArgs['meeting.create'],
    optimistic: true,
    needsConnection: false,
    apply: create,
  }),
  'meeting.edit': defineMutation({
    args: mutationArgs['meeting.edit'],
    optimistic: true,
    needsConnection: false,
    apply: edit,
  }),
  'meeting.publish': defineMutation({
    args: mutationArgs['meeting.publish'],
    optimistic: false,
    needsConnection: true,
    apply: publish,
  }),
  'meeting.set_status': defineMutation({
    args: mutationArgs['meeting.set_status'],
    optimistic: false,
    needsConnection: true,
    apply: setStatus,
  }),
};
