import { describe, expect, test } from 'vitest';
import { createBandwidth } from '../../../main/core/files/bandwidth.ts';
import { createMeter } from '../../../main/core/files/meter.ts';
import type { Timers } from '../../../main/core/ports.ts';

/** A clock with timers that run when it is moved on; `late` is how much later each of them runs. */
const clockwork = (late = 0) => {
  let now = 1_000_000;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  const work = {
    now: () => now,
    setBack: (ms: number) => {
      now -= ms;
    },
    timers: {
      after(ms, run) {
        const timer = { at: now + ms + late, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    } satisfies Timers,
    async run(ms: number) {
      const end = now + ms;
      for (;;) {
        // Whoever may go on now does, before time does.
        for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (!next || next.at > end) break;
        timers = timers.filter((other) => other !== next);
        now = Math.max(now, next.at);
        next.run();
      }
      now = end;
    },
  };
  return work;
};

const never = new AbortController().signal;
const PIECE = 65_536;

/** Takes pieces one after the other for ever, as a request does. */
const take = (bandwidth: ReturnType<typeof createBandwidth>, isFirst = false, signal = never) => {
  const taker = { bytes: 0 };
  void (async () => {
    while (!signal.aborted) {
      await (bandwidth.take(PIECE, isFirst, signal) ?? new Promise((resolve) => setImmediate(resolve)));
      taker.bytes += PIECE;
    }
  })();
  return taker;
};

describe('the cap on the line', () => {
  test.each([0, 30, 200])('is exact over five seconds, with timers %d ms late', async (late) => {
    const work = clockwork(late);
    const bandwidth = createBandwidth(work, work.timers, () => 2_000_000);
    const takers = [1, 2, 3, 4, 5].map(() => take(bandwidth));
    await work.run(5_000);
    const bytes = takers.reduce((sum, taker) => sum + taker.bytes, 0);
    expect(Math.abs(bytes / 10_000_000 - 1)).toBeLessThan(0.04);
  });

  test('is shared evenly by the requests under way', async () => {
    const work = clockwork();
    const bandwidth = createBandwidth(work, work.timers, () => 1_000_000);
    const takers = [1, 2, 3].map(() => take(bandwidth));
    await work.run(10_000);
    const counts = takers.map(({ bytes }) => bytes / PIECE);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  });

  test('lets what somebody waits for go first', async () => {
    const work = clockwork();
    const bandwidth = createBandwidth(work, work.timers, () => 1_000_000);
    const others = [1, 2, 3].map(() => take(bandwidth));
    await work.run(1_000);
    const before = others.reduce((sum, { bytes }) => sum + bytes, 0);
    const first = take(bandwidth, true);
    await work.run(2_000);
    expect(first.bytes).toBeGreaterThan(1_800_000);
    expect(others.reduce((sum, { bytes }) => sum + bytes, 0) - before).toBeLessThan(400_000);
  });

  test('ends at once for a request that ends', async () => {
    const work = clockwork();
    const bandwidth = createBandwidth(work, work.timers, () => 1_000);
    void bandwidth.take(PIECE, false, never);
    const ending = new AbortController();
    const waiting = bandwidth.take(PIECE, false, ending.signal);
    ending.abort();
    await expect(waiting).resolves.toBeUndefined();
  });

  test('follows a change at once, and is not held up by a clock that is set back', async () => {
    const work = clockwork();
    let rate: number | null = 1_000;
    const bandwidth = createBandwidth(work, work.timers, () => rate);
    const taker = take(bandwidth);
    await work.run(1_000);
    rate = 1_000_000;
    bandwidth.changed();
    await work.run(1_000);
    expect(taker.bytes).toBeGreaterThan(900_000);
    work.setBack(86_400_000);
    const before = taker.bytes;
    void bandwidth.take(1, false, never);
    await work.run(86_401_000);
    expect(taker.bytes).toBeGreaterThan(before);
    rate = null;
    expect(bandwidth.take(PIECE, false, never)).toBeUndefined();
  });
});

describe('the rate that is shown', () => {
  test('is that of the last seconds, and none while nothing runs', async () => {
    const work = clockwork();
    const meter = createMeter(work);
    meter.add(1_000_000);
    expect(meter.rate()).toBeNull();
    meter.setRunning(true);
    expect(meter.rate()).toBeNull();
    for (let n = 0; n < 80; n += 1) {
      await work.run(100);
      meter.add(100_000);
    }
    expect(Math.abs((meter.rate() ?? 0) / 1_000_000 - 1)).toBeLessThan(0.06);
    for (let n = 0; n < 60; n += 1) {
      await work.run(100);
      meter.add(10_000);
    }
    expect(Math.abs((meter.rate() ?? 0) / 100_000 - 1)).toBeLessThan(0.06);
    await work.run(6_000);
    expect(meter.rate()).toBe(0);
    meter.setRunning(false);
    expect(meter.rate()).toBeNull();
  });
});
