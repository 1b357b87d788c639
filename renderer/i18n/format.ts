import { use, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SessionContext } from '../app/session.ts';
import { dayNumber, wallTimeIn } from '../app/zonedTime.ts';
import type { Language } from './i18n.ts';

/** Dates, times, numbers and sizes in the reader's language; instants by the clocks of one time zone. */
export interface Formats {
  /** `thứ Năm, 3/12/2026` */
  date(instant: string): string;
  /** `3/12/2026` */
  shortDate(instant: string): string;
  /** `08:00` */
  time(instant: string): string;
  /** `08:00, thứ Năm, 3/12/2026` */
  dateTime(instant: string): string;
  /** Today only the time, otherwise date and time. */
  recent(instant: string): string;
  /** `1.234,5` */
  number(value: number): string;
  /** `4,2 MB`; steps of 1000, as file managers of the three systems mostly show. */
  bytes(value: number): string;
  /** `tháng 12 năm 2026` */
  month(instant: string): string;
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Capital of the weekday's second word, as Vietnamese writes it: `thứ Năm`, `Chủ Nhật`. */
const weekdayOf = (language: Language, timeZone: string, at: Date): string => {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
  const name = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' }).format(at);
  if (language === 'en') return name;
  return name
    .toLocaleLowerCase('vi')
    .replace(/^thứ (.)/u, (_, letter: string) => `thứ ${letter.toLocaleUpperCase('vi')}`)
    .replace(/^chủ nhật$/u, 'Chủ Nhật');
};

export const formatsOf = (language: Language, timeZone: string): Formats => {
  const locale = language === 'vi' ? 'vi-VN' : 'en-GB';
  const dates = new Intl.DateTimeFormat(locale, {
    ...{ timeZone, day: 'numeric', month: 'numeric', year: 'numeric' },
  });
  const longDates = new Intl.DateTimeFormat(locale, {
    ...{ timeZone, day: 'numeric', month: 'long', year: 'numeric' },
  });
  const months = new Intl.DateTimeFormat(locale, { timeZone, month: 'long', year: 'numeric' });
  const times = new Intl.DateTimeFormat(locale, {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const date = (instant: string): string => {
    const at = new Date(instant);
    return `${weekdayOf(language, timeZone, at)}, ${language === 'vi' ? dates.format(at) : longDates.format(at)}`;
  };
  const time = (instant: string): string => times.format(new Date(instant));
  const dayOf = (ms: number): number => dayNumber(wallTimeIn(timeZone, ms));
  const shortDate = (instant: string): string => dates.format(new Date(instant));
  return {
    date,
    shortDate,
    time,
    dateTime: (instant) => `${time(instant)}, ${date(instant)}`,
    recent: (instant) =>
      dayOf(Date.parse(instant)) === dayOf(Date.now())
        ? time(instant)
        : `${time(instant)}, ${shortDate(instant)}`,
    number: (value) => numbers.format(value),
    bytes: (value) => {
      let size = value;
      let step = 0;
      while (size >= 1000 && step < SIZES.length - 1) {
        size /= 1000;
        step += 1;
      }
      return `${step < 2 ? numbers.format(Math.round(size)) : numbers.format(size)} ${SIZES[step] ?? ''}`;
    },
    month: (instant) => months.format(new Date(instant)),
  };
};

/** The interface's language now. */
export const useLanguage = (): Language => (useTranslation().i18n.language === 'en' ? 'en' : 'vi');

/** The organisation's time zone; the device's while the organisation is not known yet. */
export const useTimeZone = (): string =>
  use(SessionContext)?.organisation?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Formats of the language now, in the organisation's time zone. */
export const useFormats = (): Formats => {
  const language = useLanguage();
  const timeZone = useTimeZone();
  return useMemo(() => formatsOf(language, timeZone), [language, timeZone]);
};
