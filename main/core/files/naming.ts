import type { Database } from 'better-sqlite3';
import type { PaperVersion } from '../../../shared/domain/records/paper.ts';
import type { RecordsControl } from '../store/records.ts';

/**
 * Papers whose readable versions name a file, by their ids; looked for in the scopes that hold its key: an agenda item has
 * few records, so that this needs neither an index of all files nor all records in memory.
 */
export const papersNaming = (db: Database): ((sha256: string) => readonly string[]) => {
  // A version's parent is its paper.
  const find = db
    .prepare<[string], string>(
      `SELECT rows.parent FROM file_wraps
         JOIN scopes ON scopes.name = file_wraps.scope AND scopes.visible = 1
         JOIN rows ON rows.scope = scopes.no
        WHERE file_wraps.sha256 = ? AND rows.kind = 'paperVersion'
          AND rows.body ->> '$.file.sha256' = file_wraps.sha256`,
    )
    .pluck();
  return (sha256) => find.all(sha256);
};

/** The same with what the outbox has added. */
export const papersShowing = (
  db: Database,
  { overlay }: Pick<RecordsControl, 'overlay'>,
): ((sha256: string) => readonly string[]) => {
  const naming = papersNaming(db);
  return (sha256) => {
    const added = [...(overlay().get('paperVersion')?.values() ?? [])].flatMap(({ stored }) => {
      const version = stored?.body as PaperVersion | undefined;
      return version?.file.sha256 === sha256 ? [version.paperId] : [];
    });
    return [...naming(sha256), ...added];
  };
};
