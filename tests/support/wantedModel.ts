import type { CoreContext } from '../../main/core/context.ts';
import { type Claim, planKeeping } from '../../main/core/files/keeping.ts';
import type { FileStore } from '../../main/core/files/fileStore.ts';
import { haveBytes } from '../../main/core/files/fileEntries.ts';
import type { Loaner } from '../../main/core/store/loaner.ts';
import type { SyncReader } from '../../main/core/store/records.ts';
import { inAgendaOrder } from '../../main/core/views/agenda.ts';

type Rank = readonly (number | string)[];

const compareRanks = (a: Rank, b: Rank): number => {
  const place = a.findIndex((value, index) => value !== b[index]);
  const [x = 0, y = 0] = [a[place], b[place]];
  return place === -1 ? 0 : x < y ? -1 : 1;
};

const HOUR = 3_600_000;

export interface ModelFile {
  readonly sha256: string;
  readonly scopes: ReadonlySet<string>;
  readonly standing: Claim['standing'];
  readonly at: number;
  readonly paperId: string;
}

const STANDINGS: readonly Claim['standing'][] = ['next', 'coming', 'past'];

const ownersOf = (records: SyncReader, now: number): ReadonlyMap<string, Rank> => {
  const meetings = records.all('meeting').map(({ id, body }): [string, Rank] => {
    const start = Date.parse(body.startsAt);
    const isEnded = ['closed', 'concluded', 'cancelled'].includes(body.status);
    const isOver = isEnded || (body.status !== 'in_session' && Date.parse(body.endsAt) + 12 * HOUR < now);
    return [id, isOver ? [1, -start] : [0, start]];
  });
  const slips = records.all('slip').map(({ id, body }): [string, Rank] => {
    const deadline = Date.parse(body.deadline);
    return [id, body.status === 'closed' ? [1, -deadline] : [0, deadline]];
  });
  return new Map([...meetings, ...slips]);
};

const nextOf = (records: SyncReader, owners: ReadonlyMap<string, Rank>): ReadonlySet<string> => {
  const coming = records.all('meeting').filter(({ id }) => owners.get(id)?.[0] === 0);
  const running = coming.filter(({ body }) => body.status === 'in_session');
  const waiting = coming.filter(({ body }) => body.status !== 'in_session');
  const [nearest] = waiting.sort((a, b) => compareRanks(owners.get(a.id) ?? [], owners.get(b.id) ?? []));
  return new Set([...running, ...(nearest ? [nearest] : [])].map(({ id }) => id));
};

/** What is wanted, worked out from all records at once and from nothing that was known before, in the order of fetching. */
export const modelOfWanted = (
  records: SyncReader,
  now: number,
  lent: Loaner | null,
): readonly ModelFile[] => {
  const owners = ownersOf(records, now);
  const next = nextOf(records, owners);
  const papers = new Map(records.all('paper').map(({ id, body }) => [id, body]));
  const places = new Map<string, number>();
  for (const items of Map.groupBy(records.all('agendaItem'), ({ body }) => body.meetingId).values()) {
    inAgendaOrder(items).forEach(({ id }, place) => places.set(id, place));
  }
  const ranked = records.all('paperVersion').flatMap(({ id, scope, body }) => {
    const paper = papers.get(body.paperId);
    if (lent !== null && (lent.meetingId === null || paper?.meetingId !== lent.meetingId)) return [];
    const ownerId = paper?.meetingId ?? paper?.slipId ?? '';
    const owner = owners.get(ownerId) ?? [2, 0];
    const standing: Claim['standing'] = next.has(ownerId) ? 'next' : owner[0] === 0 ? 'coming' : 'past';
    const isOlder = paper?.currentVersionId === id ? 0 : 1;
    const place = places.get(paper?.itemId ?? '') ?? 0;
    const rank: Rank = [isOlder, ...owner, ownerId, place, paper?.order ?? '', id];
    return [{ rank, scope, standing, at: Math.abs(Number(owner[1])), body }];
  });
  ranked.sort((a, b) => compareRanks(a.rank, b.rank));
  const wanted = new Map<string, ModelFile>();
  for (const { scope, standing, at, body } of ranked) {
    const { sha256 } = body.file;
    const known = wanted.get(sha256);
    const scopes = new Set([...(known?.scopes ?? []), scope]);
    const isBetter = !known || STANDINGS.indexOf(standing) < STANDINGS.indexOf(known.standing);
    const stands = isBetter ? { standing, at } : { standing: known.standing, at: known.at };
    wanted.set(sha256, { sha256, scopes, ...stands, paperId: known?.paperId ?? body.paperId });
  }
  return [...wanted.values()];
};

/** Which of them are to come, and the counts of `sync.state`, by looking at every file. Nothing is open, wanted or uploaded. */
export const modelOfPlan = (wanted: readonly ModelFile[], store: FileStore, context: CoreContext) => {
  const { papersOnOpening, paperLimit } = context.preferences.get();
  const limit = paperLimit ?? Number.POSITIVE_INFINITY;
  const byName = new Map(wanted.map((file) => [file.sha256, file]));
  const claims = [...store.table.all()].map((file): Claim => {
    const { standing = 'past', at = 0 } = byName.get(file.sha256) ?? {};
    const { sha256, size, usedAt } = file;
    const isPinned = !byName.has(sha256);
    return { sha256, size, usedAt, standing, at, isPinned, haveBytes: haveBytes(file) };
  });
  const { kept } = planKeeping(claims, { stay: limit, fetch: limit });
  const counts = { have: 0, total: 0, haveBytes: 0, totalBytes: 0, away: 0, awayBytes: 0 };
  const coming: string[] = [];
  for (const { sha256 } of wanted) {
    const file = store.table.get(sha256);
    if (!file) continue;
    const isHere = file.have === file.count;
    const isComing = !file.putOff && kept.has(sha256) && !papersOnOpening;
    if (!isHere && isComing) coming.push(sha256);
    if (!isHere && !isComing) {
      counts.away += 1;
      counts.awayBytes += file.size;
      continue;
    }
    counts.total += 1;
    counts.have += isHere ? 1 : 0;
    counts.haveBytes += haveBytes(file);
    counts.totalBytes += file.size;
  }
  return { coming, counts };
};
