import type { RuleSet } from '../records/poll.ts';
import { requiredVotes } from './ruleset.ts';

export interface Quorum {
  /** All members of the body with a vote. */
  readonly members: number;
  /** Those of them who are present. */
  readonly present: number;
  readonly needed: number;
  readonly met: boolean;
}

/** R1. A body without voting members never has a quorum. */
export const quorumOf = (rule: RuleSet['quorum'], members: number, present: number): Quorum => {
  const needed = requiredVotes(members, rule.fraction);
  return { members, present, needed, met: members > 0 && present >= needed };
};
