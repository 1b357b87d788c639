import type { Database } from 'better-sqlite3';
import { records } from './migrations/001_records.ts';
import { files } from './migrations/010_files.ts';
import { visits } from './migrations/011_visits.ts';
import { keeping } from './migrations/014_keeping.ts';
import { reading } from './migrations/012_reading.ts';
import { restore } from './migrations/013_restore.ts';
import { lookups } from './migrations/015_lookups.ts';
import { notePapers } from './migrations/016_note_papers.ts';

/** One numbered step of the store's schema. Never changed once released; each is tested from the version before. */
export interface Migration {
  /** `user_version` after it; rising, not necessarily without gaps. */
  readonly version: number;
  up(db: Database): void;
}

export const MIGRATIONS: readonly Migration[] = [
  records,
  files,
  visits,
  reading,
  restore,
  keeping,
  lookups,
  notePapers,
];
