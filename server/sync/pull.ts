import type { z } from 'zod';
import { type Scope, scopeOf, parseScope } from '../../shared/domain/scope.ts';
import type { pullAnswer, PullRequest, ScopeChanges } from '../../shared/contract/sync.ts';
import type { ReadView, Storage } from '../storage/port.ts';

export type PullAnswer = z.infer<typeof pullAnswer>;

/** Bounds of one page; the last record may exceed the bytes. */
export const PAGE = { records: 5000, bytes: 1_000_000 } as const;

interface Room {
  records: number;
  bytes: number;
}

/** What somebody may read at this moment: their manifest, and the scopes it grants. */
export const readableScopes = async (view: ReadView, personId: string): Promise<readonly Scope[]> => {
  const manifest = scopeOf('manifest', personId);
  const grants = await view.records.listInScope(manifest, 'grant');
  const granted = grants.flatMap(({ id }): Scope[] => {
    const scope = parseScope(id);
    return scope === null ? [] : [scopeOf(scope.kind, scope.id)];
  });
  return [manifest, ...granted];
};

const weigh = (records: ScopeChanges['records']): number =>
  records.reduce((sum, [id, , , body]) => sum + id.length + 40 + (body?.length ?? 0), 0);

/**
 * What one scope has to tell a client that holds it up to `cursor` (undefined: not at all). Null when there is
 * nothing to tell: it has not moved, or this page has no room left (`full`).
 */
const changesOf = async (
  view: ReadView,
  scope: Scope,
  cursor: number | undefined,
  asOf: number,
  room: Room,
  isPartial: boolean,
): Promise<{ readonly changes: ScopeChanges | null; readonly complete: boolean }> => {
  const state = await view.records.scopeState(scope);
  // A copy under way has nothing that was removed before it began: it goes on, or a large scope would never end.
  const isTooOld = cursor !== undefined && cursor < state.floor && !isPartial;
  const reset = cursor === undefined || cursor === 0 || isTooOld || cursor > asOf;
  const after = reset ? 0 : cursor;
  if (!reset && state.head <= after) return { changes: null, complete: true };
  if (room.records <= 0 || room.bytes <= 0) return { changes: null, complete: false };
  const records = [...(await view.records.changes(scope, after, room, !reset))];
  room.records -= records.length;
  room.bytes -= weigh(records);
  const last = records.at(-1)?.[2] ?? after;
  // From zero no tombstones are sent, so the last record may stand before the scope's head.
  const complete = last >= state.head || (room.records > 0 && room.bytes > 0);
  const to = complete ? asOf : last;
  return {
    changes: { scope, reset, records, to, checksum: complete ? state.checksum : null },
    complete,
  };
};

/**
 * One page of what a person may read and this client has not, as of one moment (design, *Sync*). Rights are read anew:
 * what was taken away comes back under `gone`. Scopes that have not moved are not named.
 */
const answer = async (
  view: ReadView,
  personId: string,
  epoch: string,
  { cursors, partial = [] }: Pick<PullRequest, 'cursors' | 'partial'>,
  page: Readonly<Room>,
): Promise<PullAnswer> => {
  const asOf = await view.counter();
  const readable = await readableScopes(view, personId);
  const known = new Set<string>(readable);
  const room: Room = { ...page };
  const changes: ScopeChanges[] = [];
  let more = false;
  for (const scope of readable) {
    const told = await changesOf(view, scope, cursors[scope], asOf, room, partial.includes(scope));
    if (told.changes !== null) changes.push(told.changes);
    if (!told.complete) more = true;
  }
  const { checkpoint } = await view.log.state();
  return {
    epoch,
    asOf,
    changes,
    gone: Object.keys(cursors).filter((name) => !known.has(name)),
    more,
    checkpoint,
  };
};

export const pull = async (
  storage: Storage,
  who: { readonly organisationId: string; readonly personId: string },
  epoch: string,
  request: Pick<PullRequest, 'cursors' | 'partial'>,
  page: Readonly<Room> = PAGE,
): Promise<PullAnswer> =>
  storage.read(who.organisationId, (view) => answer(view, who.personId, epoch, request, page));
