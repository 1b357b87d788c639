import { defineMutation, type MutationContext, type Outcome } from '../mutation.ts';
import { editablePlace, parentsIn, placeNameOf } from '../place.ts';
import { CLASSIFICATIONS, type Classification } from '../records/common.ts';
import type { Organisation } from '../records/organisation.ts';
import type { Paper } from '../records/paper.ts';
import { staleRefusal } from '../stale.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, patched, refuse, refuseWith } from './outcome.ts';

/**
 * R21: whether an installation may hold a paper of that class. State secrets need a declared isolated network and a
 * class no higher than the organisation's.
 */
export const mayHold = (
  organisation: Pick<Organisation, 'isolatedNetwork' | 'highestClassification'>,
  classification: Classification,
): boolean =>
  classification === 'public' ||
  classification === 'internal' ||
  (organisation.isolatedNetwork &&
    CLASSIFICATIONS.indexOf(classification) <= CLASSIFICATIONS.indexOf(organisation.highestClassification));

const isClassRefused = async (
  { tx, actor }: MutationContext,
  classification: Classification | undefined,
): Promise<boolean> => {
  if (classification === undefined) return false;
  const organisation = await tx.get('organisation', actor.organisationId);
  return organisation === undefined || !mayHold(organisation.body, classification);
};

/** What was voted on stays with the poll: neither its paper nor its versions go away. */
const isVotedOn = async ({ tx }: MutationContext, paper: Paper): Promise<boolean> => {
  const polls = await tx.list('poll', placeNameOf(paper).id);
  return polls.some(
    ({ body }) => body.statement !== null && body.documents.some(({ paperId }) => paperId === paper.id),
  );
};

const add = async (args: MutationArgs<'paper.add'>, context: MutationContext): Promise<Outcome> => {
  const { owner, versionId, fileName, sha256, ...fields } = args;
  const { tx, actor, now, server } = context;
  if (server === null) return refuse('needs_connection');
  const place = await editablePlace(context, owner);
  if (!place.ok) return place;
  if ((await tx.get('paper', args.id)) ?? (await tx.get('paperVersion', versionId))) {
    return refuse('already_exists');
  }
  if (await isClassRefused(context, args.classification)) return refuse('paper_classification_refused');
  const file = await server.file(sha256);
  if (file === undefined) return refuse('file_unknown');
  const { scope } = place.value;
  await tx.put(scope, 'paper', { ...fields, ...parentsIn(place.value), currentVersionId: versionId });
  await tx.put(scope, 'paperVersion', {
    id: versionId,
    paperId: args.id,
    n: 1,
    fileName,
    file,
    addedAt: now,
    addedBy: actor.personId,
  });
  return applied;
};

const addVersion = async (
  { id, versionId, fileName, sha256 }: MutationArgs<'paper.add_version'>,
  context: MutationContext,
): Promise<Outcome> => {
  const { tx, actor, now, server } = context;
  if (server === null) return refuse('needs_connection');
  const paper = await tx.get('paper', id);
  if (paper === undefined) return refuse('not_found');
  const place = await editablePlace(context, placeNameOf(paper.body));
  if (!place.ok) return place;
  if ((await tx.get('paperVersion', versionId)) !== undefined) return refuse('already_exists');
  const versions = (await tx.list('paperVersion', id)).map(({ body }) => body);
  if (versions.some(({ file }) => file.sha256 === sha256)) return refuse('paper_version_exists');
  const file = await server.file(sha256);
  if (file === undefined) return refuse('file_unknown');
  const n = Math.max(0, ...versions.map((version) => version.n)) + 1;
  await tx.put(paper.scope, 'paperVersion', {
    id: versionId,
    paperId: id,
    n,
    fileName,
    file,
    addedAt: now,
    addedBy: actor.personId,
  });
  await tx.put(paper.scope, 'paper', { ...paper.body, currentVersionId: versionId });
  return applied;
};

const edit = async (args: MutationArgs<'paper.edit'>, context: MutationContext): Promise<Outcome> => {
  const { id, seen, ...patch } = args;
  const paper = await context.tx.get('paper', id);
  if (paper === undefined) return refuse('not_found');
  const place = await editablePlace(context, placeNameOf(paper.body));
  if (!place.ok) return place;
  const stale = await staleRefusal(context, 'paper', id, seen);
  if (stale !== null) return refuseWith(stale);
  if (await isClassRefused(context, patch.classification)) return refuse('paper_classification_refused');
  await context.tx.put(paper.scope, 'paper', patched(paper.body, patch));
  return applied;
};

const move = async (
  { id, order }: MutationArgs<'paper.move'>,
  context: MutationContext,
): Promise<Outcome> => {
  const paper = await context.tx.get('paper', id);
  if (paper === undefined) return refuse('not_found');
  const place = await editablePlace(context, placeNameOf(paper.body));
  if (!place.ok) return place;
  await context.tx.put(paper.scope, 'paper', { ...paper.body, order });
  return applied;
};

const remove = async ({ id }: MutationArgs<'paper.remove'>, context: MutationContext): Promise<Outcome> => {
  const paper = await context.tx.get('paper', id);
  if (paper === undefined) return refuse('not_found');
  const place = await editablePlace(context, placeNameOf(paper.body));
  if (!place.ok) return place;
  if (await isVotedOn(context, paper.body)) return refuse('poll_not_draft');
  for (const version of await context.tx.list('paperVersion', id)) {
    await context.tx.remove('paperVersion', version.id);
  }
  await context.tx.remove('paper', id);
  return applied;
};

/**
 * Papers of agenda items and slips. Adding a paper or a version is not replayed on the device: its upload has just
 * ended, so there is a connection, and only the server knows the checked file.
 */
export const paperMutations = {
  'paper.add': defineMutation({
    args: mutationArgs['paper.add'],
    optimistic: false,
    needsConnection: false,
    apply: add,
  }),
  'paper.add_version': defineMutation({
    args: mutationArgs['paper.add_version'],
    optimistic: false,
    needsConnection: false,
    apply: addVersion,
  }),
  'paper.edit': defineMutation({
    args: mutationArgs['paper.edit'],
    optimistic: true,
    needsConnection: false,
    apply: edit,
  }),
  'paper.move': defineMutation({
    args: mutationArgs['paper.move'],
    optimistic: true,
    needsConnection: false,
    apply: move,
  }),
  'paper.remove': defineMutation({
    args: mutationArgs['paper.remove'],
    optimistic: true,
    needsConnection: false,
    apply: remove,
  }),
};
