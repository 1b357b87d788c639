/**
 * Wall-clock time of an IANA time zone ⇄ instants. Hours of sessions and deadlines are those of their place, whatever
 * zone the device's clock is in.
 */

/** A calendar day. */
export interface Day {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** What calendar and clock show somewhere. */
export interface WallTime extends Day {
  /** Minutes since midnight as the clock shows them, 0 to 1439. */
  readonly minutes: number;
  readonly seconds: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Making a format takes a hundred times as long as using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  formats.set(timeZone, made);
  return made;
};

/** What calendar and clock of a zone show at an instant (milliseconds). */
export const wallTimeIn = (timeZone: string, ms: number): WallTime => {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    minutes: part('hour') * 60 + part('minute'),
    seconds: part('second'),
  };
};

/** The number of a calendar day, so that days can be subtracted. */
export const dayNumber = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day) / DAY;

/** By how much a zone is ahead of UTC at an instant, in milliseconds. */
const offsetAt = (timeZone: string, ms: number): number => {
  const wall = wallTimeIn(timeZone, ms);
  const shown = dayNumber(wall) * DAY + wall.minutes * MINUTE + wall.seconds * 1000;
  return shown - Math.floor(ms / 1000) * 1000;
};

/**
 * The instant (milliseconds) at which the clocks of a zone show that. An hour that the clocks skip counts on from before
 * the skip (02:30 becomes 03:30); of an hour that they show twice it is the first.
 */
export const instantIn = (timeZone: string, day: Day, minutes: number): number => {
  const shown = dayNumber(day) * DAY + minutes * MINUTE;
  // No zone changes its clocks twice within two days: these are the offsets before and after.
  const before = shown - offsetAt(timeZone, shown - DAY);
  const after = shown - offsetAt(timeZone, shown + DAY);
  const isShown = (ms: number): boolean => ms + offsetAt(timeZone, ms) === shown;
  return !isShown(before) && isShown(after) ? after : before;
};
