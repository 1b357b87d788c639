import { expect, test } from 'vitest';
import { createIdleLock } from '../../../main/core/session/idleLock.ts';

const MINUTE = 60_000;

/** A device with ten minutes' patience, whose clock and timers the test moves. */
const device = () => {
  const events: string[] = [];
  const state = { now: 1_000_000_000, minutes: 10 as number | null, exempt: false };
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const idle = createIdleLock({
    clock: { now: () => state.now },
    timers: {
      after(ms, run) {
        const timer = { at: state.now + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
    },
    minutes: () => state.minutes,
    isExempt: () => state.exempt,
    onLock(reason) {
      events.push(reason);
      state.minutes = null;
    },
    onClosePapers: () => void events.push('papers'),
  });
  idle.begin();
  /** The program runs on: its timers come when they are due. */
  const run = (ms: number): void => {
    const end = state.now + ms;
    for (;;) {
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > end) break;
      timers = timers.filter((each) => each !== next);
      state.now = Math.max(state.now, next.at);
      next.run();
    }
    state.now = end;
  };
  return { idle, state, events, run, waiting: () => timers.length };
};

test('locks when nobody has touched it for as long as is allowed, and not before', () => {
  const { idle, events, run } = device();
  idle.reported(0);
  run(9.9 * MINUTE);
  expect(events).toEqual([]);
  run(0.2 * MINUTE);
  expect(events).toEqual(['idle']);
});

test('every report of a touch begins the wait anew; a report of no touch does not', () => {
  const { idle, events, run } = device();
  for (let minute = 0; minute < 30; minute += 1) {
    idle.reported(0);
    run(MINUTE);
  }
  expect(events).toEqual([]);
  for (let minute = 1; minute < 10; minute += 1) {
    idle.reported(minute * MINUTE);
    run(MINUTE);
  }
  expect(events).toEqual(['idle']);
});

test('time asleep counts: the hand that wakes the device up finds it locked', () => {
  const { idle, events, state } = device();
  idle.reported(0);
  // No timer runs while a machine sleeps.
  state.now += 60 * MINUTE;
  idle.reported(0);
  expect(events).toEqual(['idle']);
});

test('a clock that is set back begins the wait anew, and puts nothing off for ever', () => {
  const { idle, events, run, state } = device();
  idle.reported(0);
  state.now -= 600 * MINUTE;
  run(30 * MINUTE);
  idle.reported(0);
  expect(events).toEqual([]);
  run(10.1 * MINUTE);
  expect(events).toEqual(['idle']);
});

test('sleep and a locked screen lock at once', () => {
  const { idle, events } = device();
  idle.away();
  expect(events).toEqual(['away']);
});

test('in a session papers are closed instead; once it is over the device locks', () => {
  const { idle, events, run, state } = device();
  state.exempt = true;
  idle.reported(0);
  run(11 * MINUTE);
  idle.away();
  expect(new Set(events)).toEqual(new Set(['papers']));
  state.exempt = false;
  run(MINUTE);
  expect(events.at(-1)).toBe('idle');
});

test('a shorter wait that is chosen meanwhile holds from then on', () => {
  const { idle, events, run, state } = device();
  idle.reported(0);
  run(MINUTE);
  state.minutes = 2;
  run(1.6 * MINUTE);
  expect(events).toEqual(['idle']);
});

test('while locked nothing is watched', () => {
  const { idle, state, run, events, waiting } = device();
  idle.reported(0);
  idle.end();
  state.minutes = null;
  idle.reported(0);
  idle.away();
  run(60 * MINUTE);
  expect([events, waiting()]).toEqual([[], 0]);
});
