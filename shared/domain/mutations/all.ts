import { err } from '../../lib/result.ts';
import type { Mutation, MutationContext, Outcome } from '../mutation.ts';
import { refusal } from '../refusal.ts';
import { isMutationName, type mutationArgs, type MutationName } from './args.ts';
import { ballotMutations } from './ballots.ts';
import { conductMutations } from './conduct.ts';
import { deviceMutations } from './devices.ts';
import { itemMutations } from './items.ts';
import { meetingMutations } from './meetings.ts';
import { organisationMutations } from './organisation.ts';
import { paperMutations } from './papers.ts';
import { participantMutations } from './participants.ts';
import { pollMutations } from './polls.ts';
import { privateMutations } from './private.ts';
import { slipMutations } from './slips.ts';

/** Every mutation by name. */
export const mutations: { readonly [N in MutationName]: Mutation<(typeof mutationArgs)[N]> } = {
  ...meetingMutations,
  ...participantMutations,
  ...itemMutations,
  ...paperMutations,
  ...pollMutations,
  ...conductMutations,
  ...ballotMutations,
  ...slipMutations,
  ...privateMutations,
  ...deviceMutations,
  ...organisationMutations,
};

/**
 * Applies a mutation as it came over the wire or from the outbox: parses its arguments and dispatches. `invalid` for a
 * name or arguments that are none.
 */
export const applyMutation = async (
  name: string,
  args: unknown,
  context: MutationContext,
): Promise<Outcome> => {
  if (!isMutationName(name)) return err(refusal('invalid', { field: 'name' }));
  const mutation: Mutation = mutations[name];
  const parsed = mutation.args.safeParse(args);
  if (parsed.success) return mutation.apply(parsed.data, context);
  const path = parsed.error.issues[0]?.path ?? [];
  return err(refusal('invalid', { field: path.map(String).join('.') }));
};
