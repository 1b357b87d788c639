const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** Vietnam keeps UTC+7 all year. */
const OFFSET = 7 * HOUR;
/** The earlier session was held so many days before the coming one; its papers say so too. */
const EARLIER_DAYS = 30;

/** The moments of the sample, in milliseconds, all following from the day it is made. */
export interface SampleDates {
  /** Begin of the coming session: 08:00 in Vietnam. */
  readonly session: number;
  readonly earlier: number;
  /** Deadline of the opinion slip: 17:00, two days before the session. */
  readonly slipDeadline: number;
}

/**
 * A Wednesday, Thursday or Friday, five days ahead or as soon as there is one: thirty days before it is then a working
 * day as well.
 */
export const sampleDates = (now: number): SampleDates => {
  const today = Math.floor((now + OFFSET) / DAY) * DAY;
  let day = today + 5 * DAY;
  while (![3, 4, 5].includes(new Date(day).getUTCDay())) day += DAY;
  const session = day + 8 * HOUR - OFFSET;
  return {
    session,
    earlier: session - EARLIER_DAYS * DAY,
    slipDeadline: day - 2 * DAY + 17 * HOUR - OFFSET,
  };
};

export const hours = (count: number): number => count * HOUR;
export const days = (count: number): number => count * DAY;
export const minutes = (count: number): number => count * 60 * 1000;
export const iso = (moment: number): string => new Date(moment).toISOString();
