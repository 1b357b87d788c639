import type { OutboxEntry } from '../../../shared/contract/client.ts';
import { type MutationArgs, mutationArgs } from '../../../shared/domain/mutations/args.ts';
import { call, useQuery } from '../../app/cabinet.ts';

/** Mutations that carry the revision their author saw. */
export type EditName =
  | 'meeting.edit'
  | 'item.edit'
  | 'paper.edit'
  | 'poll.edit'
  | 'slip.edit'
  | 'body.edit'
  | 'person.edit'
  | 'organisation.edit';

/** Edits of one record that the server refused because somebody else had saved it first. */
export interface StaleEdit<N extends EditName> {
  readonly id: string;
  /** What was written, oldest first. */
  readonly edits: readonly MutationArgs<N>[];
  /** The revision that has to be seen before it can be said again. */
  readonly rev: number;
  readonly entryIds: readonly string[];
}

const jsonOf = (text: string | null): unknown => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
};

export const staleEditsIn = <N extends EditName>(
  entries: readonly OutboxEntry[],
  name: N,
): ReadonlyMap<string, StaleEdit<N>> => {
  const found = new Map<string, StaleEdit<N>>();
  for (const entry of entries) {
    if (entry.name !== name || entry.state !== 'refused' || entry.error?.code !== 'stale_revision') continue;
    const args = mutationArgs[name].safeParse(jsonOf(entry.content));
    if (!args.success) continue;
    const edit = args.data as MutationArgs<N>;
    const before = found.get(edit.id);
    found.set(edit.id, {
      id: edit.id,
      edits: [...(before?.edits ?? []), edit],
      rev: Math.max(before?.rev ?? 0, Number(entry.error.params['rev'] ?? 0)),
      entryIds: [...(before?.entryIds ?? []), entry.id],
    });
  }
  return found;
};

/** Refused edits of a kind, by the record's id. */
export const useStaleEdits = <N extends EditName>(name: N): ReadonlyMap<string, StaleEdit<N>> => {
  const outbox = useQuery('outbox.list', {});
  return staleEditsIn(outbox.status === 'ready' ? outbox.value.entries : [], name);
};

/** They have been answered here: they need not stand in the list as well. */
export const dismissStale = async (ids: readonly string[]): Promise<void> => {
  for (const id of ids) await call('outbox.dismiss', { id });
};
