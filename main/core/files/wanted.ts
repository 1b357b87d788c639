import type { RecordChange } from '../context.ts';
import type { Loaner } from '../store/loaner.ts';
import type { SyncReader } from '../store/records.ts';
import { inAgendaOrder } from '../views/agenda.ts';
import type { WantedFile } from './fileStore.ts';

/** Every file that a readable record names, in the order in which they are to be fetched. */
export type WantedFiles = ReadonlyMap<string, WantedFile & Standing>;

/** What a file is for, which decides what goes when there is not room for all. */
export interface Standing {
  /** `next`: of a running session or the nearest one; `coming`: of a later one, or of an open slip; `past`: the rest. */
  readonly standing: 'next' | 'coming' | 'past';
  /** Beginning of the session, or deadline of the slip, in milliseconds since 1970; 0 for neither. */
  readonly at: number;
  readonly paperId: string;
}

/** Smaller comes first; compared member by member. */
type Rank = readonly (number | string)[];

const compareRanks = (a: Rank, b: Rank): number => {
  for (let i = 0; i < a.length; i += 1) {
    const [x = 0, y = 0] = [a[i], b[i]];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
};

const HOUR = 3_600_000;

/** Sessions that are not over come first, the soonest before all; then past ones, the latest first. */
const meetingRanks = (records: SyncReader, now: number): ReadonlyMap<string, Rank> =>
  new Map(
    records.all('meeting').map(({ id, body }) => {
      const ended = ['closed', 'concluded', 'cancelled'].includes(body.status);
      const start = Date.parse(body.startsAt);
      const over = ended || (body.status !== 'in_session' && Date.parse(body.endsAt) + 12 * HOUR < now);
      return [id, over ? [1, -start] : [0, start]];
    }),
  );

/** An opinion slip counts like a session at its deadline. */
const slipRanks = (records: SyncReader): ReadonlyMap<string, Rank> =>
  new Map(
    records.all('slip').map(({ id, body }) => {
      const deadline = Date.parse(body.deadline);
      return [id, body.status === 'closed' ? [1, -deadline] : [0, deadline]];
    }),
  );

/** Running sessions, and the nearest of the others that are not over. */
const nextMeetings = (records: SyncReader, ranks: ReadonlyMap<string, Rank>): ReadonlySet<string> => {
  const coming = [...ranks].filter(([, [over]]) => over === 0);
  const isRunning = ([id]: readonly [string, Rank]): boolean =>
    records.getSync('meeting', id)?.body.status === 'in_session';
  const running = coming.filter(isRunning);
  const waiting = coming.filter((each) => !isRunning(each));
  const [nearest] = waiting.sort(([, a], [, b]) => compareRanks(a, b));
  return new Set([...running, ...(nearest ? [nearest] : [])].map(([id]) => id));
};

/** The place of every item in the agenda of its meeting. */
const itemPlaces = (records: SyncReader): ReadonlyMap<string, number> => {
  const byMeeting = Map.groupBy(records.all('agendaItem'), ({ body }) => body.meetingId);
  const places = new Map<string, number>();
  for (const items of byMeeting.values()) {
    for (const { id } of inAgendaOrder(items)) places.set(id, places.size);
  }
  return places;
};

/**
 * Current versions before older ones, the nearest session before the rest, in the order of the agenda.
 * `now` in milliseconds. On a lent device nothing but its session's papers.
 */
export const wantedFiles = (records: SyncReader, now: number, lent: Loaner | null = null): WantedFiles => {
  const meetings = meetingRanks(records, now);
  const slips = slipRanks(records);
  const items = itemPlaces(records);
  const next = nextMeetings(records, meetings);
  const papers = new Map(records.all('paper').map((paper) => [paper.id, paper.body]));
  const isWanted = ({ body }: { readonly body: { readonly paperId: string } }): boolean =>
    lent === null || (lent.meetingId !== null && papers.get(body.paperId)?.meetingId === lent.meetingId);
  const ranked = records
    .all('paperVersion')
    .filter(isWanted)
    .map((version) => {
      const paper = papers.get(version.body.paperId);
      const owner = meetings.get(paper?.meetingId ?? '') ?? slips.get(paper?.slipId ?? '') ?? [2, 0];
      const older = paper?.currentVersionId === version.id ? 0 : 1;
      const place = items.get(paper?.itemId ?? '') ?? 0;
      const standing: Standing['standing'] = next.has(paper?.meetingId ?? '')
        ? 'next'
        : owner[0] === 0
          ? 'coming'
          : 'past';
      const at = Math.abs(Number(owner[1] ?? 0));
      const rank: Rank = [older, ...owner, place, paper?.order ?? '', version.id];
      return { version, rank, standing, at };
    });
  ranked.sort((a, b) => compareRanks(a.rank, b.rank));
  const wanted = new Map<string, WantedFile & Standing & { readonly scopes: Set<string> }>();
  for (const { version, standing, at } of ranked) {
    const { sha256, size, chunks } = version.body.file;
    const known = wanted.get(sha256);
    const scopes = (known?.scopes ?? new Set<string>()).add(version.scope);
    // For several papers at once it counts as for the one that needs it most.
    if (known && ORDER.indexOf(known.standing) <= ORDER.indexOf(standing)) continue;
    const { paperId } = known ?? version.body;
    wanted.set(sha256, { file: { sha256, size, chunks }, scopes, standing, at, paperId });
  }
  return wanted;
};

const ORDER: readonly Standing['standing'][] = ['next', 'coming', 'past'];

const RELEVANT: readonly string[] = ['paper', 'paperVersion', 'meeting', 'slip', 'agendaItem', 'device'];

/** Whether a pull may have changed which files are wanted, or their order. */
export const touchesFiles = (changes: readonly RecordChange[]): boolean =>
  changes.some(({ kind }) => RELEVANT.includes(kind));
