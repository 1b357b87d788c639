import type { FileShape, FileTable } from './fileTable.ts';

/** Scopes of this device's own that hold a file: an upload, until a record refers to what it brought. */
export const UPLOAD_SCOPE = 'upload:';

/** Which scopes hold a file, by what readable records say. */
export interface Naming {
  scopes(sha256: string): ReadonlySet<string>;
  /** Undefined when nothing names it. */
  shape(sha256: string): FileShape | undefined;
}

/** An upload needs its bytes. */
export const isHeldByUpload = (table: FileTable, sha256: string): boolean =>
  [...table.scopes(sha256)].some((scope) => scope.startsWith(UPLOAD_SCOPE));

/** Whether `reconcileScopes` would change anything of the file. */
export const isReconciled = (table: FileTable, sha256: string, naming: Naming): boolean => {
  const named = naming.scopes(sha256);
  const held = [...table.scopes(sha256)].filter((scope) => !scope.startsWith(UPLOAD_SCOPE));
  return held.length === named.size && held.every((scope) => named.has(scope));
};

/** Gives the scopes that have no key of the file theirs. */
const giveTo = (table: FileTable, scopes: ReadonlySet<string>, sha256: string, naming: Naming): void => {
  const lacking = [...scopes].filter((scope) => !table.scopes(sha256).has(scope));
  const shape = lacking.length === 0 ? undefined : naming.shape(sha256);
  if (shape !== undefined) for (const scope of lacking) table.refer(shape, scope);
};

/**
 * Whether one of them is held by nothing any more. Then its key has to be gone for sure before its bytes are: after a
 * loss of power the row of before would find bytes that were fetched since, under another key.
 */
const isGoing = (table: FileTable, sha256s: readonly string[], naming: Naming): 'sure' | undefined =>
  sha256s.some(
    (sha256) =>
      table.scopes(sha256).size > 0 && !isHeldByUpload(table, sha256) && naming.scopes(sha256).size === 0,
  )
    ? 'sure'
    : undefined;

/**
 * Makes the scopes of these files exactly what is said of them, but for uploads' own, in one transaction. Returns those that
 * no scope holds any more: known no longer, their bytes still on the disk.
 */
export const reconcileScopes = (
  table: FileTable,
  sha256s: readonly string[],
  naming: Naming,
): readonly string[] => {
  const gone: string[] = [];
  table.transaction(
    () => {
      for (const sha256 of sha256s) {
        const named = naming.scopes(sha256);
        giveTo(table, named, sha256, naming);
        for (const scope of table.scopes(sha256)) {
          if (scope.startsWith(UPLOAD_SCOPE) || named.has(scope)) continue;
          if (table.drop(sha256, scope)) gone.push(sha256);
        }
      }
    },
    isGoing(table, sha256s, naming),
  );
  return gone;
};

/** Takes the key from one scope, for sure; true when that was the last one. */
export const dropScope = (table: FileTable, sha256: string, scope: string): boolean => {
  let isLast = false;
  table.transaction(() => {
    isLast = table.drop(sha256, scope);
  }, 'sure');
  return isLast;
};
