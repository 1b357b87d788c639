// Vietnam keeps UTC+7 all year; the papers carry its dates wherever the server stands.
const VIETNAM_OFFSET = 7 * 3600 * 1000;
const DAY = 24 * 3600 * 1000;
/** A session this late in its month can already report on that month. */
const FIRST_DAY_TO_REPORT_OWN_MONTH = 20;

const pad = (value: number): string => String(value).padStart(2, '0');

/** The dates the sample's papers speak of, all counted from the day of the session. */
export interface PaperCalendar {
  /** Noon in Vietnam, a number of days before the session (after it, if negative). */
  instant(daysBefore: number): Date;
  /** `ngày 03 tháng 12 năm 2026`: January, February and days under ten take a zero (Decree 30/2020). */
  long(daysBefore: number): string;
  /** `3/12/2026`. */
  short(daysBefore: number): string;
  /** Month and year of the session. */
  readonly sessionMonth: number;
  readonly sessionYear: number;
  /** The month that the session's reports cover: its own if it is held late in it, else the one before. */
  readonly month: number;
  readonly year: number;
  /** `tháng 11 và 11 tháng năm 2026`. */
  readonly period: string;
  /** `11 tháng năm 2026`, for sums since January. */
  readonly sinceJanuary: string;
  /** `Phiên họp Chính phủ thường kỳ tháng 12 năm 2026`. */
  readonly sessionName: string;
  /** The month before the one reported on: what the earlier session dealt with. */
  readonly earlier: { readonly month: number; readonly year: number; readonly period: string };
}

function periodOf(month: number, year: number): string {
  return month === 1 ? `tháng 01 năm ${year}` : `tháng ${month} và ${month} tháng năm ${year}`;
}

function monthBefore(month: number, year: number): { readonly month: number; readonly year: number } {
  return month === 1 ? { month: 12, year: year - 1 } : { month: month - 1, year };
}

/** Dates in Vietnam for a session on the day of `sessionDate`. */
export function calendarFor(sessionDate: Date): PaperCalendar {
  const local = new Date(sessionDate.getTime() + VIETNAM_OFFSET);
  const day = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate());
  const on = (daysBefore: number) => new Date(day - daysBefore * DAY);
  const own = { month: local.getUTCMonth() + 1, year: local.getUTCFullYear() };
  const reported =
    local.getUTCDate() >= FIRST_DAY_TO_REPORT_OWN_MONTH ? own : monthBefore(own.month, own.year);
  const earlier = monthBefore(reported.month, reported.year);
  return {
    instant: (daysBefore) => new Date(day - daysBefore * DAY + 5 * 3600 * 1000),
    long(daysBefore) {
      const date = on(daysBefore);
      const month = date.getUTCMonth() + 1;
      return `ngày ${pad(date.getUTCDate())} tháng ${month < 3 ? pad(month) : month} năm ${date.getUTCFullYear()}`;
    },
    short(daysBefore) {
      const date = on(daysBefore);
      return `${date.getUTCDate()}/${date.getUTCMonth() + 1}/${date.getUTCFullYear()}`;
    },
    sessionMonth: own.month,
    sessionYear: own.year,
    month: reported.month,
    year: reported.year,
    period: periodOf(reported.month, reported.year),
    sinceJanuary:
      reported.month === 1 ? `tháng 01 năm ${reported.year}` : `${reported.month} tháng năm ${reported.year}`,
    sessionName: `Phiên họp Chính phủ thường kỳ tháng ${own.month} năm ${own.year}`,
    earlier: { ...earlier, period: periodOf(earlier.month, earlier.year) },
  };
}
