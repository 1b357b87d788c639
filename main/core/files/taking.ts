import type { CoreContext, Pulled } from '../context.ts';
import { checkpointsOf } from '../store/checkpoints.ts';
import { guardStorage } from '../store/failures.ts';
import { lentFor } from '../store/loaner.ts';
import type { FileStore } from './fileStore.ts';
import { later } from './later.ts';
import type { PaperPlan } from './paperPlan.ts';
import type { Tally } from './tally.ts';
import { touchesFiles, type WantedIndex } from './wantedIndex.ts';

/** Records and rows that are read in one turn of the event loop, and files that are looked at. */
const READ_AT_ONCE = 75;
const SEEN_AT_ONCE = 1_000;
/**
 * Files that are taken on in one go after a first pull, which may bring tens of thousands: each costs a key. In the order of
 * their names, so that one transaction touches a few pages of the tables and not as many as there are files.
 */
const TAKEN_AT_ONCE = 20;
/** What taking one on writes into the log, about. */
const TAKEN_BYTES = 2_400;

export interface TakingParts {
  readonly context: CoreContext;
  readonly store: FileStore;
  readonly index: WantedIndex;
  readonly tally: Tally;
  /** Told when what is wanted is known, and every file has the keys that it is to have. */
  readonly plan: Pick<PaperPlan, 'recount' | 'decide'>;
}

/**
 * Keeps the files' scopes as the records say: at the start and after a first pull over all of them, a part at a time; after
 * any other pull for those that it concerns, at once.
 */
export interface Taking {
  /** All that is wanted is known; until then nothing is decided. */
  isReady(): boolean;
  /** Begins after so many milliseconds. */
  begin(ms: number): void;
  /** Everything that is outstanding, in one turn: somebody waits for it. */
  finish(): void;
  /** True when something may be wanted otherwise than before, and it has been decided anew. */
  pulled(pulled: Pulled): boolean;
  /** Resolves when nothing runs any more. */
  stop(): Promise<void>;
}

class PaperTaking implements Taking {
  readonly #parts: TakingParts;
  readonly #later;
  /** What is done a part at a time; null: not begun. */
  #steps: Generator<undefined> | null = null;
  #isTaken = false;
  /** Concerned by pulls whose effect the disk had no room for. */
  readonly #owed = new Set<string>();
  /** Rows about tens of thousands would be moved and synced by the thread that answers screens. */
  readonly #checkpoints;
  #isUsingCheckpoints = false;
  #checkpointed: Promise<void> = Promise.resolve();

  constructor(parts: TakingParts) {
    this.#parts = parts;
    this.#checkpoints = checkpointsOf(parts.context.db);
    this.#later = later(parts.context.timers, () => this.#run(1));
    parts.store.table.onChanged((sha256) => {
      if (sha256 !== null)
        return this.#isTaken || this.#steps !== null ? parts.plan.recount(sha256) : undefined;
      for (const each of parts.index.files()) parts.plan.recount(each);
    });
  }

  isReady(): boolean {
    return this.#isTaken;
  }

  begin(ms: number): void {
    this.#later.after(ms);
  }

  finish(): void {
    this.#later.stop();
    if (!this.#isTaken) this.#run(Number.POSITIVE_INFINITY);
  }

  pulled({ first, replaced = false, changes, gone }: Pulled): boolean {
    const { index, tally } = this.#parts;
    if (first || replaced) {
      // Before the pull ends its own use of them: what it wrote is then moved together with this.
      this.#useCheckpoints();
      this.#isTaken = false;
      this.#steps = null;
      this.#owed.clear();
      index.clear();
      tally.clear();
      // Hundreds of files to take on keep nobody from reading what has arrived. What is taken away goes at once.
      if (first && gone.length === 0) this.begin(0);
      else this.finish();
      return true;
    }
    const isTouched = gone.length > 0 || touchesFiles(changes);
    if (!isTouched && this.#isTaken && this.#owed.size === 0) return false;
    for (const sha256 of index.apply(changes, gone)) this.#owed.add(sha256);
    if (this.#judge()) for (const sha256 of index.files()) this.#owed.add(sha256);
    if (this.#isTaken) this.#settle();
    else if (isTouched) this.finish();
    else this.begin(0);
    return this.#isTaken;
  }

  async stop(): Promise<void> {
    this.#later.stop();
    this.#endCheckpoints();
    await this.#checkpointed;
  }

  /** True when a lent device is for another session than before. */
  #judge(): boolean {
    const { context, index } = this.#parts;
    index.judge(context.clock.now());
    return index.setLent(lentFor(context));
  }

  #run(turns: number): void {
    const { context, plan } = this.#parts;
    this.#useCheckpoints();
    const steps = (this.#steps ??= this.#takeAll());
    const ended = guardStorage(() => {
      for (let n = 0; n < turns; n += 1) if (steps.next().done === true) return true;
      return false;
    });
    if (!ended.ok) {
      // With a full disk nothing new is taken on; what is here stays readable, and the next pull tries again.
      this.#steps = null;
      this.#endCheckpoints();
      return context.log('files_not_taken_on', { code: ended.error.code });
    }
    if (!ended.value) return this.begin(0);
    this.#steps = null;
    this.#endCheckpoints();
    this.#isTaken = true;
    this.#owed.clear();
    plan.decide();
  }

  *#takeAll(): Generator<undefined> {
    const { store, index, tally, plan } = this.#parts;
    this.#judge();
    while (index.loadSome(READ_AT_ONCE)) yield;
    while (store.table.loadSome(READ_AT_ONCE)) yield;
    tally.clear();
    const groups: string[][] = Array.from({ length: 16 }, () => []);
    let seen = 0;
    const named = (function* () {
      yield* index.files();
      // Then those that nothing names any more, and the uploads' own.
      for (const { sha256 } of store.table.all()) if (!index.has(sha256)) yield sha256;
    })();
    for (const sha256 of named) {
      seen += 1;
      if (store.isReconciled(sha256, index)) plan.recount(sha256);
      else groups[Number.parseInt(sha256.charAt(0), 16)]?.push(sha256);
      if (seen % SEEN_AT_ONCE === 0) yield;
    }
    for (const group of groups) {
      group.sort();
      for (let from = 0; from < group.length; from += TAKEN_AT_ONCE) {
        const some = group.slice(from, from + TAKEN_AT_ONCE);
        this.#take(some);
        void this.#checkpoints.relieve(some.length * TAKEN_BYTES);
        yield;
      }
    }
    // What a pull has changed meanwhile may have been passed already.
    this.#take([...this.#owed]);
  }

  #useCheckpoints(): void {
    if (this.#isUsingCheckpoints) return;
    this.#isUsingCheckpoints = true;
    this.#checkpoints.use();
  }

  #endCheckpoints(): void {
    if (!this.#isUsingCheckpoints) return;
    this.#isUsingCheckpoints = false;
    this.#checkpointed = Promise.all([this.#checkpointed, this.#checkpoints.end()]).then(() => undefined);
  }

  #take(sha256s: readonly string[]): void {
    const { store, index, plan } = this.#parts;
    if (sha256s.length > 0) store.reconcile(sha256s, index);
    for (const each of sha256s) plan.recount(each);
  }

  #settle(): void {
    const { context, store, index, plan } = this.#parts;
    const kept = guardStorage(() => store.reconcile(this.#owed, index));
    if (!kept.ok) return context.log('files_not_taken_on', { code: kept.error.code });
    for (const sha256 of this.#owed) plan.recount(sha256);
    this.#owed.clear();
    plan.decide();
  }
}

export const createTaking = (parts: TakingParts): Taking => new PaperTaking(parts);
