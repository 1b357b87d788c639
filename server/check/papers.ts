import { createHash } from 'node:crypto';
import { open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import { sha256Text } from '../../shared/domain/records/common.ts';
import { canonicalJson } from '../../shared/lib/canonicalJson.ts';
import type { FileStore } from '../files/fileStore.ts';
import type { KeptFile } from '../storage/inspection.ts';
import type { Organisation, WholeInstallation } from './context.ts';

const chunkList = z.array(sha256Text);

const chunksOf = (text: string): readonly string[] | null => {
  try {
    const parsed = chunkList.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};

interface Hashed {
  readonly size: number;
  readonly sha256: string;
  readonly chunks: readonly string[];
}

/** Reads a file once, one chunk in memory. */
const hashFile = async (path: string): Promise<Hashed> => {
  const whole = createHash('sha256');
  const chunks: string[] = [];
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const handle = await open(path, 'r');
  try {
    let size = 0;
    for (;;) {
      let filled = 0;
      while (filled < CHUNK_BYTES) {
        const { bytesRead } = await handle.read(buffer, filled, CHUNK_BYTES - filled, size + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      if (filled === 0) break;
      const bytes = buffer.subarray(0, filled);
      whole.update(bytes);
      chunks.push(createHash('sha256').update(bytes).digest('hex'));
      size += filled;
    }
    return { size, sha256: whole.digest('hex'), chunks };
  } finally {
    await handle.close();
  }
};

const checkFile = async ({ findings }: Organisation, files: FileStore, file: KeptFile): Promise<void> => {
  const subject = `The paper ${file.sha256}`;
  const size = await files.sizeOf(file.sha256);
  if (size === undefined) return findings.problem('file_missing', subject);
  if (size !== file.size) return findings.problem('file_size', subject, `${size} bytes, not ${file.size}`);
  const found = await hashFile(files.pathOf(file.sha256));
  if (found.sha256 !== file.sha256) return findings.problem('file_hash', subject);
  const chunks = chunksOf(file.chunks);
  if (chunks?.join() !== found.chunks.join()) findings.problem('file_chunks', subject);
};

/** Versions say of their file what was found when it was checked, and are kept as naming it. */
const checkVersions = async ({ kept, reader, findings }: Organisation): Promise<void> => {
  for (const row of kept.records()) {
    if (row.kind !== 'paperVersion' || row.body === null) continue;
    const version = await reader.get('paperVersion', row.id);
    if (version === undefined) continue;
    findings.examined('papers');
    const subject = `The record paperVersion ${row.id}`;
    await findings.guard(subject, async () => {
      const { file } = version.body;
      const known = await kept.view.files.find(file.sha256);
      const isSame = known !== undefined && canonicalJson(known) === canonicalJson(file);
      if (!isSame) findings.problem('version_file', subject, `paper ${file.sha256}`);
      const naming = await kept.view.files.scopesNaming(file.sha256);
      if (!naming.includes(version.scope)) findings.problem('version_link', subject);
    });
  }
  for (const { versionId, scope, sha256 } of kept.links()) {
    const version = await reader.get('paperVersion', versionId);
    const isRight = version?.scope === scope && version.body.file.sha256 === sha256;
    if (!isRight) findings.problem('version_link', `The record paperVersion ${versionId}`);
  }
};

/** Every paper that the store knows, from the disk: there, whole, and as it was checked. */
export const checkPapers = async (organisation: Organisation, files: FileStore): Promise<void> => {
  const { kept, reader, findings } = organisation;
  for (const file of kept.files()) {
    findings.examined('papers');
    const subject = `The paper ${file.sha256}`;
    await findings.guard(subject, async () => {
      await checkFile(organisation, files, file);
      const naming = await kept.view.files.scopesNaming(file.sha256);
      if (naming.length === 0) findings.note('file_unused', subject);
    });
  }
  await checkVersions(organisation);
  for (const { sha256, personId } of kept.uploaders()) {
    const person = await reader.get('person', personId);
    if (person === undefined)
      findings.problem('uploader_unknown', `The paper ${sha256}`, `person ${personId}`);
  }
};

const NAME = /^[0-9a-f]{64}$/;

/** What lies among the papers and is none of them. Problems of nobody: they are noted. */
export const noteUnnamedFiles = async ({ inspection, files, findings }: WholeInstallation): Promise<void> => {
  const walk = async (folder: string, below: string): Promise<void> => {
    const entries = await opendir(folder).catch(() => null);
    if (entries === null) return;
    for await (const entry of entries) {
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(join(folder, entry.name), name);
      else if (!isNamed(entry.name, join(folder, entry.name))) {
        // Its name is somebody's word: only its place among the papers is told.
        findings.note('file_unnamed', NAME.test(entry.name) ? `files/${name}` : `A file in files/${below}`);
      }
    }
  };
  const isNamed = (sha256: string, path: string): boolean =>
    NAME.test(sha256) && files.pathOf(sha256) === path && inspection.isFileNamed(sha256);
  await walk(join(files.root, 'files'), '');
};
