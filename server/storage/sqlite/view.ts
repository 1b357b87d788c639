import type { Moment, ReadView } from '../port.ts';
import { accountReads } from './accounts.ts';
import { deviceReads } from './devices.ts';
import { fileReads } from './files.ts';
import { logReads } from './log.ts';
import { recordReads } from './records.ts';
import { recoveryReads } from './recovery.ts';
import type { Statements } from './statements.ts';

/** The organisation's counter; 0 before its first write. */
export const counterOf = (sql: Statements, organisationId: string) => async () =>
  sql.one<{ counter: number }>('SELECT counter FROM organisation WHERE id = ?', organisationId)?.counter ?? 0;

/** Of one moment. */
export const momentOf = (sql: Statements, organisationId: string, epochs: readonly string[]) => ({
  counter: counterOf(sql, organisationId),
  durableThrough: async () =>
    sql.one<{ durable_through: number }>(
      'SELECT durable_through FROM organisation WHERE id = ?',
      organisationId,
    )?.durable_through ?? 0,
  moment: async (): Promise<Moment> => {
    const row = sql.one<{ counter: number; durable_through: number; checkpoint: string | null }>(
      `SELECT counter, durable_through, (SELECT checkpoint_after FROM log_leaf
          WHERE organisation_id = organisation.id ORDER BY leaf_index DESC LIMIT 1) AS checkpoint
        FROM organisation WHERE id = ?`,
      organisationId,
    );
    if (row === undefined) return { counter: 0, durableThrough: 0, checkpoint: null };
    return { counter: row.counter, durableThrough: row.durable_through, checkpoint: row.checkpoint };
  },
  epochs: async () => epochs,
});

/** What a connection shows of one organisation. */
export const viewOf = (sql: Statements, organisationId: string, epochs: readonly string[]): ReadView => ({
  ...momentOf(sql, organisationId, epochs),
  records: recordReads(sql, organisationId),
  log: logReads(sql, organisationId),
  files: fileReads(sql, organisationId),
  accounts: accountReads(sql, organisationId),
  devices: deviceReads(sql, organisationId),
  recovery: recoveryReads(sql),
});
