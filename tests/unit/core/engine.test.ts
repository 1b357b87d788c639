import { describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../../../main/core/sync/engine.ts';
import { cabinetError, type CabinetError, type ErrorCode } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';

const MINUTE = 60_000;
const START = Date.parse('2030-01-02T01:00:00.000Z');

/** An engine in a time of its own, with what it asked for written down. */
const bench = (hasSocket: boolean) => {
  let now = START;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  let answer: Result<'shown', CabinetError> = ok('shown');
  const asked: number[] = [];
  let poked = (_text: string): void => undefined;
  let isClosed = false;
  const engine: Engine = createEngine({
    clock: { now: () => now },
    random: (count) => new Uint8Array(count),
    timers: {
      after(ms, run) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          timers = timers.filter((each) => each !== timer);
        };
      },
    },
    transport: {
      request: () => Promise.resolve(err(cabinetError('server_unreachable'))),
      // A proxy that lets no upgrade through ends the connection before it is one.
      listen(_path, _token, onText, onEnd) {
        poked = onText;
        if (!hasSocket) setImmediate(onEnd);
        return onEnd;
      },
      close: () => Promise.resolve(),
    },
    log: () => undefined,
    token: () => 'token',
    push: () => Promise.resolve(ok(undefined)),
    pull() {
      asked.push(now - START);
      return Promise.resolve(answer);
    },
    hasWaiting: () => false,
    asOf() {
      if (isClosed) throw new Error('the store is closed');
      return 0;
    },
    onState: () => undefined,
  });
  const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  return {
    engine,
    asked,
    answers: (next: ErrorCode | 'shown') => {
      answer = next === 'shown' ? ok(next) : err(cabinetError(next));
    },
    settled: () => settled(),
    poke: (seq: number) => poked(JSON.stringify({ type: 'poke', seq })),
    closeStore: () => {
      isClosed = true;
    },
    pass: async (ms: number) => {
      const end = now + ms;
      for (;;) {
        await settled();
        const [next] = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        timers = timers.filter((each) => each !== next);
        now = next.at;
        next.run();
      }
      now = end;
      await settled();
    },
  };
};

const gapsIn = (times: readonly number[]): readonly number[] =>
  times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe('how often the server is asked', () => {
  test('where nothing lets a socket through, every half minute once that is clear', async () => {
    const { engine, asked, pass } = bench(false);
    engine.start();
    await pass(20 * MINUTE);
    expect(Math.max(...gapsIn(asked))).toBe(30_000);
    expect(gapsIn(asked).slice(-10)).toEqual(Array.from({ length: 10 }, () => 30_000));
    await engine.stop();
  });

  test('with a socket every five minutes, as a net below the pokes', async () => {
    const { engine, asked, pass } = bench(true);
    engine.start();
    await pass(20 * MINUTE);
    expect(gapsIn(asked)).toEqual(Array.from({ length: 4 }, () => 5 * MINUTE));
    await engine.stop();
  });
});

describe('a poke', () => {
  test('is followed by a pull, and by none for what is here already', async () => {
    const { engine, asked, pass, poke } = bench(true);
    engine.start();
    await pass(MINUTE);
    poke(0);
    await pass(MINUTE);
    expect(asked).toEqual([0]);
    poke(1);
    await pass(MINUTE);
    expect(asked).toEqual([0, 2 * MINUTE + 20]);
    await engine.stop();
  });

  test('that was on its way when the engine stopped does not ask a store that is closed', async () => {
    const { engine, asked, pass, poke, closeStore } = bench(true);
    engine.start();
    await pass(MINUTE);
    await engine.stop();
    closeStore();
    expect(() => poke(1)).not.toThrow();
    await pass(10 * MINUTE);
    expect(asked).toEqual([0]);
  });
});

describe('after a no', () => {
  test.each(['account_disabled', 'protocol_too_new'] as const)(
    '%s is asked again every five minutes and heals by itself, whatever its person does meanwhile',
    async (code) => {
      const { engine, asked, answers, pass, settled } = bench(true);
      answers(code);
      engine.start();
      await pass(12 * MINUTE);
      engine.trigger();
      await settled();
      expect(asked).toEqual([0, 5 * MINUTE, 10 * MINUTE]);
      expect(engine.state()).toMatchObject({ phase: 'trouble', error: { code } });
      expect(engine.state().retryAt).toBe(new Date(START + 15 * MINUTE).toISOString());
      answers('shown');
      await pass(3 * MINUTE);
      expect(engine.state()).toMatchObject({ phase: 'up_to_date', error: null });
      await engine.stop();
    },
  );

  test('a revoked device asks every hour whether it is to be wiped, and at no work of its person', async () => {
    const { engine, asked, answers, pass, settled } = bench(true);
    answers('device_revoked');
    engine.start();
    await pass(30 * MINUTE);
    engine.trigger();
    await settled();
    await pass(100 * MINUTE);
    expect(asked).toEqual([0, 60 * MINUTE, 120 * MINUTE]);
    expect(engine.state()).toMatchObject({ phase: 'trouble', retryAt: null });
    await engine.stop();
    await pass(100 * MINUTE);
    expect(asked).toHaveLength(3);
  });

  test.each([
    ...(['device_wipe', 'not_signed_in', 'credentials_wrong', 'log_changed'] as const),
    ...(['protocol_too_old', 'checksum_mismatch', 'store_damaged'] as const),
  ])('%s is not asked again until its person does', async (code) => {
    const { engine, asked, answers, pass } = bench(true);
    answers(code);
    engine.start();
    await pass(24 * 60 * MINUTE);
    engine.trigger();
    await pass(MINUTE);
    expect(asked).toEqual([0]);
    expect(engine.state()).toMatchObject({ phase: 'trouble', retryAt: null });
    answers('shown');
    await engine.now();
    expect(engine.state().phase).toBe('up_to_date');
    await engine.stop();
  });
});
