import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../shared/contract/annotation.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { createAnnotationStore } from '../../../renderer/reader/annotationStore.ts';
import { highlightOf, noteOf } from './annotations.ts';

const LATER = '2026-12-03T02:00:00.000Z';

/** A host that keeps in a map, answers when told to, and fails while its disk is full. */
const createHost = () => {
  const kept = new Map<string, Annotation>();
  const log: string[] = [];
  const host = { full: false, gate: Promise.resolve() };
  const answer = async (line: string, act: () => void): Promise<Result<unknown, CabinetError>> => {
    log.push(line);
    await host.gate;
    if (host.full) return err(cabinetError('disk_full'));
    act();
    return ok({});
  };
  return {
    host,
    log,
    list: () => [...kept.values()],
    put: (annotation: Annotation) =>
      answer(`put ${annotation.note}`, () => kept.set(annotation.id, annotation)),
    remove: (id: string) => answer('remove', () => kept.delete(id)),
  };
};

const setUp = () => {
  const host = createHost();
  const store = createAnnotationStore(host, () => LATER);
  const shown = () => store.getSnapshot().annotations;
  const create = (after: Annotation) => store.change([{ before: null, after }]);
  return { host, store, shown, create };
};

describe('annotations of an open paper', () => {
  it('show before the host has answered, and once only when it has', async () => {
    const { host, store, shown, create } = setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    host.host.gate = promise;
    create(highlightOf(1));
    expect(shown()).toHaveLength(1);
    resolve();
    await store.settled();
    store.setKept(host.list());
    expect(shown()).toEqual([highlightOf(1)]);
  });

  it('do not flicker when a list asked for before the change arrives after it was kept', async () => {
    const { host, store, shown, create } = setUp();
    create(highlightOf(1));
    await store.settled();
    store.setKept([]);
    expect(shown()).toHaveLength(1);
    store.setKept(host.list());
    expect(shown()).toHaveLength(1);
  });

  it('give way to what another device did afterwards', async () => {
    const { store, shown, create } = setUp();
    create(highlightOf(1));
    await store.settled();
    store.setKept([]);
    store.setKept([]);
    expect(shown()).toEqual([]);
  });

  it('stay on the page and are counted when the host cannot keep them, until it can', async () => {
    const { host, store, shown, create } = setUp();
    host.host.full = true;
    create(noteOf(1));
    await store.settled();
    store.setKept([]);
    store.setKept([]);
    expect(shown()).toEqual([noteOf(1)]);
    expect(store.getSnapshot()).toMatchObject({ unkept: 1, error: { code: 'disk_full' } });
    host.host.full = false;
    store.retry();
    await store.settled();
    expect(host.list()).toEqual([noteOf(1)]);
    expect(store.getSnapshot()).toMatchObject({ unkept: 0, error: null });
  });

  it('changes of one annotation arrive in order, the last one last', async () => {
    const { host, store, create } = setUp();
    const { promise, resolve } = Promise.withResolvers<void>();
    host.host.gate = promise;
    create(noteOf(1, { note: 'một' }));
    store.change([{ before: noteOf(1, { note: 'một' }), after: noteOf(1, { note: 'hai' }) }]);
    store.change([{ before: noteOf(1, { note: 'hai' }), after: noteOf(1, { note: 'ba' }) }]);
    resolve();
    await store.settled();
    expect(host.log).toEqual(['put một', 'put ba']);
    expect(host.list().map(({ note }) => note)).toEqual(['ba']);
  });

  it('undo takes back creating, editing and deleting; redo does them again', async () => {
    const { store, shown, create } = setUp();
    const first = noteOf(1, { note: 'một' });
    const second = noteOf(1, { note: 'hai' });
    create(first);
    store.change([{ before: first, after: second }]);
    store.change([{ before: second, after: null }]);
    expect(shown()).toEqual([]);
    store.undo();
    expect(shown().map(({ note }) => note)).toEqual(['hai']);
    store.undo();
    expect(shown().map(({ note }) => note)).toEqual(['một']);
    store.undo();
    expect(shown()).toEqual([]);
    expect(store.getSnapshot()).toMatchObject({ canUndo: false, canRedo: true });
    store.redo();
    store.redo();
    expect(shown().map(({ note }) => note)).toEqual(['hai']);
    await store.settled();
  });

  it('an undone edit is an edit of now, so that it wins over the one it takes back', () => {
    const { store, shown, create } = setUp();
    create(noteOf(1, { note: 'một' }));
    store.change([{ before: noteOf(1, { note: 'một' }), after: noteOf(1, { note: 'hai' }) }]);
    store.undo();
    expect(shown()).toMatchObject([{ note: 'một', updatedAt: LATER }]);
  });

  it('what the eraser took in one sweep comes back in one step', () => {
    const { store, shown, create } = setUp();
    create(noteOf(1));
    create(noteOf(2));
    store.change([
      { before: noteOf(1), after: null },
      { before: noteOf(2), after: null },
    ]);
    store.undo();
    expect(shown()).toHaveLength(2);
  });

  it('a new change forgets what was undone', () => {
    const { store, create } = setUp();
    create(noteOf(1));
    store.undo();
    create(noteOf(2));
    expect(store.getSnapshot().canRedo).toBe(false);
  });
});
