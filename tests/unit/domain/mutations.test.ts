import { describe, expect, it } from 'vitest';
import { mutations } from '../../../shared/domain/mutations/all.ts';
import { mutationArgs } from '../../../shared/domain/mutations/args.ts';
import {
  createGovernment,
  createMeeting,
  createPoll,
  GOVERNMENT_RULES,
  holdSession,
  openPollIn,
  openPollOf,
} from '../../support/government.ts';
import { codeOf } from '../../support/rules.ts';

const set = async () => {
  const government = await createGovernment(3);
  return { ...government, ...(await createMeeting(government)) };
};

const itemIn = (meetingId: string, id: string, parentId: string | null = null) => ({
  id,
  meetingId,
  parentId,
  order: 'a1',
  title: 'Nội dung',
  summary: '',
  presenterId: null,
  unit: '',
  minutes: 10,
});

describe('the table', () => {
  it('has every mutation with its own arguments', () => {
    expect(Object.keys(mutations).sort()).toEqual(Object.keys(mutationArgs).sort());
    for (const [name, { args }] of Object.entries(mutations)) {
      expect(args).toBe(mutationArgs[name as keyof typeof mutationArgs]);
    }
  });

  it('replays on the device what is edited, never what means now', () => {
    const needing = Object.entries(mutations)
      .filter(([, { needsConnection }]) => needsConnection)
      .map(([name]) => name);
    expect(needing.sort()).toEqual([
      'device.lend',
      'device.return',
      'device.revoke',
      'device.wipe',
      'meeting.publish',
      'meeting.set_status',
      'poll.announce',
      'poll.cancel',
      'poll.close',
      'poll.open',
      'slip.send',
    ]);
    for (const { needsConnection, optimistic } of Object.values(mutations)) {
      expect(needsConnection && optimistic).toBe(false);
    }
    expect(mutations['ballot.cast']).toMatchObject({ optimistic: false, needsConnection: false });
  });

  it('refuses names and arguments that are none', async () => {
    const { rules, secretary } = await createGovernment(1);
    const wrong = await rules.run(secretary, 'poll.close', { id: 'x' });
    expect(wrong).toMatchObject({ error: { code: 'invalid', params: { field: 'id' } } });
    const extra = await rules.run(secretary, 'poll.close', { id: rules.newId(), by: secretary });
    expect(codeOf(extra)).toBe('invalid');
  });
});

describe('meetings', () => {
  it('invite the members of their body with role and vote; the author is secretary', async () => {
    const { rules, secretary, chair, members, meetingId } = await set();
    const participants = await rules.list('participant', meetingId);
    expect(participants).toHaveLength(4);
    const of = (id: string) => participants.find(({ personId }) => personId === id);
    expect(of(secretary)).toMatchObject({ role: 'secretary', votes: false });
    expect(of(chair)).toMatchObject({ role: 'chair', votes: true });
    expect(of(members[1] ?? '')).toMatchObject({ role: 'member', votes: true });
  });

  it('keep the vote of a secretary who has a seat', async () => {
    const government = await createGovernment(3);
    const { rules, administrator, bodyId, member } = government;
    const { rev } = await rules.get('body', bodyId);
    await rules.do(administrator, 'body.edit', { id: bodyId, seen: rev, secretaryIds: [member(2)] });
    const { meetingId } = await createMeeting({ ...government, secretary: member(2) });
    const own = (await rules.list('participant', meetingId)).filter(({ personId }) => personId === member(2));
    expect(own).toMatchObject([{ role: 'secretary', votes: true }]);
  });

  it('are created by the body’s secretariat alone', async () => {
    const government = await createGovernment(3);
    await expect(createMeeting({ ...government, secretary: government.member(1) })).rejects.toThrow(
      'not_allowed',
    );
    await expect(createMeeting({ ...government, secretary: government.administrator })).rejects.toThrow(
      'not_allowed',
    );
  });

  it('end after they begin', async () => {
    const { rules, secretary, bodyId, meetingId } = await set();
    const times = { startsAt: rules.inMinutes(60), endsAt: rules.inMinutes(60) };
    const meeting = { id: rules.newId(), bodyId, title: 'Họp', kind: 'regular', place: '', ...times };
    const refused = { error: { code: 'invalid', params: { field: 'endsAt' } } };
    expect(await rules.run(secretary, 'meeting.create', meeting)).toMatchObject(refused);
    const { rev: seen } = await rules.get('meeting', meetingId);
    const edit = { id: meetingId, seen, endsAt: rules.inMinutes(1) };
    expect(await rules.run(secretary, 'meeting.edit', edit)).toMatchObject(refused);
  });

  it('are published once, with something on the agenda, and follow their course', async () => {
    const { rules, secretary, meetingId, itemId } = await set();
    const status = async (to: string) =>
      codeOf(await rules.run(secretary, 'meeting.set_status', { id: meetingId, status: to }));
    expect(await status('in_session')).toBe('meeting_not_published');
    await rules.do(secretary, 'item.remove', { id: itemId });
    expect(codeOf(await rules.run(secretary, 'meeting.publish', { id: meetingId }))).toBe('meeting_empty');
    await rules.do(secretary, 'item.create', itemIn(meetingId, rules.newId()));
    await rules.do(secretary, 'meeting.publish', { id: meetingId });
    expect(codeOf(await rules.run(secretary, 'meeting.publish', { id: meetingId }))).toBe(
      'meeting_not_draft',
    );
    expect(await status('concluded')).toBe('meeting_wrong_status');
    for (const next of ['in_session', 'adjourned', 'in_session', 'closed']) {
      expect(await status(next)).toBe('applied');
    }
    expect(await status('in_session')).toBe('meeting_wrong_status');
    const { rev } = await rules.get('meeting', meetingId);
    const conclusion = { id: meetingId, seen: rev, conclusion: 'Kết luận.' };
    expect(codeOf(await rules.run(secretary, 'meeting.edit', conclusion))).toBe('applied');
    expect(await status('concluded')).toBe('applied');
    expect(codeOf(await rules.run(secretary, 'meeting.edit', conclusion))).toBe('meeting_wrong_status');
    const more = itemIn(meetingId, rules.newId());
    expect(codeOf(await rules.run(secretary, 'item.create', more))).toBe('meeting_wrong_status');
  });

  it('are edited by secretary and chair, not by members', async () => {
    const { rules, chair, member, meetingId } = await set();
    const { rev: seen } = await rules.get('meeting', meetingId);
    const edit = { id: meetingId, seen, title: 'Phiên họp chuyên đề' };
    expect(codeOf(await rules.run(member(1), 'meeting.edit', edit))).toBe('not_allowed');
    expect(codeOf(await rules.run(chair, 'meeting.edit', edit))).toBe('applied');
    expect((await rules.get('meeting', meetingId)).body.title).toBe('Phiên họp chuyên đề');
  });
});

describe('concurrent edits', () => {
  it('refuse the second secretary with the newer revision; the same device’s queued edits follow each other', async () => {
    const { rules, secretary, chair, itemId } = await set();
    const { rev: seen } = await rules.get('agendaItem', itemId);
    expect(codeOf(await rules.run(secretary, 'item.edit', { id: itemId, seen, title: 'Một' }))).toBe(
      'applied',
    );
    expect(codeOf(await rules.run(secretary, 'item.edit', { id: itemId, seen, title: 'Hai' }))).toBe(
      'applied',
    );
    const { rev } = await rules.get('agendaItem', itemId);
    expect(await rules.run(chair, 'item.edit', { id: itemId, seen, title: 'Ba' })).toEqual({
      ok: false,
      error: { code: 'stale_revision', params: { rev } },
    });
    expect(codeOf(await rules.run(chair, 'item.edit', { id: itemId, seen: rev, title: 'Ba' }))).toBe(
      'applied',
    );
    const own = await rules.run(secretary, 'item.edit', { id: itemId, seen: rev, title: 'Bốn' });
    expect(codeOf(own)).toBe('stale_revision');
    const otherDevice = await rules.run(chair, 'item.edit', { id: itemId, seen: rev, title: 'Năm' }, 1);
    expect(codeOf(otherDevice)).toBe('stale_revision');
  });
});

describe('participants', () => {
  it('keep at least one secretary', async () => {
    const { rules, secretary, stranger, meetingId } = await set();
    const own = (await rules.list('participant', meetingId)).find(({ personId }) => personId === secretary);
    const id = own?.id;
    expect(codeOf(await rules.run(secretary, 'participant.remove', { id }))).toBe(
      'participant_last_secretary',
    );
    const demote = { id, role: 'member' };
    expect(codeOf(await rules.run(secretary, 'participant.set_role', demote))).toBe(
      'participant_last_secretary',
    );
    const people = [{ id: rules.newId(), personId: stranger, role: 'secretary' }];
    await rules.do(secretary, 'participant.invite', { meetingId, people });
    expect(codeOf(await rules.run(secretary, 'participant.set_role', demote))).toBe('applied');
  });

  it('R7: guests and people without a seat have no vote, whatever they are made', async () => {
    const { rules, secretary, stranger, member, meetingId } = await set();
    const id = rules.newId();
    const people = [{ id, personId: stranger, role: 'member' }];
    await rules.do(secretary, 'participant.invite', { meetingId, people });
    expect((await rules.get('participant', id)).body.votes).toBe(false);
    const twice = { meetingId, people: [{ id: rules.newId(), personId: stranger, role: 'guest' }] };
    expect(codeOf(await rules.run(secretary, 'participant.invite', twice))).toBe('already_exists');
    const seated = (await rules.list('participant', meetingId)).find(
      ({ personId }) => personId === member(1),
    );
    await rules.do(secretary, 'participant.set_role', { id: seated?.id, role: 'guest' });
    expect((await rules.get('participant', seated?.id ?? '')).body.votes).toBe(false);
    await rules.do(secretary, 'participant.set_role', { id: seated?.id, role: 'member' });
    expect((await rules.get('participant', seated?.id ?? '')).body.votes).toBe(true);
  });

  it('R1: say for themselves whether they are there, not for others', async () => {
    const { rules, secretary, member, meetingId } = await set();
    const own = (await rules.list('participant', meetingId)).find(({ personId }) => personId === member(1));
    const here = { id: own?.id, attendance: 'in_room' };
    expect(codeOf(await rules.run(member(1), 'participant.set_attendance', here))).toBe(
      'meeting_not_published',
    );
    await rules.do(secretary, 'meeting.publish', { id: meetingId });
    expect(codeOf(await rules.run(member(1), 'participant.set_attendance', here))).toBe('applied');
    expect(codeOf(await rules.run(member(2), 'participant.set_attendance', here))).toBe('not_allowed');
  });
});

describe('the agenda', () => {
  it('is a tree without cycles, within one meeting', async () => {
    const government = await createGovernment(3);
    const { rules, secretary } = government;
    const { meetingId, itemId } = await createMeeting(government);
    const other = await createMeeting(government);
    const [child, grandchild] = [rules.newId(), rules.newId()];
    await rules.do(secretary, 'item.create', itemIn(meetingId, child, itemId));
    await rules.do(secretary, 'item.create', itemIn(meetingId, grandchild, child));
    const move = async (id: string, parentId: string | null) =>
      codeOf(await rules.run(secretary, 'item.move', { id, parentId, order: 'a5' }));
    expect(await move(itemId, grandchild)).toBe('item_cycle');
    expect(await move(child, child)).toBe('item_cycle');
    expect(await move(child, other.itemId)).toBe('not_found');
    expect(await move(grandchild, itemId)).toBe('applied');
    const foreign = itemIn(meetingId, rules.newId(), other.itemId);
    expect(codeOf(await rules.run(secretary, 'item.create', foreign))).toBe('not_found');
  });

  it('gives up an item only without children and without a question that was put', async () => {
    const { rules, secretary, itemId, meetingId, pollId } = await openPollOf(3);
    expect(codeOf(await rules.run(secretary, 'item.remove', { id: itemId }))).toBe('poll_not_draft');
    await rules.do(secretary, 'poll.cancel', { id: pollId });
    expect(codeOf(await rules.run(secretary, 'item.remove', { id: itemId }))).toBe('poll_not_draft');
    const [parent, child] = [rules.newId(), rules.newId()];
    await rules.do(secretary, 'item.create', itemIn(meetingId, parent));
    await rules.do(secretary, 'item.create', itemIn(meetingId, child, parent));
    expect(codeOf(await rules.run(secretary, 'item.remove', { id: parent }))).toBe('item_has_children');
    await rules.do(secretary, 'item.remove', { id: child });
    await rules.do(secretary, 'item.remove', { id: parent });
    expect(await rules.find('agendaItem', parent)).toBeUndefined();
  });
});

describe('papers', () => {
  const paperIn = (itemId: string, ids: { id: string; versionId: string }, sha256: string) => ({
    ...ids,
    owner: { kind: 'item', id: itemId },
    order: 'a0',
    fileName: 'a.pdf',
    sha256,
    title: 'Tờ trình',
    documentType: 'submission',
    agency: '',
    number: '',
    classification: 'internal',
  });

  it('name an uploaded file, get versions one after another, and go with their versions', async () => {
    const { rules, secretary, itemId } = await set();
    const ids = { id: rules.newId(), versionId: rules.newId() };
    const unknown = paperIn(itemId, ids, 'a'.repeat(64));
    expect(codeOf(await rules.run(secretary, 'paper.add', unknown))).toBe('file_unknown');
    const first = await rules.addFile('one', secretary);
    await rules.do(secretary, 'paper.add', paperIn(itemId, ids, first));
    const version = (sha256: string) => ({ id: ids.id, versionId: rules.newId(), fileName: 'b.pdf', sha256 });
    const same = await rules.run(secretary, 'paper.add_version', version(first));
    expect(codeOf(same)).toBe('paper_version_exists');
    await rules.do(secretary, 'paper.add_version', version(await rules.addFile('two', secretary)));
    const versions = await rules.list('paperVersion', ids.id);
    expect(versions.map(({ n }) => n).sort()).toEqual([1, 2]);
    const paper = await rules.get('paper', ids.id);
    expect(paper.scope).toBe(`item:${itemId}`);
    expect(versions.find(({ id }) => id === paper.body.currentVersionId)?.n).toBe(2);
    await rules.do(secretary, 'paper.remove', { id: ids.id });
    expect(await rules.list('paperVersion', ids.id)).toEqual([]);
  });

  it('R21: above internal are refused, but on a declared isolated network up to its class', async () => {
    const { rules, secretary, administrator, itemId, organisationId } = await set().then((all) => ({
      ...all,
      organisationId: all.rules.organisationId,
    }));
    const sha256 = await rules.addFile('secret', secretary);
    const add = async (classification: string) =>
      codeOf(
        await rules.run(secretary, 'paper.add', {
          ...paperIn(itemId, { id: rules.newId(), versionId: rules.newId() }, sha256),
          classification,
        }),
      );
    expect(await add('confidential')).toBe('paper_classification_refused');
    const organisation = await rules.get('organisation', organisationId);
    const declared = { isolatedNetwork: true, highestClassification: 'confidential' };
    const edit = { id: organisationId, seen: organisation.rev, ...declared };
    await rules.do(administrator, 'organisation.edit', edit);
    expect(await add('confidential')).toBe('applied');
    expect(await add('secret')).toBe('paper_classification_refused');
    expect(await add('public')).toBe('applied');
    const id = rules.newId();
    await rules.do(secretary, 'paper.add', paperIn(itemId, { id, versionId: rules.newId() }, sha256));
    const { rev: seen } = await rules.get('paper', id);
    const raised = await rules.run(secretary, 'paper.edit', { id, seen, classification: 'top_secret' });
    expect(codeOf(raised)).toBe('paper_classification_refused');
  });

  it('R11: are not removed once they have been put to a vote', async () => {
    const government = await createGovernment(3);
    const { rules, secretary } = government;
    const { itemId } = await holdSession(government, 3);
    const ids = { id: rules.newId(), versionId: rules.newId() };
    const sha256 = await rules.addFile('one', secretary);
    await rules.do(secretary, 'paper.add', paperIn(itemId, ids, sha256));
    const documents = [{ paperId: ids.id, versionId: ids.versionId, sha256, title: 'Tờ trình' }];
    await openPollIn(government, itemId, { documents });
    expect(codeOf(await rules.run(secretary, 'paper.remove', { id: ids.id }))).toBe('poll_not_draft');
  });
});

describe('questions', () => {
  it('R3: with rules that cannot decide are refused, and so are papers of another place', async () => {
    const government = await createGovernment(3);
    const { rules, secretary } = government;
    const { itemId } = await createMeeting(government);
    const owner = { kind: 'item', id: itemId } as const;
    const threshold = { num: 2, den: 1, exclusive: false };
    await expect(
      createPoll(government, owner, { ruleSet: { ...GOVERNMENT_RULES, threshold } }),
    ).rejects.toThrow('poll_rules_invalid');
    const elsewhere = {
      paperId: rules.newId(),
      versionId: rules.newId(),
      sha256: 'a'.repeat(64),
      title: 'x',
    };
    await expect(createPoll(government, owner, { documents: [elsewhere] })).rejects.toThrow('invalid');
    await expect(createPoll(government, owner, { wording: 'x\ud800' })).rejects.toThrow('invalid');
    const pollId = await createPoll(government, owner);
    await rules.do(secretary, 'poll.remove', { id: pollId });
    expect(await rules.find('poll', pollId)).toBeUndefined();
  });
});

describe('questions of a slip', () => {
  it('R2: have no base `present`: nobody is', async () => {
    const government = await createGovernment(3);
    const { rules, secretary, bodyId } = government;
    const id = rules.newId();
    const slip = { id, bodyId, title: 'Phiếu', question: '', deadline: rules.inMinutes(60) };
    await rules.do(secretary, 'slip.create', slip);
    const ruleSet = { ...GOVERNMENT_RULES, base: 'present' as const };
    await expect(createPoll(government, { kind: 'slip', id }, { ruleSet })).rejects.toThrow(
      'poll_rules_invalid',
    );
  });
});

describe('private notes', () => {
  it('are their owner’s alone; an edit brings back what was removed', async () => {
    const { rules, member } = await createGovernment(3);
    const note = { id: rules.newId(), ciphertext: 'AAAA' };
    await rules.do(member(1), 'private.put', note);
    expect((await rules.get('privateNote', note.id)).scope).toBe(`user:${member(1)}`);
    expect(codeOf(await rules.run(member(2), 'private.put', note))).toBe('not_allowed');
    expect(codeOf(await rules.run(member(2), 'private.remove', { id: note.id }))).toBe('not_allowed');
    await rules.do(member(1), 'private.remove', { id: note.id });
    expect(codeOf(await rules.run(member(1), 'private.remove', { id: note.id }))).toBe('applied');
    await rules.do(member(1), 'private.put', note);
    expect((await rules.get('privateNote', note.id)).body).toEqual(note);
  });
});

describe('the organisation', () => {
  it('is edited by system administrators only', async () => {
    const { rules, administrator, secretary, bodyId, stranger, member } = await createGovernment(3);
    const person = { id: rules.newId(), name: 'Người mới', position: '', unit: '', rank: 9 };
    expect(codeOf(await rules.run(secretary, 'person.create', person))).toBe('not_allowed');
    await rules.do(administrator, 'person.create', person);
    const membership = { id: rules.newId(), bodyId, personId: stranger, role: 'member', votes: true };
    expect(codeOf(await rules.run(member(1), 'membership.put', membership))).toBe('not_allowed');
    await rules.do(administrator, 'membership.put', membership);
    const second = { ...membership, id: rules.newId() };
    expect(codeOf(await rules.run(administrator, 'membership.put', second))).toBe('already_exists');
    const body = await rules.get('body', bodyId);
    const unreachable = { ...GOVERNMENT_RULES, threshold: { num: 1, den: 1, exclusive: true } };
    const edit = { id: bodyId, seen: body.rev, ruleSet: unreachable };
    expect(codeOf(await rules.run(administrator, 'body.edit', edit))).toBe('poll_rules_invalid');
  });

  it('has a time zone that exists', async () => {
    const { rules, administrator } = await createGovernment(3);
    const id = rules.organisationId;
    const { rev: seen } = await rules.get('organisation', id);
    for (const timeZone of ['Asia/Hanoi Old', '+07:00', '']) {
      const outcome = await rules.run(administrator, 'organisation.edit', { id, seen, timeZone });
      expect(codeOf(outcome), timeZone).toBe('invalid');
    }
    await rules.do(administrator, 'organisation.edit', { id, seen, timeZone: 'Europe/Berlin' });
    expect((await rules.get('organisation', id)).body.timeZone).toBe('Europe/Berlin');
  });
});
