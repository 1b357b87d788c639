import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aims, type Aim } from '../crash/aims.ts';
import { type Bench, openBench } from '../crash/bench.ts';
import { playRound } from '../crash/round.ts';

/** A sample; one that fails is repeated by `npm run crash -- --seed S --rounds 1`, all places by `npm run crash -- --each`. */
const SAMPLE = { first: 1, rounds: 24 } as const;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

const aimAt = (side: Aim['side'], point: string): Aim => {
  const aim = aims.find((each) => each.side === side && each.point === point);
  if (aim === undefined) throw new Error(`there is no point ${point}`);
  return aim;
};

describe('processes of the server and of devices, killed with SIGKILL', () => {
  test(`seeds ${SAMPLE.first} to ${SAMPLE.first + SAMPLE.rounds - 1}: what was acknowledged is there once, nothing is half`, async () => {
    let dead = 0;
    for (let seed = SAMPLE.first; seed < SAMPLE.first + SAMPLE.rounds; seed += 1) {
      const { failures, deaths, aim } = await playRound(bench, seed);
      expect({ seed, point: aim.point, failures }).toEqual({ seed, point: aim.point, failures: [] });
      dead += deaths.length;
    }
    expect(dead).toBeGreaterThan(SAMPLE.rounds / 2);
  });
});

/** Each of these failed once, for the reason in its name. */
describe('what killed processes have shown', () => {
  test.each([
    ['core', 'store.filled', 'stores of sign-ins that were cut off do not gather on a device'],
    ['core', 'upload.named', 'a paper whose upload was not noted as done is not named a second time'],
    ['server', 'file.recorded', 'chunks of an upload that has been taken do not stay'],
    ['server', 'upload.forgotten', 'nor do those of one that was refused'],
    ['server', 'backup.packed', 'the copy of the database that a killed backup leaves goes with the next'],
    ['server', 'restore.part_moved', 'a restore that was cut off can be run again'],
  ] as const)('%s %s: %s', async (side, point, _reason) => {
    const { failures, deaths } = await playRound(bench, 100, aimAt(side, point));
    expect(failures).toEqual([]);
    expect(deaths).toContain(point);
  });
});
