import { expect, test } from 'vitest';
import { createTurns } from '../../../main/core/files/turns.ts';

test('papers that arrive without end let everything else have its turn, whoever brings them', async () => {
  const turns = createTurns();
  expect(turns.after(100_000)).toBeUndefined();
  let others = 0;
  setImmediate(() => (others += 1));
  const first = turns.after(1_000_000);
  expect(first).toBeInstanceOf(Promise);
  // Another request that brings bytes in the same turn waits for the same moment.
  expect(turns.after(1)).toBe(first);
  await first;
  expect(others).toBe(1);
  expect(turns.after(1)).toBeUndefined();
});
