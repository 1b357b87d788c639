import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { mutations } from '../../../shared/domain/mutations/all.ts';
import type { MutationArgs, MutationName } from '../../../shared/domain/mutations/args.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Handler } from '../context.ts';
import type { Timers } from '../ports.ts';
import type { OutboxControl } from './outbox.ts';

/** How long somebody who asked for something "now" is kept waiting for the server's answer. */
const ANSWER_MS = 20_000;
/** How often it is asked whether there still is a connection to wait for. */
const LOOK_MS = 500;

type Answered = Result<undefined, CabinetError>;

/** Ballots are signed and private notes sealed first: they have methods of their own. */
const hasOwnMethod = (name: MutationName): boolean => name === 'ballot.cast' || name.startsWith('private.');

export interface MutateDeps {
  readonly outbox: OutboxControl;
  readonly timers: Timers;
  readonly isOnline: () => boolean;
}

/** Collects answers from before the entry exists, so that none can be missed. */
const watchAnswers = ({ outbox, timers, isOnline }: MutateDeps) => {
  const answers = new Map<string, Answered>();
  let wake = (): void => undefined;
  const stop = outbox.outbox.onSettled((entry) => {
    answers.set(entry.id, entry.error === null ? ok(undefined) : err(entry.error));
    wake();
  });
  return {
    stop,
    /** Null when none came in time, or the connection was lost. */
    answerTo: (id: string): Promise<Answered | null> =>
      new Promise((resolve) => {
        let waited = 0;
        let cancel = (): void => undefined;
        const look = (): void => {
          waited += LOOK_MS;
          if (waited >= ANSWER_MS || !isOnline()) resolve(null);
          else cancel = timers.after(LOOK_MS, look);
        };
        cancel = timers.after(LOOK_MS, look);
        wake = () => {
          const answer = answers.get(id);
          if (answer === undefined) return;
          cancel();
          resolve(answer);
        };
        wake();
      }),
  };
};

/** The `mutate` method: does what the rules allow, at once where the effect can be shown before the server's answer. */
export const createMutate = (deps: MutateDeps): Handler<'mutate'> => {
  const { outbox, isOnline } = deps;

  const enqueueAndWait = async (name: MutationName, args: MutationArgs<MutationName>) => {
    const watch = watchAnswers(deps);
    try {
      const kept = await outbox.outbox.enqueue(name, args);
      if (!kept.ok) return kept;
      if (!isOnline()) return ok({ state: 'kept' as const });
      const answer = await watch.answerTo(kept.value.id);
      if (answer?.ok === true) return ok({ state: 'applied' as const });
      if (answer !== null) {
        // Its author has the refusal in hand: it need not stand in the list as well.
        await outbox.dismiss(kept.value.id);
        return err(answer.error);
      }
      // What means "now" must not be done later; what has been on the wire can no longer be taken back.
      const isWithdrawn = mutations[name].needsConnection && (await outbox.withdraw(kept.value.id));
      return isWithdrawn ? err(cabinetError('needs_connection')) : ok({ state: 'kept' as const });
    } finally {
      watch.stop();
    }
  };

  return async ({ name, args }) => {
    if (hasOwnMethod(name)) return err(cabinetError('bad_request'));
    const parsed = mutations[name].args.safeParse(args);
    if (!parsed.success) return err(cabinetError('bad_request'));
    const { optimistic, needsConnection } = mutations[name];
    if (needsConnection && !isOnline()) return err(cabinetError('needs_connection'));
    if (!optimistic || needsConnection) return enqueueAndWait(name, parsed.data);
    const kept = await outbox.outbox.enqueue(name, parsed.data);
    return kept.ok ? ok({ state: 'kept' }) : kept;
  };
};
