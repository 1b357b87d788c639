import type { RecoveryReads, RecoveryRequestRow, RecoverySheetRow, RecoveryWrites } from '../port.ts';
import type { Statements } from './statements.ts';

interface RequestColumns {
  readonly id: string;
  readonly username: string;
  readonly secret_hash: string;
  readonly commitment: string;
  readonly expires_at: string;
  readonly approver_device: string | null;
  readonly approver_key: string | null;
  readonly public_key: string | null;
  readonly sealed: string | null;
}

const REQUEST = `SELECT id, username, secret_hash, commitment, expires_at, approver_device, approver_key, public_key,
  sealed FROM recovery_request`;

const toRequest = (row: RequestColumns): RecoveryRequestRow => ({
  id: row.id,
  username: row.username,
  secretHash: row.secret_hash,
  commitment: row.commitment,
  expiresAt: row.expires_at,
  approverDevice: row.approver_device,
  approverKey: row.approver_key,
  publicKey: row.public_key,
  sealed: row.sealed,
});

export const recoveryReads = (sql: Statements): RecoveryReads => ({
  async sheet(username) {
    const row = sql.one<{ verifier_hash: string; account_key: string; created_at: string }>(
      'SELECT verifier_hash, account_key, created_at FROM recovery_sheet WHERE username = ?',
      username,
    );
    if (row === undefined) return undefined;
    const { verifier_hash: verifierHash, account_key: accountKey, created_at: createdAt } = row;
    return { username, verifierHash, accountKey, createdAt } satisfies RecoverySheetRow;
  },
  async request(id) {
    const row = sql.one<RequestColumns>(`${REQUEST} WHERE id = ?`, id);
    return row === undefined ? undefined : toRequest(row);
  },
  async requestsOf(username) {
    return sql.all<RequestColumns>(`${REQUEST} WHERE username = ? ORDER BY id`, username).map(toRequest);
  },
  async requestsExpiredBefore(instant) {
    return sql.all<RequestColumns>(`${REQUEST} WHERE expires_at < ? ORDER BY id`, instant).map(toRequest);
  },
});

export const recoveryWrites = (sql: Statements): RecoveryWrites => ({
  async putSheet(sheet) {
    sql.run(
      `INSERT OR REPLACE INTO recovery_sheet (username, verifier_hash, account_key, created_at)
        VALUES (?, ?, ?, ?)`,
      ...[sheet.username, sheet.verifierHash, sheet.accountKey, sheet.createdAt],
    );
  },
  async removeSheet(username) {
    sql.run('DELETE FROM recovery_sheet WHERE username = ?', username);
  },
  async putRequest(request) {
    sql.run(
      `INSERT OR REPLACE INTO recovery_request (id, username, secret_hash, commitment, expires_at, approver_device,
        approver_key, public_key, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[request.id, request.username, request.secretHash, request.commitment, request.expiresAt],
      ...[request.approverDevice, request.approverKey, request.publicKey, request.sealed],
    );
  },
  async removeRequest(id) {
    sql.run('DELETE FROM recovery_request WHERE id = ?', id);
  },
});
