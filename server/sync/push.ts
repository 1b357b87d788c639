import type { z } from 'zod';
import type { Actor } from '../../shared/domain/mutation.ts';
import { applyMutation } from '../../shared/domain/mutations/all.ts';
import { needsAnother } from '../../shared/domain/mutations/comeBack.ts';
import { refusal, type Refusal } from '../../shared/domain/refusal.ts';
import type { AppendedLeaf, MutationResult, pushAnswer, WireMutation } from '../../shared/contract/sync.ts';
import { logEventText } from '../../shared/domain/log/event.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { ServerContext } from '../context.ts';
import { endDueWindows } from '../jobs/windows.ts';
import { Problem } from '../problem.ts';
import { originOf } from '../log/decisionLog.ts';
import { formerLeaves } from '../log/formerLeaves.ts';
import type { Appended } from './effects.ts';
import { recordReader } from './recordStore.ts';
import { type Again, runTransaction, type Work, writeRecords } from './transaction.ts';

export type PushAnswer = z.infer<typeof pushAnswer>;

/** So often may one mutation make the server fail before it is refused for good and the line goes on. */
const MAX_FAILURES = 3;

/** What a batch came to: answers so far, and the mutation at which the server failed. */
interface BatchOutcome {
  readonly results: MutationResult[];
  /** Those of the results that are new, not repeated. */
  readonly made: readonly MutationResult[];
  readonly failed: { readonly mutation: WireMutation; readonly error: unknown } | null;
}

/** What a mutation was before, when it is sent again to a server that was restored. */
const againOf = async (
  { logKey }: ServerContext,
  { tx, organisationId }: Work,
  { formerly, args }: WireMutation,
): Promise<Again | undefined> => {
  if (formerly === undefined) return undefined;
  const epochs = await tx.epochs();
  // The present history has not lost anything, and a server that was never restored has no other.
  if (epochs.length < 2 || formerly.epoch === epochs.at(-1)) return undefined;
  const origin = await originOf(tx, organisationId);
  return {
    place: [formerly.epoch, formerly.seq],
    names: new Set(typeof args === 'object' && args !== null ? Object.keys(args) : []),
    leaves: formerLeaves(formerly.leaves ?? [], organisationId, origin, logKey),
  };
};

/** What the device keeps as proof of what it did, with the statement of a poll that it opened. */
const leafOf = async ({ tx }: Work, { event, leaf }: Appended): Promise<AppendedLeaf> => {
  const poll = event.type === 'poll-opened' ? await recordReader(tx).get('poll', event.poll) : undefined;
  return {
    ...{ index: leaf.index, data: logEventText(event), proof: [...leaf.proof] },
    ...{ checkpoint: leaf.checkpoint, statement: poll?.body.statement ?? null },
  };
};

const applyOne = async (
  context: ServerContext,
  work: Work,
  actor: Actor,
  wire: WireMutation,
): Promise<Result<readonly AppendedLeaf[], Refusal>> => {
  const appended: Appended[] = [];
  const again = await againOf(context, work, wire);
  const outcome = await writeRecords(
    context,
    work,
    actor,
    actor.deviceId,
    (rules) => applyMutation(wire.name, wire.args, rules),
    { again, onAppended: (one) => void appended.push(one) },
  );
  if (!outcome.ok) return outcome;
  const leaves: AppendedLeaf[] = [];
  for (const one of appended) leaves.push(await leafOf(work, one));
  return ok(leaves);
};

const answerOf = (
  wire: WireMutation,
  seq: number,
  outcome: Result<readonly AppendedLeaf[], Refusal>,
): MutationResult => {
  const common = { id: wire.id, n: wire.n, seq };
  if (!outcome.ok) {
    const { code, params } = outcome.error;
    return { ...common, status: 'rejected', code, params: { ...params } };
  }
  const leaves = outcome.value.length === 0 ? {} : { leaves: [...outcome.value] };
  return { ...common, status: 'applied', ...leaves };
};

/** This number does not continue the line of its device, or stands for another mutation. */
class Gap extends Problem {
  constructor(expected: number) {
    super(409, 'mutation_gap', { expected });
  }
}

const mayComeBack = async ({ tx }: Work, name: string, earlier: MutationResult): Promise<boolean> =>
  earlier.status === 'rejected' && needsAnother(name, earlier) && (await tx.epochs()).length > 1;

/** The answer given before, if this mutation was answered. Throws `Gap` when its number does not fit the line. */
const answeredBefore = async (
  work: Work,
  deviceId: string,
  wire: WireMutation,
): Promise<MutationResult | null> => {
  const { devices } = work.tx;
  const expected = (await devices.lastMutation(deviceId)) + 1;
  const known = wire.n < expected ? await devices.result(deviceId, wire.n) : undefined;
  if (known?.id === wire.id) return known;
  // A device that was set back to an older copy of its disk counts anew what it had sent before.
  const earlier = await devices.resultOf(deviceId, wire.id);
  // What a restored server refused is tried again under the same id: only what was done is never done again.
  const isAnswer =
    earlier?.status === 'applied' ||
    (earlier !== undefined && wire.formerly === undefined && !(await mayComeBack(work, wire.name, earlier)));
  if (isAnswer) return earlier;
  if (wire.n !== expected) throw new Gap(expected);
  return null;
};

/** As above; a gap after other answers is no failure: those are given, and the rest is sent again. */
const nextAnswer = async (
  work: Work,
  deviceId: string,
  wire: WireMutation,
  isFirst: boolean,
): Promise<MutationResult | 'new' | 'gap'> => {
  try {
    return (await answeredBefore(work, deviceId, wire)) ?? 'new';
  } catch (error) {
    if (isFirst || !(error instanceof Gap)) throw error;
    return 'gap';
  }
};

/** The effect and its answer are stored together; mutations of a batch share one commit, each undone by itself. */
const runBatch = (
  context: ServerContext,
  actor: Actor,
  batch: readonly WireMutation[],
): Promise<BatchOutcome> =>
  runTransaction(context, actor.organisationId, async (work) => {
    await endDueWindows(context, work);
    const results: MutationResult[] = [];
    const made: MutationResult[] = [];
    for (const [index, wire] of batch.entries()) {
      const before = await nextAnswer(work, actor.deviceId, wire, results.length === 0);
      if (before === 'gap') break;
      if (before !== 'new') {
        results.push(before);
        continue;
      }
      try {
        const result = await work.tx.attempt(async () => {
          const outcome = await applyOne(context, work, actor, wire);
          const answer = answerOf(wire, await work.tx.counter(), outcome);
          await work.tx.devices.addResult(actor.deviceId, answer);
          return answer;
        });
        results.push(result);
        made.push(result);
        if (index + 1 < batch.length)
          context.reached(result.status === 'applied' ? 'push.one_applied' : 'push.one_refused');
      } catch (error) {
        // A full disk is no fault of the mutation: nothing of the batch is kept, and nothing is counted.
        if (context.storage.isTrouble(error)) throw error;
        return { results, made, failed: { mutation: wire, error } };
      }
    }
    context.reached('push.before_commit');
    return { results, made, failed: null };
  });

/** What was refused, by code: who runs the server can tell an attack or a fault from everyday refusals. */
const logRefusals = (
  context: ServerContext,
  actor: Actor,
  sent: readonly WireMutation[],
  refused: readonly MutationResult[],
): void => {
  for (const result of refused) {
    if (result.status !== 'rejected') continue;
    const mutation = sent.find(({ id }) => id === result.id)?.name;
    const { personId, deviceId } = actor;
    context.log.warn(
      { mutation, code: result.code, personId, deviceId, n: result.n },
      'a mutation was refused',
    );
  }
};

/** Counts the failure in a transaction of its own; after the last one the mutation is refused for good. */
const countFailure = (
  context: ServerContext,
  actor: Actor,
  wire: WireMutation,
): Promise<MutationResult | null> =>
  context.storage.transact(actor.organisationId, async (tx) => {
    const count = await tx.devices.countFailure(actor.deviceId, wire.n);
    if (count < MAX_FAILURES) return null;
    const result = answerOf(wire, await tx.counter(), err(refusal('server_failed')));
    await tx.devices.addResult(actor.deviceId, result);
    return result;
  });

/**
 * Takes a device's outbox in order, each number once; a repeat gets the answer of the first time. An answer with fewer
 * results than mutations means: send the rest again. Throws `Problem` (`mutation_gap`, `internal`).
 */
export const push = async (
  context: ServerContext,
  actor: Actor,
  epoch: string,
  sent: readonly WireMutation[],
): Promise<PushAnswer> => {
  const results: MutationResult[] = [];
  while (results.length < sent.length) {
    const batch = await runBatch(context, actor, sent.slice(results.length));
    context.reached('push.committed');
    results.push(...batch.results);
    logRefusals(context, actor, sent, batch.made);
    if (batch.failed === null) break;
    const { mutation, error } = batch.failed;
    context.log.error({ err: error, mutation: mutation.name }, 'a mutation failed');
    const refused = await countFailure(context, actor, mutation);
    if (refused === null) {
      if (results.length === 0) throw new Problem(500, 'internal');
      break;
    }
    logRefusals(context, actor, sent, [refused]);
    results.push(refused);
  }
  return { epoch, results };
};
