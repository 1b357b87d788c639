import { createPublicKey, verify } from 'node:crypto';
import { explainResult } from '../../../shared/domain/decisions/explain.ts';
import type { Ballot, Poll, PollResult, PollStatement } from '../../../shared/domain/records/poll.ts';
import type { Device } from '../../../shared/domain/records/organisation.ts';
import type { Rest } from './all.ts';

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

interface Stored {
  readonly id: string;
  readonly bytes: string;
  readonly signature: string;
  readonly log_index: number;
}
interface Marks {
  readonly closed?: number;
  readonly windowEnded?: number;
  readonly announced?: number;
}

const bodiesOf = <T>({ truth }: Rest, kind: string): readonly T[] =>
  truth
    .prepare<[string], { body: string }>('SELECT body FROM record WHERE kind = ? AND body IS NOT NULL')
    .all(kind)
    .map(({ body }) => JSON.parse(body) as T);

const marksOf = ({ truth }: Rest, pollId: string): Marks =>
  Object.fromEntries(
    truth
      .prepare<[string], { mark: string; leaf_index: number }>(
        'SELECT mark, leaf_index FROM poll_mark WHERE poll_id = ?',
      )
      .all(pollId)
      .map(({ mark, leaf_index }) => [mark, leaf_index]),
  );

const isInTime = (statement: PollStatement, marks: Marks, at: number, ballot: Ballot): boolean => {
  const { closed = Infinity, windowEnded = Infinity, announced = Infinity } = marks;
  if (at < closed) return true;
  const isLateOk = statement.late.kind === 'accept' && ballot.checkpoint.size <= closed;
  return isLateOk && at < windowEnded && at < announced;
};

/** R2, R10, R13, C8 once more, by hand, from the stored bytes alone: counted choices by voter. */
const recount = (rest: Rest, statement: PollStatement, marks: Marks): ReadonlyMap<string, Ballot | null> => {
  const devices = new Map(bodiesOf<Device>(rest, 'device').map((device) => [device.id, device]));
  const stored = rest.truth
    .prepare<[string], Stored>(
      'SELECT id, bytes, signature, log_index FROM ballot WHERE poll_id = ? ORDER BY log_index',
    )
    .all(statement.poll);
  const valid = stored.flatMap(({ id, bytes, signature, log_index }) => {
    const ballot = JSON.parse(bytes) as Ballot;
    const key = Buffer.from(devices.get(ballot.device)?.publicKey ?? '', 'base64');
    const publicKey = createPublicKey({
      ...{ key: Buffer.concat([SPKI_PREFIX, key]), format: 'der', type: 'spki' },
    });
    if (!verify(null, Buffer.from(bytes), publicKey, Buffer.from(signature, 'base64')))
      rest.world.fail(`ballot ${id} is not signed by its device`);
    return isInTime(statement, marks, log_index, ballot) ? [{ id, ballot }] : [];
  });
  const isClosed = marks.closed !== undefined;
  const isOver = isClosed && (statement.late.kind === 'reject' || marks.windowEnded !== undefined);
  const counted = new Map<string, Ballot | null>();
  for (const voter of statement.electorate) {
    const own = valid.filter(({ ballot }) => ballot.voter === voter);
    if (own.length === 0) continue;
    const heads = own.filter(({ id }) => !own.some(({ ballot }) => ballot.replaces.includes(id)));
    const [lowest] = heads;
    counted.set(voter, heads.length === 1 || isOver ? (lowest?.ballot ?? null) : null);
  }
  return counted;
};

const checkResult = (rest: Rest, poll: Poll, result: PollResult): void => {
  if (poll.statement === null) return rest.world.fail(`poll ${poll.id} has a result and no statement`);
  const statement = JSON.parse(poll.statement) as PollStatement;
  const counted = recount(rest, statement, marksOf(rest, poll.id));
  const ballots = [...counted.values()].filter((ballot) => ballot !== null);
  const counts = statement.choices.options.map(({ id }) => ({
    optionId: id,
    count: ballots.filter(({ choices }) => choices.includes(id)).length,
  }));
  // While it is open a live result has no names in it.
  const shownLines = poll.status === 'open' ? [] : [...counted];
  const lines = shownLines.map(([personId, ballot]) => `${personId} ${(ballot?.choices ?? []).join()}`);
  const said = result.lines.map(({ personId, choices }) => `${personId} ${choices.join()}`);
  const isSame =
    JSON.stringify(counts) === JSON.stringify(result.counts) &&
    JSON.stringify(lines) === JSON.stringify(said) &&
    result.notVotedCount === statement.electorate.length - ballots.length;
  if (!isSame)
    rest.world.fail(
      `poll ${poll.id} recounts to ${JSON.stringify(counts)} ${JSON.stringify(lines)}, not ${JSON.stringify(result)}`,
    );
};

/** Every device that shows a result explains it in the same words. */
const checkShown = async (rest: Rest, poll: Poll, result: PollResult): Promise<void> => {
  const expected = explainResult(result, JSON.parse(poll.statement ?? '{}') as PollStatement, 'vi');
  for (const { client } of rest.posts) {
    if (client.context().records.getSync('poll', poll.id) === undefined) continue;
    const answer = await client.cabinet().call('polls.get', { id: poll.id });
    const view = answer.ok
      ? (answer.value as { readonly poll: Poll; readonly result: PollResult | null })
      : null;
    const shown =
      view?.result && view.poll.statement !== null
        ? explainResult(view.result, JSON.parse(view.poll.statement) as PollStatement, 'vi')
        : null;
    if (shown !== expected) rest.world.fail(`${client.name} explains ${poll.id} as ${String(shown)}`);
  }
};

/** Results are what the stored ballots say, and the same for everybody. */
export const checkPolls = async (rest: Rest): Promise<void> => {
  const polls = new Map(bodiesOf<Poll>(rest, 'poll').map((poll) => [poll.id, poll]));
  for (const result of bodiesOf<PollResult>(rest, 'pollResult')) {
    const poll = polls.get(result.pollId);
    if (poll === undefined) rest.world.fail(`a result of ${result.pollId}, which is not there`);
    else {
      checkResult(rest, poll, result);
      await checkShown(rest, poll, result);
    }
  }
};
