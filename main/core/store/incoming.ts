import type { Database } from 'better-sqlite3';
import type { PullAnswer, ScopeChanges, WireRecord } from '../../../shared/contract/sync.ts';
import {
  isRecordKind,
  parentOf,
  recordSchemas,
  type RecordKind,
} from '../../../shared/domain/records/kinds.ts';
import { parseScope } from '../../../shared/domain/scope.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { createChecksum, type ScopeChecksum } from './checksum.ts';
import { prepareScopes, type ScopeRow } from './scopes.ts';

/** What the server sent does not fit its own contract. */
export class Nonsense extends Error {}

interface Incoming {
  readonly id: string;
  readonly kind: RecordKind;
  readonly rev: number;
  readonly parent: string;
  readonly body: string | null;
}

/** The edge where records enter: kind known, body as its schema says, id the body's own. */
const parseRecord = ([id, kind, rev, body]: WireRecord): Incoming => {
  if (!isRecordKind(kind)) throw new Nonsense(`kind ${kind}`);
  if (body === null) return { id, kind, rev, parent: '', body };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new Nonsense(`${kind} is not JSON`);
  }
  const record = recordSchemas[kind].safeParse(json);
  if (!record.success || record.data.id !== id) throw new Nonsense(`${kind} does not fit its schema`);
  return { id, kind, rev, parent: parentOf(kind, record.data), body };
};

/** Takes a pulled page in, in one transaction: staged where something is on screen, straight where nothing is yet. */
export interface PageTaker {
  /** Throws `Nonsense`, and nothing of the page is kept. */
  take(answer: PullAnswer): void;
}

export const createPageTaker = (db: Database, reached: CoreReached = unwatched): PageTaker => {
  const scopes = prepareScopes(db);
  const writeRow = createRowWriter(db);
  const stage = db.prepare(
    `INSERT INTO staging (scope, kind, id, rev, parent, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rev = excluded.rev, parent = excluded.parent, body = excluded.body`,
  );

  const takeScope = (change: ScopeChanges): void => {
    if (parseScope(change.scope) === null) throw new Nonsense('scope');
    const scope = scopes.findOrAdd(change.scope);
    const isShown = scope.visible === 1;
    // Of a scope that has just been added there is nothing to clear.
    if (change.reset && (isShown || scope.staged_cursor !== null)) clear(scope, isShown);
    if (isShown) {
      for (const each of change.records) {
        const { kind, id, rev, parent, body } = parseRecord(each);
        stage.run(scope.no, kind, id, rev, parent, body);
      }
      scopes.setStaged(scope.no, change.to, change.checksum);
    } else {
      const checksum = createChecksum(change.reset ? undefined : scope.checksum);
      for (const each of change.records) writeRow(scope.no, parseRecord(each), checksum);
      scopes.setArrived(scope.no, change.to, change.checksum, checksum.bytes());
    }
  };
  const clear = (scope: ScopeRow, isShown: boolean): void => {
    if (isShown) scopes.stageReset(scope.no);
    else scopes.deleteRows(scope.no);
  };
  const takeAll = db.transaction((answer: PullAnswer) => {
    for (const change of answer.changes) takeScope(change);
    reached('page.before_commit');
  });
  return { take: (answer) => takeAll.immediate(answer) };
};

export type RowWriter = (
  scope: number,
  record: Incoming,
  checksum: ScopeChecksum,
) => 'added' | 'changed' | 'removed' | 'none';

/** Writes one record into `rows` and keeps the scope's checksum true. */
export const createRowWriter = (db: Database): RowWriter => {
  // Nearly every row is new: one statement then does it.
  const add = db.prepare(
    'INSERT INTO rows (scope, kind, id, rev, parent, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const find = db.prepare<[string, string, number], { rev: number; body: string }>(
    'SELECT rev, body FROM rows WHERE kind = ? AND id = ? AND scope = ?',
  );
  const replace = db.prepare(
    'UPDATE rows SET rev = ?, parent = ?, body = ? WHERE kind = ? AND id = ? AND scope = ?',
  );
  const remove = db.prepare('DELETE FROM rows WHERE kind = ? AND id = ? AND scope = ?');
  return (scope, { kind, id, rev, parent, body }, checksum) => {
    if (body !== null && add.run(scope, kind, id, rev, parent, body).changes === 1) {
      checksum.add(kind, id, rev, body);
      return 'added';
    }
    const before = find.get(kind, id, scope);
    if (before === undefined) return 'none';
    checksum.subtract(kind, id, before.rev, before.body);
    if (body === null) {
      remove.run(kind, id, scope);
      return 'removed';
    }
    replace.run(rev, parent, body, kind, id, scope);
    checksum.add(kind, id, rev, body);
    return before.rev === rev ? 'none' : 'changed';
  };
};
