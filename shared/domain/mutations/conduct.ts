import { sha256Hex, utf8 } from '../../lib/bytes.ts';
import { canonicalJson } from '../../lib/canonicalJson.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { recount, resultAnnouncedAt, writeResult } from '../conduct/counting.ts';
import { openPoll, openPollAs, readyToOpen, readyToOpenAgain } from '../conduct/opening.ts';
import { endDueWindows, isWindowDue } from '../conduct/windows.ts';
import {
  defineMutation,
  type MutationContext,
  type Outcome,
  type ServerEffects,
  type Stored,
} from '../mutation.ts';
import { conductedPlace, type Place, placeNameOf } from '../place.ts';
import type { PollResult } from '../records/poll.ts';
import { refusal, type Refusal } from '../refusal.ts';
import { staleRefusal } from '../stale.ts';
import { type MutationArgs, mutationArgs } from './args.ts';
import { applied, refuse, refuseWith } from './outcome.ts';

type OnServer = MutationContext & { readonly server: ServerEffects };

interface Conducted {
  readonly context: OnServer;
  readonly poll: Stored<'poll'>;
  readonly place: Place;
}

/** A poll that the actor conducts. What conducting means is "now": nothing of it happens on a device alone. */
const conducted = async (id: string, context: MutationContext): Promise<Result<Conducted, Refusal>> => {
  const { server } = context;
  if (server === null) return err(refusal('needs_connection'));
  const poll = await context.tx.get('poll', id);
  if (poll === undefined) return err(refusal('not_found'));
  const place = await conductedPlace(context, placeNameOf(poll.body));
  return place.ok ? ok({ context: { ...context, server }, poll, place: place.value }) : place;
};

const open = async ({ id, seen }: MutationArgs<'poll.open'>, asked: MutationContext): Promise<Outcome> => {
  const found = await conducted(id, asked);
  if (!found.ok) return found;
  const { context, poll, place } = found.value;
  if (place.kind === 'slip') return refuse('slip_not_sent');
  if (context.former !== undefined) {
    const again = readyToOpenAgain(context, place, poll.body);
    if (!again.ok) return again;
    await openPollAs(context, place, poll, again.value);
    return applied;
  }
  if (poll.body.status !== 'draft') return refuse('poll_not_draft');
  const stale = await staleRefusal(context, 'poll', id, seen);
  if (stale !== null) return refuseWith(stale);
  const snapshot = await readyToOpen(context, place, poll.body);
  if (!snapshot.ok) return snapshot;
  await openPoll(context, place, poll, snapshot.value);
  return applied;
};

/** A slip is over when none of its questions is waiting any more. */
const closeSlipIfOver = async ({ tx }: OnServer, place: Place): Promise<void> => {
  if (place.kind !== 'slip' || place.slip.status !== 'sent') return;
  const polls = await tx.list('poll', place.id);
  if (polls.every(({ body }) => body.status !== 'draft' && body.status !== 'open')) {
    await tx.put(place.scope, 'slip', { ...place.slip, status: 'closed' });
  }
};

const close = async ({ id }: MutationArgs<'poll.close'>, asked: MutationContext): Promise<Outcome> => {
  const found = await conducted(id, asked);
  if (!found.ok) return found;
  const { context, poll, place } = found.value;
  const { tx, actor, now, server } = context;
  if (poll.body.status !== 'open') return refuse('poll_not_open');
  const before = context.former?.find(({ event }) => event.type === 'poll-closed' && event.poll === id);
  const former = before === undefined ? {} : { former: { origin: before.origin, index: before.index } };
  await server.append({ type: 'poll-closed', poll: id, by: actor.personId, at: now, ...former });
  const closed = { ...poll.body, status: 'closed' as const, closedAt: now };
  await tx.put(poll.scope, 'poll', closed);
  await recount(context, closed);
  // Closed later than it would have waited: the window ends with the close.
  await endDueWindows(context, [id]);
  await closeSlipIfOver(context, place);
  return applied;
};

/** What the log says of an announced result: SHA-256 of its RFC 8785 text. */
export const resultHash = (result: PollResult): string => sha256Hex(utf8(canonicalJson(result)));

const announce = async ({ id }: MutationArgs<'poll.announce'>, asked: MutationContext): Promise<Outcome> => {
  const found = await conducted(id, asked);
  if (!found.ok) return found;
  const { context, poll } = found.value;
  const { tx, actor, now, server } = context;
  if (poll.body.status !== 'closed') return refuse('poll_not_closed');
  if (!isWindowDue(poll.body, now)) {
    return refuse(
      'poll_window_running',
      poll.body.late.kind === 'accept' ? { until: poll.body.late.until } : {},
    );
  }
  await endDueWindows(context, [id]);
  // After a restore: what was announced stands. As long as ballots are missing it is not announced otherwise.
  const before = context.former?.find(({ event }) => event.type === 'poll-announced' && event.poll === id);
  if (before?.event.type === 'poll-announced') {
    const again = await resultAnnouncedAt(context, poll.body, before);
    if (before.event.result !== resultHash(again)) return refuse('poll_result_differs');
    await writeResult(context, poll.body, again);
  }
  const result = await tx.get('pollResult', id);
  if (result === undefined) throw new Error(`closed poll ${id} has no result`);
  const hash = resultHash(result.body);
  await tx.put(poll.scope, 'poll', { ...poll.body, status: 'announced', announcedAt: now });
  const former = before === undefined ? {} : { former: { origin: before.origin, index: before.index } };
  await server.append({
    type: 'poll-announced',
    poll: id,
    result: hash,
    by: actor.personId,
    at: now,
    ...former,
  });
  return applied;
};

const cancel = async ({ id }: MutationArgs<'poll.cancel'>, asked: MutationContext): Promise<Outcome> => {
  const found = await conducted(id, asked);
  if (!found.ok) return found;
  const { context, poll, place } = found.value;
  const { status } = poll.body;
  // R16: what was closed has a result; a new round is a new poll.
  if (status !== 'draft' && status !== 'open') return refuse('poll_not_open');
  await context.tx.put(poll.scope, 'poll', { ...poll.body, status: 'cancelled' });
  // Running totals of a live poll say nothing once there will be no result.
  await context.tx.remove('pollResult', id);
  // The log knows nothing of drafts.
  if (status === 'open') {
    const { actor, now, server } = context;
    await server.append({ type: 'poll-cancelled', poll: id, by: actor.personId, at: now });
  }
  await closeSlipIfOver(context, place);
  return applied;
};

/** Opening, closing, announcing, cancelling: by those who conduct the meeting or the slip, on the server only. */
export const conductMutations = {
  'poll.open': defineMutation({
    args: mutationArgs['poll.open'],
    optimistic: false,
    needsConnection: true,
    apply: open,
  }),
  'poll.close': defineMutation({
    args: mutationArgs['poll.close'],
    optimistic: false,
    needsConnection: true,
    apply: close,
  }),
  'poll.announce': defineMutation({
    args: mutationArgs['poll.announce'],
    optimistic: false,
    needsConnection: true,
    apply: announce,
  }),
  'poll.cancel': defineMutation({
    args: mutationArgs['poll.cancel'],
    optimistic: false,
    needsConnection: true,
    apply: cancel,
  }),
};
