import type { ReadView } from '../port.ts';
import { accountReads } from './accounts.ts';
import { deviceReads } from './devices.ts';
import { fileReads } from './files.ts';
import { readEpochs } from './installation.ts';
import { logReads } from './log.ts';
import { recordReads } from './records.ts';
import { recoveryReads } from './recovery.ts';
import type { Statements } from './statements.ts';

/** The organisation's counter; 0 before its first write. */
export const counterOf = (sql: Statements, organisationId: string) => async () =>
  sql.one<{ counter: number }>('SELECT counter FROM organisation WHERE id = ?', organisationId)?.counter ?? 0;

/** Of one moment. */
export const momentOf = (sql: Statements, organisationId: string) => ({
  counter: counterOf(sql, organisationId),
  durableThrough: async () =>
    sql.one<{ durable_through: number }>(
      'SELECT durable_through FROM organisation WHERE id = ?',
      organisationId,
    )?.durable_through ?? 0,
  epochs: async () => readEpochs(sql),
});

/** What a connection shows of one organisation. */
export const viewOf = (sql: Statements, organisationId: string): ReadView => ({
  ...momentOf(sql, organisationId),
  records: recordReads(sql, organisationId),
  log: logReads(sql, organisationId),
  files: fileReads(sql, organisationId),
  accounts: accountReads(sql, organisationId),
  devices: deviceReads(sql, organisationId),
  recovery: recoveryReads(sql),
});
