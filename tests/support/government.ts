import type { ChoiceSet, PollDraft, RuleSet } from '../../shared/domain/records/poll.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { createRules, type Rules } from './rules.ts';

const MORE_THAN_HALF = { num: 1, den: 2, exclusive: true } as const;

/** The sample Government's rules: quorum 2/3 of all members, more than half of all members. */
export const GOVERNMENT_RULES: RuleSet = {
  quorum: { fraction: { num: 2, den: 3, exclusive: false }, remoteCounts: true },
  base: 'members',
  threshold: MORE_THAN_HALF,
};

/** R5: tán thành / không tán thành / không biểu quyết. */
export const APPROVAL: ChoiceSet = {
  options: [
    { id: 'yes', label: { vi: 'Tán thành', en: 'In favour' }, role: 'yes' },
    { id: 'no', label: { vi: 'Không tán thành', en: 'Against' }, role: 'no' },
    { id: 'abstain', label: { vi: 'Không biểu quyết', en: 'Abstaining' }, role: 'abstain' },
  ],
  max: 1,
};

/** R5: đồng ý / không đồng ý / ý kiến khác. */
export const OPINION: ChoiceSet = {
  options: [
    { id: 'agree', label: { vi: 'Đồng ý', en: 'Agree' }, role: 'yes' },
    { id: 'disagree', label: { vi: 'Không đồng ý', en: 'Disagree' }, role: 'no' },
    { id: 'other', label: { vi: 'Ý kiến khác', en: 'Other opinion' }, role: 'other' },
  ],
  max: 1,
};

/** R5: a list, choose one or two. */
export const LIST: ChoiceSet = {
  options: ['a', 'b', 'c'].map((id) => ({
    id,
    label: { vi: `Phương án ${id.toUpperCase()}`, en: `Option ${id.toUpperCase()}` },
    role: 'option' as const,
  })),
  max: 2,
};

export const draftOf = (changes: Partial<PollDraft> = {}): PollDraft => ({
  title: 'Nghị quyết',
  wording: 'Thông qua Nghị quyết về các nhiệm vụ, giải pháp chủ yếu.',
  documents: [],
  choices: APPROVAL,
  ruleSet: GOVERNMENT_RULES,
  late: { kind: 'reject' },
  live: false,
  changeable: true,
  ...changes,
});

const seat = async (rules: Rules, bodyId: string, index: number): Promise<string> => {
  const org = scopeOf('org', rules.organisationId);
  const id = rules.newId();
  await rules.putDirectly(org, 'person', {
    id,
    name: `Thành viên ${index}`,
    position: '',
    unit: '',
    rank: index,
  });
  await rules.putDirectly(org, 'membership', {
    id: rules.newId(),
    bodyId,
    personId: id,
    role: index === 0 ? 'chair' : 'member',
    votes: true,
  });
  return id;
};

/**
 * An organisation with one body of `size` voting members (the first is its chair), a secretary of the body without a
 * seat, an administrator, and somebody who is none of these.
 */
export const createGovernment = async (size: number) => {
  const rules = await createRules();
  const org = scopeOf('org', rules.organisationId);
  await rules.putDirectly(org, 'organisation', {
    id: rules.organisationId,
    name: 'Chính phủ',
    shortName: 'CP',
    highestClassification: 'internal',
    isolatedNetwork: false,
    timeZone: 'Asia/Ho_Chi_Minh',
  });
  const [secretary, administrator, stranger] = [rules.newId(), rules.newId(), rules.newId()];
  for (const [rank, id] of [secretary, administrator, stranger].entries()) {
    await rules.putDirectly(org, 'person', { id, name: `Cán bộ ${rank}`, position: '', unit: '', rank });
  }
  rules.setAccountRole(administrator, 'system_administrator');
  const bodyId = rules.newId();
  await rules.putDirectly(org, 'body', {
    id: bodyId,
    name: 'Chính phủ',
    ruleSet: GOVERNMENT_RULES,
    secretaryIds: [secretary],
  });
  const members: string[] = [];
  for (let index = 0; index < size; index += 1) members.push(await seat(rules, bodyId, index));
  const member = (index: number): string => {
    const id = members[index];
    if (id === undefined) throw new RangeError(`no member ${index}`);
    return id;
  };
  return { rules, bodyId, secretary, administrator, stranger, members, member, chair: member(0) };
};

export type Government = Awaited<ReturnType<typeof createGovernment>>;

/** A draft meeting of the body with one item. */
export const createMeeting = async ({ rules, bodyId, secretary }: Government) => {
  const [meetingId, itemId] = [rules.newId(), rules.newId()];
  await rules.do(secretary, 'meeting.create', {
    id: meetingId,
    bodyId,
    title: 'Phiên họp thường kỳ',
    kind: 'regular',
    startsAt: rules.inMinutes(60),
    endsAt: rules.inMinutes(240),
    place: '',
  });
  await rules.do(secretary, 'item.create', {
    id: itemId,
    meetingId,
    parentId: null,
    order: 'a0',
    title: 'Nội dung thứ nhất',
    summary: '',
    presenterId: null,
    unit: '',
    minutes: 30,
  });
  return { meetingId, itemId };
};

/** Marks who is there: the first `inRoom` members in the room, the next `remote` ones from afar. */
export const setPresence = async (
  { rules, secretary, members }: Government,
  meetingId: string,
  inRoom: number,
  remote = 0,
): Promise<void> => {
  for (const { id, personId } of await rules.list('participant', meetingId)) {
    const index = members.indexOf(personId);
    if (index < 0 || index >= inRoom + remote) continue;
    const attendance = index < inRoom ? 'in_room' : 'remote';
    await rules.do(secretary, 'participant.set_attendance', { id, attendance });
  }
};

/** A published meeting in session. */
export const holdSession = async (government: Government, inRoom: number, remote = 0) => {
  const { rules, secretary } = government;
  const meeting = await createMeeting(government);
  await rules.do(secretary, 'meeting.publish', { id: meeting.meetingId });
  await rules.do(secretary, 'meeting.set_status', { id: meeting.meetingId, status: 'in_session' });
  await setPresence(government, meeting.meetingId, inRoom, remote);
  return meeting;
};

export const createPoll = async (
  { rules, secretary }: Government,
  owner: { readonly kind: 'item' | 'slip'; readonly id: string },
  changes: Partial<PollDraft> = {},
): Promise<string> => {
  const id = rules.newId();
  const poll = { ...draftOf(changes), id, owner, order: 'a0', previousPollId: null };
  await rules.do(secretary, 'poll.create', poll);
  return id;
};

/** A poll that is open in a session. */
export const openPollIn = async (
  government: Government,
  itemId: string,
  changes: Partial<PollDraft> = {},
): Promise<string> => {
  const { rules, secretary } = government;
  const id = await createPoll(government, { kind: 'item', id: itemId }, changes);
  const { rev } = await rules.get('poll', id);
  await rules.do(secretary, 'poll.open', { id, seen: rev });
  return id;
};

/** A body of `size` in session, all present, with one open poll. */
export const openPollOf = async (size: number, changes: Partial<PollDraft> = {}) => {
  const government = await createGovernment(size);
  const { itemId, meetingId } = await holdSession(government, size);
  const pollId = await openPollIn(government, itemId, changes);
  return { ...government, meetingId, itemId, pollId };
};
