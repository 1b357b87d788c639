import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber, instantIn, wallTimeIn } from '../../../renderer/app/zonedTime.ts';

const at = (
  timeZone: string,
  [year, month, day]: readonly [number, number, number],
  time: string,
): string => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return new Date(instantIn(timeZone, { year, month, day }, hours * 60 + minutes)).toISOString();
};

describe('the hours of a place', () => {
  it('are the same instant whatever zone the device is in', () => {
    expect(at('Asia/Ho_Chi_Minh', [2026, 12, 3], '08:00')).toBe('2026-12-03T01:00:00.000Z');
    expect(at('Asia/Ho_Chi_Minh', [2026, 1, 1], '00:00')).toBe('2025-12-31T17:00:00.000Z');
    expect(at('Asia/Kathmandu', [2026, 12, 3], '08:00')).toBe('2026-12-03T02:15:00.000Z');
    expect(at('UTC', [2026, 12, 3], '23:59')).toBe('2026-12-03T23:59:00.000Z');
    expect(at('Pacific/Apia', [2026, 12, 3], '08:00')).toBe('2026-12-02T19:00:00.000Z');
  });

  it('are shown by the calendar and the clock of that place', () => {
    const wall = wallTimeIn('Asia/Ho_Chi_Minh', Date.parse('2026-12-02T17:30:09.500Z'));
    expect(wall).toEqual({ year: 2026, month: 12, day: 3, minutes: 30, seconds: 9 });
    expect(wallTimeIn('America/New_York', Date.parse('2026-12-03T01:00:00.000Z'))).toMatchObject({
      ...{ day: 2, minutes: 20 * 60 },
    });
  });

  it('follow summer time', () => {
    expect(at('Europe/Berlin', [2026, 3, 28], '08:00')).toBe('2026-03-28T07:00:00.000Z');
    expect(at('Europe/Berlin', [2026, 3, 30], '08:00')).toBe('2026-03-30T06:00:00.000Z');
    expect(at('America/Santiago', [2026, 1, 15], '08:00')).toBe('2026-01-15T11:00:00.000Z');
  });

  it('that the clocks skip go on from before the skip', () => {
    expect(at('Europe/Berlin', [2026, 3, 29], '02:30')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('America/New_York', [2026, 3, 8], '02:00')).toBe('2026-03-08T07:00:00.000Z');
    // Lebanon skips midnight itself: the day still begins on that day.
    expect(at('Asia/Beirut', [2026, 3, 29], '00:00')).toBe('2026-03-28T22:00:00.000Z');
    expect(wallTimeIn('Asia/Beirut', Date.parse('2026-03-28T22:00:00.000Z')).day).toBe(29);
  });

  it('that the clocks show twice are the first', () => {
    expect(at('Europe/Berlin', [2026, 10, 25], '02:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('Australia/Lord_Howe', [2026, 4, 5], '01:45')).toBe('2026-04-04T14:45:00.000Z');
  });

  it('come back from every instant that is shown once', () => {
    const zones = ['Asia/Ho_Chi_Minh', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC'];
    const minute = fc.integer({ min: Date.UTC(2020, 0) / 60_000, max: Date.UTC(2040, 0) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minute, (timeZone, count) => {
        const ms = count * 60_000;
        const wall = wallTimeIn(timeZone, ms);
        const back = instantIn(timeZone, wall, wall.minutes);
        expect(wallTimeIn(timeZone, back)).toEqual(wall);
        // Twice an hour a year: then the first of the two.
        expect([0, 30, 60].map((minutes) => ms - minutes * 60_000)).toContain(back);
      }),
    );
  });

  it('count days by the calendar, not by 24 hours', () => {
    const days = (a: string, b: string): number =>
      dayNumber(wallTimeIn('Europe/Berlin', Date.parse(b))) -
      dayNumber(wallTimeIn('Europe/Berlin', Date.parse(a)));
    expect(days('2026-03-28T22:30:00.000Z', '2026-03-28T23:30:00.000Z')).toBe(1);
    expect(days('2026-03-28T12:00:00.000Z', '2026-03-30T01:00:00.000Z')).toBe(2);
  });
});
