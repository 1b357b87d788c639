import { describe, expect, it } from 'vitest';
import {
  dateText,
  instantOf,
  parseDate,
  timeText,
} from '../../../renderer/secretariat/meetings/localTime.ts';
import { fieldsOf, suggestedDate, typedOf } from '../../../renderer/secretariat/meetings/meetingFields.ts';

const VIETNAM = 'Asia/Ho_Chi_Minh';
/** 3 December in Vietnam, still 2 December in UTC. */
const now = new Date('2026-12-02T18:00:00.000Z');

describe('what a secretary types', () => {
  it('is days and hours of the organisation’s place', () => {
    const typed = {
      title: 'Phiên họp',
      kind: 'regular',
      place: '',
      date: '9/12',
      start: '8h',
      end: '11:30',
    } as const;
    const fields = fieldsOf(typed, now, VIETNAM);
    expect(fields).toMatchObject({
      startsAt: '2026-12-09T01:00:00.000Z',
      endsAt: '2026-12-09T04:30:00.000Z',
    });
    if (fields === null) throw new Error('nothing was understood');
    expect(typedOf(fields, VIETNAM)).toMatchObject({ date: '9/12/2026', start: '08:00', end: '11:30' });
    expect(typedOf(fields, 'UTC')).toMatchObject({ date: '9/12/2026', start: '01:00', end: '04:30' });
  });

  it('means the next such day when the year is missing, by the calendar there', () => {
    expect(parseDate('3/12', now, VIETNAM)?.year).toBe(2026);
    expect(parseDate('2/12', now, VIETNAM)?.year).toBe(2027);
    expect(parseDate('2/12', now, 'UTC')?.year).toBe(2026);
    expect(parseDate('31/11/2026', now, VIETNAM)).toBeNull();
  });

  it('comes back as it was typed in a zone with summer time', () => {
    const instant = instantOf({ year: 2026, month: 7, day: 1 }, 9 * 60 + 5, 'Europe/Berlin');
    expect(instant).toBe('2026-07-01T07:05:00.000Z');
    expect([dateText(instant, 'Europe/Berlin'), timeText(instant, 'Europe/Berlin')]).toEqual([
      '1/7/2026',
      '09:05',
    ]);
  });

  it('begins with a working day', () => {
    for (let day = 0; day < 7; day += 1) {
      const from = new Date(now.getTime() + day * 24 * 3600 * 1000);
      const date = parseDate(suggestedDate(from, VIETNAM), from, VIETNAM);
      const weekday = date === null ? 0 : new Date(Date.UTC(date.year, date.month - 1, date.day)).getUTCDay();
      expect([1, 2, 3, 4, 5]).toContain(weekday);
    }
  });
});
