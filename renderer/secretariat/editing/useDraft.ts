import { useEffect, useSyncExternalStore } from 'react';
import { changedFields, isSame } from './fields.ts';
import type { Drafts } from './drafts.ts';

export interface DraftForm<T extends object> {
  readonly values: T;
  readonly set: (patch: Partial<T>) => void;
  readonly isDirty: boolean;
  /** What somebody else made of the record while this one was being typed; null when nobody did. */
  readonly theirs: T | null;
  /** What an edit has to send. */
  readonly changed: Partial<T>;
  /** Goes on from `theirs`: keeps `mine` as typed and measures changes against it. */
  readonly goOnFrom: (theirs: T, mine: T) => void;
  /** Forgets what was typed. */
  readonly reset: () => void;
  /** What was typed has been kept by the core. */
  readonly saved: () => void;
}

/** A form over a record that others may edit at the same time: nothing typed is overwritten, nothing typed is lost. */
export const useDraft = <T extends object>(drafts: Drafts<T>, key: string, current: T): DraftForm<T> => {
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(key));
  const base = draft?.base ?? current;
  const values = draft?.values ?? current;
  const isDirty = !isSame(base, values);
  const isEcho = draft !== undefined && draft.savedFrom !== null && isSame(current, draft.savedFrom);
  const isForeign = draft !== undefined && !isSame(current, draft.base) && !isEcho;
  // Saved, and the core's answer shows it (or what others made of it since): the record speaks for itself again.
  const isOver = draft !== undefined && !isDirty && !isEcho;
  useEffect(() => {
    if (isOver) drafts.put(key, null);
  }, [drafts, key, isOver]);
  const shown = isOver ? current : values;
  return {
    values: shown,
    set: (patch) =>
      drafts.put(key, {
        base: isOver ? current : base,
        values: { ...shown, ...patch },
        savedFrom: isOver ? null : (draft?.savedFrom ?? null),
      }),
    isDirty,
    theirs: isForeign && isDirty ? current : null,
    changed: changedFields(base, values),
    goOnFrom: (theirs, mine) => drafts.put(key, { base: theirs, values: mine, savedFrom: null }),
    reset: () => drafts.put(key, null),
    saved: () => drafts.put(key, { base: values, values, savedFrom: base }),
  };
};

/** Ids of records of this kind with something typed and not saved. */
export const useDirtyKeys = <T>(drafts: Drafts<T>): ReadonlySet<string> =>
  useSyncExternalStore(drafts.subscribe, drafts.dirtyKeys);
