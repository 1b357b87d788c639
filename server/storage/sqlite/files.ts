import { z } from 'zod';
import { sha256Text } from '../../../shared/domain/records/common.ts';
import { parseScope, type Scope } from '../../../shared/domain/scope.ts';
import type { FileReads, FileWrites, UploadRow } from '../port.ts';
import type { Statements } from './statements.ts';

const chunkList = z.array(sha256Text);

interface UploadColumns {
  readonly upload_id: string;
  readonly person_id: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly started_at: string;
}

const toUploadRow = (row: UploadColumns): UploadRow => ({
  uploadId: row.upload_id,
  personId: row.person_id,
  name: row.name,
  size: row.size,
  sha256: row.sha256,
  startedAt: row.started_at,
});

const UPLOAD =
  'SELECT upload_id, person_id, name, size, sha256, started_at FROM upload WHERE organisation_id = ?';

export const fileReads = (sql: Statements, organisationId: string): FileReads => ({
  async find(sha256) {
    const row = sql.one<{ size: number; chunks: string; pages: number }>(
      'SELECT size, chunks, pages FROM file WHERE organisation_id = ? AND sha256 = ?',
      organisationId,
      sha256,
    );
    if (row === undefined) return undefined;
    return { sha256, size: row.size, chunks: chunkList.parse(JSON.parse(row.chunks)), pages: row.pages };
  },
  async scopesNaming(sha256) {
    const rows = sql.all<{ scope: string }>(
      'SELECT DISTINCT scope FROM file_link WHERE organisation_id = ? AND sha256 = ?',
      organisationId,
      sha256,
    );
    return rows.flatMap(({ scope }): Scope[] => {
      const parsed = parseScope(scope);
      return parsed === null ? [] : [`${parsed.kind}:${parsed.id}`];
    });
  },
  async uploadedBy(sha256, personId) {
    const row = sql.one(
      'SELECT 1 AS found FROM file_uploader WHERE organisation_id = ? AND sha256 = ? AND person_id = ?',
      organisationId,
      sha256,
      personId,
    );
    return row !== undefined;
  },
  async findUpload(uploadId) {
    const row = sql.one<UploadColumns>(`${UPLOAD} AND upload_id = ?`, organisationId, uploadId);
    return row === undefined ? undefined : toUploadRow(row);
  },
  async findUploadOf(personId, sha256) {
    const row = sql.one<UploadColumns>(
      `${UPLOAD} AND person_id = ? AND sha256 = ?`,
      organisationId,
      personId,
      sha256,
    );
    return row === undefined ? undefined : toUploadRow(row);
  },
  async staleUploads(before) {
    return sql.all<UploadColumns>(`${UPLOAD} AND started_at < ?`, organisationId, before).map(toUploadRow);
  },
});

export const fileWrites = (sql: Statements, organisationId: string): FileWrites => ({
  async add(file, addedAt) {
    sql.run(
      `INSERT INTO file (organisation_id, sha256, size, chunks, pages, added_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      ...[organisationId, file.sha256, file.size, JSON.stringify(file.chunks), file.pages, addedAt],
    );
  },
  async addUploader(sha256, personId) {
    sql.run(
      'INSERT INTO file_uploader (organisation_id, sha256, person_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
      organisationId,
      sha256,
      personId,
    );
  },
  async link(versionId, scope, sha256) {
    if (sha256 === null) {
      sql.run(
        'DELETE FROM file_link WHERE organisation_id = ? AND version_id = ?',
        organisationId,
        versionId,
      );
      return;
    }
    sql.run(
      `INSERT INTO file_link (organisation_id, version_id, scope, sha256) VALUES (?, ?, ?, ?)
       ON CONFLICT (organisation_id, version_id) DO UPDATE SET scope = excluded.scope, sha256 = excluded.sha256`,
      organisationId,
      versionId,
      scope,
      sha256,
    );
  },
  async addUpload(upload) {
    sql.run(
      `INSERT INTO upload (upload_id, organisation_id, person_id, name, size, sha256, started_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ...[upload.uploadId, organisationId, upload.personId, upload.name],
      ...[upload.size, upload.sha256, upload.startedAt],
    );
  },
  async removeUpload(uploadId) {
    sql.run('DELETE FROM upload WHERE organisation_id = ? AND upload_id = ?', organisationId, uploadId);
  },
});
