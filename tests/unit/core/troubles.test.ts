import { describe, expect, test } from 'vitest';
import { createTroubles } from '../../../main/core/files/troubles.ts';
import { cabinetError } from '../../../shared/contract/errors.ts';

const SECOND = 1000;
const HOUR = 3_600_000;
const START = Date.parse('2030-01-02T01:00:00.000Z');

/** Troubles in a time of their own; chance always draws the middle. */
const bench = (byte = 127) => {
  const time = { now: START };
  const troubles = createTroubles({ now: () => time.now }, (count) => new Uint8Array(count).fill(byte));
  return { time, troubles };
};
/** In whole seconds: a byte has no exact middle. */
const seconds = (ms: number): number => Math.round(ms / SECOND);

describe('trouble with one file', () => {
  test('lets that file wait, twice as long each time and an hour at most, and no other', () => {
    const { time, troubles } = bench();
    const waits: number[] = [];
    for (let times = 0; times < 10; times += 1) {
      troubles.failed('a', cabinetError('file_damaged'));
      expect([troubles.mayTry('a'), troubles.mayTry('b'), troubles.isHeld()]).toEqual([false, true, false]);
      waits.push(seconds(troubles.msUntilNext()));
      time.now += troubles.msUntilNext();
      expect(troubles.mayTry('a')).toBe(true);
    }
    expect(waits.slice(0, 4)).toEqual([15, 30, 60, 120]);
    expect(waits.at(-1)).toBe(3596);
  });

  test('is over once the file came, and then begins anew', () => {
    const { troubles } = bench();
    for (let times = 0; times < 3; times += 1) troubles.failed('a', cabinetError('not_found'));
    expect(troubles.succeeded('a')).toBe(true);
    expect([troubles.mayTry('a'), troubles.error(), troubles.succeeded('a')]).toEqual([true, null, false]);
    troubles.failed('a', cabinetError('not_found'));
    expect(seconds(troubles.msUntilNext())).toBe(15);
  });

  test('is forgiven when somebody waits for it, unless its bytes were wrong', () => {
    const { troubles } = bench();
    troubles.failed('away', cabinetError('papers_limit'));
    troubles.failed('wrong', cabinetError('file_damaged'));
    for (const each of ['away', 'wrong']) troubles.want(each);
    expect([troubles.mayTry('away'), troubles.waitsFor('away')]).toEqual([true, null]);
    expect([troubles.mayTry('wrong'), troubles.waitsFor('wrong')?.code]).toEqual([false, 'file_damaged']);
  });

  test('goes with the file', () => {
    const { troubles } = bench();
    for (const each of ['a', 'b', 'c']) troubles.failed(each, cabinetError('not_found'));
    troubles.keepOnly((sha256) => sha256 !== 'a');
    troubles.forget('b');
    expect(['a', 'b', 'c'].map((each) => troubles.mayTry(each))).toEqual([true, true, false]);
  });
});

describe('trouble with the network or the disk', () => {
  test.each([
    ['server_unreachable', [1, 2, 4, 8, 16, 32, 60, 60]],
    ['disk_full', [1, 2, 4, 8, 16, 30, 30, 30]],
  ] as const)('%s lets everything wait, but never for long', (code, expected) => {
    const { time, troubles } = bench();
    const waits: number[] = [];
    for (let times = 0; times < expected.length; times += 1) {
      troubles.failed('a', cabinetError(code));
      expect([troubles.isHeld(), troubles.mayTry('a'), troubles.error()?.code]).toEqual([true, true, code]);
      waits.push(seconds(troubles.msUntilNext()));
      time.now += troubles.msUntilNext();
      expect([troubles.isHeld(), troubles.isInDoubt()]).toEqual([false, true]);
    }
    expect(waits).toEqual(expected);
  });

  test('is tried at once when asked for, and shown until something came', () => {
    const { troubles } = bench();
    troubles.failed('a', cabinetError('server_slow'));
    troubles.retryNow();
    expect([troubles.isHeld(), troubles.isInDoubt(), troubles.error()?.code]).toEqual([
      false,
      true,
      'server_slow',
    ]);
    expect(troubles.succeeded('b')).toBe(true);
    expect([troubles.isInDoubt(), troubles.error()]).toEqual([false, null]);
  });

  test('of a full disk is over when bytes are synced, not when they have come', () => {
    const { troubles } = bench();
    troubles.failed('a', cabinetError('disk_full'));
    expect([troubles.succeeded('a'), troubles.isInDoubt()]).toEqual([false, true]);
    troubles.synced();
    expect(troubles.isInDoubt()).toBe(false);
    troubles.failed('a', cabinetError('server_slow'));
    troubles.synced();
    expect(troubles.isInDoubt()).toBe(true);
  });

  test('comes before that of one file', () => {
    const { troubles } = bench();
    expect(troubles.msUntilNext()).toBe(Number.POSITIVE_INFINITY);
    troubles.failed('a', cabinetError('not_found'));
    expect(troubles.error()?.code).toBe('not_found');
    troubles.failed('b', cabinetError('server_slow'));
    expect([troubles.error()?.code, seconds(troubles.msUntilNext())]).toEqual(['server_slow', 1]);
  });
});

test('a clock that was set back far lets nothing wait longer than it was told to', () => {
  const { time, troubles } = bench();
  troubles.failed('a', cabinetError('not_found'));
  troubles.failed('b', cabinetError('server_slow'));
  time.now -= 400 * 24 * HOUR;
  expect([troubles.mayTry('a'), troubles.isHeld()]).toEqual([true, false]);
});

test.each([
  [0, 0.75],
  [255, 1.25],
])('chance moves a wait by a quarter: %i', (byte, factor) => {
  const { troubles } = bench(byte);
  troubles.failed('a', cabinetError('server_slow'));
  expect(troubles.msUntilNext()).toBe(factor * SECOND);
});
