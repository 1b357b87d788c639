import type { z } from 'zod';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import type { pullAnswer, PullRequest, ScopeChanges } from '../../shared/contract/sync.ts';
import { originOf } from '../log/decisionLog.ts';
import type { ReadView, ScopeState, Storage } from '../storage/port.ts';

export type PullAnswer = z.infer<typeof pullAnswer>;

/** Bounds of one page; the last record may exceed the bytes. */
export const PAGE = { records: 5000, bytes: 1_000_000 } as const;

interface Reader {
  readonly organisationId: string;
  readonly personId: string;
}

interface Room {
  records: number;
  bytes: number;
}

/** A scope that somebody may read, as it stands. */
export type Readable = ScopeState & { readonly scope: Scope };

/** What somebody may read at this moment: their manifest, and the scopes it grants. */
export const readableScopes = async (view: ReadView, personId: string): Promise<readonly Readable[]> => {
  const manifest = scopeOf('manifest', personId);
  const state = await view.records.scopeState(manifest);
  return [{ ...state, scope: manifest }, ...(await view.records.grantedScopes(manifest))];
};

const weigh = (records: ScopeChanges['records']): number =>
  records.reduce((sum, [id, , , body]) => sum + id.length + 40 + (body?.length ?? 0), 0);

/** Where a client that holds a scope up to `cursor` (undefined: not at all) goes on; null when it has not moved. */
const startOf = (
  state: Readable,
  cursor: number | undefined,
  asOf: number,
  isPartial: boolean,
): { readonly after: number; readonly reset: boolean } | null => {
  // A copy under way has nothing that was removed before it began: it goes on, or a large scope would never end.
  const isTooOld = cursor !== undefined && cursor < state.floor && !isPartial;
  const reset = cursor === undefined || cursor === 0 || isTooOld || cursor > asOf;
  if (reset) return { after: 0, reset };
  return state.head <= cursor ? null : { after: cursor, reset };
};

/** What one scope has to tell, as far as the page has room, which this takes. */
const changesOf = async (
  view: ReadView,
  { scope, head, checksum }: Readable,
  { after, reset }: { readonly after: number; readonly reset: boolean },
  asOf: number,
  room: Room,
): Promise<ScopeChanges> => {
  const records = [...(await view.records.changes(scope, after, room, !reset))];
  room.records -= records.length;
  room.bytes -= weigh(records);
  const last = records.at(-1)?.[2] ?? after;
  // From zero no tombstones are sent, so the last record may stand before the scope's head.
  const complete = last >= head || (room.records > 0 && room.bytes > 0);
  return { scope, reset, records, to: complete ? asOf : last, checksum: complete ? checksum : null };
};

/**
 * One page of what a person may read and this client has not, as of one moment (design, *Sync*). Rights are read anew:
 * what was taken away comes back under `gone`. Scopes that have not moved are not named.
 */
const answer = async (
  view: ReadView,
  { organisationId, personId }: Reader,
  epoch: string,
  { cursors, partial = [] }: Pick<PullRequest, 'cursors' | 'partial'>,
  page: Readonly<Room>,
): Promise<PullAnswer> => {
  const asOf = await view.counter();
  const readable = await readableScopes(view, personId);
  const known = new Set<string>(readable.map(({ scope }) => scope));
  const copying = new Set(partial);
  const room: Room = { ...page };
  const changes: ScopeChanges[] = [];
  let more = false;
  for (const state of readable) {
    const start = startOf(state, cursors[state.scope], asOf, copying.has(state.scope));
    if (start === null) continue;
    if (room.records <= 0 || room.bytes <= 0) {
      more = true;
      break;
    }
    const told = await changesOf(view, state, start, asOf, room);
    changes.push(told);
    more ||= told.checksum === null;
  }
  const { checkpoint } = await view.log.state();
  const origin = await originOf(view, organisationId);
  return {
    epoch,
    asOf,
    changes,
    gone: Object.keys(cursors).filter((name) => !known.has(name)),
    more,
    checkpoint,
    origin,
    durableThrough: await view.durableThrough(),
  };
};

export const pull = async (
  storage: Storage,
  who: Reader,
  epoch: string,
  request: Pick<PullRequest, 'cursors' | 'partial'>,
  page: Readonly<Room> = PAGE,
): Promise<PullAnswer> => storage.read(who.organisationId, (view) => answer(view, who, epoch, request, page));
