import { type Day, dayNumber, instantIn, wallTimeIn } from '../../app/zonedTime.ts';

/**
 * Dates and times as a person types them, in the time zone of the organisation: `3/12/2026`, `3.12`, `03-12-26`; `8:00`, `8h30`,
 * `0830`, `8`. What was understood is shown below the field.
 */

const isReal = (date: Day): boolean => {
  const found = wallTimeIn('UTC', instantIn('UTC', date, 0));
  return found.year === date.year && found.month === date.month && found.day === date.day;
};

/** Day first, then month; a missing year is the one in which the day is still to come. */
export const parseDate = (typed: string, now: Date, timeZone: string): Day | null => {
  const match = /^\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{4}|\d{2}))?\s*$/.exec(typed);
  if (match === null) return null;
  const [day, month] = [Number(match[1]), Number(match[2])];
  if (match[3] !== undefined) {
    const year = Number(match[3]);
    const date = { year: year < 100 ? 2000 + year : year, month, day };
    return isReal(date) ? date : null;
  }
  const today = wallTimeIn(timeZone, now.getTime());
  const passed = dayNumber({ year: today.year, month, day }) < dayNumber(today);
  const date = { year: today.year + (passed ? 1 : 0), month, day };
  return isReal(date) ? date : null;
};

/** Minutes since midnight. */
export const parseTime = (typed: string): number | null => {
  const match =
    /^\s*(\d{1,2})\s*(?:[:.hg]\s*(\d{1,2})?)?\s*$/i.exec(typed) ?? /^\s*(\d{1,2})(\d{2})\s*$/.exec(typed);
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2] ?? 0)];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
};

/** The instant of a day and minutes since its midnight, as records have it. */
export const instantOf = (day: Day, minutes: number, timeZone: string): string =>
  new Date(instantIn(timeZone, day, minutes)).toISOString();

export const dateText = (instant: string, timeZone: string): string => {
  const { day, month, year } = wallTimeIn(timeZone, Date.parse(instant));
  return `${day}/${month}/${year}`;
};

export const timeText = (instant: string, timeZone: string): string => {
  const { minutes } = wallTimeIn(timeZone, Date.parse(instant));
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
};
