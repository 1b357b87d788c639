import type { Database } from 'better-sqlite3';
import { z } from 'zod';
import { ERROR_CODES, type CabinetError } from '../../../shared/contract/errors.ts';
import { CLASSIFICATIONS } from '../../../shared/domain/records/common.ts';
import { DOCUMENT_TYPES } from '../../../shared/domain/records/paper.ts';

const errorJson = z.strictObject({
  code: z.enum(ERROR_CODES),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
});

const row = z.object({
  id: z.string(),
  owner_kind: z.enum(['item', 'slip', 'paper']),
  owner_id: z.string(),
  name: z.string(),
  size: z.int(),
  classification: z.enum(CLASSIFICATIONS),
  document_type: z.enum(DOCUMENT_TYPES),
  place: z.string(),
  state: z.enum(['reading', 'waiting', 'done', 'refused']),
  sha256: z.string().nullable(),
  sent_bytes: z.int(),
  error: z.string().nullable(),
});

/** One file on its way to the server, as it survives a restart. */
export interface Upload {
  readonly id: string;
  readonly ownerKind: 'item' | 'slip' | 'paper';
  readonly ownerId: string;
  readonly name: string;
  readonly size: number;
  readonly classification: z.infer<typeof row>['classification'];
  readonly documentType: z.infer<typeof row>['document_type'];
  /** Order key among its owner's papers. */
  readonly place: string;
  /** `reading`: its bytes are still coming from the person's disk, which does not survive a restart. */
  readonly state: 'reading' | 'waiting' | 'done' | 'refused';
  readonly sha256: string | null;
  readonly sentBytes: number;
  readonly error: CabinetError | null;
}

export interface UploadTable {
  get(id: string): Upload | undefined;
  /** In the order in which they were begun. */
  all(): readonly Upload[];
  put(upload: Upload): void;
  delete(id: string): void;
}

const uploadOf = (stored: unknown): Upload => {
  const parsed = row.parse(stored);
  return {
    id: parsed.id,
    ownerKind: parsed.owner_kind,
    ownerId: parsed.owner_id,
    name: parsed.name,
    size: parsed.size,
    classification: parsed.classification,
    documentType: parsed.document_type,
    place: parsed.place,
    state: parsed.state,
    sha256: parsed.sha256,
    sentBytes: parsed.sent_bytes,
    error: parsed.error === null ? null : errorJson.parse(JSON.parse(parsed.error)),
  };
};

const COLUMNS =
  'id, owner_kind, owner_id, name, size, classification, document_type, place, state, sha256, sent_bytes, error';

/** Rows of the encrypted store, held in memory too: progress is asked for several times a second. */
export const createUploadTable = (db: Database): UploadTable => {
  const uploads = new Map(
    db
      .prepare(`SELECT ${COLUMNS} FROM uploads ORDER BY id`)
      .all()
      .map((stored) => {
        const upload = uploadOf(stored);
        return [upload.id, upload] as const;
      }),
  );
  const write = db.prepare(
    `INSERT OR REPLACE INTO uploads (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare('DELETE FROM uploads WHERE id = ?');
  return {
    get: (id) => uploads.get(id),
    all: () => [...uploads.values()],
    put(upload) {
      write.run(
        upload.id,
        upload.ownerKind,
        upload.ownerId,
        upload.name,
        upload.size,
        upload.classification,
        upload.documentType,
        upload.place,
        upload.state,
        upload.sha256,
        upload.sentBytes,
        upload.error === null ? null : JSON.stringify(upload.error),
      );
      uploads.set(upload.id, upload);
    },
    delete(id) {
      remove.run(id);
      uploads.delete(id);
    },
  };
};
