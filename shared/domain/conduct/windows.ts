import type { PollEvents } from '../mutation.ts';
import type { Poll } from '../records/poll.ts';
import { type CountingContext, recount } from './counting.ts';

/** Whether a closed poll still waits for late ballots that its policy accepts (R13). */
const isWindowOpen = (poll: Poll, events: PollEvents): boolean =>
  poll.status === 'closed' && poll.late.kind === 'accept' && events.windowEnded === null;

/** Whether the time up to which a poll accepts late ballots has come. */
export const isWindowDue = (poll: Pick<Poll, 'late'>, now: string): boolean =>
  poll.late.kind === 'reject' || Date.parse(poll.late.until) <= Date.parse(now);

/**
 * R13: logs the end of every window that is due and makes those results final. The server calls it with the ids of
 * closed polls (others are passed over) before each transaction of its organisation and on a timer, so that what the
 * log says about the end never depends on when somebody next does something.
 */
export const endDueWindows = async (context: CountingContext, pollIds: readonly string[]): Promise<void> => {
  for (const id of pollIds) {
    const poll = await context.tx.get('poll', id);
    if (poll === undefined || !isWindowDue(poll.body, context.now)) continue;
    if (!isWindowOpen(poll.body, await context.server.pollEvents(id))) continue;
    await context.server.append({ type: 'window-ended', poll: id, at: context.now });
    await recount(context, poll.body);
  }
};
