import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const DISK_FULL = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT']);

/**
 * What a failing disk or a damaged file means to a person: `disk_full` or `store_damaged`; null for a bug, which is
 * thrown on. Covers SQLite and the file system.
 */
export const storageFailure = (error: unknown): CabinetError | null => {
  const code = codeOf(error);
  // The shared-memory file of the WAL could not grow.
  if (DISK_FULL.has(code) || code.startsWith('SQLITE_IOERR_SHM')) return cabinetError('disk_full');
  if (/^SQLITE_(CORRUPT|NOTADB|IOERR)/.test(code)) return cabinetError('store_damaged');
  return null;
};

/** Runs what writes to the disk; its failures become values, bugs stay bugs. */
export const guardStorage = <T>(
  run: () => T,
): { ok: true; value: T } | { ok: false; error: CabinetError } => {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    const failure = storageFailure(error);
    if (failure === null) throw error;
    return { ok: false, error: failure };
  }
};
