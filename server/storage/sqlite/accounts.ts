import { z } from 'zod';
import { ACCOUNT_ROLES } from '../../../shared/domain/mutation.ts';
import { kdfParams } from '../../../shared/contract/sync.ts';
import type { AccountReads, AccountRow, AccountWrites, SessionRow, SignedInRow } from '../port.ts';
import type { Statements } from './statements.ts';

const role = z.enum(ACCOUNT_ROLES);

interface AccountColumns {
  readonly username: string;
  readonly organisation_id: string;
  readonly person_id: string;
  readonly role: string;
  readonly salt: string;
  readonly kdf: string;
  readonly auth_hash: string;
  readonly disabled: number;
  readonly account_key: string | null;
  readonly account_key_taken: number;
  readonly last_sign_in_at: string | null;
}

const ACCOUNT = `SELECT username, organisation_id, person_id, role, salt, kdf, auth_hash, disabled, account_key,
  account_key_taken, last_sign_in_at FROM account`;

const toAccountRow = (row: AccountColumns): AccountRow => ({
  username: row.username,
  organisationId: row.organisation_id,
  personId: row.person_id,
  role: role.parse(row.role),
  salt: row.salt,
  kdf: kdfParams.parse(JSON.parse(row.kdf)),
  authHash: row.auth_hash,
  disabled: row.disabled !== 0,
  accountKey: row.account_key,
  accountKeyTaken: row.account_key_taken !== 0,
  lastSignInAt: row.last_sign_in_at,
});

/** An account by name, in whichever organisation. */
export const findAccount = (sql: Statements, username: string): AccountRow | undefined => {
  const row = sql.one<AccountColumns>(`${ACCOUNT} WHERE username = ?`, username);
  return row === undefined ? undefined : toAccountRow(row);
};

export const findSession = (sql: Statements, tokenHash: string): SessionRow | undefined => {
  const row = sql.one<{ username: string; device_id: string; expires_at: string }>(
    'SELECT username, device_id, expires_at FROM session WHERE token_hash = ?',
    tokenHash,
  );
  if (row === undefined) return undefined;
  return { tokenHash, username: row.username, deviceId: row.device_id, expiresAt: row.expires_at };
};

/** By the hash of a token: one look for what every request asks. */
export const findSignedIn = (sql: Statements, tokenHash: string): SignedInRow | undefined => {
  const row = sql.one<{
    readonly username: string;
    readonly device_id: string;
    readonly expires_at: string;
    readonly organisation_id: string;
    readonly person_id: string;
    readonly role: string;
    readonly disabled: number;
    readonly device: string | null;
  }>(
    `SELECT s.username, s.device_id, s.expires_at, a.organisation_id, a.person_id, a.role, a.disabled, d.body AS device
       FROM session AS s JOIN account AS a ON a.username = s.username
       LEFT JOIN record AS d ON d.organisation_id = a.organisation_id AND d.kind = 'device' AND d.id = s.device_id
        AND d.body IS NOT NULL
      WHERE s.token_hash = ?`,
    tokenHash,
  );
  if (row === undefined) return undefined;
  return {
    ...{ username: row.username, organisationId: row.organisation_id, personId: row.person_id },
    ...{ role: role.parse(row.role), disabled: row.disabled !== 0 },
    ...{ deviceId: row.device_id, expiresAt: row.expires_at, device: row.device },
  };
};

export const accountReads = (sql: Statements, organisationId: string): AccountReads => ({
  async get(username) {
    const account = findAccount(sql, username);
    return account?.organisationId === organisationId ? account : undefined;
  },
  async list() {
    const rows = sql.all<AccountColumns>(
      `${ACCOUNT} WHERE organisation_id = ? ORDER BY username`,
      organisationId,
    );
    return rows.map(toAccountRow);
  },
});

export const accountWrites = (sql: Statements): AccountWrites => ({
  async add(account) {
    sql.run(
      `INSERT INTO account (username, organisation_id, person_id, role, salt, kdf, auth_hash, disabled,
        account_key, account_key_taken, last_sign_in_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[account.username, account.organisationId, account.personId, account.role, account.salt],
      ...[JSON.stringify(account.kdf), account.authHash, account.disabled ? 1 : 0],
      ...[account.accountKey, account.accountKeyTaken ? 1 : 0, account.lastSignInAt],
    );
  },
  async setDisabled(username, disabled) {
    sql.run('UPDATE account SET disabled = ? WHERE username = ?', disabled ? 1 : 0, username);
  },
  async setCredentials(username, credentials) {
    sql.run(
      'UPDATE account SET salt = ?, kdf = ?, auth_hash = ? WHERE username = ?',
      ...[credentials.salt, JSON.stringify(credentials.kdf), credentials.authHash, username],
    );
  },
  async setAccountKey(username, accountKey) {
    sql.run(
      `UPDATE account SET account_key = ?,
        account_key_taken = (? IS NULL AND (account_key IS NOT NULL OR account_key_taken = 1)) WHERE username = ?`,
      ...[accountKey, accountKey, username],
    );
  },
  async signedIn(username, at) {
    sql.run('UPDATE account SET last_sign_in_at = ? WHERE username = ?', at, username);
  },
  async addSession(session) {
    sql.run(
      'INSERT INTO session (token_hash, username, device_id, expires_at) VALUES (?, ?, ?, ?)',
      ...[session.tokenHash, session.username, session.deviceId, session.expiresAt],
    );
  },
  async extendSession(tokenHash, expiresAt) {
    sql.run('UPDATE session SET expires_at = ? WHERE token_hash = ?', expiresAt, tokenHash);
  },
  async removeSession(tokenHash) {
    sql.run('DELETE FROM session WHERE token_hash = ?', tokenHash);
  },
  async removeSessionsOf(username) {
    sql.run('DELETE FROM session WHERE username = ?', username);
  },
  async removeSessionsExpiredBefore(instant) {
    sql.run('DELETE FROM session WHERE expires_at < ?', instant);
  },
  async endSetup() {
    sql.run("DELETE FROM installation WHERE name = 'setup_code'");
  },
});
