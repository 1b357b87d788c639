import { isSame } from './fields.ts';

/** What is typed of one record and not yet sent, and what it started from. */
export interface Draft<T> {
  /** The record as it was when the typing began, or as it was last acknowledged. */
  readonly base: T;
  readonly values: T;
  /** After saving: what the record said before, which the next answers may still show. */
  readonly savedFrom: T | null;
}

/**
 * Everything typed and not yet saved, for one kind of record, by its id. It outlives the form: going to another item, tab
 * or screen loses nothing. In memory only, as nothing is written in plain text to the disk.
 */
export interface Drafts<T> {
  readonly get: (key: string) => Draft<T> | undefined;
  readonly put: (key: string, draft: Draft<T> | null) => void;
  /** Keys of what is typed and not saved; the same set until it changes. */
  readonly dirtyKeys: () => ReadonlySet<string>;
  readonly subscribe: (listener: () => void) => () => void;
}

/** How many things are typed and not saved anywhere, for the question before the window closes. */
const unsaved = new Map<object, number>();
const forgetters: (() => void)[] = [];

export const createDrafts = <T>(): Drafts<T> => {
  const drafts = new Map<string, Draft<T>>();
  const listeners = new Set<() => void>();
  let dirty: ReadonlySet<string> = new Set();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const self: Drafts<T> = {
    get: (key) => drafts.get(key),
    put(key, draft) {
      if (draft === null) drafts.delete(key);
      else drafts.set(key, draft);
      const now = new Set([...drafts].filter(([, one]) => !isSame(one.base, one.values)).map(([id]) => id));
      if (now.size !== dirty.size || [...now].some((id) => !dirty.has(id))) dirty = now;
      unsaved.set(self, dirty.size);
      tell();
    },
    dirtyKeys: () => dirty,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  forgetters.push(() => {
    drafts.clear();
    dirty = new Set();
    unsaved.delete(self);
    tell();
  });
  return self;
};

/** Drops everything typed: somebody else is at the device now. The same person finds it again after locking. */
export const forgetDrafts = (): void => {
  for (const forget of forgetters) forget();
};

/** Whether something typed anywhere would be lost with this window. */
export const hasUnsaved = (): boolean => [...unsaved.values()].some((count) => count > 0);
