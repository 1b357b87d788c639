import type { Database } from 'better-sqlite3';

/** Scopes that have moved since a number are found without reading those that have not. */
export const findScopesByHead = (db: Database): void => {
  db.exec('CREATE INDEX scope_by_head ON scope (organisation_id, head);');
};
