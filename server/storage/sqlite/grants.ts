import { parseScope, scopeOf } from '../../../shared/domain/scope.ts';
import type { GrantedScope, GrantReads, ScopeState } from '../port.ts';
import { EMPTY_CHECKSUM } from '../scopeChecksum.ts';
import type { Statements } from './statements.ts';

type Row = ScopeState & { readonly name: string; readonly granted: number };

const STATE = `g.id AS name, g.rev AS granted, coalesce(s.head, 0) AS head, coalesce(s.floor, 0) AS floor,
  coalesce(s.checksum, '${EMPTY_CHECKSUM}') AS checksum`;
const WITH_SCOPE = 'LEFT JOIN scope AS s ON s.organisation_id = g.organisation_id AND s.name = g.id';
const LIVE = "g.kind = 'grant' AND g.body IS NOT NULL";

const FROM_NUMBER = `SELECT ${STATE} FROM record AS g INDEXED BY record_by_rev ${WITH_SCOPE}
  WHERE g.organisation_id = ? AND g.scope = ? AND g.rev >= ? AND ${LIVE} ORDER BY g.rev LIMIT ?`;
const BY_NAME = `SELECT ${STATE} FROM record AS g INDEXED BY record_by_id ${WITH_SCOPE}
  WHERE g.organisation_id = ? AND g.scope = ? AND g.id = ? AND ${LIVE}`;
const COUNT = `SELECT count(*) AS count FROM (SELECT 1 FROM record AS g INDEXED BY record_by_scope_kind
  WHERE g.organisation_id = ? AND g.scope = ? AND ${LIVE} LIMIT ?)`;
/** More than this that have moved are not counted: grants are hardly more. */
const COUNTED = 5000;
const FEW = 3;
const COUNT_MOVED = `SELECT count(*) AS count FROM (SELECT 1 FROM scope INDEXED BY scope_by_head
  WHERE organisation_id = ? AND head > ? LIMIT ${COUNTED})`;
/** Walks the grants. */
const MOVED_OF_GRANTS = `SELECT ${STATE} FROM record AS g INDEXED BY record_by_scope_kind ${WITH_SCOPE}
  WHERE g.organisation_id = ? AND g.scope = ? AND ${LIVE} AND s.head > ?`;
/** Walks what has moved. */
const MOVED_OF_ALL = `SELECT ${STATE} FROM scope AS s INDEXED BY scope_by_head
    CROSS JOIN record AS g INDEXED BY record_by_id
    ON g.organisation_id = s.organisation_id AND g.id = s.name AND g.scope = ? AND ${LIVE}
  WHERE s.organisation_id = ? AND s.head > ?`;
const REVOKED = `SELECT g.id AS name FROM record AS g INDEXED BY record_by_rev
  WHERE g.organisation_id = ? AND g.scope = ? AND g.rev > ? AND g.kind = 'grant' AND g.body IS NULL ORDER BY g.rev`;

const toGranted = ({ name, ...state }: Row): readonly GrantedScope[] => {
  const scope = parseScope(name);
  return scope === null ? [] : [{ ...state, scope: scopeOf(scope.kind, scope.id) }];
};

export const grantReads = (sql: Statements, organisationId: string): GrantReads => ({
  async grantedScopes(manifest, from = 0, limit = -1) {
    return sql.all<Row>(FROM_NUMBER, organisationId, manifest, from, limit).flatMap(toGranted);
  },
  async grantedScope(manifest, name) {
    const row = sql.one<Row>(BY_NAME, organisationId, manifest, name);
    return row === undefined ? undefined : toGranted(row)[0];
  },
  async movedScopes(manifest, after) {
    const count = (text: string, ...values: readonly (string | number)[]): number =>
      sql.one<{ count: number }>(text, ...values)?.count ?? 0;
    const moved = count(COUNT_MOVED, organisationId, after);
    if (moved === 0) return [];
    // Whichever are fewer are walked; a handful is, whatever the other.
    const isOfAll = moved <= FEW || moved <= count(COUNT, organisationId, manifest, moved);
    const rows = isOfAll
      ? sql.all<Row>(MOVED_OF_ALL, manifest, organisationId, after)
      : sql.all<Row>(MOVED_OF_GRANTS, organisationId, manifest, after);
    return rows.flatMap(toGranted).sort((a, b) => a.granted - b.granted);
  },
  async revokedScopes(manifest, after) {
    return sql.all<{ name: string }>(REVOKED, organisationId, manifest, after).flatMap(({ name }) => {
      const scope = parseScope(name);
      return scope === null ? [] : [scopeOf(scope.kind, scope.id)];
    });
  },
});
