import type { Stored } from '../../../shared/domain/mutation.ts';
import { byOrder } from '../../../shared/lib/order.ts';

type Item = Stored<'agendaItem'>;

/**
 * The items of one meeting as they are read aloud: each followed by what stands under it. An item whose parent is not
 * readable, or that stands under itself through a chain of edits, comes at the end rather than nowhere.
 */
export const inAgendaOrder = (items: readonly Item[]): readonly Item[] => {
  const known = new Set(items.map(({ id }) => id));
  const children = new Map<string, Item[]>();
  for (const item of items) {
    const { parentId } = item.body;
    const parent = parentId !== null && known.has(parentId) ? parentId : '';
    const list = children.get(parent) ?? [];
    children.set(parent, list);
    list.push(item);
  }
  const ordered = new Set<Item>();
  const visit = (parent: string): void => {
    for (const item of (children.get(parent) ?? []).sort((a, b) => byOrder(a.body, b.body))) {
      if (ordered.has(item)) continue;
      ordered.add(item);
      visit(item.id);
    }
  };
  visit('');
  for (const item of items) ordered.add(item);
  return [...ordered];
};
