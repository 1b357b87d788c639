import { describe, expect, it } from 'vitest';
import { createQueryStore } from '../../../renderer/app/queryStore.ts';
import type { CabinetBridge, Topic } from '../../../shared/contract/client.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';

/** A core that answers when told to, and counts what it was asked. */
const setUp = () => {
  let tell: (topics: readonly Topic[]) => void = () => undefined;
  const pending: ((value: unknown) => void)[] = [];
  const bridge: CabinetBridge = {
    host: 'browser',
    call: () => Promise.reject(new Error('asked past the store')),
    onChanged: (listener) => {
      tell = listener;
      return () => undefined;
    },
  };
  const ask = (): Promise<Result<never, CabinetError>> =>
    new Promise((resolve) => pending.push((value) => resolve(ok(value as never))));
  const store = createQueryStore(bridge, ask);
  const answer = async (value: unknown): Promise<void> => {
    pending.shift()?.(value);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { store, answer, pending, change: (...topics: Topic[]) => tell(topics) };
};

describe('questions to the core', () => {
  it('are asked once for two parts of a screen, and both hear the answer', async () => {
    const { store, answer, pending } = setUp();
    let heard = 0;
    store.subscribe('k', 'meetings.list', {}, () => (heard += 1));
    store.subscribe('k', 'meetings.list', {}, () => (heard += 1));
    expect(pending.length).toBe(1);
    await answer('A');
    expect(heard).toBe(2);
    expect(store.peek('k')?.answer).toEqual({ ok: true, value: 'A' });
  });

  it('are asked again only when a topic they depend on has changed, and keep the last answer meanwhile', async () => {
    const { store, answer, pending, change } = setUp();
    store.subscribe('k', 'outbox.list', {}, () => undefined);
    await answer('A');
    change('annotations');
    expect(pending.length).toBe(0);
    change('sync');
    expect(pending.length).toBe(1);
    expect(store.peek('k')?.answer).toEqual({ ok: true, value: 'A' });
    await answer('B');
    expect(store.peek('k')?.answer).toEqual({ ok: true, value: 'B' });
  });

  it('that change while an answer is under way are asked once more, however many changes came', async () => {
    const { store, answer, pending, change } = setUp();
    store.subscribe('k', 'outbox.list', {}, () => undefined);
    change('sync');
    change('records');
    expect(pending.length).toBe(1);
    await answer('old');
    expect(pending.length).toBe(1);
    await answer('new');
    expect(pending.length).toBe(0);
    expect(store.peek('k')?.answer).toEqual({ ok: true, value: 'new' });
  });

  it('nobody looks at are not asked again until somebody does', async () => {
    const { store, answer, pending, change } = setUp();
    const stop = store.subscribe('k', 'outbox.list', {}, () => undefined);
    await answer('A');
    stop();
    change('sync');
    expect(pending.length).toBe(0);
    store.subscribe('k', 'outbox.list', {}, () => undefined);
    expect(pending.length).toBe(1);
  });

  it('are forgotten on locking', async () => {
    const { store, answer } = setUp();
    const stop = store.subscribe('k', 'home.get', {}, () => undefined);
    await answer('secret');
    stop();
    store.clear();
    expect(store.peek('k')).toBeUndefined();
  });
});
