import { byOrder } from '../../shared/lib/order.ts';
import type { AgendaItem } from '../../shared/domain/records/meeting.ts';

/** One line of the agenda as it is read: its number, how deep, and when it is to begin. */
export interface AgendaRow<T> {
  readonly value: T;
  /** `1`, `2.1` */
  readonly number: string;
  /** 0 at the top. */
  readonly depth: number;
  /** Milliseconds since the epoch. */
  readonly startsAt: number;
  /** Its own minutes and those of the items below it. */
  readonly minutes: number;
  readonly hasChildren: boolean;
}

const MINUTE = 60_000;

/**
 * The agenda in reading order with the clock of the session: each item begins when what stands before it is over. An
 * item whose parent is missing (taken away, or not for this reader) stands at the top, so that nothing disappears.
 */
export const agendaRows = <T>(
  values: readonly T[],
  itemOf: (value: T) => AgendaItem,
  meetingStartsAt: string,
): readonly AgendaRow<T>[] => {
  const ids = new Set(values.map((value) => itemOf(value).id));
  const childrenOf = new Map<string | null, T[]>();
  for (const value of [...values].sort((a, b) => byOrder(itemOf(a), itemOf(b)))) {
    const { parentId } = itemOf(value);
    const parent = parentId !== null && ids.has(parentId) ? parentId : null;
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), value]);
  }
  const rows: AgendaRow<T>[] = [];
  const minutesOf = (value: T): number =>
    itemOf(value).minutes +
    (childrenOf.get(itemOf(value).id) ?? []).reduce((sum, child) => sum + minutesOf(child), 0);
  const walk = (parent: string | null, prefix: string, depth: number, start: number): void => {
    let at = start;
    for (const [index, value] of (childrenOf.get(parent) ?? []).entries()) {
      const { id, minutes: own } = itemOf(value);
      const minutes = minutesOf(value);
      const number = `${prefix}${index + 1}`;
      rows.push({ value, number, depth, startsAt: at, minutes, hasChildren: childrenOf.has(id) });
      walk(id, `${number}.`, depth + 1, at + own * MINUTE);
      at += minutes * MINUTE;
    }
  };
  walk(null, '', 0, Date.parse(meetingStartsAt));
  return rows;
};
