import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { wireRecord, wireRecords } from '../../../shared/contract/sync.ts';

const slow = z.array(wireRecord);

/** Numbers in [0, 1) that are the same at every run (mulberry32). */
const seeded = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

// prettier-ignore
const ODD: readonly unknown[] = [
  null, undefined, '', 'a', 0, -0, 1, -1, 1.5, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), NaN, Infinity, 1n, true, {}, [], ['a'],
  new String('a'), new Number(1), Symbol('a'), { length: 4 }, new Array(4), () => 1,
];

test('the quick check of a page of records takes and refuses what the schema of one record does', () => {
  const random = seeded(1);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const good = (): unknown[] => ['id', 'meeting', Math.floor(random() * 9), pick([null, '{}', ''])];
  const bent = (): unknown => {
    const record = good();
    const how = random();
    if (how < 0.6) record[Math.floor(random() * 4)] = pick(ODD);
    else if (how < 0.7) record.push(pick(ODD));
    else if (how < 0.8) record.pop();
    else if (how < 0.9) return pick(ODD);
    return record;
  };
  let taken = 0;
  for (let round = 0; round < 20_000; round += 1) {
    const records = Array.from({ length: Math.floor(random() * 4) }, () =>
      random() < 0.5 ? good() : bent(),
    );
    const [quick, exact] = [wireRecords.safeParse(records), slow.safeParse(records)];
    expect(quick.success, inspect(records)).toBe(exact.success);
    if (quick.success && exact.success) expect(quick.data).toEqual(exact.data);
    taken += quick.success ? 1 : 0;
  }
  expect(taken).toBeGreaterThan(5000);
  for (const odd of ODD) expect(wireRecords.safeParse(odd).success).toBe(slow.safeParse(odd).success);
});
