import { defineMutation, type MutationContext, type Outcome } from '../mutation.ts';
import { sealingOf } from '../records/private.ts';
import { scopeOf } from '../scope.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, refuse } from './outcome.ts';

const put = async (note: MutationArgs<'private.put'>, { tx, actor }: MutationContext): Promise<Outcome> => {
  const scope = scopeOf('user', actor.personId);
  const existing = await tx.get('privateNote', note.id);
  if (existing !== undefined && existing.scope !== scope) return refuse('not_allowed');
  await tx.put(scope, 'privateNote', note);
  return applied;
};

const remove = async (
  { id, removes }: MutationArgs<'private.remove'>,
  { tx, actor }: MutationContext,
): Promise<Outcome> => {
  const existing = await tx.get('privateNote', id);
  // Removed on another device already: what was asked for holds. After a restore it may be that it is not back yet.
  if (existing === undefined) {
    await tx.remove('privateNote', id);
    return applied;
  }
  if (existing.scope !== scopeOf('user', actor.personId)) return refuse('not_allowed');
  // Changed on another device since its remover saw it: an edit beats a delete.
  if (removes !== undefined && removes !== sealingOf(existing.body)) return applied;
  await tx.remove('privateNote', id);
  return applied;
};

/** A member's own: among their devices the server's order wins, and an edit beats a delete, whichever came first. */
export const privateMutations = {
  'private.put': defineMutation({
    args: mutationArgs['private.put'],
    optimistic: true,
    needsConnection: false,
    apply: put,
  }),
  'private.remove': defineMutation({
    args: mutationArgs['private.remove'],
    optimistic: true,
    needsConnection: false,
    apply: remove,
  }),
};
