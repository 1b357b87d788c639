import type { Fraction } from '../../../shared/domain/records/common.ts';

/** R3: thresholds and quorums in use, by what a select needs. */
export const FRACTIONS: readonly Fraction[] = [
  { num: 1, den: 2, exclusive: true },
  { num: 1, den: 2, exclusive: false },
  { num: 2, den: 3, exclusive: false },
  { num: 2, den: 3, exclusive: true },
  { num: 3, den: 4, exclusive: false },
  { num: 1, den: 1, exclusive: false },
];

export const fractionKey = ({ num, den, exclusive }: Fraction): string =>
  `${exclusive ? '>' : '≥'} ${num}/${den}`;

/** The presets, and the one in use when it is another. */
export const fractionsWith = (used: Fraction): readonly Fraction[] =>
  FRACTIONS.some((one) => fractionKey(one) === fractionKey(used)) ? FRACTIONS : [...FRACTIONS, used];
