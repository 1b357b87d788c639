import { expect, it } from 'vitest';
import { type MutationName, mutationArgs } from '../../../shared/domain/mutations/args.ts';
import {
  createMeeting,
  createPoll,
  draftOf,
  GOVERNMENT_RULES,
  openPollOf,
} from '../../support/government.ts';
import { codeOf } from '../../support/rules.ts';

/** One of everything, with arguments that would be accepted from the right person. */
const everyMutation = async () => {
  const government = await openPollOf(3);
  const { rules, secretary, stranger, bodyId, itemId, meetingId, pollId, member } = government;
  const draft = await createMeeting(government);
  const draftPoll = await createPoll(government, { kind: 'item', id: itemId });
  const slipId = rules.newId();
  const slip = { id: slipId, bodyId, title: 'Phiếu', question: '', deadline: rules.inMinutes(60) };
  await rules.do(secretary, 'slip.create', slip);
  await createPoll(government, { kind: 'slip', id: slipId });
  const paper = {
    id: rules.newId(),
    owner: { kind: 'item', id: itemId },
    order: 'a0',
    versionId: rules.newId(),
    fileName: 'a.pdf',
    sha256: await rules.addFile('one', secretary),
    title: 'Tờ trình',
    documentType: 'submission',
    agency: '',
    number: '',
    classification: 'internal',
  };
  await rules.do(secretary, 'paper.add', paper);
  const own = (await rules.list('participant', meetingId)).find(({ personId }) => personId === member(1));
  const seat = (await rules.list('membership', bodyId))[0];
  const person = { id: rules.newId(), name: 'Mới', position: '', unit: '', rank: 1 };
  const body = { id: rules.newId(), name: 'Khác', ruleSet: GOVERNMENT_RULES, secretaryIds: [] };
  const times = { startsAt: rules.inMinutes(60), endsAt: rules.inMinutes(90) };
  const item = { title: 'Mục', summary: '', presenterId: null, unit: '', minutes: 5 };
  const seen = 1_000_000;
  const noteId = rules.newId();
  await rules.do(secretary, 'private.put', { id: noteId, ciphertext: 'AAAA' });
  const again = { id: rules.newId(), versionId: rules.newId() };
  const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
  const args: Readonly<Record<MutationName, unknown>> = {
    'meeting.create': { id: rules.newId(), bodyId, title: 'Họp', kind: 'regular', place: '', ...times },
    'meeting.edit': { id: meetingId, seen, title: 'Khác' },
    'meeting.publish': { id: draft.meetingId },
    'meeting.set_status': { id: meetingId, status: 'adjourned' },
    'participant.invite': {
      meetingId,
      people: [{ id: rules.newId(), personId: stranger, role: 'secretary' }],
    },
    'participant.set_role': { id: own?.id, role: 'secretary' },
    'participant.remove': { id: own?.id },
    'participant.set_attendance': { id: own?.id, attendance: 'absent' },
    'item.create': { ...item, id: rules.newId(), meetingId, parentId: null, order: 'a1' },
    'item.edit': { id: itemId, seen, title: 'Khác' },
    'item.move': { id: itemId, parentId: null, order: 'a9' },
    'item.remove': { id: draft.itemId },
    'paper.add': { ...paper, ...again },
    'paper.add_version': { id: paper.id, versionId: rules.newId(), fileName: 'b.pdf', sha256: paper.sha256 },
    'paper.edit': { id: paper.id, seen, title: 'Khác' },
    'paper.move': { id: paper.id, order: 'a9' },
    'paper.remove': { id: paper.id },
    'poll.create': {
      ...draftOf(),
      id: rules.newId(),
      owner: { kind: 'item', id: itemId },
      order: 'a1',
      previousPollId: null,
    },
    'poll.edit': { id: draftPoll, seen, title: 'Khác' },
    'poll.remove': { id: draftPoll },
    'poll.open': { id: draftPoll, seen },
    'poll.close': { id: pollId },
    'poll.announce': { id: pollId },
    'poll.cancel': { id: pollId },
    'ballot.cast': { signed: cast.signed },
    'slip.create': { ...slip, id: rules.newId() },
    'slip.edit': { id: slipId, seen, title: 'Khác' },
    'slip.send': { id: slipId },
    'private.put': { id: noteId, ciphertext: 'BBBB' },
    'private.remove': { id: noteId },
    'device.revoke': { id: await rules.deviceOf(member(2)) },
    'device.wipe': { id: await rules.deviceOf(member(2)) },
    'device.lend': { id: await rules.deviceOf(member(2)), meetingId },
    'device.return': { id: await rules.deviceOf(member(2)) },
    'organisation.edit': { id: rules.organisationId, seen, name: 'Khác' },
    'body.create': body,
    'body.edit': { id: bodyId, seen, name: 'Khác' },
    'person.create': person,
    'person.edit': { id: member(1), seen, name: 'Khác' },
    'membership.put': { id: rules.newId(), bodyId, personId: stranger, role: 'member', votes: true },
    'membership.remove': { id: seat?.id },
  };
  return { ...government, args };
};

it('every mutation refuses somebody without the right to it, and writes nothing', async () => {
  const { rules, stranger, args } = await everyMutation();
  for (const name of Object.keys(mutationArgs) as MutationName[]) {
    expect([name, codeOf(await rules.run(stranger, name, args[name]))]).toEqual([name, 'not_allowed']);
  }
});

it('a member of the meeting may cast their own ballot and say whether they are there, and nothing else of it', async () => {
  const { rules, member, args } = await everyMutation();
  for (const name of Object.keys(mutationArgs) as MutationName[]) {
    const isOwn = name === 'ballot.cast' || name === 'participant.set_attendance';
    const code = codeOf(await rules.run(member(1), name, args[name]));
    expect([name, code]).toEqual([name, isOwn ? 'applied' : 'not_allowed']);
  }
});

it('an administrator of the system has no part in meetings, polls and slips', async () => {
  const { rules, administrator, args } = await everyMutation();
  for (const name of Object.keys(mutationArgs) as MutationName[]) {
    // Lending and giving back are the device's own.
    const isTheirs = /^(?:organisation|body|person|membership|device)\.(?!lend|return)/.test(name);
    const code = codeOf(await rules.run(administrator, name, args[name]));
    expect([name, code]).toEqual([name, isTheirs ? 'applied' : 'not_allowed']);
  }
});
