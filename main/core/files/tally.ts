import { haveBytes, type KnownFile } from './fileEntries.ts';

/** Counts over all files that readable records name. */
export interface Counts {
  readonly have: number;
  readonly total: number;
  readonly haveBytes: number;
  readonly totalBytes: number;
  /** Files that are not here and are not to be here now. */
  readonly away: number;
  readonly awayBytes: number;
}

/** Running totals, so that telling how things stand costs the same with ten files and with ten thousand. */
export interface Tally {
  /** Counts the file as it is now; undefined: it is not known, or nothing names it. */
  count(sha256: string, file: KnownFile | undefined, isAway: boolean): void;
  clear(): void;
  counts(): Counts;
  /** Files that are counted and not whole. */
  missing(): IterableIterator<string>;
  isMissing(sha256: string): boolean;
}

/** What is counted of a file that is not whole. */
interface Missing {
  readonly size: number;
  readonly haveBytes: number;
  readonly isAway: boolean;
}

export const createTally = (): Tally => {
  /** Sizes of all that are counted. */
  const sizes = new Map<string, number>();
  const missing = new Map<string, Missing>();
  let sums = { bytes: 0, lacking: 0, away: 0, awayBytes: 0, awayLacking: 0 };

  const addMissing = ({ size, haveBytes: have, isAway }: Missing, sign: 1 | -1): void => {
    sums.lacking += sign * (size - have);
    if (!isAway) return;
    sums.away += sign;
    sums.awayBytes += sign * size;
    sums.awayLacking += sign * (size - have);
  };
  const forget = (sha256: string): void => {
    const size = sizes.get(sha256);
    if (size === undefined) return;
    sizes.delete(sha256);
    sums.bytes -= size;
    const before = missing.get(sha256);
    if (before === undefined) return;
    addMissing(before, -1);
    missing.delete(sha256);
  };

  return {
    count(sha256, file, isAway) {
      forget(sha256);
      if (file === undefined) return;
      sizes.set(sha256, file.size);
      sums.bytes += file.size;
      if (file.have === file.count) return;
      const now = { size: file.size, haveBytes: haveBytes(file), isAway };
      missing.set(sha256, now);
      addMissing(now, 1);
    },
    clear() {
      sizes.clear();
      missing.clear();
      sums = { bytes: 0, lacking: 0, away: 0, awayBytes: 0, awayLacking: 0 };
    },
    counts: () => ({
      have: sizes.size - missing.size,
      total: sizes.size - sums.away,
      // What is here of a file that is away is not counted, nor is what is not.
      haveBytes: sums.bytes - sums.lacking - (sums.awayBytes - sums.awayLacking),
      totalBytes: sums.bytes - sums.awayBytes,
      away: sums.away,
      awayBytes: sums.awayBytes,
    }),
    missing: () => missing.keys(),
    isMissing: (sha256) => missing.has(sha256),
  };
};
