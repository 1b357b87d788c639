import type { Database } from 'better-sqlite3';

/**
 * Answers are found by the mutation as well: a device that was set back to an older copy of its disk may send it again under
 * another number.
 */
export const findResultsById = (db: Database): void => {
  db.exec('CREATE INDEX mutation_result_by_id ON mutation_result (organisation_id, device_id, mutation_id);');
};
