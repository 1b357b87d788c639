import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ballotRefusal } from '../../../shared/domain/decisions/ballot.ts';
import { meetingSnapshot, slipSnapshot } from '../../../shared/domain/decisions/electorate.ts';
import { explainResult } from '../../../shared/domain/decisions/explain.ts';
import { chainRefusal, headsOf } from '../../../shared/domain/decisions/heads.ts';
import { quorumOf } from '../../../shared/domain/decisions/quorum.ts';
import { reaches, requiredVotes, rulesRefusal } from '../../../shared/domain/decisions/ruleset.ts';
import { tallyOf } from '../../../shared/domain/decisions/tally.ts';
import type { Participant } from '../../../shared/domain/records/meeting.ts';
import type { Membership } from '../../../shared/domain/records/organisation.ts';
import { APPROVAL, GOVERNMENT_RULES, LIST, OPINION } from '../../support/government.ts';
import {
  CLOSED_LAST,
  idOf,
  logged,
  statementOf,
  type TestBallot,
  uuid,
  votes,
} from '../../support/statements.ts';

const fraction = (num: number, den: number, exclusive: boolean) => ({ num, den, exclusive });
const MORE_THAN_HALF = fraction(1, 2, true);

describe('R3 threshold', () => {
  it.each([
    [27, MORE_THAN_HALF, 14],
    [26, MORE_THAN_HALF, 14],
    [27, fraction(2, 3, false), 18],
    [28, fraction(2, 3, false), 19],
    [10, fraction(4, 5, false), 8],
    [18, MORE_THAN_HALF, 10],
    [20, MORE_THAN_HALF, 11],
    [0, MORE_THAN_HALF, 1],
    [0, fraction(2, 3, false), 1],
  ])('R3: of %i with %o exactly %i are needed', (base, threshold, needed) => {
    expect(requiredVotes(base, threshold)).toBe(needed);
  });

  it('R3: the needed number reaches the fraction and one less does not, for every fraction and base', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.boolean(),
        fc.integer({ min: 1, max: 1_000_000 }),
        (num, den, exclusive, base) => {
          const needed = requiredVotes(base, fraction(num, den, exclusive));
          expect(reaches(needed, base, fraction(num, den, exclusive))).toBe(true);
          if (needed > 1) expect(reaches(needed - 1, base, fraction(num, den, exclusive))).toBe(false);
        },
      ),
    );
  });

  it('R3: rules that nothing can reach, and choice sets that decide nothing, are refused', () => {
    const rules = GOVERNMENT_RULES;
    const [yes, no, abstain] = APPROVAL.options;
    if (yes === undefined || no === undefined || abstain === undefined) throw new Error('no options');
    expect(rulesRefusal({ ruleSet: rules, choices: APPROVAL })).toBeNull();
    expect(rulesRefusal({ ruleSet: rules, choices: OPINION })).toBeNull();
    expect(rulesRefusal({ ruleSet: rules, choices: LIST })).toBeNull();
    const wrong = [
      { ruleSet: { ...rules, threshold: fraction(3, 2, false) } },
      { ruleSet: { ...rules, threshold: fraction(1, 1, true) } },
      { ruleSet: { ...rules, quorum: { fraction: fraction(2, 1, false), remoteCounts: true } } },
      { ruleSet: rules, choices: { options: [yes, abstain], max: 1 } },
      { ruleSet: rules, choices: { options: [yes, no, { ...no, id: 'no2' }], max: 1 } },
      { ruleSet: rules, choices: { options: [yes, { ...no, id: 'yes' }], max: 1 } },
      { ruleSet: rules, choices: { options: [yes, no], max: 2 } },
      { ruleSet: rules, choices: { ...LIST, max: 4 } },
      { ruleSet: rules, choices: { options: [...LIST.options, yes, no], max: 1 } },
    ];
    for (const each of wrong) expect(rulesRefusal(each)?.code).toBe('poll_rules_invalid');
  });
});

describe('R1 quorum', () => {
  it('R1: at least 2/3 of all members: 18 of 27 is enough, 17 is not', () => {
    expect(quorumOf(GOVERNMENT_RULES.quorum, 27, 18)).toEqual({
      members: 27,
      present: 18,
      needed: 18,
      met: true,
    });
    expect(quorumOf(GOVERNMENT_RULES.quorum, 27, 17).met).toBe(false);
  });

  it('R1: a body without members never has one', () => {
    const rule = { fraction: fraction(0, 1, false), remoteCounts: true };
    expect(quorumOf(rule, 0, 0).met).toBe(false);
    expect(quorumOf(rule, 0, 5).met).toBe(false);
  });
});

const member = (n: number, votes = true): Membership => ({
  id: uuid(100 + n),
  bodyId: uuid(99),
  personId: uuid(n),
  role: 'member',
  votes,
});
const part = (n: number, changes: Partial<Participant> = {}): Participant => ({
  id: uuid(200 + n),
  meetingId: uuid(98),
  personId: uuid(n),
  role: 'member',
  votes: true,
  attendance: 'in_room',
  ...changes,
});

describe('R7 who may vote', () => {
  it('R7: members with a vote, absent ones too; not guests, not substitutes without a seat, not seats without a vote', () => {
    const memberships = [member(3), member(1), member(2), member(4, false), member(5)];
    const participants = [
      part(2, { attendance: 'absent' }),
      part(1),
      part(3, { role: 'guest' }),
      part(4, { votes: false }),
      part(5, { role: 'secretary' }),
      part(9),
    ];
    expect(meetingSnapshot(memberships, participants, GOVERNMENT_RULES.quorum)).toEqual({
      electorate: [uuid(1), uuid(2), uuid(5)],
      present: [uuid(1), uuid(3), uuid(5)],
      memberCount: 4,
    });
  });

  it('R1: those attending from afar are present where the body counts them', () => {
    const participants = [part(1), part(2, { attendance: 'remote' }), part(3, { attendance: 'unknown' })];
    const memberships = [member(1), member(2), member(3)];
    const present = (remoteCounts: boolean) =>
      meetingSnapshot(memberships, participants, { ...GOVERNMENT_RULES.quorum, remoteCounts }).present;
    expect(present(true)).toEqual([uuid(1), uuid(2)]);
    expect(present(false)).toEqual([uuid(1)]);
  });

  it('R7: a slip asks everybody with a voting seat', () => {
    expect(slipSnapshot([member(2), member(1), member(3, false)])).toEqual({
      electorate: [uuid(1), uuid(2)],
      present: [],
      memberCount: 2,
    });
  });
});

describe('R2 base', () => {
  it('R2: cast counts yes, no and every other valid choice', () => {
    const statement = statementOf(
      { members: 20 },
      { choices: OPINION, ruleSet: { ...GOVERNMENT_RULES, base: 'cast' } },
    );
    const ballots = logged([
      ...votes('agree', 0, 6),
      ...votes('disagree', 6, 2),
      { name: 'other', voter: 8, choices: ['other'], text: 'Cần làm rõ.' },
      { name: 'other2', voter: 9, choices: ['other'], text: 'Cần làm rõ.' },
    ]);
    expect(tallyOf(statement, CLOSED_LAST, ballots).result).toMatchObject({
      baseCount: 10,
      needed: 6,
      passed: true,
    });
  });
});

describe('R5 choices', () => {
  const { ballot } = logged([{ name: 'x', voter: 1, choices: ['other'], text: 'Ý kiến' }])[0] ?? {};
  if (ballot === undefined) throw new Error('no ballot');
  const codeOf = (changes: Partial<typeof ballot>, choices = OPINION) =>
    ballotRefusal({ ...ballot, ...changes }, statementOf({ members: 3 }, { choices }), idOf('poll'))?.code;

  it('R5: an other opinion needs its text, and only it has one', () => {
    expect(codeOf({})).toBeUndefined();
    expect(codeOf({ text: '  \n' })).toBe('ballot_text_missing');
    expect(codeOf({ choices: ['agree'], text: 'Ý kiến' })).toBe('invalid');
    expect(codeOf({ choices: ['agree'], text: '' })).toBeUndefined();
  });

  it('R5: a choice not offered, or more than may be named, is refused', () => {
    expect(codeOf({ choices: ['maybe'], text: '' })).toBe('ballot_choice_not_offered');
    expect(codeOf({ choices: ['agree', 'disagree'], text: '' })).toBe('ballot_choice_not_offered');
    expect(codeOf({ choices: ['a', 'b'], text: '' }, LIST)).toBeUndefined();
    expect(codeOf({ choices: ['a', 'b', 'c'], text: '' }, LIST)).toBe('ballot_choice_not_offered');
  });

  it('R7, R11: another poll, other wording, or a voter outside the electorate is refused', () => {
    expect(codeOf({ poll: uuid(1) })).toBe('ballot_wrong_poll_hash');
    expect(codeOf({ pollHash: idOf('other wording') })).toBe('ballot_wrong_poll_hash');
    expect(codeOf({ voter: uuid(77) })).toBe('ballot_not_in_electorate');
  });

  it('R5: of a list every option counts, and there is neither a needed number nor a passing', () => {
    const statement = statementOf({ members: 5 }, { choices: LIST });
    const ballots = logged([
      { name: '1', voter: 0, choices: ['a', 'b'] },
      { name: '2', voter: 1, choices: ['b'] },
      { name: '3', voter: 2, choices: ['b', 'c'] },
    ]);
    const { result } = tallyOf(statement, CLOSED_LAST, ballots);
    expect(result.counts).toEqual([
      { optionId: 'a', count: 1 },
      { optionId: 'b', count: 3 },
      { optionId: 'c', count: 1 },
    ]);
    expect(result).toMatchObject({ needed: null, passed: false, notVotedCount: 2 });
    expect(explainResult(result, statement, 'vi')).toBe(
      'Kết quả: 1 Phương án A, 3 Phương án B, 1 Phương án C, 2 không tham gia biểu quyết.',
    );
  });

  it('R5: an other opinion is counted and shown on its own, with its text', () => {
    const statement = statementOf({ members: 3 }, { choices: OPINION });
    const ballots = logged([{ name: 'o', voter: 2, choices: ['other'], text: 'Làm rõ nguồn vốn.' }]);
    const { result } = tallyOf(statement, CLOSED_LAST, ballots);
    expect(result.lines).toEqual([
      { personId: uuid(2), choices: ['other'], text: 'Làm rõ nguồn vốn.', conflict: false },
    ]);
    expect(explainResult(result, statement, 'vi')).toBe(
      'Không thông qua: cần 2/3, có 0 đồng ý, 0 không đồng ý, 1 ý kiến khác, 2 không tham gia biểu quyết.',
    );
  });
});

describe('R10 one ballot counts', () => {
  const of = (...ballots: TestBallot[]) => logged(ballots);
  const first: TestBallot = { name: 'first', voter: 1, choices: ['yes'] };
  const change: TestBallot = { name: 'change', voter: 1, choices: ['no'], replaces: ['first'] };
  const again: TestBallot = { name: 'again', voter: 1, choices: ['yes'], replaces: ['change'] };

  it('R10: the last of the chain counts, in whatever order the ballots reached the log', () => {
    for (const order of [
      [first, change, again],
      [again, change, first],
      [change, again, first],
    ]) {
      const tally = tallyOf(statementOf({ members: 3 }), CLOSED_LAST, of(...order));
      expect(headsOf(of(...order)).map(({ id }) => id)).toEqual([idOf('again')]);
      expect(tally.result.lines).toMatchObject([{ choices: ['yes'], conflict: false }]);
      expect(tally.stateById.get(idOf('first'))).toBe('superseded');
    }
  });

  it('R10: two that replace the same one are a conflict', () => {
    const fork: TestBallot = { name: 'fork', voter: 1, choices: ['abstain'], replaces: ['first'] };
    expect(headsOf(of(first, change, fork))).toHaveLength(2);
  });

  it('R10: a ballot may replace only known ballots of its own voter in its own poll', () => {
    const [next] = of({ name: 'n', voter: 1, choices: ['no'], replaces: ['unknown'] });
    expect(next && chainRefusal(next.ballot, of(first), true)?.code).toBe('ballot_replaces_unknown');
  });

  it('R10: where the poll is not changeable, a second ballot only ends a conflict, by naming every head', () => {
    const refusalOf = (ballot: TestBallot, own: readonly TestBallot[]) => {
      const [next] = of(ballot);
      return next && chainRefusal(next.ballot, of(...own), false)?.code;
    };
    const other: TestBallot = { name: 'other', voter: 1, choices: ['no'] };
    const both = { name: 'both', voter: 1, choices: ['no'], replaces: ['first', 'other'] };
    expect(refusalOf(first, [])).toBeUndefined();
    expect(refusalOf(change, [first])).toBe('ballot_not_changeable');
    expect(refusalOf({ name: 'twice', voter: 1, choices: ['no'] }, [first])).toBe('ballot_not_changeable');
    expect(refusalOf(both, [first, other])).toBeUndefined();
    expect(refusalOf({ ...both, choices: ['abstain'] }, [first, other])).toBe('ballot_not_changeable');
    expect(refusalOf({ ...both, replaces: ['first'] }, [first, other])).toBe('ballot_not_changeable');
  });
});

describe('R13 late ballots, by the log alone', () => {
  const until = '2019-06-24T03:10:00.000Z';
  const accept = statementOf({ members: 3 }, { late: { kind: 'accept', until } });
  const reject = statementOf({ members: 3 });
  const events = { opened: 0, closed: 2, windowEnded: 5, announced: null };
  const at = (logIndex: number, checkpointSize: number) =>
    logged([{ name: 'b', voter: 1, choices: ['yes'], checkpointSize }], logIndex);

  it('R13: what stands before the close counts under either policy', () => {
    expect(tallyOf(reject, events, at(1, 1)).stateById.get(idOf('b'))).toBe('counts');
    expect(tallyOf(accept, events, at(1, 1)).stateById.get(idOf('b'))).toBe('counts');
  });

  it('R13: between the close and the end of the window it counts if its device had not seen the close', () => {
    expect(tallyOf(accept, events, at(3, 2)).stateById.get(idOf('b'))).toBe('counts');
    expect(tallyOf(accept, events, at(3, 3)).stateById.get(idOf('b'))).toBe('late');
    expect(tallyOf(reject, events, at(3, 2)).stateById.get(idOf('b'))).toBe('late');
  });

  it('R13: after the end of the window, and after the announcement, nothing counts', () => {
    expect(tallyOf(accept, events, at(6, 2)).stateById.get(idOf('b'))).toBe('late');
    const announced = { ...events, windowEnded: null, announced: 4 };
    expect(tallyOf(accept, announced, at(5, 2)).stateById.get(idOf('b'))).toBe('late');
    // An announced result does not change: not by the number of those that came too late for it either.
    expect(tallyOf(accept, announced, at(5, 2)).result.lateCount).toBe(0);
  });

  it('R13: where the close was lost with its log, the window is the one that was promised', () => {
    const former = { origin: 'e-cabinet/1', index: 20 };
    const after = {
      ...{ ...events, closed: 12, windowEnded: 13, origin: 'e-cabinet/1/2', formerClose: former },
      restores: [{ origin: 'e-cabinet/1', index: 5 }],
    };
    const lost = (index: number, at: string) =>
      logged([{ name: 'b', voter: 1, choices: ['yes'], former: { ...former, index, at } }], 11);
    const waiting = (receivedAt: string) =>
      logged([{ name: 'b', voter: 1, choices: ['yes'], receivedAt }], 11);
    const states = [lost, (_: number, at: string) => waiting(at)].map((made) =>
      ['2019-06-24T03:09:59.999Z', until].map((at) =>
        tallyOf(accept, after, made(21, at)).stateById.get(idOf('b')),
      ),
    );
    expect(states).toEqual([
      ['counts', 'late'],
      ['counts', 'late'],
    ]);
    // Before the lost close it counts whenever it was received; under `reject` nothing after it does.
    expect(tallyOf(accept, after, lost(19, until)).stateById.get(idOf('b'))).toBe('counts');
    expect(tallyOf(reject, after, lost(21, '2019-06-24T03:00:00.000Z')).stateById.get(idOf('b'))).toBe(
      'late',
    );
  });

  it('R13: a late ballot replaces nothing', () => {
    const ballots = [
      ...logged([{ name: 'in time', voter: 1, choices: ['yes'] }], 1),
      ...logged([{ name: 'late', voter: 1, choices: ['no'], replaces: ['in time'] }], 3),
    ];
    const { result } = tallyOf(reject, events, ballots);
    expect(result.lines).toMatchObject([{ choices: ['yes'] }]);
    expect(result.lateCount).toBe(1);
    expect(explainResult(result, reject, 'vi')).toBe(
      'Không thông qua: cần 2/3, có 1 tán thành, 0 không tán thành, 0 không biểu quyết, 2 không tham gia biểu quyết, 1 đến muộn không được tính.',
    );
  });

  it('R13, C8: while the window runs the result is provisional and an open conflict counts for nobody', () => {
    const ballots = logged([
      { name: 'tablet', voter: 1, choices: ['yes'] },
      { name: 'laptop', voter: 1, choices: ['no'] },
    ]);
    const running = { opened: 0, closed: 9, windowEnded: null, announced: null };
    const open = tallyOf(accept, running, ballots);
    expect(open.result).toMatchObject({ provisional: true, notVotedCount: 3 });
    expect(open.result.lines).toEqual([{ personId: uuid(1), choices: [], text: '', conflict: true }]);
    const over = tallyOf(accept, { ...running, windowEnded: 12 }, ballots);
    expect(over.result).toMatchObject({ provisional: false, notVotedCount: 2 });
    expect(over.result.lines).toMatchObject([{ choices: ['yes'], conflict: true }]);
  });
});

describe('R17 explained result', () => {
  const statement = statementOf({ members: 27 });
  const { result } = tallyOf(statement, CLOSED_LAST, logged(votes('yes', 0, 25)));

  it('R17: says in Vietnamese why it passed, word for word', () => {
    expect(explainResult(result, statement, 'vi')).toBe(
      'Thông qua: cần 14/27, có 25 tán thành, 0 không tán thành, 0 không biểu quyết, 2 không tham gia biểu quyết.',
    );
  });

  it('R17: says in English why it passed or did not', () => {
    expect(explainResult(result, statement, 'en')).toBe(
      'Passed: 14/27 needed, 25 in favour, 0 against, 0 abstaining, 2 did not vote.',
    );
    const failed = tallyOf(statement, CLOSED_LAST, logged(votes('no', 0, 3))).result;
    expect(explainResult(failed, statement, 'en')).toBe(
      'Not passed: 14/27 needed, 0 in favour, 3 against, 0 abstaining, 24 did not vote.',
    );
  });
});
