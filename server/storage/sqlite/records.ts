import { z } from 'zod';
import { isRecordKind } from '../../../shared/domain/records/kinds.ts';
import { parseScope, type Scope } from '../../../shared/domain/scope.ts';
import type { WireRecord } from '../../../shared/contract/sync.ts';
import type { RecordReads, RecordRow, RecordWrites } from '../port.ts';
import { checksumAfter, EMPTY_CHECKSUM } from '../scopeChecksum.ts';
import { grantReads } from './grants.ts';
import type { Statements } from './statements.ts';

interface Row {
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
  readonly body: string;
}

const orderText = z.record(z.string(), z.tuple([z.string(), z.int()]));

const scopeNamed = (name: string): Scope => {
  const scope = parseScope(name);
  if (scope === null) throw new Error('the store holds a scope without a kind');
  return `${scope.kind}:${scope.id}`;
};

const toRecordRow = (row: Row): RecordRow => {
  if (!isRecordKind(row.kind)) throw new Error(`the store holds an unknown kind of record: ${row.kind}`);
  return { scope: scopeNamed(row.scope), kind: row.kind, id: row.id, rev: row.rev, body: row.body };
};

export const recordReads = (sql: Statements, organisationId: string): RecordReads => ({
  ...grantReads(sql, organisationId),
  async get(kind, id, scope) {
    const row =
      scope === undefined
        ? sql.one<Row>(
            `SELECT scope, kind, id, rev, body FROM record
              WHERE organisation_id = ? AND kind = ? AND id = ? AND body IS NOT NULL`,
            organisationId,
            kind,
            id,
          )
        : sql.one<Row>(
            `SELECT scope, kind, id, rev, body FROM record
              WHERE organisation_id = ? AND kind = ? AND id = ? AND scope = ? AND body IS NOT NULL`,
            organisationId,
            kind,
            id,
            scope,
          );
    return row === undefined ? undefined : toRecordRow(row);
  },
  async list(kind, parent) {
    const rows = sql.all<Row>(
      `SELECT scope, kind, id, rev, body FROM record
        WHERE organisation_id = ? AND kind = ? AND parent = ? AND body IS NOT NULL ORDER BY id`,
      organisationId,
      kind,
      parent,
    );
    return rows.map(toRecordRow);
  },
  async lastForeignRev(kind, id, writer) {
    const row = sql.one<{ rev: number; writer: string; foreign_rev: number }>(
      'SELECT rev, writer, foreign_rev FROM record WHERE organisation_id = ? AND kind = ? AND id = ?',
      organisationId,
      kind,
      id,
    );
    if (row === undefined) return 0;
    return row.writer === writer ? row.foreign_rev : row.rev;
  },
  async order(kind, id) {
    const row = sql.one<{ fields: string }>(
      'SELECT fields FROM record_order WHERE organisation_id = ? AND kind = ? AND id = ?',
      organisationId,
      kind,
      id,
    );
    return row === undefined ? {} : orderText.parse(JSON.parse(row.fields));
  },
  async listInScope(scope, kind) {
    const rows = sql.all<Row>(
      `SELECT scope, kind, id, rev, body FROM record
        WHERE organisation_id = ? AND scope = ? AND kind = ? AND body IS NOT NULL ORDER BY rev`,
      organisationId,
      scope,
      kind,
    );
    return rows.map(toRecordRow);
  },
  async scopesHolding(kind, id) {
    const rows = sql.all<{ scope: string }>(
      'SELECT scope FROM record WHERE organisation_id = ? AND kind = ? AND id = ? AND body IS NOT NULL',
      organisationId,
      kind,
      id,
    );
    return rows.map((row) => scopeNamed(row.scope));
  },
  async scopeState(scope) {
    const row = sql.one<{ head: number; floor: number; checksum: string }>(
      'SELECT head, floor, checksum FROM scope WHERE organisation_id = ? AND name = ?',
      organisationId,
      scope,
    );
    return row ?? { head: 0, floor: 0, checksum: EMPTY_CHECKSUM };
  },
  async changes(scope, after, limit, tombstones) {
    // Before the statement starts: one that is begun and not run to its end holds the connection.
    if (limit.records <= 0 || limit.bytes <= 0) return [];
    const rows = sql.each<{ id: string; kind: string; rev: number; body: string | null }>(
      `SELECT id, kind, rev, body FROM record WHERE organisation_id = ? AND scope = ? AND rev > ?
        ${tombstones ? '' : 'AND body IS NOT NULL'} ORDER BY rev`,
      organisationId,
      scope,
      after,
    );
    const found: WireRecord[] = [];
    let bytes = 0;
    for (const row of rows) {
      found.push([row.id, row.kind, row.rev, row.body]);
      bytes += (row.body?.length ?? 0) + row.id.length + 40;
      if (found.length >= limit.records || bytes >= limit.bytes) break;
    }
    return found;
  },
});

/** Takes the organisation's next number. */
const nextRev = (sql: Statements, organisationId: string): number => {
  const row = sql.one<{ counter: number }>(
    `INSERT INTO organisation (id, counter) VALUES (?, 1)
     ON CONFLICT (id) DO UPDATE SET counter = counter + 1 RETURNING counter`,
    organisationId,
  );
  if (row === undefined) throw new Error('the counter gave no number');
  return row.counter;
};

interface Change {
  readonly scope: string;
  readonly kind: string;
  readonly id: string;
  readonly rev: number;
}

const moveScope = (
  sql: Statements,
  organisationId: string,
  change: Change,
  before: { rev: number; body: string } | null,
  after: string | null,
): void => {
  const held = sql.one<{ checksum: string }>(
    'SELECT checksum FROM scope WHERE organisation_id = ? AND name = ?',
    organisationId,
    change.scope,
  );
  const checksum = checksumAfter(
    held?.checksum ?? EMPTY_CHECKSUM,
    before === null ? null : { kind: change.kind, id: change.id, rev: before.rev, body: before.body },
    after === null ? null : { kind: change.kind, id: change.id, rev: change.rev, body: after },
  );
  sql.run(
    `INSERT INTO scope (organisation_id, name, head, checksum) VALUES (?, ?, ?, ?)
     ON CONFLICT (organisation_id, name) DO UPDATE SET head = excluded.head, checksum = excluded.checksum`,
    organisationId,
    change.scope,
    change.rev,
    checksum,
  );
};

interface Held {
  readonly rowid: number;
  readonly scope: string;
  readonly rev: number;
  readonly writer: string;
  readonly foreign_rev: number;
  readonly body: string | null;
}

const findHeld = (sql: Statements, organisationId: string, kind: string, id: string) =>
  sql.all<Held>(
    `SELECT rowid, scope, rev, writer, foreign_rev, body FROM record
      WHERE organisation_id = ? AND kind = ? AND id = ?`,
    organisationId,
    kind,
    id,
  );

/** The record's number before the present run of writes by one writer. */
const foreignRev = (held: Held, writer: string): number =>
  held.writer === writer ? held.foreign_rev : held.rev;

export const recordWrites = (sql: Statements, organisationId: string): RecordWrites => ({
  async put({ scope, kind, id, parent, body }, writer) {
    const all = findHeld(sql, organisationId, kind, id);
    const held = all.find((row) => row.scope === scope);
    if (kind !== 'grant' && all.length > 0 && held === undefined) {
      throw new Error(`a ${kind} may not change its scope`);
    }
    if (held !== undefined && held.body === body) return held.rev;
    const rev = nextRev(sql, organisationId);
    const before = held === undefined || held.body === null ? null : { rev: held.rev, body: held.body };
    moveScope(sql, organisationId, { scope, kind, id, rev }, before, body);
    if (held === undefined) {
      sql.run(
        `INSERT INTO record (organisation_id, scope, kind, id, parent, rev, writer, foreign_rev, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?)`,
        ...[organisationId, scope, kind, id, parent, rev, writer, body],
      );
    } else {
      sql.run(
        'UPDATE record SET parent = ?, rev = ?, writer = ?, foreign_rev = ?, body = ? WHERE rowid = ?',
        ...[parent, rev, writer, foreignRev(held, writer), body, held.rowid],
      );
    }
    return rev;
  },
  async remove(kind, id, writer, scope) {
    const all = findHeld(sql, organisationId, kind, id);
    const held = all.find((row) => row.body !== null && (scope === undefined || row.scope === scope));
    if (held === undefined || held.body === null) return null;
    const rev = nextRev(sql, organisationId);
    const before = { rev: held.rev, body: held.body };
    moveScope(sql, organisationId, { scope: held.scope, kind, id, rev }, before, null);
    sql.run(
      'UPDATE record SET rev = ?, writer = ?, foreign_rev = ?, body = NULL WHERE rowid = ?',
      ...[rev, writer, foreignRev(held, writer), held.rowid],
    );
    return rev;
  },
  async setOrder(kind, id, order) {
    sql.run(
      `INSERT INTO record_order (organisation_id, kind, id, fields) VALUES (?, ?, ?, ?)
       ON CONFLICT (organisation_id, kind, id) DO UPDATE SET fields = excluded.fields`,
      organisationId,
      kind,
      id,
      JSON.stringify(order),
    );
  },
  async forgetTombstones(upTo) {
    sql.run(
      `UPDATE scope SET floor = max(floor, t.rev) FROM
        (SELECT scope, max(rev) AS rev FROM record WHERE organisation_id = ? AND rev <= ? AND body IS NULL
          GROUP BY scope) AS t
        WHERE scope.organisation_id = ? AND scope.name = t.scope`,
      organisationId,
      upTo,
      organisationId,
    );
    return sql.run(
      'DELETE FROM record WHERE organisation_id = ? AND rev <= ? AND body IS NULL',
      organisationId,
      upTo,
    );
  },
});
