import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { storageFailure } from '../store/failures.ts';

/** The operating system's code of a failure (`ENOSPC`, `ENOENT`, `SQLITE_FULL` …), if it has one. */
export const systemCode = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;

/**
 * What a failing disk means to a person: `disk_full`, `store_damaged` for the store itself, or `disk_failing` for
 * anything else that the operating system refuses (a folder taken away, no permission, an unreadable sector). Null for a
 * bug, which is thrown on.
 */
export const diskFailure = (cause: unknown): CabinetError | null => {
  const failure = storageFailure(cause);
  if (failure !== null) return failure;
  const code = systemCode(cause);
  return code !== null && /^E[A-Z]+$/.test(code) ? cabinetError('disk_failing') : null;
};
