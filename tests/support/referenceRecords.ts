import type { GrantedScope, RecordReads, RecordWrites } from '../../server/storage/port.ts';
import type { WireRecord } from '../../shared/contract/sync.ts';
import { parseScope, type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { byText, foreignRevOf as foreign, must, type Place } from './referenceOrganisation.ts';
import { checksumOf, type Kept, live, rowOf } from './referenceState.ts';

type Grants = Pick<
  RecordReads,
  'scopeState' | 'grantedScopes' | 'grantedScope' | 'movedScopes' | 'revokedScopes'
>;

/** What a manifest grants, and how those scopes stand. */
const grantsOn = ({ org }: Place): Grants => {
  const stateOf = (scope: Scope) => ({
    head: org().heads.get(scope) ?? 0,
    floor: org().floors.get(scope) ?? 0,
    checksum: checksumOf(org().records.filter((kept) => kept.scope === scope)),
  });
  const granted = (manifest: Scope): GrantedScope[] =>
    org()
      .records.filter((each) => live(each) && each.scope === manifest && each.kind === 'grant')
      .sort((a, b) => a.rev - b.rev)
      .flatMap(({ id, rev }) => {
        const parsed = parseScope(id);
        const scope = parsed === null ? null : scopeOf(parsed.kind, parsed.id);
        return scope === null ? [] : [{ ...stateOf(scope), scope, granted: rev }];
      });
  return {
    scopeState: async (scope) => stateOf(scope),
    grantedScopes: async (manifest, from = 0, limit = -1) =>
      granted(manifest)
        .filter((each) => each.granted >= from)
        .slice(0, limit < 0 ? undefined : limit),
    grantedScope: async (manifest, name) => granted(manifest).find(({ scope }) => scope === name),
    movedScopes: async (manifest, after) => granted(manifest).filter(({ head }) => head > after),
    async revokedScopes(manifest, after) {
      const grants = org().records.filter((each) => each.scope === manifest && each.kind === 'grant');
      return grants
        .filter((each) => !live(each) && each.rev > after)
        .sort((a, b) => a.rev - b.rev)
        .flatMap(({ id }) => {
          const scope = parseScope(id);
          return scope === null ? [] : [scopeOf(scope.kind, scope.id)];
        });
    },
  };
};

const readsOn = ({ org }: Place): Omit<RecordReads, keyof Grants> => ({
  async get(kind, id, scope) {
    const found = org().records.filter(live);
    const row = found.find(
      (each) => each.kind === kind && each.id === id && (scope ?? each.scope) === each.scope,
    );
    return row === undefined ? undefined : rowOf(row);
  },
  async list(kind, parent) {
    const found = org().records.filter(live);
    const rows = found.filter((each) => each.kind === kind && each.parent === parent);
    return rows.sort((a, b) => byText(a.id, b.id)).map(rowOf);
  },
  async lastForeignRev(kind, id, writer) {
    const held = org().records.find((each) => each.kind === kind && each.id === id);
    return held === undefined ? 0 : foreign(held, writer);
  },
  async listInScope(scope, kind) {
    const found = org().records.filter(live);
    const rows = found.filter((each) => each.scope === scope && each.kind === kind);
    return rows.sort((a, b) => a.rev - b.rev).map(rowOf);
  },
  async scopesHolding(kind, id) {
    const found = org().records.filter(live);
    const rows = found.filter((each) => each.kind === kind && each.id === id);
    return rows.map(({ scope }) => scope).sort(byText);
  },
  order: async (kind, id) => org().orders.get(`${kind} ${id}`) ?? {},
  async changes(scope, after, limit, tombstones) {
    if (limit.records <= 0 || limit.bytes <= 0) return [];
    const found: WireRecord[] = [];
    let bytes = 0;
    const rows = org().records.filter((each) => each.scope === scope && each.rev > after);
    for (const { id, kind, rev, body } of rows.sort((a, b) => a.rev - b.rev)) {
      if (body === null && !tombstones) continue;
      found.push([id, kind, rev, body]);
      bytes += (body?.length ?? 0) + id.length + 40;
      if (found.length >= limit.records || bytes >= limit.bytes) break;
    }
    return found;
  },
});

const writesOn = ({ org, made }: Place): RecordWrites => {
  const rewrite = (before: Kept | undefined, after: Kept): number => {
    const all = made();
    all.records = [...all.records.filter((kept) => kept !== before), after];
    all.heads.set(after.scope, after.rev);
    return after.rev;
  };
  const next = (): number => (made().counter += 1);
  return {
    async put({ scope, kind, id, parent, body }, writer) {
      const all = org().records.filter((each) => each.kind === kind && each.id === id);
      const held = all.find((each) => each.scope === scope);
      must(kind === 'grant' || all.length === 0 || held !== undefined, 'a record may not change its scope');
      if (held?.body === body) return held.rev;
      const foreignRev = held === undefined ? 0 : foreign(held, writer);
      return rewrite(held, { scope, kind, id, parent, rev: next(), writer, foreignRev, body });
    },
    async remove(kind, id, writer, scope) {
      const held = org().records.find(
        (each) => live(each) && each.kind === kind && each.id === id && (scope ?? each.scope) === each.scope,
      );
      if (held === undefined) return null;
      return rewrite(held, { ...held, rev: next(), writer, foreignRev: foreign(held, writer), body: null });
    },
    async setOrder(kind, id, order) {
      made().orders.set(`${kind} ${id}`, order);
    },
    async forgetTombstones(upTo) {
      const gone = org().records.filter((each) => each.body === null && each.rev <= upTo);
      for (const { scope, rev } of gone) {
        org().floors.set(scope, Math.max(org().floors.get(scope) ?? 0, rev));
      }
      org().records = org().records.filter((each) => !gone.includes(each));
      return gone.length;
    },
  };
};

/** Records of one organisation: its rows, what a manifest grants, and the writing of both. */
export const recordsOn = (place: Place): RecordReads & RecordWrites => ({
  ...readsOn(place),
  ...grantsOn(place),
  ...writesOn(place),
});
