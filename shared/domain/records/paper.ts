import { z } from 'zod';
import { classification, id, instant, line, order, sha256Text } from './common.ts';

/** Files travel, are verified and are encrypted in pieces of this many bytes (the last one may be shorter). */
export const CHUNK_BYTES = 1024 * 1024;

/** An immutable file, named by its content. */
export const fileRef = z.strictObject({
  sha256: sha256Text,
  size: z.int().min(1),
  /** SHA-256 of each chunk of `CHUNK_BYTES`, in order. */
  chunks: z.array(sha256Text).min(1).max(4096),
  /** Pages of the PDF. */
  pages: z.int().min(1),
});

export const DOCUMENT_TYPES = [
  'report',
  'submission',
  'draft_resolution',
  'draft_decree',
  'resolution',
  'appendix',
  'plan',
  'opinion_summary',
  'minutes',
  'notice',
  'other',
] as const;

/** A paper of an agenda item or of an opinion slip; what is read is its current version. Scope `item:` or `slip:`. */
export const paper = z.strictObject({
  id,
  meetingId: id.nullable(),
  itemId: id.nullable(),
  slipId: id.nullable(),
  order,
  title: line,
  documentType: z.enum(DOCUMENT_TYPES),
  agency: z.string().max(300),
  /** Registry number, e.g. "412/BC-BTC". */
  number: z.string().max(100),
  classification,
  currentVersionId: id,
});

/** One version (dự thảo lần n) of a paper. Versions are only ever added. Same scope as its paper. */
export const paperVersion = z.strictObject({
  id,
  paperId: id,
  /** 1, 2, 3 … */
  n: z.int().min(1),
  fileName: line,
  file: fileRef,
  addedAt: instant,
  addedBy: id,
});

export type FileRef = z.infer<typeof fileRef>;
export type Paper = z.infer<typeof paper>;
export type PaperVersion = z.infer<typeof paperVersion>;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];
