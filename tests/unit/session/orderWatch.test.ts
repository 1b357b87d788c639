import { expect, test } from 'vitest';
import { createOrderWatch } from '../../../main/core/session/orderWatch.ts';
import { cabinetError, type ErrorCode } from '../../../shared/contract/errors.ts';

const MINUTE = 60_000;

/** A watch in a time of its own, with when it asked written down. */
const bench = () => {
  let now = 0;
  let timers: { readonly at: number; readonly run: () => void }[] = [];
  let isReached = true;
  const asked: number[] = [];
  const watch = createOrderWatch({
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
    ask() {
      asked.push(now);
      return Promise.resolve(isReached);
    },
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    asked,
    stop: () => watch.stop(),
    stands: (code: ErrorCode | null) => watch.follow(code === null ? null : cabinetError(code)),
    connect: (reached: boolean) => {
      isReached = reached;
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

test.each([
  ...(['not_signed_in', 'credentials_wrong', 'log_changed'] as const),
  ...(['protocol_too_old', 'checksum_mismatch', 'store_damaged'] as const),
])(
  'a device that stands at %s asks at once and every five minutes whether it is to be wiped',
  async (code) => {
    const { asked, stands, pass } = bench();
    stands(code);
    await pass(12 * MINUTE);
    // It is said again whenever anything of the state changes.
    stands(code);
    await pass(0);
    expect(asked).toEqual([0, 5 * MINUTE, 10 * MINUTE]);
  },
);

test('without an answer it asks again soon, at least every minute, so that a connection that is back is used', async () => {
  const { asked, stands, connect, pass } = bench();
  connect(false);
  stands('not_signed_in');
  await pass(30 * MINUTE);
  const gaps = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
  expect(gaps[0]).toBe(1000);
  expect(Math.max(...gaps)).toBe(MINUTE);
  connect(true);
  const before = asked.length;
  await pass(11 * MINUTE);
  expect(asked.length - before).toBe(3);
});

test('it asks nothing while the sync does, nor of a device that was told, nor once it is stopped', async () => {
  const { asked, stands, stop, pass } = bench();
  for (const code of [
    null,
    'server_unreachable',
    'device_revoked',
    'device_wipe',
    'account_disabled',
  ] as const)
    stands(code);
  await pass(60 * MINUTE);
  expect(asked).toEqual([]);
  stands('not_signed_in');
  await pass(MINUTE);
  stands(null);
  await pass(60 * MINUTE);
  expect(asked).toEqual([60 * MINUTE]);
  stands('not_signed_in');
  stop();
  await pass(60 * MINUTE);
  expect(asked).toHaveLength(2);
});
