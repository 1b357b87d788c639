import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { CHUNK_BYTES, type FileRef } from '../../shared/domain/records/paper.ts';
import type { uploadAnswer, uploadRequest } from '../../shared/contract/sync.ts';
import type { SignedIn } from '../accounts/session.ts';
import type { ServerContext } from '../context.ts';
import { checkPdf, NOT_CHECKED } from '../jobs/pdfCheck.ts';
import { Problem } from '../problem.ts';
import type { UploadRow } from '../storage/port.ts';

/** An upload that nobody has ended is dropped after this long, in milliseconds. */
const STALE_UPLOAD_MS = 7 * 24 * 60 * 60 * 1000;

const chunkCount = (size: number): number => Math.ceil(size / CHUNK_BYTES);

/** Begins an upload, or goes on with the one that this person began for the same bytes. */
export const beginUpload = async (
  context: ServerContext,
  who: SignedIn,
  request: z.infer<typeof uploadRequest>,
): Promise<z.infer<typeof uploadAnswer>> => {
  const { maxUploadBytes } = context.settings;
  if (request.size > maxUploadBytes) {
    const limit = Math.floor(maxUploadBytes / (1024 * 1024));
    throw new Problem(413, 'file_too_large', { name: request.name, limit });
  }
  const { name, sha256, size } = request;
  if (size === 0) throw new Problem(422, 'file_empty', { name });
  const upload = await context.storage.transact(who.organisationId, async (tx): Promise<UploadRow> => {
    const known = await tx.files.findUploadOf(who.personId, sha256);
    if (known !== undefined && known.size === size) return known;
    const startedAt = new Date(context.clock.now()).toISOString();
    const made = { uploadId: context.ids.next(), personId: who.personId, name, size, sha256, startedAt };
    await tx.files.addUpload(made);
    return made;
  });
  // Only to who has shown to have it: otherwise a hash would be enough to learn that the file is here.
  const file = await context.storage.read(who.organisationId, async (view) =>
    (await view.files.uploadedBy(sha256, who.personId)) ? view.files.find(sha256) : undefined,
  );
  const have = file === undefined ? await context.files.chunksOf(upload.uploadId) : [];
  return { uploadId: upload.uploadId, have: [...have], file: file ?? null };
};

const findOwn = async (context: ServerContext, who: SignedIn, uploadId: string): Promise<UploadRow> => {
  const upload = await context.storage.read(who.organisationId, (view) => view.files.findUpload(uploadId));
  if (upload === undefined || upload.personId !== who.personId) throw new Problem(404, 'not_found');
  return upload;
};

/** Keeps one chunk. Its hash and its size are checked here, so that a retry concerns one chunk and not the file. */
export const putChunk = async (
  context: ServerContext,
  who: SignedIn,
  uploadId: string,
  chunk: { readonly index: number; readonly sha256: string; readonly bytes: Uint8Array },
): Promise<void> => {
  const upload = await findOwn(context, who, uploadId);
  const last = chunkCount(upload.size) - 1;
  const expected = chunk.index < last ? CHUNK_BYTES : upload.size - last * CHUNK_BYTES;
  const isRight =
    chunk.index <= last &&
    chunk.bytes.length === expected &&
    createHash('sha256').update(chunk.bytes).digest('hex') === chunk.sha256;
  if (!isRight) throw new Problem(422, 'upload_chunk_wrong', { index: chunk.index });
  await context.files.putChunk(uploadId, chunk.index, chunk.sha256, chunk.bytes);
};

const forget = async (context: ServerContext, organisationId: string, uploadId: string): Promise<void> => {
  await context.storage.transact(organisationId, (tx) => tx.files.removeUpload(uploadId));
  context.reached('upload.forgotten');
  await context.files.dropUpload(uploadId);
};

/** So often may the check of one upload fail without a verdict; then the file is what makes it fail. */
const MAX_UNCHECKED = 3;
const unchecked = new Map<string, number>();

/** Whether what has arrived is a PDF, and its pages. Throws `Problem`: for good, or (503) to be asked again. */
const pagesOf = async (
  context: ServerContext,
  who: SignedIn,
  { uploadId, name }: UploadRow,
  path: string,
): Promise<number> => {
  const checked = await checkPdf(path, context.settings.pdfCheckMs);
  const failures = (unchecked.get(uploadId) ?? 0) + 1;
  if (!checked.ok && checked.error === NOT_CHECKED && failures < MAX_UNCHECKED) {
    unchecked.set(uploadId, failures);
    context.log.warn({ uploadId, failures }, 'a file could not be checked; it is tried again');
    throw new Problem(503, 'internal');
  }
  unchecked.delete(uploadId);
  if (checked.ok) return checked.value.pages;
  await forget(context, who.organisationId, uploadId);
  throw new Problem(422, checked.error === NOT_CHECKED ? 'file_unreadable' : checked.error, { name });
};

const complete = async (context: ServerContext, who: SignedIn, uploadId: string): Promise<FileRef> => {
  const { organisationId, personId } = who;
  const upload = await findOwn(context, who, uploadId);
  const known = await context.storage.read(organisationId, async (view) =>
    (await view.files.uploadedBy(upload.sha256, personId)) ? view.files.find(upload.sha256) : undefined,
  );
  if (known !== undefined) {
    await forget(context, organisationId, uploadId);
    return known;
  }
  const count = chunkCount(upload.size);
  const have = await context.files.chunksOf(uploadId);
  if (have.length < count) throw new Problem(409, 'upload_incomplete', { have: have.length, count });
  const assembled = await context.files.assemble(uploadId, count);
  context.reached('upload.assembled');
  // The disk lost a chunk: its sender has it still, and begins again with what is left.
  if (assembled === null) {
    const left = (await context.files.chunksOf(uploadId)).length;
    throw new Problem(409, 'upload_incomplete', { have: left, count });
  }
  if (assembled.size !== upload.size || assembled.sha256 !== upload.sha256) {
    await forget(context, organisationId, uploadId);
    throw new Problem(422, 'file_damaged', { name: upload.name });
  }
  const pages = await pagesOf(context, who, upload, assembled.path);
  context.reached('upload.checked');
  const file: FileRef = {
    sha256: assembled.sha256,
    size: assembled.size,
    chunks: [...assembled.chunks],
    pages,
  };
  await context.files.adopt(assembled);
  context.reached('file.adopted');
  await context.storage.transact(organisationId, async (tx) => {
    await tx.files.add(file, new Date(context.clock.now()).toISOString());
    await tx.files.addUploader(file.sha256, personId);
    await tx.files.removeUpload(uploadId);
  });
  context.reached('file.recorded');
  await context.files.dropUpload(uploadId);
  return file;
};

const completing = new Map<string, Promise<FileRef>>();

/**
 * Checks the whole: size, hash, and that it is a PDF that can be read. What is refused is forgotten. Asked twice at the
 * same time (a client that lost the first answer), it does it once.
 */
export const completeUpload = (context: ServerContext, who: SignedIn, uploadId: string): Promise<FileRef> => {
  const key = `${who.personId} ${uploadId}`;
  const running = completing.get(key);
  if (running !== undefined) return running;
  const done = complete(context, who, uploadId).finally(() => completing.delete(key));
  completing.set(key, done);
  return done;
};

/** Drops chunks of uploads that are ended already: the process died between the two. */
export const dropOrphanedUploads = async (context: ServerContext): Promise<void> => {
  const organisationIds = await context.storage.directory.organisationIds();
  for (const uploadId of await context.files.uploadsHere()) {
    const rows = await Promise.all(
      organisationIds.map((each) => context.storage.read(each, (view) => view.files.findUpload(uploadId))),
    );
    if (rows.every((row) => row === undefined)) await context.files.dropUpload(uploadId);
  }
};

/** Drops uploads that were begun long ago and never ended. */
export const dropStaleUploads = async (context: ServerContext): Promise<void> => {
  const before = new Date(context.clock.now() - STALE_UPLOAD_MS).toISOString();
  for (const organisationId of await context.storage.directory.organisationIds()) {
    const stale = await context.storage.read(organisationId, (view) => view.files.staleUploads(before));
    for (const { uploadId } of stale) await forget(context, organisationId, uploadId);
  }
};
