import { canonicalJson } from '../../lib/canonicalJson.ts';
import { rulesRefusal } from '../decisions/ruleset.ts';
import { defineMutation, type MutationContext, type Outcome, type RecordReader } from '../mutation.ts';
import { editablePlace, parentsIn, type Place, placeNameOf } from '../place.ts';
import type { PollDocument, PollDraft } from '../records/poll.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { staleRefusal } from '../stale.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, patched, refuse, refuseWith } from './outcome.ts';

/** R11: a poll names exact versions of papers that stand in the same place, so that who votes can read them. */
const isDocumentOf = async (reader: RecordReader, place: Place, document: PollDocument): Promise<boolean> => {
  const paper = await reader.get('paper', document.paperId);
  const version = await reader.get('paperVersion', document.versionId);
  return (
    paper?.scope === place.scope &&
    version?.body.paperId === document.paperId &&
    version.body.file.sha256 === document.sha256
  );
};

const isWellFormed = (draft: PollDraft): boolean => {
  try {
    canonicalJson(draft);
    return true;
  } catch {
    return false;
  }
};

/** What a draft must be to be kept at all; whether it can be opened is asked when it is. */
const draftRefusal = async (
  reader: RecordReader,
  place: Place,
  draft: PollDraft,
): Promise<Refusal | null> => {
  const wrong = rulesRefusal(draft);
  if (wrong !== null) return wrong;
  if (place.kind === 'slip' && draft.ruleSet.base === 'present') {
    return refusal('poll_rules_invalid', { field: 'base' });
  }
  // Half a surrogate pair has no UTF-8, so no hash: it would only fail at the opening.
  if (!isWellFormed(draft)) return refusal('invalid', { field: 'wording' });
  for (const document of draft.documents) {
    if (!(await isDocumentOf(reader, place, document))) return refusal('invalid', { field: 'documents' });
  }
  return null;
};

/** R16: a new round names a poll that is over. */
const previousRefusal = async (
  reader: RecordReader,
  previousPollId: string | null,
): Promise<Refusal | null> => {
  if (previousPollId === null) return null;
  const previous = await reader.get('poll', previousPollId);
  if (previous === undefined) return refusal('not_found');
  const { status } = previous.body;
  return status === 'draft' || status === 'open' ? refusal('poll_not_closed') : null;
};

const create = async (args: MutationArgs<'poll.create'>, context: MutationContext): Promise<Outcome> => {
  const { owner, ...fields } = args;
  const { tx } = context;
  const place = await editablePlace(context, owner);
  if (!place.ok) return place;
  if ((await tx.get('poll', args.id)) !== undefined) return refuse('already_exists');
  const wrong =
    (await draftRefusal(tx, place.value, args)) ?? (await previousRefusal(tx, args.previousPollId));
  if (wrong !== null) return refuseWith(wrong);
  await tx.put(place.value.scope, 'poll', {
    ...fields,
    ...parentsIn(place.value),
    status: 'draft',
    statement: null,
    hash: null,
    openedAt: null,
    closedAt: null,
    announcedAt: null,
  });
  return applied;
};

const edit = async (args: MutationArgs<'poll.edit'>, context: MutationContext): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  const poll = await context.tx.get('poll', id);
  if (poll === undefined) return refuse('not_found');
  const place = await editablePlace(context, placeNameOf(poll.body));
  if (!place.ok) return place;
  if (poll.body.status !== 'draft') return refuse('poll_not_draft');
  const stale = await staleRefusal(context, 'poll', id, seen);
  if (stale !== null) return refuseWith(stale);
  const next = patched(poll.body, patch);
  const wrong = await draftRefusal(context.tx, place.value, next);
  if (wrong !== null) return refuseWith(wrong);
  await context.tx.put(poll.scope, 'poll', next);
  return applied;
};

const remove = async ({ id }: MutationArgs<'poll.remove'>, context: MutationContext): Promise<Outcome> => {
  const poll = await context.tx.get('poll', id);
  if (poll === undefined) return refuse('not_found');
  const place = await editablePlace(context, placeNameOf(poll.body));
  if (!place.ok) return place;
  if (poll.body.status !== 'draft') return refuse('poll_not_draft');
  await context.tx.remove('poll', id);
  return applied;
};

/** Questions while they are drafts. What happens to them from the opening on stands in `conduct.ts`. */
export const pollMutations = {
  'poll.create': defineMutation({
    args: mutationArgs['poll.create'],
    optimistic: true,
    needsConnection: false,
    apply: create,
  }),
  'poll.edit': defineMutation({
    args: mutationArgs['poll.edit'],
    optimistic: true,
    needsConnection: false,
    apply: edit,
  }),
  'poll.remove': defineMutation({
    args: mutationArgs['poll.remove'],
    optimistic: true,
    needsConnection: false,
    apply: remove,
  }),
};
