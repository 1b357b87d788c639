import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { pushAnswer } from '../../../shared/contract/sync.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import type { OutboxControl } from './outbox.ts';

/** The number of ours that the server waits for, when it says that one is missing. */
const expectedIn = (error: CabinetError): number | null => {
  const expected = error.code === 'mutation_gap' ? error.params['expected'] : undefined;
  return typeof expected === 'number' && Number.isInteger(expected) && expected > 0 ? expected : null;
};

/** Which history of the server the numbers of this device belong to. */
export interface History {
  /** Null until a server has named one. */
  epoch(): string | null;
  /** An answer came from this one: kept before the answers are, so that they are never taken for another's. */
  note(epoch: string): void;
  /** Nothing of that answer has been kept yet. */
  answered(): void;
}

const pushBatch = async (
  server: ServerClient,
  outbox: OutboxControl,
  history: History,
): Promise<Result<'sent' | 'nothing', CabinetError>> => {
  const mutations = outbox.takeBatch();
  if (mutations.length === 0) return ok('nothing');
  try {
    const answer = await server.json(
      { method: 'POST', path: '/sync/push', json: { protocol: PROTOCOL, epoch: history.epoch(), mutations } },
      pushAnswer,
    );
    if (!answer.ok) return answer;
    history.answered();
    history.note(answer.value.epoch);
    const sent = new Set(mutations.map(({ id }) => id));
    const results = answer.value.results.filter(({ id }) => sent.has(id));
    // Answered, but not about what was asked: sending the same for ever would look like progress.
    if (results.length === 0) return err(cabinetError('server_nonsense'));
    await outbox.settle(results);
    return ok('sent');
  } finally {
    outbox.batchEnded();
  }
};

/**
 * Sends what waits, in order, until nothing does. A lost answer is no loss: the same entries go again and get the
 * answers that the server stored with their effect.
 */
export const pushAll = async (
  server: ServerClient,
  outbox: OutboxControl,
  onProgress: () => void,
  history: History,
): Promise<Result<undefined, CabinetError>> => {
  let hasRenumbered = false;
  for (;;) {
    const pushed = await pushBatch(server, outbox, history);
    if (pushed.ok) {
      if (pushed.value === 'nothing') return ok(undefined);
      hasRenumbered = false;
      onProgress();
      continue;
    }
    // The pull that follows starts over, and what had only been acknowledged goes first, in its old order.
    if (pushed.error.code === 'epoch_changed' && history.epoch() !== null) return ok(undefined);
    const expected = expectedIn(pushed.error);
    if (expected === null || hasRenumbered) return pushed;
    // The server counts otherwise: it was restored from a backup. Nothing of this line has been done in its history.
    hasRenumbered = true;
    await outbox.renumber(expected);
  }
};
