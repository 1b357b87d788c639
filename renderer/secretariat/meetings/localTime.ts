/**
 * Dates and times as a person types them, in this machine's time zone: `3/12/2026`, `3.12`, `03-12-26`; `8:00`, `8h30`,
 * `0830`, `8`. What was understood is shown below the field.
 */
export interface DayOfYear {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

const isReal = ({ year, month, day }: DayOfYear): boolean => {
  const date = new Date(year, month - 1, day);
  return date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day;
};

/** Day first, then month; a missing year is the one in which the day is still to come. */
export const parseDate = (typed: string, now: Date): DayOfYear | null => {
  const match = /^\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})(?:\s*[/.\-\s]\s*(\d{4}|\d{2}))?\s*$/.exec(typed);
  if (match === null) return null;
  const [day, month] = [Number(match[1]), Number(match[2])];
  if (match[3] !== undefined) {
    const year = Number(match[3]);
    const date = { year: year < 100 ? 2000 + year : year, month, day };
    return isReal(date) ? date : null;
  }
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const passed = new Date(now.getFullYear(), month - 1, day) < today;
  const date = { year: now.getFullYear() + (passed ? 1 : 0), month, day };
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
export const instantOf = ({ year, month, day }: DayOfYear, minutes: number): string =>
  new Date(year, month - 1, day, Math.floor(minutes / 60), minutes % 60).toISOString();

export const dateText = (instant: string): string => {
  const date = new Date(instant);
  return `${date.getDate()}/${date.getMonth() + 1}/${date.getFullYear()}`;
};

export const timeText = (instant: string): string => {
  const date = new Date(instant);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
};
