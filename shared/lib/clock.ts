/** The time, injected: rules and tests never read the machine's clock themselves. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

/** RFC 3339 in UTC with milliseconds, the one form in which instants are stored and sent. */
export const isoOf = (clock: Clock): string => new Date(clock.now()).toISOString();
