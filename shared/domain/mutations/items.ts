import { defineMutation, type MutationContext, type Outcome } from '../mutation.ts';
import { editableMeeting } from '../place.ts';
import { scopeOf } from '../scope.ts';
import { staleRefusal } from '../stale.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, patched, refuse, refuseWith } from './outcome.ts';

/** Whether `itemId` is `ancestorId` or stands somewhere under it. */
const isWithin = async (
  { tx }: MutationContext,
  itemId: string | null,
  ancestorId: string,
): Promise<boolean> => {
  const visited = new Set<string>();
  let at = itemId;
  while (at !== null && !visited.has(at)) {
    if (at === ancestorId) return true;
    visited.add(at);
    at = (await tx.get('agendaItem', at))?.body.parentId ?? null;
  }
  return false;
};

const isInMeeting = async (
  { tx }: MutationContext,
  itemId: string | null,
  meetingId: string,
): Promise<boolean> => itemId === null || (await tx.get('agendaItem', itemId))?.body.meetingId === meetingId;

const create = async (args: MutationArgs<'item.create'>, context: MutationContext): Promise<Outcome> => {
  const meeting = await editableMeeting(context, args.meetingId);
  if (!meeting.ok) return meeting;
  if ((await context.tx.get('agendaItem', args.id)) !== undefined) return refuse('already_exists');
  if (!(await isInMeeting(context, args.parentId, args.meetingId))) return refuse('not_found');
  await context.tx.put(scopeOf('item', args.id), 'agendaItem', args);
  return applied;
};

const edit = async (args: MutationArgs<'item.edit'>, context: MutationContext): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  const item = await context.tx.get('agendaItem', id);
  if (item === undefined) return refuse('not_found');
  const meeting = await editableMeeting(context, item.body.meetingId);
  if (!meeting.ok) return meeting;
  const stale = await staleRefusal(context, 'agendaItem', id, seen);
  if (stale !== null) return refuseWith(stale);
  await context.tx.put(item.scope, 'agendaItem', patched(item.body, patch));
  return applied;
};

const move = async (
  { id, parentId, order }: MutationArgs<'item.move'>,
  context: MutationContext,
): Promise<Outcome> => {
  const item = await context.tx.get('agendaItem', id);
  if (item === undefined) return refuse('not_found');
  const meeting = await editableMeeting(context, item.body.meetingId);
  if (!meeting.ok) return meeting;
  if (!(await isInMeeting(context, parentId, item.body.meetingId))) return refuse('not_found');
  if (await isWithin(context, parentId, id)) return refuse('item_cycle');
  await context.tx.put(item.scope, 'agendaItem', { ...item.body, parentId, order });
  return applied;
};

const remove = async ({ id }: MutationArgs<'item.remove'>, context: MutationContext): Promise<Outcome> => {
  const { tx } = context;
  const item = await tx.get('agendaItem', id);
  if (item === undefined) return refuse('not_found');
  const meeting = await editableMeeting(context, item.body.meetingId);
  if (!meeting.ok) return meeting;
  const siblings = await tx.list('agendaItem', item.body.meetingId);
  if (siblings.some(({ body }) => body.parentId === id)) return refuse('item_has_children');
  const polls = await tx.list('poll', id);
  // What was once put to a vote stays, a cancelled poll too: the log speaks of it.
  if (polls.some(({ body }) => body.statement !== null)) return refuse('poll_not_draft');
  for (const poll of polls) await tx.remove('poll', poll.id);
  for (const paper of await tx.list('paper', id)) {
    for (const version of await tx.list('paperVersion', paper.id))
      await tx.remove('paperVersion', version.id);
    await tx.remove('paper', paper.id);
  }
  await tx.remove('agendaItem', id);
  return applied;
};

/** The agenda: a tree of items, edited by those who conduct the meeting until it is over. */
export const itemMutations = {
  'item.create': defineMutation({
    args: mutationArgs['item.create'],
    optimistic: true,
    needsConnection: false,
    apply: create,
  }),
  'item.edit': defineMutation({
    args: mutationArgs['item.edit'],
    optimistic: true,
    needsConnection: false,
    apply: edit,
  }),
  'item.move': defineMutation({
    args: mutationArgs['item.move'],
    optimistic: true,
    needsConnection: false,
    apply: move,
  }),
  'item.remove': defineMutation({
    args: mutationArgs['item.remove'],
    optimistic: true,
    needsConnection: false,
    apply: remove,
  }),
};
