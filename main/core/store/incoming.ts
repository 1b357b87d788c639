import type { Database } from 'better-sqlite3';
import type { PullAnswer, ScopeChanges, WireRecord } from '../../../shared/contract/sync.ts';
import {
  isRecordKind,
  parentOf,
  recordSchemas,
  type RecordKind,
  type RecordOf,
} from '../../../shared/domain/records/kinds.ts';
import { fitsSurely, type Fits } from '../../../shared/lib/fits.ts';
import { parseScope } from '../../../shared/domain/scope.ts';
import type { Clock } from '../../../shared/lib/clock.ts';
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

const fitsByKind = new Map<RecordKind, Fits>();
/** Most records fit, and saying so is all that most of the time goes into. */
const fitsOf = (kind: RecordKind): Fits => {
  const known = fitsByKind.get(kind);
  if (known !== undefined) return known;
  const made = fitsSurely(recordSchemas[kind]);
  fitsByKind.set(kind, made);
  return made;
};

const parseBody = <K extends RecordKind>(kind: K, json: unknown): RecordOf<K> | null => {
  if (fitsOf(kind)(json)) return json as RecordOf<K>;
  const parsed = recordSchemas[kind].safeParse(json);
  return parsed.success ? (parsed.data as RecordOf<K>) : null;
};

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
  const record = parseBody(kind, json);
  if (record?.id !== id) throw new Nonsense(`${kind} does not fit its schema`);
  return { id, kind, rev, parent: parentOf(kind, record), body };
};

/**
 * What one transaction takes in at most, whatever comes first. Each rewrites the pages of the indexes that it touches, so
 * small ones cost more in all; and the thread that answers screens can do nothing else until one is committed.
 */
const PART = { records: 1000, characters: 768 * 1024, ms: 5 } as const;
/** Records between two looks at the clock. */
const LOOK = 32;
/** Records that are checked in one go. */
const CHECKED_AT_ONCE = 500;

/** One scope's part of a page, each record of it checked. */
interface Checked extends Omit<ScopeChanges, 'records'> {
  readonly records: readonly Incoming[];
}

/** Where a page goes on: at this record of this scope's part. */
interface Place {
  readonly change: number;
  readonly record: number;
}

/** How much more one transaction may take in. */
interface Budget {
  spend(characters: number): void;
  isSpent(): boolean;
}

const openBudget = (clock: Clock): Budget => {
  const until = clock.now() + PART.ms;
  let [records, characters, look] = [0, 0, 0];
  return {
    spend(more) {
      records += 1;
      characters += more;
    },
    isSpent() {
      if (records >= PART.records || characters >= PART.characters) return true;
      if (records < look) return false;
      look = records + LOOK;
      return clock.now() > until;
    },
  };
};

const charactersOf = (changes: readonly Checked[]): number =>
  changes.reduce((all, { records }) => records.reduce((sum, { body }) => sum + (body?.length ?? 0), all), 0);

/** Lets whatever waits for this thread have it. */
const breathe = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

const checkAll = async (changes: readonly ScopeChanges[]): Promise<readonly Checked[]> => {
  // Reading the page's own JSON was work enough for one turn.
  await breathe();
  let sinceBreath = 0;
  const checked: Checked[] = [];
  for (const change of changes) {
    if (parseScope(change.scope) === null) throw new Nonsense('scope');
    const records: Incoming[] = [];
    for (const each of change.records) {
      records.push(parseRecord(each));
      sinceBreath += 1;
      if (sinceBreath < CHECKED_AT_ONCE) continue;
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

/** For stores that are filled with nobody waiting. */
const unhurried: Clock = { now: () => 0 };

export const createPageTaker = (
  db: Database,
  reached: CoreReached = unwatched,
  clock: Clock = unhurried,
): PageTaker => {
  const scopes = prepareScopes(db);
  const writeRow = createRowWriter(db);
  const stage = db.prepare(
    `INSERT INTO staging (scope, kind, id, rev, parent, body) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET rev = excluded.rev, parent = excluded.parent, body = excluded.body`,
  );

  const clear = (scope: ScopeRow, isShown: boolean): void => {
    if (isShown) scopes.stageReset(scope.no);
    else scopes.deleteRows(scope.no);
  };
  /** Takes in one scope's records from `from` on while there is room; returns where it stopped. */
  const takePart = (change: Checked, from: number, budget: Budget): number => {
    const { records } = change;
    const scope = scopes.findOrAdd(change.scope);
    const isShown = scope.visible === 1;
    const reset = change.reset && from === 0;
    // Of a scope that has just been added there is nothing to clear.
    if (reset && (isShown || scope.staged_cursor !== null)) clear(scope, isShown);
    const checksum = createChecksum(reset || isShown ? undefined : scope.checksum);
    let to = from;
    while (to < records.length) {
      const record = records[to];
      if (record === undefined || (to > from && budget.isSpent())) break;
      if (!isShown) writeRow(scope.no, record, checksum);
      else stage.run(scope.no, record.kind, record.id, record.rev, record.parent, record.body);
      budget.spend(record.body?.length ?? 0);
      to += 1;
    }
    const isWhole = to === records.length;
    const cursor = isWhole ? change.to : (records[to - 1]?.rev ?? change.to);
    const given = isWhole ? change.checksum : null;
    if (isShown) scopes.setStaged(scope.no, cursor, given);
    else scopes.setArrived(scope.no, cursor, checksum.bytes(), given === checksum.hex() ? null : given);
    return to;
  };
  /** As if the server had sent a smaller page: each transaction leaves what the next pull goes on from. */
  const takeSome = db.transaction((changes: readonly Checked[], from: Place): Place => {
    const budget = openBudget(clock);
    let { change: at, record } = from;
    for (let change = changes[at]; change !== undefined; change = changes[at]) {
      record = takePart(change, record, budget);
      if (record < change.records.length) break;
      record = 0;
      at += 1;
      // Also for a scope without a record, whose cursor and checksum have moved all the same.
      budget.spend(0);
      if (budget.isSpent()) break;
    }
    reached('page.before_commit');
    return { change: at, record };
  });
  return {
    async take({ changes }) {
      const checked = await checkAll(changes);
      let place: Place = { change: 0, record: 0 };
      while (place.change < checked.length) {
        place = takeSome.immediate(checked, place);
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
