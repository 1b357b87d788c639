import { useEffect, useState } from 'react';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { MutationArgs } from '../../../shared/domain/mutations/args.ts';
import { call } from '../../app/cabinet.ts';
import type { Drafts } from './drafts.ts';
import { changedFields, type Fields } from './fields.ts';
import { dismissStale, type EditName, useStaleEdits } from './staleEdits.ts';
import { type DraftForm, useDraft } from './useDraft.ts';

export interface Editor<T extends object> extends DraftForm<T> {
  /** Somebody else's version, to be shown beside what is typed; null when there is no conflict. */
  readonly conflict: { readonly theirs: T; readonly wasRefused: boolean } | null;
  /**
   * Sends what is typed; true when it is kept. With a conflict open only when that is meant (`overTheirs`): a save pressed
   * in the moment when the other version arrives must not bury it.
   */
  readonly save: (overTheirs?: boolean) => Promise<boolean>;
  readonly takeTheirs: () => void;
  readonly busy: boolean;
  readonly error: CabinetError | null;
}

export interface EditorOptions<T extends object, N extends EditName> {
  readonly name: N;
  readonly drafts: Drafts<T>;
  readonly id: string;
  readonly rev: number;
  /** The record's editable members as they stand. */
  readonly current: T;
}

/** Members of an edit that the form knows. */
const written = <T extends object>(current: T, edit: Fields): Partial<T> =>
  Object.fromEntries(Object.entries(edit).filter(([key]) => Object.hasOwn(current, key))) as Partial<T>;

/**
 * Edits one record. A refused edit comes back here with what was written; a change by somebody else while something is
 * being typed is shown at once. Either way both versions stand side by side until the person has decided.
 */
export const useEditor = <T extends object, N extends EditName>({
  name,
  drafts,
  id,
  rev,
  current,
}: EditorOptions<T, N>): Editor<T> => {
  const form = useDraft(drafts, id, current);
  const stale = useStaleEdits(name).get(id);
  // Until the newer record has arrived there is nothing to compare with.
  const refused = stale !== undefined && rev >= stale.rev ? stale : undefined;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<CabinetError | null>(null);

  const { isDirty, goOnFrom } = form;
  const refusedKey = refused?.entryIds.join() ?? '';
  useEffect(() => {
    if (refused === undefined || isDirty) return;
    const mine = refused.edits.reduce<T>(
      (values, edit) => ({ ...values, ...written(current, edit) }),
      current,
    );
    if (Object.keys(changedFields(current, mine)).length === 0) void dismissStale(refused.entryIds);
    else goOnFrom(current, mine);
    // Once per refusal: what is typed afterwards is the person's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [refusedKey]);

  const theirs = form.theirs ?? (refused === undefined ? null : current);
  const settle = (): void => {
    if (refused !== undefined) void dismissStale(refused.entryIds);
  };
  const save = async (overTheirs = false): Promise<boolean> => {
    if (theirs !== null && isDirty && !overTheirs) return false;
    const patch = theirs === null ? form.changed : changedFields(theirs, form.values);
    setBusy(true);
    setError(null);
    const args = { ...patch, id, seen: rev } as MutationArgs<N>;
    const result = Object.keys(patch).length === 0 ? null : await call('mutate', { name, args });
    setBusy(false);
    if (result !== null && !result.ok) {
      setError(result.error);
      return false;
    }
    settle();
    if (theirs !== null) drafts.put(id, { base: form.values, values: form.values, savedFrom: theirs });
    else form.saved();
    return true;
  };
  return {
    ...form,
    conflict: theirs === null || !isDirty ? null : { theirs, wasRefused: refused !== undefined },
    save,
    takeTheirs: () => {
      settle();
      form.reset();
    },
    busy,
    error,
  };
};
