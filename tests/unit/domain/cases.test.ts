import { describe, expect, it } from 'vitest';
import { explainResult } from '../../../shared/domain/decisions/explain.ts';
import { quorumOf } from '../../../shared/domain/decisions/quorum.ts';
import { parseStatement } from '../../../shared/domain/decisions/statement.ts';
import { tallyOf } from '../../../shared/domain/decisions/tally.ts';
import {
  createGovernment,
  createPoll,
  GOVERNMENT_RULES,
  holdSession,
  openPollIn,
  openPollOf,
} from '../../support/government.ts';
import { codeOf } from '../../support/rules.ts';
import { CLOSED_LAST, logged, statementOf, votes } from '../../support/statements.ts';

describe('cases with known answers', () => {
  it('C1: 27 members, 21 in the room, 4 absent ones voting from afar, 25 yes: quorum 18 met, 14 needed, passed', async () => {
    const government = await createGovernment(27);
    const { rules, secretary, members } = government;
    const { itemId } = await holdSession(government, 21);
    const pollId = await openPollIn(government, itemId);
    for (const voter of members.slice(0, 25)) {
      await rules.cast(await rules.ballot({ voter, pollId, choices: ['yes'] }));
    }
    await rules.do(secretary, 'poll.close', { id: pollId });
    const { body: result } = await rules.get('pollResult', pollId);
    expect(result).toMatchObject({
      passed: true,
      provisional: false,
      needed: 14,
      baseCount: 27,
      memberCount: 27,
      electorateCount: 27,
      presentCount: 21,
      notVotedCount: 2,
    });
    expect(quorumOf(GOVERNMENT_RULES.quorum, 27, 21)).toMatchObject({ needed: 18, met: true });
    const statement = parseStatement((await rules.get('poll', pollId)).body.statement ?? '');
    expect(statement && explainResult(result, statement, 'vi')).toBe(
      'Thông qua: cần 14/27, có 25 tán thành, 0 không tán thành, 0 không biểu quyết, 2 không tham gia biểu quyết.',
    );
  });

  it.each([
    ['members', 14, 27, false],
    ['present', 11, 20, true],
    ['yes_no', 10, 18, true],
  ] as const)(
    'C2: 27 members, 20 present, 13 yes, 5 no, 2 not voting, base %s: %i of %i needed, passed: %s',
    (base, needed, baseCount, passed) => {
      const statement = statementOf({ members: 27, present: 20 }, { ruleSet: { ...GOVERNMENT_RULES, base } });
      const ballots = logged([...votes('yes', 0, 13), ...votes('no', 13, 5)]);
      expect(tallyOf(statement, CLOSED_LAST, ballots).result).toMatchObject({ needed, baseCount, passed });
    },
  );

  it('C3: with 17 of 27 present there is no quorum: no poll of the session opens, a slip is sent', async () => {
    const government = await createGovernment(27);
    const { rules, secretary, bodyId } = government;
    const { itemId } = await holdSession(government, 17);
    const pollId = await createPoll(government, { kind: 'item', id: itemId });
    const { rev } = await rules.get('poll', pollId);
    const refused = await rules.run(secretary, 'poll.open', { id: pollId, seen: rev });
    expect(refused).toEqual({
      ok: false,
      error: { code: 'poll_no_quorum', params: { needed: 18, present: 17 } },
    });
    expect((await rules.get('poll', pollId)).body.status).toBe('draft');
    const slipId = rules.newId();
    const slip = { id: slipId, bodyId, title: 'Phiếu', question: '', deadline: rules.inMinutes(600) };
    await rules.do(secretary, 'slip.create', slip);
    const question = await createPoll(government, { kind: 'slip', id: slipId });
    await rules.do(secretary, 'slip.send', { id: slipId });
    expect((await rules.get('poll', question)).body.status).toBe('open');
  });

  it.each([
    [18, true],
    [17, false],
  ])('C6: 27 members, at least 2/3 of members: %i yes, passed: %s', (yes, passed) => {
    const threshold = { num: 2, den: 3, exclusive: false };
    const statement = statementOf({ members: 27 }, { ruleSet: { ...GOVERNMENT_RULES, threshold } });
    const { result } = tallyOf(statement, CLOSED_LAST, logged(votes('yes', 0, yes)));
    expect(result).toMatchObject({ needed: 18, passed });
  });

  it('C7: a yes made offline before the close that arrives after it is, under reject, kept, not counted, and its voter told', async () => {
    const { rules, secretary, pollId, member } = await openPollOf(3);
    const late = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    rules.wait(3);
    await rules.do(secretary, 'poll.close', { id: pollId });
    rules.wait(2);
    expect(codeOf(await rules.cast(late))).toBe('applied');
    expect((await rules.get('ballotReceipt', late.id)).body.state).toBe('late');
    expect(await rules.ballots(pollId)).toHaveLength(1);
    const { body: result } = await rules.get('pollResult', pollId);
    expect(result).toMatchObject({ provisional: false, lateCount: 1, notVotedCount: 3, lines: [] });
  });

  it('C7: under accept until 10:10 it counts, and the result is provisional until then', async () => {
    const government = await createGovernment(3);
    const { rules, secretary, member } = government;
    const { itemId } = await holdSession(government, 3);
    const late = { kind: 'accept', until: rules.inMinutes(10) } as const;
    const pollId = await openPollIn(government, itemId, { late });
    rules.wait(2);
    const cast = await rules.ballot({ voter: member(1), pollId, choices: ['yes'] });
    rules.wait(3);
    await rules.do(secretary, 'poll.close', { id: pollId });
    expect((await rules.get('pollResult', pollId)).body).toMatchObject({
      provisional: true,
      notVotedCount: 3,
    });
    rules.wait(2);
    expect(codeOf(await rules.cast(cast))).toBe('applied');
    expect((await rules.get('ballotReceipt', cast.id)).body.state).toBe('counts');
    expect((await rules.get('pollResult', pollId)).body).toMatchObject({
      provisional: true,
      notVotedCount: 2,
      lateCount: 0,
    });
    expect(await rules.run(secretary, 'poll.announce', { id: pollId })).toEqual({
      ok: false,
      error: { code: 'poll_window_running', params: { until: late.until } },
    });
    rules.wait(3);
    await rules.endWindows([pollId]);
    expect((await rules.get('pollResult', pollId)).body.provisional).toBe(false);
    await rules.do(secretary, 'poll.announce', { id: pollId });
    expect((await rules.get('poll', pollId)).body.status).toBe('announced');
  });

  it('C8: yes on the tablet and no on the laptop conflict; neither counts until a ballot names both', async () => {
    const { rules, secretary, pollId, member } = await openPollOf(3);
    const voter = member(1);
    const tablet = await rules.ballot({ voter, pollId, choices: ['yes'], device: 0 });
    const laptop = await rules.ballot({ voter, pollId, choices: ['no'], device: 1 });
    await rules.cast(tablet);
    await rules.cast(laptop);
    for (const { id } of [tablet, laptop]) {
      expect((await rules.get('ballotReceipt', id)).body.state).toBe('conflict');
    }
    expect((await rules.get('turnout', pollId)).body).toMatchObject({
      votedIds: [voter],
      conflictIds: [voter],
    });
    const replaces = [tablet.id, laptop.id];
    const confirmed = await rules.ballot({ voter, pollId, choices: ['yes'], replaces });
    await rules.cast(confirmed);
    expect((await rules.get('ballotReceipt', confirmed.id)).body.state).toBe('counts');
    expect((await rules.get('ballotReceipt', laptop.id)).body.state).toBe('superseded');
    expect((await rules.get('turnout', pollId)).body.conflictIds).toEqual([]);
    await rules.do(secretary, 'poll.close', { id: pollId });
    const { lines } = (await rules.get('pollResult', pollId)).body;
    expect(lines).toEqual([{ personId: voter, choices: ['yes'], text: '', conflict: false }]);
  });

  it('C8: if the window ends first, the lower in the log counts and the result records the conflict', async () => {
    const { rules, secretary, pollId, member } = await openPollOf(3);
    const voter = member(1);
    const tablet = await rules.ballot({ voter, pollId, choices: ['yes'], device: 0 });
    const laptop = await rules.ballot({ voter, pollId, choices: ['no'], device: 1 });
    await rules.cast(laptop);
    await rules.cast(tablet);
    await rules.do(secretary, 'poll.close', { id: pollId });
    const { lines } = (await rules.get('pollResult', pollId)).body;
    expect(lines).toEqual([{ personId: voter, choices: ['no'], text: '', conflict: true }]);
    expect((await rules.get('ballotReceipt', laptop.id)).body.state).toBe('counts');
    expect((await rules.get('ballotReceipt', tablet.id)).body.state).toBe('conflict');
  });
});
