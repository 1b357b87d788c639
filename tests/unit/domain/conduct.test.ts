import { describe, expect, it } from 'vitest';
import { parseStatement } from '../../../shared/domain/decisions/statement.ts';
import {
  createGovernment,
  createMeeting,
  createPoll,
  draftOf,
  GOVERNMENT_RULES,
  holdSession,
  openPollIn,
  openPollOf,
  setPresence,
} from '../../support/government.ts';
import { codeOf } from '../../support/rules.ts';

describe('opening a poll', () => {
  it('R1: who is present is frozen: somebody who leaves changes the next poll, not this one', async () => {
    const government = await createGovernment(3);
    const { rules, secretary, member } = government;
    const { itemId, meetingId } = await holdSession(government, 2);
    const first = await openPollIn(government, itemId);
    const left = (await rules.list('participant', meetingId)).find(({ personId }) => personId === member(0));
    await rules.do(secretary, 'participant.set_attendance', { id: left?.id, attendance: 'absent' });
    const second = await createPoll(government, { kind: 'item', id: itemId });
    const { rev } = await rules.get('poll', second);
    expect(codeOf(await rules.run(secretary, 'poll.open', { id: second, seen: rev }))).toBe('poll_no_quorum');
    const statement = parseStatement((await rules.get('poll', first)).body.statement ?? '');
    expect(statement?.present).toEqual([member(0), member(1)].sort());
  });

  it('R7, R11: fixes wording, rules, electorate and late policy in a statement whose hash it keeps', async () => {
    const { rules, pollId, members, bodyId } = await openPollOf(3);
    const { body: poll } = await rules.get('poll', pollId);
    const statement = parseStatement(poll.statement ?? '');
    expect(statement).toMatchObject({
      wording: poll.wording,
      ruleSet: GOVERNMENT_RULES,
      late: { kind: 'reject' },
      electorate: members.toSorted(),
      memberCount: 3,
      body: bodyId,
    });
    expect(poll.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it('R11: an open poll is neither edited nor removed', async () => {
    const { rules, pollId, secretary } = await openPollOf(3);
    const { rev } = await rules.get('poll', pollId);
    const edit = await rules.run(secretary, 'poll.edit', { id: pollId, seen: rev, wording: 'Khác' });
    expect(codeOf(edit)).toBe('poll_not_draft');
    expect(codeOf(await rules.run(secretary, 'poll.remove', { id: pollId }))).toBe('poll_not_draft');
  });

  it('is the secretary’s or the chair’s, in session, with the draft as they saw it', async () => {
    const government = await createGovernment(3);
    const { rules, secretary, chair, member } = government;
    const { meetingId, itemId } = await createMeeting(government);
    const id = await createPoll(government, { kind: 'item', id: itemId });
    const open = async (by: string, seen?: number) =>
      codeOf(await rules.run(by, 'poll.open', { id, seen: seen ?? (await rules.get('poll', id)).rev }));
    expect(await open(secretary)).toBe('meeting_not_published');
    await rules.do(secretary, 'meeting.publish', { id: meetingId });
    expect(await open(secretary)).toBe('meeting_wrong_status');
    await rules.do(secretary, 'meeting.set_status', { id: meetingId, status: 'in_session' });
    await setPresence(government, meetingId, 3);
    expect(await open(member(1))).toBe('not_allowed');
    const { rev } = await rules.get('poll', id);
    await rules.do(secretary, 'poll.edit', { id, seen: rev, wording: 'Sửa vào phút chót.' });
    expect(await open(chair, rev)).toBe('stale_revision');
    expect(await open(chair)).toBe('applied');
    expect(await open(chair)).toBe('poll_not_draft');
  });

  it('R13: is refused when the late window is already past', async () => {
    const government = await createGovernment(3);
    const { rules, secretary } = government;
    const { itemId } = await holdSession(government, 3);
    const late = { kind: 'accept', until: rules.inMinutes(1) } as const;
    const id = await createPoll(government, { kind: 'item', id: itemId }, { late });
    rules.wait(1);
    const { rev } = await rules.get('poll', id);
    expect(codeOf(await rules.run(secretary, 'poll.open', { id, seen: rev }))).toBe('poll_late_window_past');
  });

  it('R7: is refused when nobody may vote', async () => {
    const government = await createGovernment(3);
    const { rules, secretary } = government;
    const { itemId, meetingId } = await holdSession(government, 3);
    for (const { id, role } of await rules.list('participant', meetingId)) {
      if (role !== 'secretary') await rules.do(secretary, 'participant.set_role', { id, role: 'guest' });
    }
    const id = await createPoll(government, { kind: 'item', id: itemId });
    const { rev } = await rules.get('poll', id);
    expect(codeOf(await rules.run(secretary, 'poll.open', { id, seen: rev }))).toBe('poll_electorate_empty');
  });

  it('R11, R25: is refused while it names a version of a paper that has been replaced', async () => {
    const government = await createGovernment(3);
    const { rules, secretary } = government;
    const { itemId } = await holdSession(government, 3);
    const [paperId, versionId] = [rules.newId(), rules.newId()];
    const sha256 = await rules.addFile('first', secretary);
    await rules.do(secretary, 'paper.add', {
      id: paperId,
      owner: { kind: 'item', id: itemId },
      order: 'a0',
      versionId,
      fileName: 'a.pdf',
      sha256,
      title: 'Dự thảo',
      documentType: 'draft_resolution',
      agency: '',
      number: '',
      classification: 'internal',
    });
    const documents = [{ paperId, versionId, sha256, title: 'Dự thảo' }];
    const id = await createPoll(government, { kind: 'item', id: itemId }, { documents });
    await rules.do(secretary, 'paper.add_version', {
      id: paperId,
      versionId: rules.newId(),
      fileName: 'b.pdf',
      sha256: await rules.addFile('second', secretary),
    });
    const { rev } = await rules.get('poll', id);
    const opened = await rules.run(secretary, 'poll.open', { id, seen: rev });
    expect(opened).toMatchObject({ error: { code: 'poll_document_outdated', params: { title: 'Dự thảo' } } });
  });
});

describe('R16 closing is deliberate', () => {
  it('R16: a closed poll is not opened, closed or cancelled again; a new round names the old one', async () => {
    const { rules, pollId, secretary, itemId } = await openPollOf(3);
    const round = (previousPollId: string) =>
      rules.run(secretary, 'poll.create', {
        ...draftOf(),
        id: rules.newId(),
        owner: { kind: 'item', id: itemId },
        order: 'a1',
        previousPollId,
      });
    expect(codeOf(await round(pollId))).toBe('poll_not_closed');
    await rules.do(secretary, 'poll.close', { id: pollId });
    const { rev } = await rules.get('poll', pollId);
    expect(codeOf(await rules.run(secretary, 'poll.open', { id: pollId, seen: rev }))).toBe('poll_not_draft');
    expect(codeOf(await rules.run(secretary, 'poll.close', { id: pollId }))).toBe('poll_not_open');
    expect(codeOf(await rules.run(secretary, 'poll.cancel', { id: pollId }))).toBe('poll_not_open');
    expect(codeOf(await round(pollId))).toBe('applied');
  });

  it('R16: members close, announce and cancel nothing', async () => {
    const { rules, pollId, member } = await openPollOf(3);
    for (const name of ['poll.close', 'poll.announce', 'poll.cancel'] as const) {
      expect(codeOf(await rules.run(member(1), name, { id: pollId }))).toBe('not_allowed');
    }
  });

  it('R16: only a closed poll is announced', async () => {
    const { rules, pollId, secretary } = await openPollOf(3);
    expect(codeOf(await rules.run(secretary, 'poll.announce', { id: pollId }))).toBe('poll_not_closed');
    await rules.do(secretary, 'poll.close', { id: pollId });
    expect(codeOf(await rules.run(secretary, 'poll.announce', { id: pollId }))).toBe('applied');
    expect(codeOf(await rules.run(secretary, 'poll.announce', { id: pollId }))).toBe('poll_not_closed');
  });

  it('R13: a poll closed after its window would have ended is final at once', async () => {
    const government = await createGovernment(3);
    const { rules, secretary } = government;
    const { itemId } = await holdSession(government, 3);
    const late = { kind: 'accept', until: rules.inMinutes(1) } as const;
    const pollId = await openPollIn(government, itemId, { late });
    rules.wait(2);
    await rules.do(secretary, 'poll.close', { id: pollId });
    expect((await rules.get('pollResult', pollId)).body.provisional).toBe(false);
    const before = await rules.counter();
    await rules.endWindows([pollId]);
    expect(await rules.counter()).toBe(before);
  });

  it('R16: a meeting does not close over an open poll', async () => {
    const { rules, pollId, secretary, meetingId } = await openPollOf(3);
    const close = () => rules.run(secretary, 'meeting.set_status', { id: meetingId, status: 'closed' });
    expect(codeOf(await close())).toBe('poll_not_closed');
    await rules.do(secretary, 'poll.close', { id: pollId });
    expect(codeOf(await close())).toBe('applied');
  });
});

describe('opinion slips', () => {
  const draftSlip = async () => {
    const government = await createGovernment(3);
    const { rules, secretary, bodyId } = government;
    const id = rules.newId();
    const deadline = rules.inMinutes(60);
    await rules.do(secretary, 'slip.create', { id, bodyId, title: 'Phiếu', question: 'Ý kiến?', deadline });
    return { ...government, slipId: id };
  };

  it('R18: are drafts that the secretariat sends, with a question and a deadline to come', async () => {
    const slip = await draftSlip();
    const { rules, secretary, member, slipId } = slip;
    expect(codeOf(await rules.run(member(1), 'slip.send', { id: slipId }))).toBe('not_allowed');
    const empty = await rules.run(secretary, 'slip.send', { id: slipId });
    expect(empty).toMatchObject({ error: { code: 'invalid', params: { field: 'polls' } } });
    const pollId = await createPoll(slip, { kind: 'slip', id: slipId });
    const { rev } = await rules.get('poll', pollId);
    const alone = await rules.run(secretary, 'poll.open', { id: pollId, seen: rev });
    expect(codeOf(alone)).toBe('slip_not_sent');
    rules.wait(60);
    const past = await rules.run(secretary, 'slip.send', { id: slipId });
    expect(past).toMatchObject({ error: { code: 'invalid', params: { field: 'deadline' } } });
    const { rev: seen } = await rules.get('slip', slipId);
    await rules.do(secretary, 'slip.edit', { id: slipId, seen, deadline: rules.inMinutes(60) });
    await rules.do(secretary, 'slip.send', { id: slipId });
    expect((await rules.get('slip', slipId)).body).toMatchObject({
      status: 'sent',
      sentAt: rules.isoNow(),
    });
    expect(codeOf(await rules.run(secretary, 'slip.send', { id: slipId }))).toBe('slip_not_draft');
  });

  it('R18: are answered by the members and close with their question', async () => {
    const slip = await draftSlip();
    const { rules, secretary, members, slipId } = slip;
    const pollId = await createPoll(slip, { kind: 'slip', id: slipId });
    await rules.do(secretary, 'slip.send', { id: slipId });
    for (const voter of members.slice(0, 2)) {
      await rules.cast(await rules.ballot({ voter, pollId, choices: ['yes'] }));
    }
    expect((await rules.get('turnout', pollId)).scope).toBe(`prep:${slipId}`);
    await rules.do(secretary, 'poll.close', { id: pollId });
    const result = await rules.get('pollResult', pollId);
    expect(result.scope).toBe(`slip:${slipId}`);
    expect(result.body).toMatchObject({ passed: true, needed: 2, presentCount: 0 });
    expect((await rules.get('slip', slipId)).body.status).toBe('closed');
  });
});
