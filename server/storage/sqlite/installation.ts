import type { RandomBytes } from '../../../shared/lib/ids.ts';
import { kdfParams, type KdfParams } from '../../../shared/contract/sync.ts';
import { z } from 'zod';
import type { BackupPoint, Installation } from '../port.ts';
import type { Statements } from './statements.ts';

const valueOf = (sql: Statements, name: string): string | undefined =>
  sql.one<{ value: string }>('SELECT value FROM installation WHERE name = ?', name)?.value;

const put = (sql: Statements, name: string, value: string): void => {
  sql.run(
    'INSERT INTO installation (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    name,
    value,
  );
};

const epochList = z.array(z.string());
const formerEpochs = (sql: Statements): readonly string[] =>
  epochList.parse(JSON.parse(valueOf(sql, 'former_epochs') ?? '[]'));

/** The histories of this store, oldest first; the last is the present one. */
export const readEpochs = (sql: Statements): readonly string[] => {
  const epoch = valueOf(sql, 'epoch');
  return epoch === undefined ? formerEpochs(sql) : [...formerEpochs(sql), epoch];
};

export const readInstallation = (sql: Statements): Installation => {
  const [epoch, secret, kdf] = ['epoch', 'secret', 'kdf'].map((name) => valueOf(sql, name));
  if (epoch === undefined || secret === undefined || kdf === undefined) {
    throw new Error('the store has no installation');
  }
  return {
    epoch,
    formerEpochs: formerEpochs(sql),
    lastBackupAt: valueOf(sql, 'last_backup_at') ?? null,
    secret,
    kdf: kdfParams.parse(JSON.parse(kdf)),
    setupCode: valueOf(sql, 'setup_code') ?? null,
  };
};

/** Letters and digits that are not mistaken for one another when read from a screen. */
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

const makeSetupCode = (random: RandomBytes): string => {
  const letters = [...random(8)].map((byte) => CODE_LETTERS.charAt(byte % CODE_LETTERS.length)).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

export interface InstallationChoices {
  readonly newId: () => string;
  readonly random: RandomBytes;
  /** Argon2id costs for accounts of a new installation. */
  readonly kdf: KdfParams;
}

/** Makes what every installation has; a store that is a restored backup gets a new epoch. */
export const ensureInstallation = (sql: Statements, choices: InstallationChoices): void => {
  if (valueOf(sql, 'epoch') === undefined) {
    put(sql, 'epoch', choices.newId());
    put(sql, 'secret', Buffer.from(choices.random(32)).toString('base64'));
    put(sql, 'kdf', JSON.stringify(choices.kdf));
    put(sql, 'setup_code', makeSetupCode(choices.random));
  }
  if (valueOf(sql, 'backup_of') !== undefined) {
    put(sql, 'former_epochs', JSON.stringify(readEpochs(sql)));
    put(sql, 'epoch', choices.newId());
    // The file that this came from holds everything that is here.
    sql.run('UPDATE organisation SET durable_through = counter');
    sql.run("DELETE FROM installation WHERE name IN ('backup_of', 'last_backup_at')");
  }
};

/** Counters at this moment. */
export const backupPoint = (sql: Statements): BackupPoint =>
  new Map(
    sql
      .all<{ id: string; counter: number }>('SELECT id, counter FROM organisation')
      .map((row) => [row.id, row.counter]),
  );

export const noteBackup = (sql: Statements, point: BackupPoint, at: string): void => {
  for (const [id, counter] of point)
    sql.run('UPDATE organisation SET durable_through = max(durable_through, ?) WHERE id = ?', counter, id);
  put(sql, 'last_backup_at', at);
};

/** Marks a copy as a backup, so that a server started on it knows that it continues another history. */
export const markAsBackup = (sql: Statements): void => put(sql, 'backup_of', readInstallation(sql).epoch);
