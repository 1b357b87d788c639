import type { Database } from 'better-sqlite3';
import { createStore } from './m0001CreateStore.ts';
import { restore } from './m0002Restore.ts';
import { addRecovery } from './m0003Recovery.ts';
import { findResultsById } from './m0004ResultById.ts';
import { findScopesByHead } from './m0005ScopeByHead.ts';
import { noteTakenKeys } from './m0006AccountKeyTaken.ts';

/** One step of the store's history. Steps are never edited once released; a change is a new step. */
export interface Migration {
  /** Stored in `PRAGMA user_version` when it is done. */
  readonly version: number;
  run(db: Database): void;
}

export const MIGRATIONS: readonly Migration[] = [
  { version: 1, run: createStore },
  { version: 2, run: restore },
  { version: 3, run: addRecovery },
  { version: 4, run: findResultsById },
  { version: 5, run: findScopesByHead },
  { version: 6, run: noteTakenKeys },
];

/** The version that this program writes. */
export const STORE_VERSION = MIGRATIONS.at(-1)?.version ?? 0;
