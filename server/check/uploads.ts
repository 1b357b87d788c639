import { opendir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import type { FileStore } from '../files/fileStore.ts';
import type { KeptUpload } from '../storage/inspection.ts';
import type { Organisation, WholeInstallation } from './context.ts';

const UPLOAD = /^[0-9a-f-]{36}$/;

const sizeAt = async (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    // Finished, or given up, since this moment of the store.
    () => null,
  );

/** Pieces that have arrived have the size of their place. Which are missing is nobody's fault: the app sends them. */
const checkChunks = async (
  { findings }: Organisation,
  files: FileStore,
  upload: KeptUpload,
): Promise<void> => {
  const folder = join(files.root, 'uploads', upload.uploadId);
  const last = Math.ceil(upload.size / CHUNK_BYTES) - 1;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const index = /^(\d{1,6})\.chunk$/.exec(name)?.[1];
    if (index === undefined) continue;
    const size = await sizeAt(join(folder, name));
    const expected = Number(index) < last ? CHUNK_BYTES : upload.size - last * CHUNK_BYTES;
    const isRight = size === null || (Number(index) <= last && size === expected);
    if (!isRight) findings.problem('upload_chunk', `The upload ${upload.uploadId}`, `piece ${index}`);
  }
};

/** Uploads that are not complete. */
export const checkUploads = async (organisation: Organisation, files: FileStore): Promise<void> => {
  const { kept, reader, findings } = organisation;
  for (const upload of kept.uploads()) {
    findings.examined('uploads');
    const subject = `The upload ${upload.uploadId}`;
    const person = await reader.get('person', upload.personId);
    if (person === undefined) findings.problem('upload_person', subject, `person ${upload.personId}`);
    await checkChunks(organisation, files, upload);
  }
};

/** Folders of uploads that the store does not know. */
export const noteUnnamedUploads = async ({
  inspection,
  files,
  findings,
}: WholeInstallation): Promise<void> => {
  const entries = await opendir(join(files.root, 'uploads')).catch(() => null);
  if (entries === null) return;
  for await (const entry of entries) {
    const isKnown = UPLOAD.test(entry.name) && inspection.isUpload(entry.name);
    if (isKnown) continue;
    findings.note('upload_unnamed', UPLOAD.test(entry.name) ? `uploads/${entry.name}` : 'A file in uploads/');
  }
};
