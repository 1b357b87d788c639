import type { Poll } from '../../shared/domain/records/poll.ts';
import { orderBetween } from '../../shared/lib/order.ts';
import { iso, minutes } from './dates.ts';
import type { SampleWork } from './meetings.ts';
import type { PaperDesk } from './paperDesk.ts';
import { opinionDraft, SLIP_QUESTION } from './questions.ts';

/** Who has answered already; the people of a demonstration have not. */
const ANSWERS: readonly (readonly [username: string, choice: string, text: string])[] = [
  ['botruong.quocphong', 'agree', ''],
  ['botruong.ngoaigiao', 'agree', ''],
  ['botruong.tuphap', 'agree', ''],
  ['botruong.congthuong', 'agree', ''],
  [
    'botruong.xaydung',
    'other',
    'Đề nghị bổ sung trách nhiệm của cảng vụ hàng hải trong 02 giờ đầu và danh mục luồng hàng hải ưu tiên ứng phó.',
  ],
  ['botruong.giaoduc', 'agree', ''],
];

/** A draft, so that papers can be put on it. */
export const createSlip = async (work: SampleWork, deadline: number): Promise<string> => {
  const id = work.ids.next();
  await work.actors.act('thuky', 'slip.create', {
    id,
    bodyId: work.government.bodyId,
    title: SLIP_QUESTION.title,
    question: SLIP_QUESTION.question,
    deadline: iso(deadline),
  });
  return id;
};

/** Sends the slip; some members have replied since. */
export const sendSlip = async (
  work: SampleWork,
  slipId: string,
  papers: PaperDesk,
  pollOf: (id: string) => Promise<{ readonly body: Poll }>,
): Promise<void> => {
  const { actors, ids } = work;
  const pollId = ids.next();
  await actors.act('thuky', 'poll.create', {
    ...opinionDraft([papers.documentOf(SLIP_QUESTION.paperKey)]),
    id: pollId,
    owner: { kind: 'slip', id: slipId },
    order: orderBetween(null, null),
    previousPollId: null,
  });
  await actors.act('thuky', 'slip.send', { id: slipId });
  const { body: poll } = await pollOf(pollId);
  for (const [username, choice, text] of ANSWERS) {
    actors.at(actors.now() + minutes(7));
    await actors.enrol(username, 'Máy tính cơ quan (đã thay)');
    await actors.vote(username, poll, choice, text);
    await actors.revoke(username);
  }
};
