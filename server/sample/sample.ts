import { orderBetween } from '../../shared/lib/order.ts';
import type { ServerContext } from '../context.ts';
import { recordReader } from '../sync/recordStore.ts';
import { earlierAgenda, sessionAgenda } from './agenda.ts';
import { createActors } from './author.ts';
import { days, hours, sampleDates } from './dates.ts';
import { holdEarlierSession } from './earlierSession.ts';
import { createMeeting, type SampleMeeting, type SampleWork } from './meetings.ts';
import { createSlip, sendSlip } from './opinionSlip.ts';
import { createGovernment, SAMPLE_KDF } from './organisation.ts';
import { addPapers, type PaperDesk, type PaperPlace } from './paperDesk.ts';
import { calendarFor } from './papers/calendar.ts';
import { sampleSignIns } from './people.ts';
import { approvalDraft, RESOLUTIONS } from './questions.ts';

export { SAMPLE_KDF };

const PLACE = 'Phòng họp A, Trụ sở Chính phủ, số 1 Hoàng Hoa Thám, Hà Nội';

const pollReader = (context: ServerContext, organisationId: string) => async (id: string) => {
  const poll = await context.storage.read(organisationId, (view) => recordReader(view).get('poll', id));
  if (poll === undefined) throw new Error(`the sample has no poll ${id}`);
  return poll;
};

/** Three resolutions to vote on, as drafts under their items. */
const prepareResolutions = async (
  { actors, ids }: SampleWork,
  { itemIds }: SampleMeeting,
  papers: PaperDesk,
): Promise<void> => {
  for (const question of RESOLUTIONS) {
    await actors.act('thuky', 'poll.create', {
      ...approvalDraft(question, [papers.documentOf(question.paperKey)]),
      id: ids.next(),
      owner: { kind: 'item', id: itemIds.get(question.itemKey) ?? '' },
      order: orderBetween(null, null),
      previousPollId: null,
    });
  }
};

/**
 * Fills an empty installation with the sample Government: through the same transactions and rules as everybody's work,
 * so that its records, grants, ballots and log are real ones.
 */
export const fillWithSample = async (context: ServerContext): Promise<void> => {
  const now = context.clock.now();
  const dates = sampleDates(now);
  const calendar = calendarFor(new Date(dates.session));
  const government = await createGovernment(context);
  const actors = createActors(context, government);
  const work: SampleWork = { government, actors, ids: context.ids };
  actors.at(dates.earlier - days(8));
  const earlier = await createMeeting(
    work,
    {
      title: calendarFor(new Date(dates.earlier)).sessionName,
      place: PLACE,
      startsAt: dates.earlier,
      guests: [],
    },
    earlierAgenda(calendar.earlier.month, calendar.earlier.year),
  );
  actors.at(now - days(3));
  const session = await createMeeting(
    work,
    { title: calendar.sessionName, place: PLACE, startsAt: dates.session, guests: ['khachmoi'] },
    sessionAgenda(calendar.month, calendar.year),
  );
  const slipId = await createSlip(work, dates.slipDeadline);
  const slip: PaperPlace = { owner: { kind: 'slip', id: slipId }, addedAt: now - days(2) };
  const places = new Map<string, PaperPlace>([['phieu-lay-y-kien', slip]]);
  const placeItems = (items: ReadonlyMap<string, string>, addedAt: number): void => {
    for (const [key, id] of items) places.set(key, { owner: { kind: 'item', id }, addedAt });
  };
  placeItems(earlier.itemIds, dates.earlier - days(6));
  const conclusion = earlier.itemIds.get('hop-truoc-3');
  if (conclusion === undefined) throw new Error('the earlier session has no conclusion');
  // The notice tells how the session went.
  places.set('hop-truoc-3', { owner: { kind: 'item', id: conclusion }, addedAt: dates.earlier + days(3) });
  placeItems(session.itemIds, now - days(2));
  const papers = await addPapers(work, new Date(dates.session), (itemKey) => {
    const place = places.get(itemKey);
    if (place === undefined) throw new Error(`the sample's agenda has no ${itemKey}`);
    return place;
  });
  const pollOf = pollReader(context, government.organisationId);
  await holdEarlierSession(work, earlier, papers, dates.earlier, pollOf);
  actors.at(now - days(1));
  await prepareResolutions(work, session, papers);
  await actors.act('thuky', 'meeting.publish', { id: session.id });
  actors.at(now - hours(20));
  await sendSlip(work, slipId, papers, pollOf);
  await context.storage.transact(government.organisationId, (tx) => tx.accounts.endSetup());
};

/** Who can sign in with what, as a table for the terminal. */
export const sampleSignInTable = (): string => {
  const rows = sampleSignIns().map(({ username, passphrase, role, name }) => [
    username,
    passphrase,
    role,
    name,
  ]);
  const head = ['Tài khoản', 'Mật khẩu', 'Vai trò', 'Họ và tên'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n');
};
