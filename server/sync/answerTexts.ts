import type { z } from 'zod';
import type { pullAnswer, ScopeChanges } from '../../shared/contract/sync.ts';
import { textOf } from './toldScopes.ts';

export type PullAnswer = z.infer<typeof pullAnswer>;

/** An answer's text, with everything that it was made of. */
interface Assembled {
  readonly changes: readonly ScopeChanges[];
  /** JSON text of everything but the changes. */
  readonly others: string;
  readonly text: Buffer;
}

/** So many texts that begin with the same changes are kept, none of more than so many bytes. */
const KEPT = 4;
const KEPT_BYTES = 128 * 1024;

/** By the first changes that they tell: they go when those are forgotten. */
const kept = new WeakMap<ScopeChanges, readonly Assembled[]>();

const assemble = (changes: readonly ScopeChanges[], others: string): Buffer => {
  const parts: Buffer[] = [Buffer.from(`${others.slice(0, -1)},"changes":[`, 'utf8')];
  for (const [index, each] of changes.entries()) {
    if (index > 0) parts.push(Buffer.from(','));
    parts.push(textOf(each));
  }
  parts.push(Buffer.from(']}'));
  return Buffer.concat(parts);
};

/**
 * The answer as it is sent: the JSON text in UTF-8. Two answers share it only when all that they say is the same: what
 * each person may read was asked for each of them before, and stands in their answers. Nobody may change the bytes.
 */
export const pullText = ({ changes, ...rest }: PullAnswer): Buffer => {
  const others = JSON.stringify(rest);
  const [first] = changes;
  const known = (first && kept.get(first)) ?? [];
  const same = known.find(
    (each) =>
      each.others === others &&
      each.changes.length === changes.length &&
      each.changes.every((one, index) => one === changes[index]),
  );
  if (same !== undefined) return same.text;
  const text = assemble(changes, others);
  if (first !== undefined && text.length <= KEPT_BYTES) {
    kept.set(first, [{ changes, others, text }, ...known].slice(0, KEPT));
  }
  return text;
};
