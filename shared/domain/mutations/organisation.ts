import { rulesRefusal } from '../decisions/ruleset.ts';
import { defineMutation, type MutationContext, type Outcome } from '../mutation.ts';
import { administers } from '../rights.ts';
import { scopeOf } from '../scope.ts';
import { staleRefusal } from '../stale.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, patched, refuse, refuseWith } from './outcome.ts';

const orgScope = ({ actor }: MutationContext) => scopeOf('org', actor.organisationId);

const allKnown = async ({ tx }: MutationContext, personIds: readonly string[]): Promise<boolean> => {
  for (const id of personIds) if ((await tx.get('person', id)) === undefined) return false;
  return true;
};

const editOrganisation = async (
  args: MutationArgs<'organisation.edit'>,
  context: MutationContext,
): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  if (!administers(context.actor)) return refuse('not_allowed');
  const organisation = await context.tx.get('organisation', id);
  if (organisation === undefined) return refuse('not_found');
  const stale = await staleRefusal(context, 'organisation', id, seen);
  if (stale !== null) return refuseWith(stale);
  await context.tx.put(organisation.scope, 'organisation', patched(organisation.body, patch));
  return applied;
};

const createBody = async (args: MutationArgs<'body.create'>, context: MutationContext): Promise<Outcome> => {
  if (!administers(context.actor)) return refuse('not_allowed');
  if ((await context.tx.get('body', args.id)) !== undefined) return refuse('already_exists');
  const wrong = rulesRefusal({ ruleSet: args.ruleSet });
  if (wrong !== null) return refuseWith(wrong);
  if (!(await allKnown(context, args.secretaryIds))) return refuse('not_found');
  await context.tx.put(orgScope(context), 'body', args);
  return applied;
};

const editBody = async (args: MutationArgs<'body.edit'>, context: MutationContext): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  if (!administers(context.actor)) return refuse('not_allowed');
  const body = await context.tx.get('body', id);
  if (body === undefined) return refuse('not_found');
  const stale = await staleRefusal(context, 'body', id, seen);
  if (stale !== null) return refuseWith(stale);
  const next = patched(body.body, patch);
  const wrong = rulesRefusal({ ruleSet: next.ruleSet });
  if (wrong !== null) return refuseWith(wrong);
  if (!(await allKnown(context, next.secretaryIds))) return refuse('not_found');
  await context.tx.put(body.scope, 'body', next);
  return applied;
};

const createPerson = async (
  args: MutationArgs<'person.create'>,
  context: MutationContext,
): Promise<Outcome> => {
  if (!administers(context.actor)) return refuse('not_allowed');
  if ((await context.tx.get('person', args.id)) !== undefined) return refuse('already_exists');
  await context.tx.put(orgScope(context), 'person', args);
  return applied;
};

const editPerson = async (args: MutationArgs<'person.edit'>, context: MutationContext): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  if (!administers(context.actor)) return refuse('not_allowed');
  const person = await context.tx.get('person', id);
  if (person === undefined) return refuse('not_found');
  const stale = await staleRefusal(context, 'person', id, seen);
  if (stale !== null) return refuseWith(stale);
  await context.tx.put(person.scope, 'person', patched(person.body, patch));
  return applied;
};

const putMembership = async (
  args: MutationArgs<'membership.put'>,
  context: MutationContext,
): Promise<Outcome> => {
  const { tx } = context;
  if (!administers(context.actor)) return refuse('not_allowed');
  if ((await tx.get('body', args.bodyId)) === undefined) return refuse('not_found');
  if ((await tx.get('person', args.personId)) === undefined) return refuse('not_found');
  const existing = await tx.get('membership', args.id);
  if (existing && (existing.body.bodyId !== args.bodyId || existing.body.personId !== args.personId)) {
    return refuse('already_exists');
  }
  const seats = await tx.list('membership', args.bodyId);
  // One person, one seat: two would count twice among all members (R2).
  if (seats.some(({ body }) => body.personId === args.personId && body.id !== args.id)) {
    return refuse('already_exists');
  }
  await tx.put(orgScope(context), 'membership', args);
  return applied;
};

const removeMembership = async (
  { id }: MutationArgs<'membership.remove'>,
  { tx, actor }: MutationContext,
): Promise<Outcome> => {
  if (!administers(actor)) return refuse('not_allowed');
  if ((await tx.get('membership', id)) === undefined) return refuse('not_found');
  await tx.remove('membership', id);
  return applied;
};

/** The organisation, its bodies, people and seats: by system administrators. */
export const organisationMutations = {
  'organisation.edit': defineMutation({
    args: mutationArgs['organisation.edit'],
    optimistic: true,
    needsConnection: false,
    apply: editOrganisation,
  }),
  'body.create': defineMutation({
    args: mutationArgs['body.create'],
    optimistic: true,
    needsConnection: false,
    apply: createBody,
  }),
  'body.edit': defineMutation({
    args: mutationArgs['body.edit'],
    optimistic: true,
    needsConnection: false,
    apply: editBody,
  }),
  'person.create': defineMutation({
    args: mutationArgs['person.create'],
    optimistic: true,
    needsConnection: false,
    apply: createPerson,
  }),
  'person.edit': defineMutation({
    args: mutationArgs['person.edit'],
    optimistic: true,
    needsConnection: false,
    apply: editPerson,
  }),
  'membership.put': defineMutation({
    args: mutationArgs['membership.put'],
    optimistic: true,
    needsConnection: false,
    apply: putMembership,
  }),
  'membership.remove': defineMutation({
    args: mutationArgs['membership.remove'],
    optimistic: true,
    needsConnection: false,
    apply: removeMembership,
  }),
};
