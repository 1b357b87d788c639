/** The operating system's code of a failure (`ENOSPC`, `ENOENT`, `SQLITE_FULL` …), if it has one. */
export const systemCode = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
