import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { pullAnswer, type PullAnswer } from '../../../shared/contract/sync.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Pulled, ServerClient } from '../context.ts';
import type { DecisionLogKeeper } from '../log/decisionLog.ts';
import type { CabinetDeps } from '../ports.ts';
import { storageFailure } from '../store/failures.ts';
import { createPageTaker, Nonsense } from '../store/incoming.ts';
import type { Meta } from '../store/meta.ts';
import { createPublisher, type Published } from '../store/publish.ts';
import type { RecordsControl } from '../store/records.ts';
import type { Database } from 'better-sqlite3';
import type { OutboxControl } from './outbox.ts';
import type { Turns } from './turns.ts';

export interface PullDeps {
  readonly db: Database;
  readonly meta: Meta;
  readonly control: RecordsControl;
  readonly outbox: OutboxControl;
  readonly server: ServerClient;
  readonly decisionLog: DecisionLogKeeper;
  readonly clock: Clock;
  readonly log: CabinetDeps['log'];
  readonly turns: Turns;
  readonly onPulled: (pulled: Pulled) => void;
  /** A page has arrived that brought something. */
  readonly onProgress: () => void;
}

/** Pages without anything new after which `more` is not believed. */
const EMPTY_PAGES = 3;

/** Fetches what has changed, page by page, and shows it all at once. Errors leave on screen what was there. */
export const createPuller = (deps: PullDeps) => {
  const { meta, outbox, turns } = deps;
  const pages = createPageTaker(deps.db);
  const publisher = createPublisher(deps.db, meta);

  const ask = (): Promise<Result<PullAnswer, CabinetError>> =>
    deps.server.json(
      {
        method: 'POST',
        path: '/sync/pull',
        json: {
          protocol: PROTOCOL,
          epoch: meta.text('epoch'),
          cursors: publisher.cursors(),
          partial: publisher.partial(),
        },
      },
      pullAnswer,
    );

  const show = (answer: PullAnswer): Promise<Published> =>
    turns.run(async () => {
      const published = publisher.publish({
        epoch: answer.epoch,
        asOf: answer.asOf,
        gone: answer.gone,
        at: isoOf(deps.clock),
        isConcerned: (scope) => outbox.isConcerned(scope),
      });
      if (published.kind !== 'shown') return published;
      const { first, changes } = published.pulled;
      const hadEntries = outbox.rows().length > 0;
      outbox.dropPulled(answer.asOf);
      deps.control.forget(first || published.isReplaced ? undefined : changes);
      if (hadEntries) await outbox.rebuild();
      return published;
    });

  const startOver = (): Promise<void> =>
    turns.run(() => {
      deps.log('epoch_changed');
      // In this order: ended between the two, the next pull is told again, and nothing has been forgotten.
      outbox.sendAgain();
      publisher.startOver();
    });

  /** True when another page is to be asked for. */
  const take = async (answer: PullAnswer): Promise<Result<boolean, CabinetError>> => {
    // Before its rows: a server that is set back again in the middle of the round must not be taken for the same one.
    if (meta.text('epoch') !== answer.epoch) meta.set('epoch', answer.epoch);
    pages.take(answer);
    if (answer.checkpoint !== null && !deps.decisionLog.note(answer.checkpoint)) {
      return err(cabinetError('server_nonsense'));
    }
    if (answer.more) return ok(true);
    const published = await show(answer);
    if (published.kind === 'shown') {
      deps.onPulled(published.pulled);
      return ok(false);
    }
    deps.log('checksum_mismatch', { scopes: published.scopes.length, again: published.kind === 'refetch' });
    return published.kind === 'refetch' ? ok(true) : err(cabinetError('checksum_mismatch'));
  };

  const failureOf = (error: unknown): CabinetError => {
    if (error instanceof Nonsense) {
      deps.log('server_nonsense', { what: error.message });
      return cabinetError('server_nonsense');
    }
    const failure = storageFailure(error);
    if (failure === null) throw error;
    return failure;
  };

  return async (): Promise<Result<'shown' | 'started_over', CabinetError>> => {
    let empty = 0;
    for (;;) {
      const answer = await ask();
      if (!answer.ok) {
        if (answer.error.code !== 'epoch_changed' || meta.text('epoch') === null) return answer;
        await startOver();
        return ok('started_over');
      }
      const brought = answer.value.changes.some(({ records }) => records.length > 0);
      if (brought) deps.onProgress();
      empty = brought ? 0 : empty + 1;
      if (answer.value.more && empty > EMPTY_PAGES) return err(cabinetError('server_nonsense'));
      try {
        const again = await take(answer.value);
        if (!again.ok) return again;
        if (!again.value) return ok('shown');
      } catch (error) {
        return err(failureOf(error));
      }
    }
  };
};
