import type { RecordChange } from '../context.ts';
import type { Loaner } from '../store/loaner.ts';
import type { SyncReader } from '../store/records.ts';
import { inAgendaOrder } from '../views/agenda.ts';
import type { WantedFile } from './fileStore.ts';

/** Every file that a readable record names, in the order in which they are to be fetched. */
export type WantedFiles = ReadonlyMap<string, WantedFile>;

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
      return { version, rank: [older, ...owner, place, paper?.order ?? '', version.id] };
    });
  ranked.sort((a, b) => compareRanks(a.rank, b.rank));
  const wanted = new Map<string, WantedFile & { readonly scopes: Set<string> }>();
  for (const { version } of ranked) {
    const { sha256, size, chunks } = version.body.file;
    const known = wanted.get(sha256);
    if (known) known.scopes.add(version.scope);
    else wanted.set(sha256, { file: { sha256, size, chunks }, scopes: new Set([version.scope]) });
  }
  return wanted;
};

const RELEVANT: readonly string[] = ['paper', 'paperVersion', 'meeting', 'slip', 'agendaItem', 'device'];

/** Whether a pull may have changed which files are wanted, or their order. */
export const touchesFiles = (changes: readonly RecordChange[]): boolean =>
  changes.some(({ kind }) => RELEVANT.includes(kind));
