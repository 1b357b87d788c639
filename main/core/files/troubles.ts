import type { CabinetError, ErrorCode } from '../../../shared/contract/errors.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { backoff, LONGEST_MS, waitUntil } from './retries.ts';

/** Errors that say nothing about the others: the file waits, the rest goes on. */
const OF_ONE_FILE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'not_found',
  'not_allowed',
  'file_unknown',
  'file_damaged',
  'file_unreadable',
  'unknown_path',
  'bad_request',
  'papers_limit',
]);

/** The first wait of one file, and the first and the longest of all of them, in milliseconds. */
const FILE_FIRST_MS = 15_000;
const FIRST_MS = 1_000;
const MOST_MS = 60_000;
/** Somebody makes room and watches what happens. */
const DISK_MOST_MS = 30_000;

interface Trouble {
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly retryAt: number;
  readonly error: CabinetError;
}

/**
 * What went wrong with downloads, and when what may be tried again: trouble with one file lets that file wait, trouble with the
 * network or the disk all of them. Each wait is twice the one before; a clock that is set back makes none of them longer.
 */
export interface Troubles {
  failed(sha256: string, error: CabinetError): void;
  /** It came. What held all the others is over with it, but for a full disk, which shows only when bytes are synced. True: something is over. */
  succeeded(sha256: string): boolean;
  /** The disk took what was written. */
  synced(): void;
  /** Nothing may be tried now. */
  isHeld(): boolean;
  /** Whether what held all of them is over is for one request to find out. */
  isInDoubt(): boolean;
  /** This file need not wait for itself. */
  mayTry(sha256: string): boolean;
  /** Why this file waits; null when it does not. */
  waitsFor(sha256: string): CabinetError | null;
  /** Why everything stands still, or why one file does. */
  error(): CabinetError | null;
  /** What holds all of them is tried again at once. The error stays shown until something has succeeded. */
  retryNow(): void;
  /** Somebody waits for this file: it may be tried, unless the server sends wrong bytes: it is not asked in a loop. */
  want(sha256: string): void;
  forget(sha256: string): void;
  /** Forgets those that are not to come any more. */
  keepOnly(isComing: (sha256: string) => boolean): void;
  /** Milliseconds until the first of what waits may be tried; infinite when nothing waits. */
  msUntilNext(): number;
}

export const createTroubles = (clock: Clock, random: RandomBytes): Troubles => {
  const ofFile = new Map<string, Trouble>();
  let ofAll: Trouble | null = null;

  const left = (trouble: Trouble | null | undefined): number => waitUntil(trouble?.retryAt ?? 0, clock.now());
  const after = (before: Trouble | null | undefined, first: number, most: number, error: CabinetError) => {
    const attempts = before?.attempts ?? 0;
    return { attempts: attempts + 1, retryAt: clock.now() + backoff(attempts, first, most, random), error };
  };

  return {
    failed(sha256, error) {
      if (OF_ONE_FILE.has(error.code)) {
        ofFile.set(sha256, after(ofFile.get(sha256), FILE_FIRST_MS, LONGEST_MS, error));
        return;
      }
      ofAll = after(ofAll, FIRST_MS, error.code === 'disk_full' ? DISK_MOST_MS : MOST_MS, error);
    },
    succeeded(sha256) {
      const isOver = ofFile.delete(sha256);
      if (ofAll === null || ofAll.error.code === 'disk_full') return isOver;
      ofAll = null;
      return true;
    },
    synced() {
      if (ofAll?.error.code === 'disk_full') ofAll = null;
    },
    isHeld: () => left(ofAll) > 0,
    isInDoubt: () => ofAll !== null,
    mayTry: (sha256) => left(ofFile.get(sha256)) === 0,
    waitsFor(sha256) {
      const trouble = ofFile.get(sha256);
      return trouble !== undefined && left(trouble) > 0 ? trouble.error : null;
    },
    error() {
      if (ofAll !== null) return ofAll.error;
      for (const { error } of ofFile.values()) return error;
      return null;
    },
    retryNow() {
      if (ofAll !== null) ofAll = { ...ofAll, retryAt: 0 };
    },
    want(sha256) {
      if (ofFile.get(sha256)?.error.code !== 'file_damaged') ofFile.delete(sha256);
    },
    forget: (sha256) => void ofFile.delete(sha256),
    keepOnly(isComing) {
      for (const sha256 of ofFile.keys()) if (!isComing(sha256)) ofFile.delete(sha256);
    },
    msUntilNext() {
      const all = left(ofAll);
      if (all > 0) return all;
      let next = Number.POSITIVE_INFINITY;
      for (const trouble of ofFile.values()) next = Math.min(next, left(trouble));
      return next;
    },
  };
};
