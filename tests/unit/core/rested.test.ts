import { expect, test } from 'vitest';
import { Rested } from '../../../main/core/annotations/rested.ts';

/** Work that ends when it is told to, on timers that run when they are told to. */
const bench = () => {
  const timers = new Set<() => void>();
  const begun: { readonly key: string; readonly end: () => void }[] = [];
  const rested = new Rested(
    {
      after(_ms, run) {
        const due = (): void => {
          timers.delete(due);
          run();
        };
        timers.add(due);
        return () => timers.delete(due);
      },
    },
    1000,
    (key) => new Promise((resolve) => begun.push({ key, end: () => resolve() })),
  );
  const pass = async (): Promise<void> => {
    for (const due of [...timers]) due();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { rested, timers, begun, pass, keys: () => begun.map(({ key }) => key) };
};

test('what is asked for again while it rests is done once', async () => {
  const { rested, pass, keys } = bench();
  rested.soon('a');
  rested.soon('a');
  rested.soon('b');
  await pass();
  expect(keys()).toEqual(['a', 'b']);
});

test('what is due while the same runs follows it', async () => {
  const { rested, begun, pass, keys } = bench();
  rested.soon('a');
  await pass();
  rested.soon('a');
  await pass();
  expect(keys()).toEqual(['a']);
  begun[0]?.end();
  await pass();
  expect(keys()).toEqual(['a', 'a']);
});

test('stopping waits for what runs, and nothing is begun after it', async () => {
  const { rested, timers, begun, pass, keys } = bench();
  rested.soon('a');
  await pass();
  rested.soon('b');
  let isStopped = false;
  const stopped = rested.stop().then(() => {
    isStopped = true;
  });
  rested.soon('c');
  expect(timers.size).toBe(0);
  await pass();
  expect([keys(), isStopped]).toEqual([['a'], false]);
  begun[0]?.end();
  await stopped;
});
