import { err, ok, type Result } from '../../lib/result.ts';
import { meetingSnapshot, slipSnapshot, type Snapshot } from '../decisions/electorate.ts';
import { quorumOf } from '../decisions/quorum.ts';
import { rulesRefusal } from '../decisions/ruleset.ts';
import {
  type BuiltStatement,
  buildStatement,
  parseStatement,
  statementHash,
} from '../decisions/statement.ts';
import type { MutationContext, RecordReader, ServerEffects, Stored } from '../mutation.ts';
import { type Place, prepScopeOf } from '../place.ts';
import type { Poll, PollDocument } from '../records/poll.ts';
import { refusal, type Refusal } from '../refusal.ts';

/** What a poll would freeze if it opened in this place now (R1, R2, R7). */
export const snapshotOf = async (reader: RecordReader, place: Place, poll: Poll): Promise<Snapshot> => {
  const memberships = (await reader.list('membership', place.bodyId)).map(({ body }) => body);
  if (place.kind === 'slip') return slipSnapshot(memberships);
  const participants = (await reader.list('participant', place.meeting.id)).map(({ body }) => body);
  return meetingSnapshot(memberships, participants, poll.ruleSet.quorum);
};

/** R25: a draft may point at a version that has been replaced since; it is not opened like that. */
const isCurrent = async (reader: RecordReader, document: PollDocument): Promise<boolean> => {
  const paper = await reader.get('paper', document.paperId);
  const version = await reader.get('paperVersion', document.versionId);
  return paper?.body.currentVersionId === document.versionId && version?.body.file.sha256 === document.sha256;
};

const meetingRefusal = (place: Place, poll: Poll, snapshot: Snapshot): Refusal | null => {
  // C3: an opinion slip needs no session and no quorum.
  if (place.kind === 'slip') return null;
  const { status } = place.meeting;
  if (status === 'draft') return refusal('meeting_not_published');
  if (status !== 'in_session') return refusal('meeting_wrong_status', { status });
  const quorum = quorumOf(poll.ruleSet.quorum, snapshot.memberCount, snapshot.present.length);
  return quorum.met ? null : refusal('poll_no_quorum', { needed: quorum.needed, present: quorum.present });
};

/** Everything that stands in the way of opening a poll; the snapshot when nothing does. */
export const readyToOpen = async (
  context: MutationContext,
  place: Place,
  poll: Poll,
): Promise<Result<Snapshot, Refusal>> => {
  if (poll.status !== 'draft') return err(refusal('poll_not_draft'));
  const wrong = rulesRefusal(poll);
  if (wrong !== null) return err(wrong);
  const snapshot = await snapshotOf(context.tx, place, poll);
  const unfit = meetingRefusal(place, poll, snapshot);
  if (unfit !== null) return err(unfit);
  if (snapshot.electorate.length === 0) return err(refusal('poll_electorate_empty'));
  for (const document of poll.documents) {
    if (!(await isCurrent(context.tx, document))) {
      return err(refusal('poll_document_outdated', { title: document.title }));
    }
  }
  const isPast = poll.late.kind === 'accept' && Date.parse(poll.late.until) <= Date.parse(context.now);
  return isPast ? err(refusal('poll_late_window_past')) : ok(snapshot);
};

type OnServer = MutationContext & { readonly server: ServerEffects };

/** Opens with a statement that is made. To be called after `readyToOpen` or `readyToOpenAgain` only. */
export const openPollAs = async (
  { tx, actor, now, server }: OnServer,
  place: Place,
  poll: Stored<'poll'>,
  statement: BuiltStatement,
): Promise<void> => {
  const openedAt = parseStatement(statement.text)?.openedAt ?? now;
  const fixed = { statement: statement.text, hash: statement.hash, openedAt };
  await tx.put(poll.scope, 'poll', { ...poll.body, status: 'open', ...fixed });
  const turnout = { id: poll.id, pollId: poll.id, votedIds: [], conflictIds: [] };
  await tx.put(prepScopeOf(place), 'turnout', turnout);
  const by = actor.personId;
  await server.append({ type: 'poll-opened', poll: poll.id, pollHash: statement.hash, by, at: now });
};

/** Fixes the statement, begins the turnout, logs the opening. To be called after `readyToOpen` only. */
export const openPoll = async (
  context: OnServer,
  place: Place,
  poll: Stored<'poll'>,
  snapshot: Snapshot,
): Promise<void> => {
  const { actor, now } = context;
  const frame = { organisationId: actor.organisationId, bodyId: place.bodyId, openedAt: now };
  await openPollAs(context, place, poll, buildStatement(poll.body, { ...snapshot, ...frame }));
};

/**
 * The very statement with which a poll was open before a restore, because ballots name its hash. Who was there and who may
 * vote stands in it and is proven by the leaf of the lost log; everything else must be what the draft says. Refuses with
 * `poll_not_draft`, `poll_not_as_opened`.
 */
export const readyToOpenAgain = (
  { former, actor }: MutationContext,
  place: Place,
  poll: Poll,
): Result<BuiltStatement, Refusal> => {
  if (poll.status !== 'draft') return err(refusal('poll_not_draft'));
  const opened = former?.find(({ event }) => event.type === 'poll-opened' && event.poll === poll.id);
  const text = opened?.statement ?? '';
  const statement = parseStatement(text);
  const isLogged = opened?.event.type === 'poll-opened' && opened.event.pollHash === statementHash(text);
  if (statement === null || !isLogged) return err(refusal('poll_not_as_opened'));
  const { electorate, present, memberCount, openedAt } = statement;
  const frame = { organisationId: actor.organisationId, bodyId: place.bodyId, openedAt };
  const built = buildStatement(poll, { electorate, present, memberCount, ...frame });
  return built.text === text ? ok(built) : err(refusal('poll_not_as_opened'));
};
