import type { Database } from 'better-sqlite3';
import type { Pulled, RecordChange } from '../context.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import type { CoreReached } from '../points.ts';
import { createChecksum, type ScopeChecksum } from './checksum.ts';
import type { Meta } from './meta.ts';
import { prepareScopes, type ScopeRow, type ScopeStatements } from './scopes.ts';
import { StagedRows } from './stagedRows.ts';

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

/** Makes a complete round visible, all at once or not at all, after checking every scope's checksum. */
export interface Publisher {
  publish(round: Round): Published;
  /** Another history of the server: everything is fetched from zero; what is on screen stays until it is there. */
  startOver(epoch: string): void;
  /** What to ask with: the cursor of each scope, of the round under way where there is one. */
  cursors(): Readonly<Record<string, number>>;
  /** The same of those alone that are not simply whole up to the last complete round. */
  exceptions(): Readonly<Record<string, number>>;
  /** Names of those in the middle of a copy from zero. */
  partial(): readonly string[];
}

/** Not what the server says its rows are, with these rows. */
const isWrong = (scope: ScopeRow, checksum: ScopeChecksum): boolean =>
  scope.staged_checksum !== null && scope.staged_checksum !== checksum.hex();

/** One by one: as arguments of one call, those of a large scope would be too many for the stack. */
const append = (changes: RecordChange[], more: readonly RecordChange[]): void => {
  for (const change of more) changes.push(change);
};

class StorePublisher implements Publisher {
  readonly #db: Database;
  readonly #meta: Meta;
  readonly #reached: CoreReached;
  readonly #scopes: ScopeStatements;
  readonly #rows: StagedRows;

  constructor(db: Database, meta: Meta, reached: CoreReached) {
    this.#db = db;
    this.#meta = meta;
    this.#reached = reached;
    this.#scopes = prepareScopes(db);
    this.#rows = new StagedRows(db, this.#scopes);
  }

  publish(round: Round): Published {
    try {
      const staged = this.#scopes.staged();
      const isReplaced = staged.some((scope) => scope.staged_reset === 1);
      const pulled = this.#db.transaction(() => this.#show(round, staged)).immediate();
      return { kind: 'shown', pulled, isReplaced };
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      return this.#db.transaction(() => this.#fetchAgain(error.scopes)).immediate();
    }
  }

  startOver(epoch: string): void {
    this.#db.transaction(() => {
      for (const name of Object.keys(this.#scopes.cursors())) {
        const scope = this.#scopes.find(name);
        if (scope !== undefined) this.#scopes.startOver(scope);
      }
      this.#meta.set('epoch', epoch);
      this.#meta.set('as_of', null);
    })();
  }

  cursors(): Readonly<Record<string, number>> {
    return this.#scopes.cursors();
  }

  exceptions(): Readonly<Record<string, number>> {
    return this.#scopes.exceptions();
  }

  partial(): readonly string[] {
    return this.#scopes.partial();
  }

  #show(round: Round, staged: readonly ScopeRow[]): Pulled {
    const first = this.#meta.number('complete') !== 1;
    const changes = this.#showAll(first, staged);
    const gone = this.#dropGone(round, changes);
    this.#meta.set('epoch', round.epoch);
    this.#meta.set('as_of', round.asOf);
    this.#meta.set('complete', 1);
    this.#meta.set('last_synced_at', round.at);
    this.#reached('publish.before_commit');
    return { first, changes: first ? [] : changes, gone };
  }

  #showAll(first: boolean, staged: readonly ScopeRow[]): RecordChange[] {
    const scopes = this.#scopes;
    const changes: RecordChange[] = [];
    // Asked once: each of the questions below reads all scopes, and mostly none has arrived.
    const hasArrived = scopes.hasArrived();
    // What was not on screen before was checked as it came: a first copy has thousands of scopes.
    const doubtful = hasArrived ? scopes.doubtful() : [];
    const wrong = doubtful.filter((scope) => isWrong(scope, createChecksum(scope.checksum)));
    for (const scope of staged) {
      const checksum = createChecksum(scope.checksum);
      append(changes, this.#rows.apply(scope, checksum));
      scopes.show(scope.no, scope.staged_cursor ?? scope.cursor, checksum.bytes());
      if (isWrong(scope, checksum)) wrong.push(scope);
    }
    if (wrong.length > 0) throw new Mismatch(wrong);
    if (!hasArrived) return changes;
    if (!first) for (const scope of scopes.arrived()) append(changes, this.#rows.changeOfAll(scope, 'added'));
    scopes.showArrived();
    return changes;
  }

  /** Adds to `changes` what goes; returns the names of the scopes that did. */
  #dropGone(round: Round, changes: RecordChange[]): string[] {
    const dropped: string[] = [];
    for (const name of round.gone) {
      const scope = this.#scopes.find(name);
      if (scope === undefined) continue;
      if (round.isConcerned(name)) {
        this.#scopes.setLeaving(scope.no);
        continue;
      }
      append(changes, this.#rows.changeOfAll(scope, 'removed'));
      this.#scopes.drop(scope.no);
      dropped.push(name);
    }
    return dropped;
  }

  #fetchAgain(wrong: readonly ScopeRow[]): Published {
    const names = wrong.map((scope) => scope.name);
    let second = false;
    for (const scope of wrong) {
      this.#scopes.startOver(scope);
      second ||= this.#scopes.countMismatch(scope.no) > 1;
    }
    if (second) this.#scopes.forgetMismatches();
    return { kind: second ? 'mismatch' : 'refetch', scopes: names };
  }
}

export const createPublisher = (db: Database, meta: Meta, reached: CoreReached = unwatched): Publisher =>
  new StorePublisher(db, meta, reached);
