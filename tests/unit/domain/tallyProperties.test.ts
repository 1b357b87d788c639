import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headsOf, type LoggedBallot } from '../../../shared/domain/decisions/heads.ts';
import { tallyOf } from '../../../shared/domain/decisions/tally.ts';
import { CLOSED_LAST, idOf, logged, statementOf, type TestBallot } from '../../support/statements.ts';

const MEMBERS = 9;
const statement = statementOf({ members: MEMBERS });
const choice = fc.constantFrom('yes', 'no', 'abstain');

/** One voter's ballots, each replacing the one before: no conflict. */
const chain = (voter: number): fc.Arbitrary<readonly TestBallot[]> =>
  fc.array(choice, { maxLength: 4 }).map((choices) =>
    choices.map((chosen, n) => ({
      name: `${voter}/${n}`,
      voter,
      choices: [chosen],
      replaces: n === 0 ? [] : [`${voter}/${n - 1}`],
    })),
  );

/** One voter's ballots, each replacing any set of earlier ones: forks, conflicts, resolutions. */
const graph = (voter: number): fc.Arbitrary<readonly TestBallot[]> =>
  fc.array(fc.tuple(choice, fc.nat()), { maxLength: 5 }).map((entries) =>
    entries.map(([chosen, mask], n) => ({
      name: `${voter}/${n}`,
      voter,
      choices: [chosen],
      replaces: Array.from({ length: n }, (_, k) => k)
        .filter((k) => ((mask >> k) & 1) === 1)
        .map((k) => `${voter}/${k}`),
    })),
  );

const everybody = (of: typeof chain) => fc.tuple(...Array.from({ length: MEMBERS }, (_, voter) => of(voter)));

/** Takes turns among voters as `turns` says; each voter's own ballots keep their order. */
const interleave = (
  byVoter: readonly (readonly TestBallot[])[],
  turns: readonly number[],
): readonly TestBallot[] => {
  const queues = byVoter.map((ballots) => [...ballots]);
  const order: TestBallot[] = [];
  for (const turn of turns) {
    const waiting = queues.filter((queue) => queue.length > 0);
    const next = waiting[turn % Math.max(1, waiting.length)]?.shift();
    if (next !== undefined) order.push(next);
  }
  return [...order, ...queues.flat()];
};

const turns = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });
const statesOf = (ballots: readonly LoggedBallot[]) => {
  const { result, stateById, votedIds, conflictIds } = tallyOf(statement, CLOSED_LAST, ballots);
  return { result, states: [...stateById].sort(), votedIds, conflictIds };
};

const CLOSED = { ...CLOSED_LAST };

describe('properties of the tally', () => {
  it('R10: it never depends on the order in which different voters’ ballots reached the log', () => {
    fc.assert(
      fc.property(everybody(graph), turns, turns, (byVoter, a, b) => {
        expect(statesOf(logged(interleave(byVoter, a)))).toEqual(statesOf(logged(interleave(byVoter, b))));
      }),
    );
  });

  it('R10: without conflicts it never depends on the order of arrival at all', () => {
    fc.assert(
      fc.property(
        everybody(chain).chain((byVoter) => {
          const all = byVoter.flat();
          return fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
          );
        }),
        ([all, shuffled]) => {
          expect(statesOf(logged(shuffled))).toEqual(statesOf(logged(all)));
        },
      ),
    );
  });

  it('R10: it never depends on the order in which logged ballots are handed to it', () => {
    fc.assert(
      fc.property(
        everybody(graph).chain((byVoter) => {
          const all = logged(byVoter.flat());
          return fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all], { minLength: all.length, maxLength: all.length }),
          );
        }),
        ([all, shuffled]) => {
          expect(statesOf(shuffled)).toEqual(statesOf(all));
        },
      ),
    );
  });

  it('R10: a member never counts twice, and everybody is either counted or shown as not voting', () => {
    fc.assert(
      fc.property(everybody(graph), turns, fc.boolean(), (byVoter, order, isClosed) => {
        const events = isClosed ? CLOSED : { ...CLOSED, closed: null };
        const { result, stateById } = tallyOf(statement, events, logged(interleave(byVoter, order)));
        const total = result.counts.reduce((sum, { count }) => sum + count, 0);
        expect(total + result.notVotedCount).toBe(MEMBERS);
        expect(new Set(result.lines.map(({ personId }) => personId)).size).toBe(result.lines.length);
        for (const ballots of byVoter) {
          const counting = ballots.filter(({ name }) => stateById.get(idOf(name)) === 'counts');
          expect(counting.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('C8: a ballot that names every head ends any conflict', () => {
    fc.assert(
      fc.property(graph(1), choice, (ballots, chosen) => {
        const names = new Map(ballots.map(({ name }) => [idOf(name), name]));
        const replaces = headsOf(logged(ballots)).map(({ id }) => names.get(id) ?? '');
        const all = [...ballots, { name: 'last', voter: 1, choices: [chosen], replaces }];
        const { result, conflictIds } = tallyOf(statement, { ...CLOSED, closed: null }, logged(all));
        expect(conflictIds).toEqual([]);
        expect(result.lines).toMatchObject([{ choices: [chosen], conflict: false }]);
      }),
    );
  });

  it('R13: ballots logged after the close change nothing under reject', () => {
    fc.assert(
      fc.property(everybody(chain), everybody(graph), (inTime, late) => {
        const before = logged(inTime.flat());
        const closed = before.length + 1;
        const after = logged(
          late.flat().map((ballot) => ({ ...ballot, name: `late ${ballot.name}`, replaces: [] })),
          closed + 1,
        );
        const events = { ...CLOSED, closed };
        const alone = tallyOf(statement, events, before).result;
        const { result } = tallyOf(statement, events, [...before, ...after]);
        expect(result).toEqual({ ...alone, lateCount: after.length });
      }),
    );
  });
});
