import type { Scope } from '../../shared/domain/scope.ts';
import type { ScopeChanges } from '../../shared/contract/sync.ts';
import { originOf } from '../log/decisionLog.ts';
import type { GrantedScope, ReadView, ScopeState, Storage } from '../storage/port.ts';
import type { PullAnswer } from './answerTexts.ts';
import {
  type Asked,
  checkPass,
  cursorOf,
  findNamed,
  goneFor,
  manifestOf,
  type Pass,
  passAfter,
  passOf,
  positionAt,
  scopesOf,
} from './pullPass.ts';
import { createToldScopes, type Told, type ToldScopes } from './toldScopes.ts';

/**
 * Bounds of one page; the last record may exceed the bytes. A client reads a page in one go, on the thread that answers its
 * screens: 300 KB take it about 3 ms, and cost both sides hardly more than larger ones.
 */
export const PAGE = { records: 5000, bytes: 300_000 } as const;

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

const weigh = (records: ScopeChanges['records']): number =>
  records.reduce((sum, [id, , , body]) => sum + id.length + 40 + (body?.length ?? 0), 0);

/** From which number on a scope is told, and whether it replaces what is held. */
interface Start {
  readonly after: number;
  readonly reset: boolean;
}

/** Where a client that holds a scope up to `cursor` (undefined: not at all) goes on; null when it has not moved. */
const startOf = (
  state: ScopeState,
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
  { scope, head, checksum }: GrantedScope,
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
  state: GrantedScope,
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

/** The page being filled. */
interface Page {
  readonly asOf: number;
  readonly room: Room;
  /** By scope; all but the last are complete. */
  readonly told: Map<Scope, ScopeChanges>;
}

/** Tells what one pass has, as far as there is room. Returns where to go on; null when the pass is through. */
const tellPass = async (
  source: Source,
  scopes: AsyncIterable<GrantedScope>,
  pass: Pass,
  { cursors, partial = [] }: Asked,
  { asOf, room, told }: Page,
): Promise<number | null> => {
  const copying = new Set<string>(partial);
  for await (const state of scopes) {
    if (told.has(state.scope)) continue;
    const start = startOf(state, cursorOf(state, pass, cursors), asOf, copying.has(state.scope));
    if (start === null) continue;
    if (room.records <= 0 || room.bytes <= 0) return state.granted;
    const changes = await changesOf(source, state, start, asOf, room);
    told.set(state.scope, changes);
    if (changes.checksum === null) return state.granted;
  }
  return null;
};

/**
 * One page of what a person may read and this client has not, as of one moment (design, *Sync*). Rights are read anew:
 * what was taken away comes back under `gone`. Scopes that have not moved are not named. Throws `Problem`
 * (`cursors_needed`).
 */
const answer = async (
  source: Source,
  personId: string,
  asked: Asked,
  room: Readonly<Room>,
): Promise<PullAnswer> => {
  const { view, organisationId, epoch } = source;
  const { counter: asOf, durableThrough, checkpoint } = await view.moment();
  const manifest = await manifestOf(view, personId);
  const first = passOf(asked, asOf);
  checkPass(first, asOf, manifest);
  const named = await findNamed(view, manifest, Object.keys(asked.cursors));
  const page: Page = { asOf, room: { ...room }, told: new Map() };
  let pass = first;
  let at: number | null;
  for (;;) {
    at = await tellPass(source, scopesOf(view, manifest, named.readable, pass), pass, asked, page);
    if (at !== null || pass.asOf === asOf) break;
    pass = passAfter(pass, asOf);
  }
  return {
    epoch,
    asOf,
    changes: [...page.told.values()],
    gone: await goneFor(view, manifest, first, named),
    more: at !== null,
    ...(at === null ? {} : { next: positionAt(pass, at) }),
    checkpoint,
    origin: await originOf(view, organisationId),
    durableThrough,
  };
};

/** What was just told, of each store that is being served. */
const toldOf = new WeakMap<Storage, ToldScopes>();

export const pull = async (
  storage: Storage,
  who: Reader,
  epoch: string,
  request: Asked,
  page: Readonly<Room> = PAGE,
): Promise<PullAnswer> => {
  const told = toldOf.get(storage) ?? createToldScopes();
  toldOf.set(storage, told);
  const { organisationId, personId } = who;
  return storage.read(organisationId, (view) =>
    answer({ view, told, organisationId, epoch }, personId, request, page),
  );
};
