import { z } from 'zod';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { Timers } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import type { Meta } from '../store/meta.ts';

/** Milliseconds since 1970: the last contact with the server, and the latest moment this device has ever known since. */
const stored = z.strictObject({ contact: z.number(), seen: z.number() });

const DAY_MS = 24 * 3_600_000;
const TICK_MS = 5 * 60_000;

/**
 * How long ago this device last heard from its server. A clock that is set back shortens nothing: the latest time ever
 * seen stands, and goes on with the time that the program runs. Contact begins it anew, also after a clock that ran ahead.
 */
export interface LeaseClock {
  /** Whole days. */
  daysWithoutContact(): number;
  contact(): void;
  start(): void;
  stop(): void;
}

export interface LeaseClockParts {
  readonly meta: Meta;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Called when it has gone on. */
  readonly onTick: () => void;
}

export const createLeaseClock = ({ meta, clock, timers, onTick }: LeaseClockParts): LeaseClock => {
  let cancel = (): void => undefined;
  const read = (): z.infer<typeof stored> => {
    const text = meta.text('lease');
    if (text !== null) return stored.parse(JSON.parse(text));
    const synced = meta.text('last_synced_at');
    const now = clock.now();
    return { contact: synced === null ? now : Date.parse(synced), seen: now };
  };
  let known = read();
  const keep = (next: z.infer<typeof stored>): void => {
    known = next;
    // On a full disk it goes on in memory.
    guardStorage(() => meta.set('lease', JSON.stringify(next)));
  };
  const advance = (byMs: number): void =>
    keep({ contact: known.contact, seen: Math.max(clock.now(), known.seen + byMs) });
  const tick = (): void => {
    cancel = timers.after(TICK_MS, () => {
      advance(TICK_MS);
      onTick();
      tick();
    });
  };
  return {
    daysWithoutContact: () => Math.floor((Math.max(clock.now(), known.seen) - known.contact) / DAY_MS),
    contact: () => keep({ contact: clock.now(), seen: clock.now() }),
    start() {
      advance(0);
      tick();
    },
    stop: () => cancel(),
  };
};
