import type { SyncReader } from '../store/records.ts';

/** What a file is for, which decides what goes when there is not room for all. */
export interface Standing {
  /** `next`: of a running session or the nearest one; `coming`: of a later one, or of an open slip; `past`: the rest. */
  readonly standing: 'next' | 'coming' | 'past';
  /** Beginning of the session, or deadline of the slip, in milliseconds since 1970; 0 for neither. */
  readonly at: number;
}

export const STANDINGS: readonly Standing['standing'][] = ['next', 'coming', 'past'];

/** What a session or slip gives to its papers. `tier` and then `order`: smaller comes first. */
export interface OwnerRank extends Standing {
  /** 0 to come, 1 over, 2 not known. */
  readonly tier: 0 | 1 | 2;
  readonly order: number;
}

/** A paper whose session and slip cannot be read. */
export const UNKNOWN_OWNER: OwnerRank = { tier: 2, order: 0, standing: 'past', at: 0 };

const HOUR = 3_600_000;
const ENDED: readonly string[] = ['closed', 'concluded', 'cancelled'];

/** Sessions that are not over come first, the soonest before all; then past ones, the latest first. */
const meetingRanks = (records: SyncReader, now: number): Map<string, OwnerRank> => {
  const ranks = new Map<string, OwnerRank>();
  let nearest: { readonly id: string; readonly order: number } | null = null;
  for (const { id, body } of records.all('meeting')) {
    const isRunning = body.status === 'in_session';
    const at = Date.parse(body.startsAt);
    const isOver = ENDED.includes(body.status) || (!isRunning && Date.parse(body.endsAt) + 12 * HOUR < now);
    if (isOver) {
      ranks.set(id, { tier: 1, order: -at, standing: 'past', at });
      continue;
    }
    ranks.set(id, { tier: 0, order: at, standing: isRunning ? 'next' : 'coming', at });
    if (!isRunning && (nearest === null || at < nearest.order)) nearest = { id, order: at };
  }
  const next = nearest && ranks.get(nearest.id);
  if (nearest && next) ranks.set(nearest.id, { ...next, standing: 'next' });
  return ranks;
};

/** Where every session and slip stands at `now` (milliseconds since 1970). An opinion slip counts like a session at its deadline. */
export const ownerRanks = (records: SyncReader, now: number): ReadonlyMap<string, OwnerRank> => {
  const ranks = meetingRanks(records, now);
  for (const { id, body } of records.all('slip')) {
    const at = Date.parse(body.deadline);
    const isOver = body.status === 'closed';
    ranks.set(id, {
      ...{ tier: isOver ? 1 : 0, order: isOver ? -at : at },
      ...{ standing: isOver ? 'past' : 'coming', at },
    });
  }
  return ranks;
};
