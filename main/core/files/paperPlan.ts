import type { CoreContext } from '../context.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { Downloads } from './downloads.ts';
import type { FileStore } from './fileStore.ts';
import { haveBytes } from './fileEntries.ts';
import { type Claim, type Keeping, KEEPS_ALL } from './keeping.ts';
import type { Room } from './room.ts';
import type { Tally } from './tally.ts';
import type { WantedIndex } from './wantedIndex.ts';

/** What was read so recently counts as open. */
const OPEN_MS = 60 * 60_000;

export interface PaperPlanParts {
  readonly context: CoreContext;
  readonly store: FileStore;
  readonly index: WantedIndex;
  readonly tally: Tally;
  readonly room: Room;
  readonly downloads: Downloads;
}

/** Which of the files that records name are to be here, and which only when they are opened. */
export interface PaperPlan {
  /** Decides anew, and tells the downloads. */
  decide(): void;
  /** Counts the file as it is now. */
  recount(sha256: string): void;
  /** Named by a record, and not to be here by itself. */
  isAway(sha256: string): boolean;
  /** It is being read at this moment. */
  noteRead(sha256: string): void;
  /** Its person has put it away. */
  forgetRead(sha256: string): void;
  /** Why papers of the next session have no room; null when they have. */
  shortage(): CabinetError | null;
}

export const createPaperPlan = (parts: PaperPlanParts): PaperPlan => {
  const { context, store, index, tally, room, downloads } = parts;
  /** When each file was last read in this run, in milliseconds since 1970. */
  const readAt = new Map<string, number>();
  let keeping: Keeping = KEEPS_ALL;
  let isOnOpening = context.preferences.get().papersOnOpening;

  const claimsOf = (): readonly Claim[] => {
    const now = context.clock.now();
    return [...store.table.all()].map((file): Claim => {
      const { sha256, size, usedAt } = file;
      const known = index.get(sha256);
      const { standing = 'past', at = 0 } = known ?? {};
      const isOpen = now - (readAt.get(sha256) ?? Number.NEGATIVE_INFINITY) < OPEN_MS;
      // What no record is known to name is not judged.
      const isPinned = !known || isOpen || downloads.isWanted(sha256) || store.isHeldByUpload(sha256);
      return { sha256, size, usedAt, standing, at, isPinned, haveBytes: haveBytes(file) };
    });
  };
  const isComing = (sha256: string): boolean => {
    const file = store.table.get(sha256);
    if (!file || file.putOff || !keeping.kept.has(sha256)) return false;
    return !isOnOpening || downloads.isWanted(sha256);
  };
  const isAway = (sha256: string): boolean => index.has(sha256) && !isComing(sha256);
  const recount = (sha256: string): void => {
    tally.count(sha256, index.has(sha256) ? store.table.get(sha256) : undefined, isAway(sha256));
  };
  const coming = {
    has: (sha256: string) => index.has(sha256) && isComing(sha256) && !store.isHere(sha256),
    inOrder: () => index.inOrder((sha256) => tally.isMissing(sha256) && isComing(sha256)),
  };

  store.setAway(isAway);
  return {
    decide() {
      const isChosen = (): boolean => keeping !== KEEPS_ALL || isOnOpening;
      const wasChosen = isChosen();
      keeping = room.plan(claimsOf);
      isOnOpening = context.preferences.get().papersOnOpening;
      // Only then may what is not here be away now, or be so no more; what is here is neither.
      if (wasChosen || isChosen()) for (const sha256 of [...tally.missing()]) recount(sha256);
      downloads.setOrder(coming);
      context.changed('files', 'sync');
    },
    recount,
    isAway,
    noteRead: (sha256) => void readAt.set(sha256, context.clock.now()),
    forgetRead: (sha256) => void readAt.delete(sha256),
    shortage: () => (keeping.isTooSmall && !isOnOpening ? room.shortage() : null),
  };
};
