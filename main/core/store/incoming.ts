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

/** What one transaction takes in at most: the thread that answers screens is never busy for longer than a few of them. */
const PART = { records: 300, characters: 192 * 1024 } as const;

/** One scope's part of a page, each record of it checked. */
interface Checked extends Omit<ScopeChanges, 'records'> {
  readonly records: readonly Incoming[];
}

/** Records `from` up to, not including, `to` of one scope. */
interface Part {
  readonly change: Checked;
  readonly from: number;
  readonly to: number;
}

/** Cuts a page into transactions, each of one or several scopes: as if the server had sent smaller pages. */
function* partsOf(changes: readonly Checked[]): Generator<readonly Part[]> {
  let parts: Part[] = [];
  let [records, characters] = [0, 0];
  for (const change of changes) {
    let from = 0;
    for (let at = 0; at < change.records.length; at += 1) {
      records += 1;
      characters += change.records[at]?.body?.length ?? 0;
      if (records < PART.records && characters < PART.characters) continue;
      yield [...parts, { change, from, to: at + 1 }];
      parts = [];
      [records, characters] = [0, 0];
      from = at + 1;
    }
    // Also for a scope without a record, whose cursor and checksum have moved all the same.
    if (from < change.records.length || change.records.length === 0)
      parts.push({ change, from, to: change.records.length });
    records += 1;
  }
  if (parts.length > 0) yield parts;
}

const charactersOf = (changes: readonly Checked[]): number =>
  changes.reduce((all, { records }) => records.reduce((sum, { body }) => sum + (body?.length ?? 0), all), 0);

/** Lets whatever waits for this thread have it. */
const breathe = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const checkAll = async (changes: readonly ScopeChanges[]): Promise<readonly Checked[]> => {
  let sinceBreath = 0;
  const checked: Checked[] = [];
  for (const change of changes) {
    if (parseScope(change.scope) === null) throw new Nonsense('scope');
    const records: Incoming[] = [];
    for (const each of change.records) {
      records.push(parseRecord(each));
      sinceBreath += 1;
      if (sinceBreath < PART.records) continue;
      sinceBreath = 0;
      await breathe();
    }
    checked.push({ ...change, records });
  }
  return checked;
};

/** Takes a pulled page in: staged where something is on screen, straight where nothing is yet. */
export interface PageTaker {
  /**
   * Checks the whole page, then writes it in several transactions with room between them for others. Rejects with
   * `Nonsense` before anything of the page is kept; ended by anything else, what is kept goes on from where it is.
   * Returns the characters of its bodies.
   */
  take(answer: PullAnswer): Promise<number>;
}

export const createPageTaker = (db: Database, reached: CoreReached = unwatched): PageTaker => {
  const scopes = prepareScopes(db);
  const writeRow = createRowWriter(db);
  const stage = db.prepare(
    `INSERT INTO staging (scope, kind, id, rev, parent, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rev = excluded.rev, parent = excluded.parent, body = excluded.body`,
  );

  const takePart = ({ change, from, to }: Part): void => {
    const scope = scopes.findOrAdd(change.scope);
    const isShown = scope.visible === 1;
    const reset = change.reset && from === 0;
    const isWhole = to === change.records.length;
    const cursor = isWhole ? change.to : (change.records[to - 1]?.rev ?? change.to);
    const given = isWhole ? change.checksum : null;
    // Of a scope that has just been added there is nothing to clear.
    if (reset && (isShown || scope.staged_cursor !== null)) clear(scope, isShown);
    const records = change.records.slice(from, to);
    if (isShown) {
      for (const { kind, id, rev, parent, body } of records) stage.run(scope.no, kind, id, rev, parent, body);
      scopes.setStaged(scope.no, cursor, given);
    } else {
      const checksum = createChecksum(reset ? undefined : scope.checksum);
      for (const each of records) writeRow(scope.no, each, checksum);
      scopes.setArrived(scope.no, cursor, given, checksum.bytes());
    }
  };
  const clear = (scope: ScopeRow, isShown: boolean): void => {
    if (isShown) scopes.stageReset(scope.no);
    else scopes.deleteRows(scope.no);
  };
  const takeParts = db.transaction((parts: readonly Part[]) => {
    parts.forEach(takePart);
    reached('page.before_commit');
  });
  return {
    async take({ changes }) {
      const checked = await checkAll(changes);
      for (const parts of partsOf(checked)) {
        takeParts.immediate(parts);
        await breathe();
      }
      return charactersOf(checked);
    },
  };
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
