import type { Database } from 'better-sqlite3';
import { createStore } from './m0001CreateStore.ts';

/** One step of the store's history. Steps are never edited once released; a change is a new step. */
export interface Migration {
  /** Stored in `PRAGMA user_version` when it is done. */
  readonly version: number;
  run(db: Database): void;
}

export const MIGRATIONS: readonly Migration[] = [{ version: 1, run: createStore }];

/** The version that this program writes. */
export const STORE_VERSION = MIGRATIONS.at(-1)?.version ?? 0;
