import type { Database } from 'better-sqlite3';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { PullAnswer } from '../../../shared/contract/sync.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Pulled } from '../context.ts';
import type { DecisionLogKeeper } from '../log/decisionLog.ts';
import type { CoreReached } from '../points.ts';
import type { CabinetDeps } from '../ports.ts';
import { checkpointsOf } from '../store/checkpoints.ts';
import { createPageTaker } from '../store/incoming.ts';
import type { Meta } from '../store/meta.ts';
import type { Published, Publisher } from '../store/publish.ts';
import type { RecordsControl } from '../store/records.ts';
import type { OutboxControl } from './outbox.ts';
import type { Turns } from './turns.ts';

export interface IntakeDeps {
  readonly db: Database;
  readonly meta: Meta;
  readonly control: RecordsControl;
  readonly outbox: OutboxControl;
  readonly decisionLog: DecisionLogKeeper;
  readonly clock: Clock;
  readonly log: CabinetDeps['log'];
  readonly reached: CoreReached;
  readonly turns: Turns;
  readonly onPulled: (pulled: Pulled) => void;
  readonly onRestored: () => void;
}

/** What the server of another history says of it. */
export interface Restored {
  /** The server's history from now on. */
  readonly epoch: string;
  /** The number of ours that it waits for. */
  readonly expected: number;
}

/** What answers do to the store: each page is kept as it comes, and the last of a round shows them all at once. */
export class PullIntake {
  readonly #deps: IntakeDeps;
  readonly #publisher: Publisher;
  readonly #pages;
  readonly #checkpoints;
  /** Shown, and not told to everybody yet: what follows may fail for want of room, and no other pull brings it again. */
  readonly #owed: Pulled[] = [];

  constructor(deps: IntakeDeps, publisher: Publisher) {
    this.#deps = deps;
    this.#publisher = publisher;
    this.#pages = createPageTaker(deps.db, deps.reached, deps.clock);
    this.#checkpoints = checkpointsOf(deps.db);
  }

  /** True when another page is to be asked for. */
  async take(answer: PullAnswer): Promise<Result<boolean, CabinetError>> {
    const { meta, decisionLog, reached } = this.#deps;
    reached('page.received');
    // Before its rows: a server that is set back again in the middle of the round must not be taken for the same one.
    if (meta.text('epoch') !== answer.epoch) meta.set('epoch', answer.epoch);
    if (!decisionLog.follow(answer.origin, answer.epoch)) return err(cabinetError('log_changed'));
    const characters = await this.#pages.take(answer);
    reached('page.staged');
    if (answer.checkpoint !== null && !decisionLog.note(answer.checkpoint)) {
      return err(cabinetError('log_changed'));
    }
    reached('checkpoint.noted');
    if (!answer.more) return this.#end(answer);
    await this.#checkpoints.relieve(characters);
    return ok(true);
  }

  /** From now on the server has another history: it is told again what it lacks, and everything is fetched from zero. */
  async startOver({ epoch, expected }: Restored): Promise<void> {
    const { turns, outbox, log, reached, onRestored } = this.#deps;
    await turns.run(() => {
      log('epoch_changed');
      // In this order: ended between the two, the next pull is told again, and nothing has been forgotten.
      outbox.sendAgain(expected);
      reached('start_over.sent_again');
      this.#publisher.startOver(epoch);
      reached('start_over.done');
    });
    onRestored();
  }

  /** Of the round: true when some of it is to be fetched again. */
  async #end(answer: PullAnswer): Promise<Result<boolean, CabinetError>> {
    const published = await this.#deps.turns.run(() => this.#show(answer));
    if (published.kind === 'shown') {
      for (let next = this.#owed[0]; next !== undefined; next = this.#owed[0]) {
        this.#deps.onPulled(next);
        this.#owed.shift();
      }
      return ok(false);
    }
    const isAgain = published.kind === 'refetch';
    this.#deps.log('checksum_mismatch', { scopes: published.scopes.length, again: isAgain });
    return isAgain ? ok(true) : err(cabinetError('checksum_mismatch'));
  }

  /** In a turn. */
  async #show(answer: PullAnswer): Promise<Published> {
    const { control, outbox, clock, reached } = this.#deps;
    const published = this.#publisher.publish({
      epoch: answer.epoch,
      asOf: answer.asOf,
      gone: answer.gone,
      at: isoOf(clock),
      isConcerned: (scope) => outbox.isConcerned(scope),
    });
    reached('publish.committed');
    if (published.kind !== 'shown') return published;
    const { pulled, isReplaced } = published;
    this.#owed.push({ ...pulled, replaced: isReplaced });
    control.forget(pulled.first || isReplaced ? undefined : pulled.changes);
    const hadEntries = outbox.rows().length > 0;
    outbox.dropPulled(answer.asOf, answer.durableThrough);
    for (const each of this.#owed) outbox.returnAfter(each);
    if (hadEntries) await outbox.rebuild();
    return published;
  }
}
