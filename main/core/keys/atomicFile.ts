import * as nodeFiles from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** The calls that a small file is written with; `node:fs` has this form. */
export type SmallFileSystem = Pick<
  typeof nodeFiles,
  'closeSync' | 'fsyncSync' | 'mkdirSync' | 'openSync' | 'renameSync' | 'rmSync'
> & {
  /** May write fewer bytes than it was given. */
  writeSync(handle: number, bytes: Uint8Array, offset: number, length: number): number;
};

/** Directories cannot be opened for syncing on Windows; the rename is journalled there. */
const syncFolder = (files: SmallFileSystem, folder: string): void => {
  try {
    const handle = files.openSync(folder, 'r');
    try {
      files.fsyncSync(handle);
    } finally {
      files.closeSync(handle);
    }
  } catch {
    return;
  }
};

const writeWhole = (files: SmallFileSystem, handle: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length;) {
    const written = files.writeSync(handle, bytes, at, bytes.length - at);
    if (written <= 0) throw Object.assign(new Error('the disk takes no bytes'), { code: 'EIO' });
    at += written;
  }
};

/**
 * Replaces a small file whole or not at all, also when the power fails: temporary file, sync, rename. `onWritten` is called
 * before the last. Throws what the file system says; the file is then as it was.
 */
export const writeJsonAtomically = (
  path: string,
  value: unknown,
  onWritten: () => void = () => undefined,
  files: SmallFileSystem = nodeFiles,
): void => {
  files.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.new`;
  try {
    const handle = files.openSync(temporary, 'w', 0o600);
    try {
      writeWhole(files, handle, Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
      files.fsyncSync(handle);
    } finally {
      files.closeSync(handle);
    }
    onWritten();
    files.renameSync(temporary, path);
  } catch (error) {
    files.rmSync(temporary, { force: true });
    throw error;
  }
  syncFolder(files, dirname(path));
};

/** Null when it is not there or does not say what it should. */
export const readJson = <S extends z.ZodType>(path: string, schema: S): z.infer<S> | null => {
  let text: string;
  try {
    text = nodeFiles.readFileSync(path, 'utf8');
  } catch {
    return null;
  }
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};
