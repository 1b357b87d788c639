import { participantId } from '../../shared/domain/derivedId.ts';
import type { Poll } from '../../shared/domain/records/poll.ts';
import { orderBetween } from '../../shared/lib/order.ts';
import { days, hours, minutes } from './dates.ts';
import type { SampleMeeting, SampleWork } from './meetings.ts';
import type { PaperDesk } from './paperDesk.ts';
import { isMember, SAMPLE_PEOPLE } from './people.ts';
import { approvalDraft, EARLIER_RESOLUTION } from './questions.ts';

/** C1 of the rules: 27 members, 21 in the room, 4 voting remotely, 25 in favour. */
const IN_ROOM = 21;
const REMOTE = 4;

const CONCLUSION =
  'Chính phủ thống nhất đánh giá tình hình kinh tế – xã hội tiếp tục xu hướng tích cực. Các bộ, cơ quan, địa phương tập trung khắc phục hậu quả mưa lũ, đẩy nhanh giải ngân vốn đầu tư công, bảo đảm cân đối lớn của nền kinh tế.\n\nGiao Văn phòng Chính phủ theo dõi, đôn đốc, báo cáo kết quả tại phiên họp kế tiếp.';

const members = SAMPLE_PEOPLE.filter(isMember).map(({ username }) => username);

/** Those present, the absent last; the chair is in the room. */
export const PRESENT = members.slice(0, IN_ROOM + REMOTE);

const setAttendance = async (work: SampleWork, meetingId: string): Promise<void> => {
  for (const [index, username] of members.entries()) {
    const attendance = index < IN_ROOM ? 'in_room' : index < IN_ROOM + REMOTE ? 'remote' : 'absent';
    const id = participantId(meetingId, work.government.personId(username));
    await work.actors.act('thuky', 'participant.set_attendance', { id, attendance });
  }
};

/** Holds the earlier session, as it went: attendance, one vote with real ballots, result, conclusion; the room's tablets go back. */
export const holdEarlierSession = async (
  work: SampleWork,
  meeting: SampleMeeting,
  papers: PaperDesk,
  startsAt: number,
  pollOf: (id: string) => Promise<{ readonly rev: number; readonly body: Poll }>,
): Promise<void> => {
  const { actors, ids } = work;
  actors.at(startsAt - days(5));
  for (const username of PRESENT) await actors.enrol(username, 'Máy tính bảng phòng họp');
  const itemId = meeting.itemIds.get(EARLIER_RESOLUTION.itemKey) ?? '';
  const pollId = ids.next();
  await actors.act('thuky', 'poll.create', {
    ...approvalDraft(EARLIER_RESOLUTION, [papers.documentOf(EARLIER_RESOLUTION.paperKey)]),
    id: pollId,
    owner: { kind: 'item', id: itemId },
    order: orderBetween(null, null),
    previousPollId: null,
  });
  await actors.act('thuky', 'meeting.publish', { id: meeting.id });
  actors.at(startsAt);
  await setAttendance(work, meeting.id);
  await actors.act('thuky', 'meeting.set_status', { id: meeting.id, status: 'in_session' });
  actors.at(startsAt + hours(2));
  await actors.act('thutuong', 'poll.open', { id: pollId, seen: (await pollOf(pollId)).rev });
  const { body: poll } = await pollOf(pollId);
  for (const [index, username] of PRESENT.entries()) {
    actors.at(startsAt + hours(2) + minutes(1) + index * 2500);
    await actors.vote(username, poll, 'yes');
  }
  actors.at(startsAt + hours(2) + minutes(4));
  await actors.act('thutuong', 'poll.close', { id: pollId });
  actors.at(startsAt + hours(2) + minutes(6));
  await actors.act('thutuong', 'poll.announce', { id: pollId });
  actors.at(startsAt + hours(4));
  await actors.act('thuky', 'meeting.set_status', { id: meeting.id, status: 'closed' });
  await actors.act('thuky', 'meeting.edit', {
    id: meeting.id,
    seen: Number.MAX_SAFE_INTEGER,
    conclusion: CONCLUSION,
  });
  actors.at(startsAt + days(1));
  await actors.act('thuky', 'meeting.set_status', { id: meeting.id, status: 'concluded' });
  for (const username of PRESENT) await actors.revoke(username);
};
