import { type Standing, STANDINGS } from './standing.ts';

/** A file that could be on this device. */
export interface Claim extends Standing {
  readonly sha256: string;
  /** Bytes of the whole file, and those of them that are here. */
  readonly size: number;
  readonly haveBytes: number;
  /** When its person last opened it, in milliseconds since 1970; 0 never. */
  readonly usedAt: number;
  /** Open, asked for by the person, or not sent to the server yet: stays, whatever the limit. */
  readonly isPinned: boolean;
}

/** Bytes that papers may take in all. */
export interface Limits {
  /** What is here may stay up to this. */
  readonly stay: number;
  /** What is not here is fetched by itself up to this; not above `stay`, and somewhat below it on a nearly full disk. */
  readonly fetch: number;
}

export interface Keeping {
  /** Files that are to be here. */
  readonly kept: Pick<ReadonlySet<string>, 'has'>;
  /** All others, those that go first before all: the oldest closed sessions. */
  readonly givenUp: readonly string[];
  /** Papers of a running or the next session do not fit. */
  readonly isTooSmall: boolean;
}

/** Most worth keeping first: the order depends on nothing but the claims, so that what was given up is not fetched again. */
const byWorth = (a: Claim, b: Claim): number => {
  if (a.isPinned !== b.isPinned) return a.isPinned ? -1 : 1;
  const tier = STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing);
  if (tier !== 0) return tier;
  const worth = a.standing === 'past' ? Math.max(b.at, b.usedAt) - Math.max(a.at, a.usedAt) : a.at - b.at;
  return worth || (a.sha256 < b.sha256 ? -1 : 1);
};

/** While all files fit there is nothing to choose. */
export const KEEPS_ALL: Keeping = { kept: { has: () => true }, givenUp: [], isTooSmall: false };

/**
 * Which files a device keeps when there is not room for all: what is pinned; papers of the running and the next session;
 * of sessions to come, the nearest first; then of past ones, the latest first, where opening a paper counts as its day.
 * Claims that are equal go by their names. Pinned files and papers of the next session that are here
 * already stay above the limit.
 */
export const planKeeping = (
  claims: readonly Claim[],
  limits: Limits,
): Keeping & { readonly kept: ReadonlySet<string> } => {
  const kept = new Set<string>();
  const givenUp: string[] = [];
  let sum = 0;
  let isTooSmall = false;
  let isPastFull = false;
  /** What past sessions could have at most: one paper larger than that does not keep out all that is older. */
  let pastRoom: number | null = null;
  for (const claim of claims.toSorted(byWorth)) {
    const { sha256, size, standing } = claim;
    const isPast = standing === 'past' && !claim.isPinned;
    if (isPast) pastRoom ??= limits.stay - sum;
    const limit = claim.haveBytes > 0 ? limits.stay : limits.fetch;
    const stays = claim.isPinned || (standing === 'next' && claim.haveBytes > 0);
    if (stays || (!(isPast && isPastFull) && sum + size <= limit)) {
      kept.add(sha256);
      sum += size;
      continue;
    }
    givenUp.push(sha256);
    if (standing === 'next') isTooSmall = true;
    if (isPast && size <= (pastRoom ?? 0) && sum + size > limits.stay) isPastFull = true;
  }
  return { kept, givenUp: givenUp.reverse(), isTooSmall };
};
