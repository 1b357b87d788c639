import type { Database } from 'better-sqlite3';

/**
 * Ids of the readable versions that name a file, looked for in the scopes that hold its key: an agenda item has few
 * records, so that this needs neither an index of all files nor all records in memory.
 */
export const versionsNaming = (db: Database): ((sha256: string) => readonly string[]) => {
  const find = db
    .prepare<[string], string>(
      `SELECT rows.id FROM file_wraps
         JOIN scopes ON scopes.name = file_wraps.scope AND scopes.visible = 1
         JOIN rows ON rows.scope = scopes.no
        WHERE file_wraps.sha256 = ? AND rows.kind = 'paperVersion'
          AND rows.body ->> '$.file.sha256' = file_wraps.sha256`,
    )
    .pluck();
  return (sha256) => find.all(sha256);
};
