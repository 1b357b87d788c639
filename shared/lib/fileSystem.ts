/**
 * The file system as the file layers of client and server use it, injected so that tests can make a disk fail:
 * `node:fs/promises` has this form. Everything rejects with the operating system's error (`code`: `ENOSPC`, `EIO` …).
 */
export interface FileSystem {
  open(path: string, flags: string | number, mode?: number): Promise<OpenedFile>;
  /** Resolves with the first folder that was made; undefined when all were there. */
  mkdir(path: string, options: FolderOptions): Promise<string | undefined>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly force: true; readonly recursive?: boolean }): Promise<void>;
  readdir(path: string): Promise<string[]>;
  stat(path: string): Promise<{ readonly size: number }>;
  /** `bsize` bytes per block; `bavail` blocks that this user may still take. */
  statfs(path: string): Promise<DiskSpace>;
}

export interface FolderOptions {
  readonly recursive: true;
  readonly mode?: number;
}

export interface DiskSpace {
  readonly bsize: number;
  readonly blocks: number;
  readonly bavail: number;
}

export interface OpenedFile {
  /** May write fewer bytes than it was given: `writeFully`. */
  writev(parts: readonly Uint8Array[], position: number): Promise<{ readonly bytesWritten: number }>;
  /** May read fewer bytes than there are: `readFully`. */
  read(
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesRead: number }>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What is left of the parts after so many bytes of them. */
const afterBytes = (parts: readonly Uint8Array[], bytes: number): readonly Uint8Array[] => {
  const rest: Uint8Array[] = [];
  let skip = bytes;
  for (const part of parts) {
    if (skip < part.length) rest.push(skip === 0 ? part : part.subarray(skip));
    skip = Math.max(0, skip - part.length);
  }
  return rest;
};

/**
 * Writes all of the parts from `position` on, however few bytes the system takes at a time. Rejects with the system's
 * error, and with `EIO` when it takes none without saying why; what lies there is then not to be trusted.
 */
export const writeFully = async (
  file: Pick<OpenedFile, 'writev'>,
  parts: readonly Uint8Array[],
  position: number,
): Promise<void> => {
  let rest = afterBytes(parts, 0);
  let at = position;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest, at);
    if (bytesWritten <= 0) throw Object.assign(new Error('the disk takes no bytes'), { code: 'EIO' });
    rest = afterBytes(rest, bytesWritten);
    at += bytesWritten;
  }
};

/** Reads until `into` is full or the file ends; resolves with the number of bytes. */
export const readFully = async (
  file: Pick<OpenedFile, 'read'>,
  into: Uint8Array,
  position: number,
): Promise<number> => {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await file.read(into, filled, into.length - filled, position + filled);
    if (bytesRead <= 0) break;
    filled += bytesRead;
  }
  return filled;
};
