import type { z } from 'zod';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import type { pullAnswer, PullRequest, ScopeChanges } from '../../shared/contract/sync.ts';
import { originOf } from '../log/decisionLog.ts';
import type { ReadView, ScopeState, Storage } from '../storage/port.ts';
import { createToldScopes, textOf, type Told, type ToldScopes } from './toldScopes.ts';

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

/** What an answer is read from. */
interface Source {
  readonly view: ReadView;
  readonly told: ToldScopes;
  readonly organisationId: string;
  readonly epoch: string;
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

/** From which number on a scope is told, and whether it replaces what is held. */
interface Start {
  readonly after: number;
  readonly reset: boolean;
}

/** Where a client that holds a scope up to `cursor` (undefined: not at all) goes on; null when it has not moved. */
const startOf = (
  state: Readable,
  cursor: number | undefined,
  asOf: number,
  isPartial: boolean,
): Start | null => {
  // A copy under way has nothing that was removed before it began: it goes on, or a large scope would never end.
  const isTooOld = cursor !== undefined && cursor < state.floor && !isPartial;
  const reset = cursor === undefined || cursor === 0 || isTooOld || cursor > asOf;
  if (reset) return { after: 0, reset };
  return state.head <= cursor ? null : { after: cursor, reset };
};

/** What one scope has to tell, as far as the page has room. */
const read = async (
  view: ReadView,
  { scope, head, checksum }: Readable,
  { after, reset }: Start,
  asOf: number,
  room: Readonly<Room>,
): Promise<Told> => {
  const records = [...(await view.records.changes(scope, after, room, !reset))];
  const bytes = weigh(records);
  const last = records.at(-1)?.[2] ?? after;
  // From zero no tombstones are sent, so the last record may stand before the scope's head.
  const complete = last >= head || (room.records > records.length && room.bytes > bytes);
  const to = complete ? asOf : last;
  return { changes: { scope, reset, records, to, checksum: complete ? checksum : null }, bytes };
};

/** The same, read once for all who ask the same at the same moment; takes its part of the page's room. */
const changesOf = async (
  { view, told, organisationId, epoch }: Source,
  state: Readable,
  start: Start,
  asOf: number,
  room: Room,
): Promise<ScopeChanges> => {
  const question = { organisationId, epoch, scope: state.scope, ...start, asOf };
  const known = told.find(question);
  const fits = known !== undefined && room.records > known.changes.records.length && room.bytes > known.bytes;
  const answered = fits ? known : await read(view, state, start, asOf, room);
  if (!fits) told.keep(question, answered);
  room.records -= answered.changes.records.length;
  room.bytes -= answered.bytes;
  return answered.changes;
};

/**
 * One page of what a person may read and this client has not, as of one moment (design, *Sync*). Rights are read anew:
 * what was taken away comes back under `gone`. Scopes that have not moved are not named.
 */
const answer = async (
  source: Source,
  personId: string,
  { cursors, partial = [] }: Pick<PullRequest, 'cursors' | 'partial'>,
  page: Readonly<Room>,
): Promise<PullAnswer> => {
  const { view, organisationId, epoch } = source;
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
    const told = await changesOf(source, state, start, asOf, room);
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

/** What was just told, of each store that is being served. */
const toldOf = new WeakMap<Storage, ToldScopes>();

export const pull = async (
  storage: Storage,
  who: Reader,
  epoch: string,
  request: Pick<PullRequest, 'cursors' | 'partial'>,
  page: Readonly<Room> = PAGE,
): Promise<PullAnswer> => {
  const told = toldOf.get(storage) ?? createToldScopes();
  toldOf.set(storage, told);
  const { organisationId, personId } = who;
  return storage.read(organisationId, (view) =>
    answer({ view, told, organisationId, epoch }, personId, request, page),
  );
};

/** The answer as it is sent: the JSON text in UTF-8. */
export const pullText = ({ changes, ...rest }: PullAnswer): Buffer => {
  const others = JSON.stringify(rest);
  const parts: Buffer[] = [Buffer.from(`${others.slice(0, -1)},"changes":[`, 'utf8')];
  for (const [index, each] of changes.entries()) {
    if (index > 0) parts.push(Buffer.from(','));
    parts.push(textOf(each));
  }
  parts.push(Buffer.from(']}'));
  return Buffer.concat(parts);
};
