import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import type { PullPosition, PullRequest } from '../../shared/contract/sync.ts';
import { Problem } from '../problem.ts';
import type { GrantedScope, ReadView } from '../storage/port.ts';

/**
 * What a client says that it holds, without naming its scopes. A round goes through the granted scopes by their grants'
 * numbers, once or more often: each pass tells what the one before could not know.
 */
export interface Pass {
  /** The client knows what was taken away up to here; null: it has named all that it holds. */
  readonly since: number | null;
  /** What was granted up to here is whole up to here, unless the pass is past it. Null: nothing is. */
  readonly base: number | null;
  /** What the pass is past is whole up to here; what was granted later waits for the next pass. */
  readonly asOf: number;
  /** The pass goes on at the scope whose grant has this number or the next higher one. */
  readonly from: number;
}

export type Asked = Pick<PullRequest, 'asOf' | 'page' | 'cursors' | 'partial'>;

/** Where the round of this request stands, as the client says. */
export const passOf = ({ asOf = null, page = null }: Asked, counter: number): Pass =>
  page ?? { since: asOf, base: asOf, asOf: counter, from: 0 };

/** The pass after one that is through: everything is whole up to where that began. */
export const passAfter = ({ since, asOf }: Pass, counter: number): Pass => ({
  ...{ since: since ?? asOf, base: asOf },
  ...{ asOf: counter, from: 0 },
});

/** What the client is to say on the next page, when this one ended at the scope whose grant has the number `from`. */
export const positionAt = ({ since, base, asOf }: Pass, from: number): PullPosition => ({
  ...{ since: since ?? asOf, base, asOf, from },
});

/** Somebody's manifest as it stands: it is read like a scope that was granted before all others. */
export const manifestOf = async (view: ReadView, personId: string): Promise<GrantedScope> => {
  const scope = scopeOf('manifest', personId);
  return { ...(await view.records.scopeState(scope)), scope, granted: 0 };
};

/**
 * Refuses what cannot be answered without names: numbers that this store has not reached, and what may have been taken
 * away so long ago that it is forgotten. Throws `Problem` (`cursors_needed`).
 */
export const checkPass = (
  { since, base, asOf, from }: Pass,
  counter: number,
  manifest: GrantedScope,
): void => {
  const isAhead = [since, base, asOf, from].some((number) => number !== null && number > counter);
  if (isAhead || (since !== null && since < manifest.floor)) throw new Problem(409, 'cursors_needed');
};

/** The scopes that a request names: those that may be read, as they stand, and the names of the others. */
export interface Named {
  readonly readable: readonly GrantedScope[];
  readonly gone: readonly string[];
}

export const findNamed = async (
  view: ReadView,
  manifest: GrantedScope,
  names: readonly string[],
): Promise<Named> => {
  const readable: GrantedScope[] = [];
  const gone: string[] = [];
  for (const name of names) {
    if (name === manifest.scope) continue;
    const state = await view.records.grantedScope(manifest.scope, name);
    if (state === undefined) gone.push(name);
    else readable.push(state);
  }
  return { readable, gone };
};

/** Held by the client as it says, and not readable any more. */
export const goneFor = async (
  view: ReadView,
  { scope, head }: GrantedScope,
  { since }: Pass,
  named: Named,
): Promise<string[]> => {
  // Nothing is taken away but by a manifest that moves.
  const isSame = since === null || head <= since;
  const revoked = isSame ? [] : await view.records.revokedScopes(scope, since);
  return [...new Set<string>([...named.gone, ...revoked])];
};

/** So many grants are read at once. */
const GRANTS = 200;

async function* fromGrants(view: ReadView, manifest: Scope, { from, asOf }: Pass) {
  for (let at = from; ;) {
    const grants = await view.records.grantedScopes(manifest, at, GRANTS);
    for (const each of grants) {
      if (each.granted > asOf) return;
      yield each;
      at = each.granted + 1;
    }
    if (grants.length < GRANTS) return;
  }
}

/** The scopes of a pass that may have something to tell, from where it stands on. */
export async function* scopesOf(
  view: ReadView,
  manifest: GrantedScope,
  named: readonly GrantedScope[],
  pass: Pass,
): AsyncGenerator<GrantedScope> {
  if (pass.from === 0) yield manifest;
  if (pass.base === null) return yield* fromGrants(view, manifest.scope, pass);
  const moved = await view.records.movedScopes(manifest.scope, pass.base);
  // A grant that was given since is a manifest that has moved.
  const given =
    manifest.head > pass.base ? await view.records.grantedScopes(manifest.scope, pass.base + 1) : [];
  const all = new Map([...named, ...given, ...moved].map((state) => [state.scope, state]));
  const due = [...all.values()].filter(({ granted }) => granted >= pass.from && granted <= pass.asOf);
  yield* due.sort((a, b) => a.granted - b.granted);
}

/** Up to where the client holds a scope; undefined: not at all. */
export const cursorOf = (
  { scope, granted }: GrantedScope,
  { base }: Pass,
  cursors: Asked['cursors'],
): number | undefined => cursors[scope] ?? (base !== null && granted <= base ? base : undefined);
