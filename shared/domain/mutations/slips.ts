import { err, ok, type Result } from '../../lib/result.ts';
import { openPoll, openPollAs, readyToOpen, readyToOpenAgain } from '../conduct/opening.ts';
import type { BuiltStatement } from '../decisions/statement.ts';
import type { Snapshot } from '../decisions/electorate.ts';
import {
  defineMutation,
  type MutationContext,
  type Outcome,
  type ServerEffects,
  type Stored,
} from '../mutation.ts';
import { conductedPlace, editablePlace, type Place } from '../place.ts';
import type { Refusal } from '../refusal.ts';
import { isBodySecretary } from '../rights.ts';
import { scopeOf } from '../scope.ts';
import { staleRefusal } from '../stale.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, patched, refuse, refuseWith } from './outcome.ts';

const create = async (args: MutationArgs<'slip.create'>, context: MutationContext): Promise<Outcome> => {
  const { tx, actor } = context;
  if ((await tx.get('body', args.bodyId)) === undefined) return refuse('not_found');
  if (!(await isBodySecretary(tx, args.bodyId, actor.personId))) return refuse('not_allowed');
  if ((await tx.get('slip', args.id)) !== undefined) return refuse('already_exists');
  await tx.put(scopeOf('slip', args.id), 'slip', {
    ...args,
    officerId: actor.personId,
    status: 'draft',
    sentAt: null,
  });
  return applied;
};

const edit = async (args: MutationArgs<'slip.edit'>, context: MutationContext): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  const place = await editablePlace(context, { kind: 'slip', id });
  if (!place.ok) return place;
  const stale = await staleRefusal(context, 'slip', id, seen);
  if (stale !== null) return refuseWith(stale);
  const slip = await context.tx.get('slip', id);
  if (slip !== undefined) await context.tx.put(slip.scope, 'slip', patched(slip.body, patch));
  return applied;
};

type Ready = readonly { readonly poll: Stored<'poll'>; readonly snapshot: Snapshot }[];

/** Every question of the slip with what it would freeze, or the first thing that stands in the way of one. */
const readyPolls = async (context: MutationContext, place: Place): Promise<Result<Ready, Refusal>> => {
  const polls = await context.tx.list('poll', place.id);
  const ready: Ready[number][] = [];
  for (const poll of polls.filter(({ body }) => body.status === 'draft')) {
    const snapshot = await readyToOpen(context, place, poll.body);
    if (!snapshot.ok) return err(snapshot.error);
    ready.push({ poll, snapshot: snapshot.value });
  }
  return ok(ready);
};

/** After a restore: every question is opened with the statement that it was opened with before. */
const sendAgain = async (
  context: MutationContext & { readonly server: ServerEffects },
  place: Extract<Place, { kind: 'slip' }>,
): Promise<Outcome> => {
  const drafts = (await context.tx.list('poll', place.id)).filter(({ body }) => body.status === 'draft');
  if (drafts.length === 0) return refuse('invalid', { field: 'polls' });
  const ready: { poll: Stored<'poll'>; statement: BuiltStatement }[] = [];
  for (const poll of drafts) {
    const again = readyToOpenAgain(context, place, poll.body);
    if (!again.ok) return again;
    ready.push({ poll, statement: again.value });
  }
  for (const { poll, statement } of ready) await openPollAs(context, place, poll, statement);
  await context.tx.put(place.scope, 'slip', { ...place.slip, status: 'sent', sentAt: context.now });
  return applied;
};

const send = async ({ id }: MutationArgs<'slip.send'>, context: MutationContext): Promise<Outcome> => {
  const { tx, now, server } = context;
  if (server === null) return refuse('needs_connection');
  const place = await conductedPlace(context, { kind: 'slip', id });
  if (!place.ok) return place;
  if (place.value.kind !== 'slip' || place.value.slip.status !== 'draft') return refuse('slip_not_draft');
  const { slip, scope } = place.value;
  if (context.former !== undefined) return sendAgain({ ...context, server }, place.value);
  if (Date.parse(slip.deadline) <= Date.parse(now)) return refuse('invalid', { field: 'deadline' });
  const ready = await readyPolls(context, place.value);
  if (!ready.ok) return ready;
  if (ready.value.length === 0) return refuse('invalid', { field: 'polls' });
  await tx.put(scope, 'slip', { ...slip, status: 'sent', sentAt: now });
  for (const { poll, snapshot } of ready.value) {
    await openPoll({ ...context, server }, place.value, poll, snapshot);
  }
  return applied;
};

/** R18: opinion slips, a draft until they are sent; then decided like any poll, without session or quorum (C3). */
export const slipMutations = {
  'slip.create': defineMutation({
    args: mutationArgs['slip.create'],
    optimistic: true,
    needsConnection: false,
    apply: create,
  }),
  'slip.edit': defineMutation({
    args: mutationArgs['slip.edit'],
    optimistic: true,
    needsConnection: false,
    apply: edit,
  }),
  'slip.send': defineMutation({
    args: mutationArgs['slip.send'],
    optimistic: false,
    needsConnection: true,
    apply: send,
  }),
};
