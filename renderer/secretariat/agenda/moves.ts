import type { AgendaItem } from '../../../shared/domain/records/meeting.ts';
import { byOrder, orderBetween } from '../../../shared/lib/order.ts';

/** What of an item says where it stands. */
export type Placed = Pick<AgendaItem, 'id' | 'parentId' | 'order'>;

/** Where an item is to stand: what `item.move` says. */
export interface Place {
  readonly parentId: string | null;
  readonly order: string;
}

export const MOVES = ['up', 'down', 'in', 'out'] as const;
export type Move = (typeof MOVES)[number];

/** The parent as it is shown: an item whose parent is missing stands at the top. */
const parentOf = (items: readonly Placed[], item: Placed): string | null =>
  items.some(({ id }) => id === item.parentId) ? item.parentId : null;

/** The items below a parent, in order; `without` is left out, as it is being moved. */
export const childrenOf = <T extends Placed>(
  items: readonly T[],
  parentId: string | null,
  without?: string,
): readonly T[] =>
  items.filter((item) => item.id !== without && parentOf(items, item) === parentId).sort(byOrder);

/**
 * An order key for the given place among siblings. Siblings with equal keys (inserted at once on two devices) have no
 * room between them: then it stands after all of these.
 */
export const orderAt = (siblings: readonly { readonly order: string }[], index: number): string => {
  const before = siblings[index - 1]?.order ?? null;
  const after = siblings.slice(index).find(({ order }) => before === null || order > before)?.order ?? null;
  return orderBetween(before, after);
};

/** Whether `id` is `ancestorId` or stands below it. */
export const isWithin = (items: readonly Placed[], id: string | null, ancestorId: string): boolean => {
  const visited = new Set<string>();
  for (let at = id; at !== null && !visited.has(at);) {
    if (at === ancestorId) return true;
    visited.add(at);
    at = items.find((item) => item.id === at)?.parentId ?? null;
  }
  return false;
};

/** Where a step leads; null where there is no further in that direction. */
export const placeAfterMove = (items: readonly Placed[], id: string, move: Move): Place | null => {
  const item = items.find((one) => one.id === id);
  if (item === undefined) return null;
  const parentId = parentOf(items, item);
  const siblings = childrenOf(items, parentId);
  const index = siblings.findIndex((one) => one.id === id);
  const others = childrenOf(items, parentId, id);
  switch (move) {
    case 'up':
      return index === 0 ? null : { parentId, order: orderAt(others, index - 1) };
    case 'down':
      return index === others.length ? null : { parentId, order: orderAt(others, index + 1) };
    case 'in': {
      const above = siblings[index - 1];
      if (above === undefined) return null;
      const inside = childrenOf(items, above.id);
      return { parentId: above.id, order: orderAt(inside, inside.length) };
    }
    case 'out': {
      const parent = items.find((one) => one.id === parentId);
      if (parent === undefined) return null;
      const upper = parentOf(items, parent);
      const around = childrenOf(items, upper);
      return { parentId: upper, order: orderAt(around, around.indexOf(parent) + 1) };
    }
  }
};

/** Where something dropped before, after or on an item is to stand; null where it cannot (into itself). */
export const placeOfDrop = (
  items: readonly Placed[],
  id: string,
  targetId: string,
  position: 'before' | 'after' | 'on',
): Place | null => {
  const target = items.find((one) => one.id === targetId);
  if (target === undefined || isWithin(items, targetId, id)) return null;
  if (position === 'on') {
    const inside = childrenOf(items, targetId, id);
    return { parentId: targetId, order: orderAt(inside, inside.length) };
  }
  const parentId = parentOf(items, target);
  const others = childrenOf(items, parentId, id);
  return { parentId, order: orderAt(others, others.indexOf(target) + (position === 'after' ? 1 : 0)) };
};
