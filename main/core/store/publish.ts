import type { Database } from 'better-sqlite3';
import type { RecordKind } from '../../../shared/domain/records/kinds.ts';
import type { Pulled, RecordChange } from '../context.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { createChecksum, type ScopeChecksum } from './checksum.ts';
import { createRowWriter } from './incoming.ts';
import type { Meta } from './meta.ts';
import { prepareScopes, type ScopeRow } from './scopes.ts';

/** Names of scopes whose rows are not what the server says they are. */
class Mismatch extends Error {
  readonly scopes: readonly ScopeRow[];
  constructor(scopes: readonly ScopeRow[]) {
    super('checksum');
    this.scopes = scopes;
  }
}

export interface Round {
  readonly epoch: string;
  readonly asOf: number;
  readonly gone: readonly string[];
  /** Now, as an instant. */
  readonly at: string;
  /** Whether something on its way to the server still concerns a scope. */
  readonly isConcerned: (scope: string) => boolean;
}

export type Published =
  /** `isReplaced`: some rows were written anew although their revision is the same. */
  | { readonly kind: 'shown'; readonly pulled: Pulled; readonly isReplaced: boolean }
  /** Nothing was shown; these scopes are asked for from zero, once. */
  | { readonly kind: 'refetch'; readonly scopes: readonly string[] }
  /** The second copy did not match either. */
  | { readonly kind: 'mismatch'; readonly scopes: readonly string[] };

interface StagedRow {
  readonly id: string;
  readonly kind: RecordKind;
  readonly rev: number;
  readonly parent: string;
  readonly body: string | null;
}

/** Makes a complete round visible, all at once or not at all, after checking every scope's checksum. */
export const createPublisher = (db: Database, meta: Meta, reached: CoreReached = unwatched) => {
  const scopes = prepareScopes(db);
  const writeRow = createRowWriter(db);
  const stagedRows = db.prepare<[number], StagedRow>(
    'SELECT id, kind, rev, parent, body FROM staging WHERE scope = ?',
  );
  const keysOf = db.prepare<[number], { kind: RecordKind; id: string; rev: number }>(
    'SELECT kind, id, rev FROM rows WHERE scope = ?',
  );

  const changesOf = (scope: ScopeRow, change: RecordChange['change']): RecordChange[] =>
    keysOf.all(scope.no).map(({ kind, id }) => ({ scope: scope.name, kind, id, change }));

  const addStaged = (scope: ScopeRow, checksum: ScopeChecksum): RecordChange[] => {
    const changes: RecordChange[] = [];
    for (const row of stagedRows.all(scope.no)) {
      const change = writeRow(scope.no, row, checksum);
      if (change !== 'none') changes.push({ scope: scope.name, kind: row.kind, id: row.id, change });
    }
    scopes.deleteStaging(scope.no);
    return changes;
  };

  /** A whole new copy: what came again unchanged has not changed. */
  const replaceByStaged = (scope: ScopeRow, checksum: ScopeChecksum): RecordChange[] => {
    const revs = new Map(keysOf.all(scope.no).map(({ kind, id, rev }) => [`${kind}\n${id}`, rev]));
    const before = changesOf(scope, 'removed');
    scopes.deleteRows(scope.no);
    checksum.clear();
    addStaged(scope, checksum);
    const changes: RecordChange[] = [];
    const now = keysOf.all(scope.no);
    for (const { kind, id, rev } of now) {
      const old = revs.get(`${kind}\n${id}`);
      if (old === rev) continue;
      changes.push({ scope: scope.name, kind, id, change: old === undefined ? 'added' : 'changed' });
    }
    const remaining = new Set(now.map(({ kind, id }) => `${kind}\n${id}`));
    return changes.concat(before.filter(({ kind, id }) => !remaining.has(`${kind}\n${id}`)));
  };

  /** Not what the server says its rows are, with these rows. */
  const isWrong = (scope: ScopeRow, checksum: ScopeChecksum): boolean =>
    scope.staged_checksum !== null && scope.staged_checksum !== checksum.hex();

  const showAll = (first: boolean): RecordChange[] => {
    const changes: RecordChange[] = [];
    // What was not on screen before was checked as it came: a first copy has thousands of scopes.
    const wrong = scopes.doubtful().filter((scope) => isWrong(scope, createChecksum(scope.checksum)));
    for (const scope of scopes.staged()) {
      const checksum = createChecksum(scope.checksum);
      const apply = scope.staged_reset === 1 ? replaceByStaged : addStaged;
      changes.push(...apply(scope, checksum));
      scopes.show(scope.no, scope.staged_cursor ?? scope.cursor, checksum.bytes());
      if (isWrong(scope, checksum)) wrong.push(scope);
    }
    if (wrong.length > 0) throw new Mismatch(wrong);
    if (!first) for (const scope of scopes.arrived()) changes.push(...changesOf(scope, 'added'));
    scopes.showArrived();
    return changes;
  };

  const dropGone = (round: Round, changes: RecordChange[]): string[] => {
    const dropped: string[] = [];
    for (const name of round.gone) {
      const scope = scopes.find(name);
      if (scope === undefined) continue;
      if (round.isConcerned(name)) {
        scopes.setLeaving(scope.no);
        continue;
      }
      changes.push(...changesOf(scope, 'removed'));
      scopes.drop(scope.no);
      dropped.push(name);
    }
    return dropped;
  };

  const publishAll = db.transaction((round: Round): Pulled => {
    const first = meta.number('complete') !== 1;
    const changes = showAll(first);
    const gone = dropGone(round, changes);
    meta.set('epoch', round.epoch);
    meta.set('as_of', round.asOf);
    meta.set('complete', 1);
    meta.set('last_synced_at', round.at);
    reached('publish.before_commit');
    return { first, changes: first ? [] : changes, gone };
  });

  const fetchAgain = db.transaction((wrong: readonly ScopeRow[]): Published => {
    const names = wrong.map((scope) => scope.name);
    let second = false;
    for (const scope of wrong) {
      scopes.startOver(scope);
      second ||= scopes.countMismatch(scope.no) > 1;
    }
    if (second) scopes.forgetMismatches();
    return { kind: second ? 'mismatch' : 'refetch', scopes: names };
  });

  return {
    publish(round: Round): Published {
      try {
        const isReplaced = scopes.staged().some((scope) => scope.staged_reset === 1);
        return { kind: 'shown', pulled: publishAll.immediate(round), isReplaced };
      } catch (error) {
        if (!(error instanceof Mismatch)) throw error;
        return fetchAgain.immediate(error.scopes);
      }
    },
    /** Another history of the server: everything is fetched from zero; what is on screen stays until it is there. */
    startOver: db.transaction((epoch: string): void => {
      for (const name of Object.keys(scopes.cursors())) {
        const scope = scopes.find(name);
        if (scope !== undefined) scopes.startOver(scope);
      }
      meta.set('epoch', epoch);
      meta.set('as_of', null);
    }),
    cursors: () => scopes.cursors(),
    exceptions: () => scopes.exceptions(),
    partial: () => scopes.partial(),
  };
};

export type Publisher = ReturnType<typeof createPublisher>;
