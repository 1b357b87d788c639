import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { pullAnswer, type PullAnswer, type PullPosition } from '../../../shared/contract/sync.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { isoOf, type Clock } from '../../../shared/lib/clock.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Pulled, ServerClient } from '../context.ts';
import type { DecisionLogKeeper } from '../log/decisionLog.ts';
import type { CoreReached } from '../points.ts';
import type { CabinetDeps } from '../ports.ts';
import { storageFailure } from '../store/failures.ts';
import { checkpointsOf } from '../store/checkpoints.ts';
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
  readonly reached: CoreReached;
  readonly turns: Turns;
  readonly onPulled: (pulled: Pulled) => void;
  readonly onRestored: () => void;
  /** A page has arrived that brought something. */
  readonly onProgress: () => void;
}

type Cursors = Readonly<Record<string, number>>;

/** What a page is asked with, beside the epoch. */
interface Question {
  /** Of the last complete round: what is not named is whole up to it. Null: everything is named. */
  readonly asOf: number | null;
  readonly page: PullPosition | null;
  readonly cursors: Cursors;
  readonly partial: readonly string[];
}

/** A page that has been asked for. */
interface Asked {
  readonly question: Question;
  readonly answer: Promise<Result<PullAnswer, CabinetError>>;
  /** Nobody waits for it any more. */
  drop(): void;
}

/** The question after this answer: only what it left incomplete is named anew. Null when the server did not say where to go on. */
const questionAfter = (
  { asOf, cursors, partial }: Question,
  { changes, next }: PullAnswer,
): Question | null => {
  if (next === undefined) return null;
  const named = new Map(Object.entries(cursors));
  const copying = new Set(partial);
  for (const { scope, reset, to, checksum } of changes) {
    if (checksum === null) named.set(scope, to);
    else named.delete(scope);
    if (checksum !== null) copying.delete(scope);
    else if (reset && to > 0) copying.add(scope);
  }
  return { asOf, page: next, cursors: Object.fromEntries(named), partial: [...copying] };
};

interface Restored {
  /** The server's history from now on. */
  readonly epoch: string;
  /** The number of ours that it waits for. */
  readonly expected: number;
}

const restoredIn = ({ params: { epoch, expected } }: CabinetError): Restored | null =>
  typeof epoch === 'string' && typeof expected === 'number' && Number.isInteger(expected) && expected > 0
    ? { epoch, expected }
    : null;

/** Pages without anything new after which `more` is not believed. */
const EMPTY_PAGES = 3;
/** So often a round is begun anew with everything named; a server that asks for more is not believed. */
const NAMED_ROUNDS = 3;

/** Fetches what has changed, page by page, and shows it all at once. Errors leave on screen what was there. */
export const createPuller = (deps: PullDeps) => {
  const { meta, outbox, turns } = deps;
  const pages = createPageTaker(deps.db, deps.reached, deps.clock);
  const publisher = createPublisher(deps.db, meta, deps.reached);
  const checkpoints = checkpointsOf(deps.db);

  const ask = (epoch: string | null, question: Question): Asked => {
    const ending = new AbortController();
    const { signal } = ending;
    const json = { protocol: PROTOCOL, epoch, ...question };
    const request = { method: 'POST', path: '/sync/pull', json, signal } as const;
    return {
      question,
      answer: deps.server.json(request, pullAnswer),
      drop: () => ending.abort(),
    };
  };
  /** The first page of a round, or of what is left of one: `isNaming` says all that is held. */
  const askFromStore = (isNaming = false): Asked => {
    const asOf = isNaming ? null : meta.number('as_of');
    const cursors = asOf === null ? publisher.cursors() : publisher.exceptions();
    return ask(meta.text('epoch'), { asOf, page: null, cursors, partial: publisher.partial() });
  };
  /** The page after this one, asked for while this one is taken in. */
  const askAfter = ({ question }: Asked, answer: PullAnswer): Asked | null => {
    const after = questionAfter(question, answer);
    return after === null ? null : ask(answer.epoch, after);
  };

  /** Shown, and not told to everybody yet: what follows may fail for want of room, and no other pull brings it again. */
  const owed: Pulled[] = [];
  const show = (answer: PullAnswer): Promise<Published> =>
    turns.run(async () => {
      const published = publisher.publish({
        epoch: answer.epoch,
        asOf: answer.asOf,
        gone: answer.gone,
        at: isoOf(deps.clock),
        isConcerned: (scope) => outbox.isConcerned(scope),
      });
      deps.reached('publish.committed');
      if (published.kind !== 'shown') return published;
      const { pulled, isReplaced } = published;
      owed.push({ ...pulled, replaced: isReplaced });
      deps.control.forget(pulled.first || isReplaced ? undefined : pulled.changes);
      const hadEntries = outbox.rows().length > 0;
      outbox.dropPulled(answer.asOf, answer.durableThrough);
      for (const each of owed) outbox.returnAfter(each);
      if (hadEntries) await outbox.rebuild();
      return published;
    });

  const startOver = async ({ epoch, expected }: Restored): Promise<void> => {
    await turns.run(() => {
      deps.log('epoch_changed');
      // In this order: ended between the two, the next pull is told again, and nothing has been forgotten.
      outbox.sendAgain(expected);
      deps.reached('start_over.sent_again');
      publisher.startOver(epoch);
      deps.reached('start_over.done');
    });
    deps.onRestored();
  };

  /** True when another page is to be asked for. */
  const take = async (answer: PullAnswer): Promise<Result<boolean, CabinetError>> => {
    deps.reached('page.received');
    // Before its rows: a server that is set back again in the middle of the round must not be taken for the same one.
    if (meta.text('epoch') !== answer.epoch) meta.set('epoch', answer.epoch);
    if (!deps.decisionLog.follow(answer.origin, answer.epoch)) return err(cabinetError('log_changed'));
    const characters = await pages.take(answer);
    deps.reached('page.staged');
    if (answer.checkpoint !== null && !deps.decisionLog.note(answer.checkpoint)) {
      return err(cabinetError('log_changed'));
    }
    deps.reached('checkpoint.noted');
    if (answer.more) {
      await checkpoints.relieve(characters);
      return ok(true);
    }
    const published = await show(answer);
    if (published.kind === 'shown') {
      for (let next = owed[0]; next !== undefined; next = owed[0]) {
        deps.onPulled(next);
        owed.shift();
      }
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

  /** One page and what follows from it: how the round ended, or the next page, which may be on its way already. */
  const turnPage = async (asked: Asked, answer: PullAnswer): Promise<Result<Asked | null, CabinetError>> => {
    const next = answer.more ? askAfter(asked, answer) : null;
    try {
      const again = await take(answer);
      if (again.ok) return ok(again.value ? (next ?? askFromStore(asked.question.asOf === null)) : null);
      next?.drop();
      return again;
    } catch (error) {
      next?.drop();
      return err(failureOf(error));
    }
  };

  const round = async (): Promise<Result<'shown' | 'started_over', CabinetError>> => {
    let empty = 0;
    let named = 0;
    let asked = askFromStore();
    for (;;) {
      const answer = await asked.answer;
      if (!answer.ok) {
        // What was taken away is forgotten there, or the server is behind: it is told everything that is held.
        const { asOf, page } = asked.question;
        if (answer.error.code === 'cursors_needed' && (asOf ?? page) !== null && named < NAMED_ROUNDS) {
          named += 1;
          asked = askFromStore(true);
          continue;
        }
        if (answer.error.code !== 'epoch_changed' || meta.text('epoch') === null) return answer;
        const restored = restoredIn(answer.error);
        if (restored === null) return err(cabinetError('server_nonsense'));
        await startOver(restored);
        return ok('started_over');
      }
      const brought = answer.value.changes.some(({ records }) => records.length > 0);
      if (brought) deps.onProgress();
      empty = brought ? 0 : empty + 1;
      if (answer.value.more && empty > EMPTY_PAGES) return err(cabinetError('server_nonsense'));
      const next = await turnPage(asked, answer.value);
      if (!next.ok) return next;
      if (next.value === null) return ok('shown');
      asked = next.value;
    }
  };

  return () => {
    checkpoints.use();
    return round().finally(() => checkpoints.end());
  };
};
