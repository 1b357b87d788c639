import { defineMutation, type MutationContext, type Outcome } from '../mutation.ts';
import type { Participant } from '../records/meeting.ts';
import { endedRefusal, editableMeeting } from '../place.ts';
import { conductsMeeting, type MeetingRole } from '../rights.ts';
import { scopeOf } from '../scope.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, refuse, refuseWith } from './outcome.ts';

/** R7: the vote follows from the seat in the body; guests never have it. */
const votesOf = async (
  { tx }: MutationContext,
  bodyId: string,
  personId: string,
  role: MeetingRole,
): Promise<boolean> => {
  if (role === 'guest') return false;
  const memberships = await tx.list('membership', bodyId);
  return memberships.some(({ body }) => body.personId === personId && body.votes);
};

const isLastSecretary = async (
  { tx }: MutationContext,
  { meetingId, id, role }: Participant,
): Promise<boolean> => {
  if (role !== 'secretary') return false;
  const participants = await tx.list('participant', meetingId);
  return !participants.some(({ body }) => body.role === 'secretary' && body.id !== id);
};

const invite = async (
  args: MutationArgs<'participant.invite'>,
  context: MutationContext,
): Promise<Outcome> => {
  const { tx } = context;
  const meeting = await editableMeeting(context, args.meetingId);
  if (!meeting.ok) return meeting;
  const there = await tx.list('participant', args.meetingId);
  const taken = new Set(there.map(({ body }) => body.personId));
  for (const { id, personId } of args.people) {
    if ((await tx.get('person', personId)) === undefined) return refuse('not_found');
    if (taken.has(personId) || (await tx.get('participant', id)) !== undefined) {
      return refuse('already_exists');
    }
    taken.add(personId);
  }
  if (new Set(args.people.map(({ id }) => id)).size < args.people.length) return refuse('already_exists');
  for (const part of args.people) {
    const votes = await votesOf(context, meeting.value.bodyId, part.personId, part.role);
    await tx.put(scopeOf('meeting', args.meetingId), 'participant', {
      ...part,
      meetingId: args.meetingId,
      votes,
      attendance: 'unknown',
    });
  }
  return applied;
};

const setRole = async (
  { id, role }: MutationArgs<'participant.set_role'>,
  context: MutationContext,
): Promise<Outcome> => {
  const participant = await context.tx.get('participant', id);
  if (participant === undefined) return refuse('not_found');
  const { meetingId, personId } = participant.body;
  const meeting = await editableMeeting(context, meetingId);
  if (!meeting.ok) return meeting;
  if (role !== 'secretary' && (await isLastSecretary(context, participant.body))) {
    return refuse('participant_last_secretary');
  }
  const votes = await votesOf(context, meeting.value.bodyId, personId, role);
  await context.tx.put(participant.scope, 'participant', { ...participant.body, role, votes });
  return applied;
};

const remove = async (
  { id }: MutationArgs<'participant.remove'>,
  context: MutationContext,
): Promise<Outcome> => {
  const participant = await context.tx.get('participant', id);
  if (participant === undefined) return refuse('not_found');
  const meeting = await editableMeeting(context, participant.body.meetingId);
  if (!meeting.ok) return meeting;
  if (await isLastSecretary(context, participant.body)) return refuse('participant_last_secretary');
  await context.tx.remove('participant', id);
  return applied;
};

const setAttendance = async (
  { id, attendance }: MutationArgs<'participant.set_attendance'>,
  { tx, actor }: MutationContext,
): Promise<Outcome> => {
  const participant = await tx.get('participant', id);
  if (participant === undefined) return refuse('not_found');
  const meeting = await tx.get('meeting', participant.body.meetingId);
  if (meeting === undefined) return refuse('not_found');
  const conducts = await conductsMeeting(tx, meeting.id, actor.personId);
  if (!conducts && participant.body.personId !== actor.personId) return refuse('not_allowed');
  if (!conducts && meeting.body.publishedAt === null) return refuse('meeting_not_published');
  const ended = endedRefusal(meeting.body);
  if (ended !== null) return refuseWith(ended);
  await tx.put(participant.scope, 'participant', { ...participant.body, attendance });
  return applied;
};

/** Who takes part, and as what. */
export const participantMutations = {
  'participant.invite': defineMutation({
    args: mutationArgs['participant.invite'],
    optimistic: true,
    needsConnection: false,
    apply: invite,
  }),
  'participant.set_role': defineMutation({
    args: mutationArgs['participant.set_role'],
    optimistic: true,
    needsConnection: false,
    apply: setRole,
  }),
  'participant.remove': defineMutation({
    args: mutationArgs['participant.remove'],
    optimistic: true,
    needsConnection: false,
    apply: remove,
  }),
  'participant.set_attendance': defineMutation({
    args: mutationArgs['participant.set_attendance'],
    optimistic: true,
    needsConnection: false,
    apply: setAttendance,
  }),
};
