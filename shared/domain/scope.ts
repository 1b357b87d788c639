/**
 * A scope is what may be read as a whole or not at all. A record lives in one scope and never changes it.
 * Its name is its kind, a colon, and the id of what it belongs to.
 */
export const SCOPE_KINDS = ['org', 'meeting', 'item', 'prep', 'slip', 'user', 'manifest'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];
export type Scope = `${ScopeKind}:${string}`;

/**
 * `org` people and catalogues · `meeting` frame of a session, attendance · `item` one agenda item with its papers and
 * polls · `prep` what only secretaries and the chair see of a meeting or slip (turnout) · `slip` an opinion slip ·
 * `user` a member's own · `manifest` which scopes a user may read.
 */
export const scopeOf = (kind: ScopeKind, id: string): Scope => `${kind}:${id}`;

/** Null for anything that is not a scope's name. */
export const parseScope = (text: string): { readonly kind: ScopeKind; readonly id: string } | null => {
  const at = text.indexOf(':');
  const kind = SCOPE_KINDS.find((name) => name === text.slice(0, at));
  return kind === undefined || at + 1 >= text.length ? null : { kind, id: text.slice(at + 1) };
};
