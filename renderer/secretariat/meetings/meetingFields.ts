import type { Meeting } from '../../../shared/domain/records/meeting.ts';
import { dayNumber, wallTimeIn } from '../../app/zonedTime.ts';
import { dateText, instantOf, parseDate, parseTime, timeText } from './localTime.ts';

export type MeetingFields = Pick<Meeting, 'title' | 'kind' | 'startsAt' | 'endsAt' | 'place'>;

/** The form as it is typed. */
export interface TypedMeeting {
  readonly title: string;
  readonly kind: Meeting['kind'];
  readonly date: string;
  readonly start: string;
  readonly end: string;
  readonly place: string;
}

export const typedOf = (
  { title, kind, startsAt, endsAt, place }: MeetingFields,
  timeZone: string,
): TypedMeeting => ({
  ...{ title, kind, place },
  date: dateText(startsAt, timeZone),
  start: timeText(startsAt, timeZone),
  end: timeText(endsAt, timeZone),
});

/** What is wrong with what is typed; null where nothing is. */
export interface MeetingProblems {
  readonly title: boolean;
  readonly date: boolean;
  readonly start: boolean;
  readonly end: 'unreadable' | 'before_start' | null;
}

export const problemsOf = (typed: TypedMeeting, now: Date, timeZone: string): MeetingProblems => {
  const start = parseTime(typed.start);
  const end = parseTime(typed.end);
  return {
    title: typed.title.trim() === '',
    date: parseDate(typed.date, now, timeZone) === null,
    start: start === null,
    end: end === null ? 'unreadable' : start !== null && end <= start ? 'before_start' : null,
  };
};

/** The record's members; null while something is wrong. */
export const fieldsOf = (typed: TypedMeeting, now: Date, timeZone: string): MeetingFields | null => {
  const problems = problemsOf(typed, now, timeZone);
  const [date, start, end] = [
    parseDate(typed.date, now, timeZone),
    parseTime(typed.start),
    parseTime(typed.end),
  ];
  if (problems.title || problems.end !== null || date === null || start === null || end === null) return null;
  return {
    title: typed.title.trim(),
    kind: typed.kind,
    place: typed.place.trim(),
    startsAt: instantOf(date, start, timeZone),
    endsAt: instantOf(date, end, timeZone),
  };
};

const DAY = 24 * 3600 * 1000;

/** A working day a good week ahead: a start for a form, nothing more. */
export const suggestedDate = (now: Date, timeZone: string): string => {
  const at = new Date(now.getTime() + 10 * DAY);
  const weekday = (dayNumber(wallTimeIn(timeZone, at.getTime())) + 4) % 7; // 1 January 1970 was a Thursday
  const shift = weekday === 0 ? 1 : weekday === 6 ? 2 : 0;
  return dateText(new Date(at.getTime() + shift * DAY).toISOString(), timeZone);
};
