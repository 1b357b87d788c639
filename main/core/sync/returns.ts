import type { Pulled } from '../context.ts';
import type { OutboxRow } from '../store/outboxRows.ts';
import { idsIn } from './concern.ts';

/** What a pull must come to before an entry is tried again. */
const ENOUGH = 50;
/** A record that the entry names has moved; something else in its scopes has; nothing that it names. */
const NAMED = 50;
const NEAR = 10;
const FAR = 1;

/**
 * When to try again what a restored server has refused although it had once applied it: another device may have to send its
 * part first. A pull that moved a record which the entry names is reason enough; one that moved its scopes is some.
 */
export interface Returns {
  /** Ids of those that are to be tried after this pull. */
  after(pulled: Pulled, rows: readonly OutboxRow[]): ReadonlySet<string>;
  tried(ids: ReadonlySet<string>): void;
  /** There is a reason of another kind. */
  make(id: string): void;
}

export const createReturns = (): Returns => {
  const reasons = new Map<string, number>();
  const weigh = (row: OutboxRow, { first, changes }: Pulled): number => {
    if (first) return NAMED;
    const named = new Set(idsIn(row.args));
    if (changes.some(({ id }) => named.has(id))) return NAMED;
    return changes.some(({ scope }) => row.scopes.includes(scope)) ? NEAR : FAR;
  };
  return {
    after(pulled, rows) {
      const due = new Set<string>();
      for (const row of rows) {
        if (row.state !== 'returning') continue;
        const reason = (reasons.get(row.id) ?? 0) + weigh(row, pulled);
        reasons.set(row.id, reason);
        if (reason >= ENOUGH) due.add(row.id);
      }
      return due;
    },
    tried(ids) {
      for (const id of ids) reasons.delete(id);
    },
    make(id) {
      reasons.set(id, ENOUGH);
    },
  };
};
