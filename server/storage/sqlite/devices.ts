import { z } from 'zod';
import { mutationResult, type MutationResult } from '../../../shared/contract/sync.ts';
import type { DeviceReads, DeviceWrites } from '../port.ts';
import type { Statements } from './statements.ts';

const paramsText = z.record(z.string(), z.union([z.string(), z.number()]));

const resultAt = (
  sql: Statements,
  organisationId: string,
  deviceId: string,
  n: number,
): MutationResult | undefined => {
  const row = sql.one<{
    mutation_id: string;
    seq: number;
    code: string | null;
    params: string | null;
    leaves: string | null;
  }>(
    `SELECT mutation_id, seq, code, params, leaves FROM mutation_result
      WHERE organisation_id = ? AND device_id = ? AND n = ?`,
    organisationId,
    deviceId,
    n,
  );
  if (row === undefined) return undefined;
  const common = { id: row.mutation_id, n, seq: row.seq };
  if (row.code === null) {
    const leaves = row.leaves === null ? {} : { leaves: JSON.parse(row.leaves) as unknown };
    return mutationResult.parse({ ...common, status: 'applied', ...leaves });
  }
  const params = paramsText.parse(JSON.parse(row.params ?? '{}'));
  return mutationResult.parse({ ...common, status: 'rejected', code: row.code, params });
};

export const deviceReads = (sql: Statements, organisationId: string): DeviceReads => ({
  async lastMutation(deviceId) {
    const row = sql.one<{ last_n: number }>(
      'SELECT last_n FROM device_line WHERE organisation_id = ? AND device_id = ?',
      organisationId,
      deviceId,
    );
    return row?.last_n ?? 0;
  },
  result: async (deviceId, n) => resultAt(sql, organisationId, deviceId, n),
  async resultOf(deviceId, mutationId) {
    const row = sql.one<{ n: number }>(
      'SELECT max(n) AS n FROM mutation_result WHERE organisation_id = ? AND device_id = ? AND mutation_id = ? HAVING n > 0',
      organisationId,
      deviceId,
      mutationId,
    );
    return row === undefined ? undefined : resultAt(sql, organisationId, deviceId, row.n);
  },
});

export const deviceWrites = (sql: Statements, organisationId: string): DeviceWrites => ({
  async addResult(deviceId, result) {
    const rejected = result.status === 'rejected' ? result : null;
    const leaves =
      result.status === 'applied' && result.leaves !== undefined ? JSON.stringify(result.leaves) : null;
    sql.run(
      `INSERT INTO mutation_result (organisation_id, device_id, n, mutation_id, seq, code, params, leaves)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[organisationId, deviceId, result.n, result.id, result.seq],
      ...[rejected?.code ?? null, rejected === null ? null : JSON.stringify(rejected.params), leaves],
    );
    sql.run(
      `INSERT INTO device_line (organisation_id, device_id, last_n) VALUES (?, ?, ?)
       ON CONFLICT (organisation_id, device_id) DO UPDATE SET last_n = excluded.last_n`,
      organisationId,
      deviceId,
      result.n,
    );
  },
  async countFailure(deviceId, n) {
    const row = sql.one<{ count: number }>(
      `INSERT INTO mutation_failure (organisation_id, device_id, n, count) VALUES (?, ?, ?, 1)
       ON CONFLICT (organisation_id, device_id, n) DO UPDATE SET count = count + 1 RETURNING count`,
      organisationId,
      deviceId,
      n,
    );
    return row?.count ?? 1;
  },
});
