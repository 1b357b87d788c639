import type { Fraction } from '../records/common.ts';
import type { ChoiceSet, RuleSet } from '../records/poll.ts';
import { refusal, type Refusal } from '../refusal.ts';

/** R3: whether `part` of `whole` reaches a fraction; integers only. */
export const reaches = (part: number, whole: number, { num, den, exclusive }: Fraction): boolean => {
  const left = BigInt(part) * BigInt(den);
  const right = BigInt(whole) * BigInt(num);
  return exclusive ? left > right : left >= right;
};

/**
 * R3: the smallest number that reaches a fraction of a base, never less than one: nothing passes with no vote at all.
 * More than 1/2 of 27 is 14; at least 2/3 of 27 is 18.
 */
export const requiredVotes = (base: number, { num, den, exclusive }: Fraction): number => {
  const product = BigInt(base) * BigInt(num);
  const floor = product / BigInt(den);
  const isWhole = product % BigInt(den) === 0n;
  const needed = isWhole && !exclusive ? floor : floor + 1n;
  return Math.max(1, Number(needed));
};

/** A fraction that some number of the whole can reach. */
const isReachable = ({ num, den, exclusive }: Fraction): boolean => (exclusive ? num < den : num <= den);

/** Of each of these a choice set has at most one; of `option` any number. */
const SINGLE_ROLES = ['yes', 'no', 'abstain', 'other'] as const;

/** R5: yes and no come together and exclude lists; only a list lets one ballot name several options. */
const isChoiceSetValid = ({ options, max }: ChoiceSet): boolean => {
  const count = (role: ChoiceSet['options'][number]['role']) =>
    options.filter((option) => option.role === role).length;
  const ids = new Set(options.map(({ id }) => id));
  const isList = count('option') > 0;
  return (
    ids.size === options.length &&
    max <= options.length &&
    SINGLE_ROLES.every((role) => count(role) <= 1) &&
    count('yes') === count('no') &&
    isList !== count('yes') > 0 &&
    (max === 1 || options.every(({ role }) => role === 'option' || role === 'other'))
  );
};

/** Null when a rule set, and a choice set where given, can decide anything; else `poll_rules_invalid` naming which. */
export const rulesRefusal = (rules: {
  readonly ruleSet: RuleSet;
  readonly choices?: ChoiceSet;
}): Refusal | null => {
  const { quorum, threshold } = rules.ruleSet;
  if (!isReachable(quorum.fraction)) return refusal('poll_rules_invalid', { field: 'quorum' });
  if (!isReachable(threshold)) return refusal('poll_rules_invalid', { field: 'threshold' });
  if (rules.choices !== undefined && !isChoiceSetValid(rules.choices)) {
    return refusal('poll_rules_invalid', { field: 'choices' });
  }
  return null;
};
