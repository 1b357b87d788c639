import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { PullAnswer } from '../../../shared/contract/sync.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import { checkpointsOf } from '../store/checkpoints.ts';
import { storageFailure } from '../store/failures.ts';
import { Nonsense } from '../store/incoming.ts';
import { createPublisher } from '../store/publish.ts';
import { PullIntake, type IntakeDeps, type Restored } from './pullIntake.ts';
import { PullQuestions, type Asked } from './pullQuestions.ts';

export interface PullDeps extends IntakeDeps {
  readonly server: ServerClient;
  /** A page has arrived that brought something. */
  readonly onProgress: () => void;
}

type Ended = 'shown' | 'started_over';

const restoredIn = ({ params: { epoch, expected } }: CabinetError): Restored | null =>
  typeof epoch === 'string' && typeof expected === 'number' && Number.isInteger(expected) && expected > 0
    ? { epoch, expected }
    : null;

/** Pages without anything new after which `more` is not believed. */
const EMPTY_PAGES = 3;
/** So often a round is begun anew with everything named; a server that asks for more is not believed. */
const NAMED_ROUNDS = 3;

/** One pull, from its first question to what it shows: asks for page after page and decides what follows from each answer. */
class Round {
  readonly #deps: PullDeps;
  readonly #questions: PullQuestions;
  readonly #intake: PullIntake;
  /** Pages without anything new, one after another. */
  #empty = 0;
  /** How often it was begun anew with everything named. */
  #named = 0;

  constructor(deps: PullDeps, questions: PullQuestions, intake: PullIntake) {
    this.#deps = deps;
    this.#questions = questions;
    this.#intake = intake;
  }

  async run(): Promise<Result<Ended, CabinetError>> {
    let asked = this.#questions.fromStore();
    for (;;) {
      const answer = await asked.answer;
      const next = answer.ok
        ? await this.#turnPage(asked, answer.value)
        : await this.#afterRefusal(asked, answer.error);
      if (!next.ok) return next;
      if (typeof next.value === 'string') return ok(next.value);
      asked = next.value;
    }
  }

  /** One page and what follows from it: how the round ended, or the next page, which may be on its way already. */
  async #turnPage(asked: Asked, answer: PullAnswer): Promise<Result<Asked | Ended, CabinetError>> {
    const brought = answer.changes.some(({ records }) => records.length > 0);
    if (brought) this.#deps.onProgress();
    this.#empty = brought ? 0 : this.#empty + 1;
    if (answer.more && this.#empty > EMPTY_PAGES) return err(cabinetError('server_nonsense'));
    const next = answer.more ? this.#questions.after(asked, answer) : null;
    try {
      const again = await this.#intake.take(answer);
      if (again.ok && !again.value) return ok('shown');
      if (again.ok) return ok(next ?? this.#questions.fromStore(asked.question.asOf === null));
      next?.drop();
      return again;
    } catch (error) {
      next?.drop();
      return err(this.#failureOf(error));
    }
  }

  async #afterRefusal(
    { question: { asOf, page } }: Asked,
    error: CabinetError,
  ): Promise<Result<Asked | Ended, CabinetError>> {
    // What was taken away is forgotten there, or the server is behind: it is told everything that is held.
    if (error.code === 'cursors_needed' && (asOf ?? page) !== null && this.#named < NAMED_ROUNDS) {
      this.#named += 1;
      return ok(this.#questions.fromStore(true));
    }
    if (error.code !== 'epoch_changed' || this.#deps.meta.text('epoch') === null) return err(error);
    const restored = restoredIn(error);
    if (restored === null) return err(cabinetError('server_nonsense'));
    await this.#intake.startOver(restored);
    return ok('started_over');
  }

  #failureOf(error: unknown): CabinetError {
    if (error instanceof Nonsense) {
      this.#deps.log('server_nonsense', { what: error.message });
      return cabinetError('server_nonsense');
    }
    const failure = storageFailure(error);
    if (failure === null) throw error;
    return failure;
  }
}

/** Fetches what has changed, page by page, and shows it all at once. Errors leave on screen what was there. */
export const createPuller = (deps: PullDeps) => {
  const publisher = createPublisher(deps.db, deps.meta, deps.reached);
  const questions = new PullQuestions(deps.server, deps.meta, publisher);
  const intake = new PullIntake(deps, publisher);
  const checkpoints = checkpointsOf(deps.db);
  return () => {
    checkpoints.use();
    return new Round(deps, questions, intake).run().finally(() => checkpoints.end());
  };
};
