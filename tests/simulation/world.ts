import { createHash } from 'node:crypto';
import type { Clock } from '../../shared/lib/clock.ts';
import { createRng, type Rng } from './seeded.ts';
import { settle } from './settle.ts';

/** Time, chance and what is going to happen, of one simulated run. */
export interface World {
  readonly rng: Rng;
  readonly clock: Clock;
  /** Runs `run` at a later moment of simulated time. Returns how to cancel it. */
  after(ms: number, label: string, run: () => void | Promise<void>): () => void;
  /** Goes to the next moment at which something happens, and lets it happen to its end. False when nothing will. */
  next(): Promise<boolean>;
  /** One line of what has happened; part of the trace's hash. */
  note(line: string): void;
  /** Something that must not be. */
  fail(what: string): void;
  readonly failures: readonly string[];
  /** The newest lines. */
  readonly lines: readonly string[];
  traceHash(): string;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly label: string;
  readonly run: () => void | Promise<void>;
  cancelled: boolean;
}

/** The moment at which every run starts: 2026-11-20T01:00:00Z. */
export const START = Date.UTC(2026, 10, 20, 1);
const KEPT_LINES = 400;

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export const createWorld = (name: string, start = START, onLine?: (line: string) => void): World => {
  const events: Event[] = [];
  const failures: string[] = [];
  const lines: string[] = [];
  const hash = createHash('sha256');
  let now = start;
  let count = 0;

  const note = (line: string): void => {
    const stamped = `${((now - start) / 1000).toFixed(3)} ${line}`;
    hash.update(`${stamped}\n`);
    lines.push(stamped);
    onLine?.(stamped);
    if (lines.length > 2 * KEPT_LINES) lines.splice(0, KEPT_LINES);
  };
  const fail = (what: string): void => {
    note(`WRONG ${what}`);
    failures.push(what);
  };
  const take = (): Event | null => {
    const live = events.filter(({ cancelled }) => !cancelled);
    events.splice(0, events.length, ...live);
    const first = live.reduce<Event | null>(
      (best, event) => (best && isBefore(best, event) ? best : event),
      null,
    );
    if (first !== null) events.splice(events.indexOf(first), 1);
    return first;
  };
  const run = async (event: Event): Promise<void> => {
    try {
      await event.run();
    } catch (error) {
      fail(`${event.label}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };

  return {
    rng: createRng(name),
    clock: { now: () => now },
    after(ms, label, act) {
      count += 1;
      const event = {
        at: now + Math.max(0, Math.round(ms)),
        order: count,
        label,
        run: act,
        cancelled: false,
      };
      events.push(event);
      return () => {
        event.cancelled = true;
      };
    },
    async next() {
      const event = take();
      if (event === null) return false;
      now = Math.max(now, event.at);
      if (event.label !== '') note(event.label);
      void run(event);
      await settle();
      return true;
    },
    note,
    fail,
    failures,
    lines,
    traceHash: () => hash.copy().digest('hex'),
  };
};
