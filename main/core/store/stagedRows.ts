import type { Database } from 'better-sqlite3';
import type { RecordKind } from '../../../shared/domain/records/kinds.ts';
import type { RecordChange } from '../context.ts';
import type { ScopeChecksum } from './checksum.ts';
import { createRowWriter } from './incoming.ts';
import type { ScopeRow, ScopeStatements } from './scopes.ts';

interface StagedRow {
  readonly id: string;
  readonly kind: RecordKind;
  readonly rev: number;
  readonly parent: string;
  readonly body: string | null;
}

/** Moves what is staged for a scope into its rows, and says what that changes. Whoever calls owns the transaction. */
export class StagedRows {
  readonly #scopes: ScopeStatements;
  readonly #writeRow;
  readonly #staged;
  readonly #keys;

  constructor(db: Database, scopes: ScopeStatements) {
    this.#scopes = scopes;
    this.#writeRow = createRowWriter(db);
    this.#staged = db.prepare<[number], StagedRow>(
      'SELECT id, kind, rev, parent, body FROM staging WHERE scope = ?',
    );
    this.#keys = db.prepare<[number], { kind: RecordKind; id: string; rev: number }>(
      'SELECT kind, id, rev FROM rows WHERE scope = ?',
    );
  }

  /** `checksum` is the scope's, and is kept true. */
  apply(scope: ScopeRow, checksum: ScopeChecksum): RecordChange[] {
    return scope.staged_reset === 1 ? this.#replace(scope, checksum) : this.#add(scope, checksum);
  }

  /** The same change of each row of the scope. */
  changeOfAll(scope: ScopeRow, change: RecordChange['change']): RecordChange[] {
    return this.#keys.all(scope.no).map(({ kind, id }) => ({ scope: scope.name, kind, id, change }));
  }

  #add(scope: ScopeRow, checksum: ScopeChecksum): RecordChange[] {
    const changes: RecordChange[] = [];
    for (const row of this.#staged.all(scope.no)) {
      const change = this.#writeRow(scope.no, row, checksum);
      if (change !== 'none') changes.push({ scope: scope.name, kind: row.kind, id: row.id, change });
    }
    this.#scopes.deleteStaging(scope.no);
    return changes;
  }

  /** A whole new copy: what came again unchanged has not changed. */
  #replace(scope: ScopeRow, checksum: ScopeChecksum): RecordChange[] {
    const revs = new Map(this.#keys.all(scope.no).map(({ kind, id, rev }) => [`${kind}\n${id}`, rev]));
    const before = this.changeOfAll(scope, 'removed');
    this.#scopes.deleteRows(scope.no);
    checksum.clear();
    this.#add(scope, checksum);
    const changes: RecordChange[] = [];
    const now = this.#keys.all(scope.no);
    for (const { kind, id, rev } of now) {
      const old = revs.get(`${kind}\n${id}`);
      if (old === rev) continue;
      changes.push({ scope: scope.name, kind, id, change: old === undefined ? 'added' : 'changed' });
    }
    const remaining = new Set(now.map(({ kind, id }) => `${kind}\n${id}`));
    return changes.concat(before.filter(({ kind, id }) => !remaining.has(`${kind}\n${id}`)));
  }
}
