import { ballotId } from '../../../shared/domain/decisions/ballot.ts';
import type { Kept } from '../ledger.ts';
import type { Rest } from './all.ts';
import { resultsOf } from './outboxes.ts';

interface Args {
  readonly id?: string;
  readonly title?: string;
  readonly seen?: number;
  readonly signed?: { readonly bytes: string };
}

/** What makes a record under an id that its author chose. */
const MAKES: Readonly<Record<string, string>> = {
  'meeting.create': 'meeting',
  'item.create': 'agendaItem',
  'poll.create': 'poll',
  'slip.create': 'slip',
  'paper.add': 'paper',
};
/** What gives a record a title that nobody else gives. */
const NAMES: Readonly<Record<string, string>> = {
  'meeting.edit': 'meeting',
  'item.edit': 'agendaItem',
  'poll.edit': 'poll',
  'paper.edit': 'paper',
};

interface Applied {
  readonly kept: Kept;
  readonly args: Args;
  readonly seq: number;
}

/** No number twice, and none above the counter. */
const checkNumbers = ({ truth, world }: Rest): void => {
  const twice = truth
    .prepare<[], { rev: number }>('SELECT rev FROM record GROUP BY organisation_id, rev HAVING count(*) > 1')
    .all();
  for (const { rev } of twice) world.fail(`number ${rev} was given to two writes`);
  const [top] = truth
    .prepare<[], { counter: number; rev: number; seq: number }>(
      `SELECT counter, (SELECT max(rev) FROM record) AS rev, (SELECT coalesce(max(seq), 0) FROM mutation_result) AS seq
        FROM organisation`,
    )
    .all();
  if (top === undefined || top.rev > top.counter || top.seq > top.counter) {
    world.fail(`the counter stands below what it has numbered: ${JSON.stringify(top)}`);
  }
};

/** The record, or its tombstone; null when neither is there. */
const recordOf = ({ truth }: Rest, kind: string, id: string) =>
  truth
    .prepare<[string, string], { rev: number; body: string | null }>(
      'SELECT rev, body FROM record WHERE kind = ? AND id = ?',
    )
    .get(kind, id) ?? null;

const checkMade = (rest: Rest, { kept, args }: Applied): void => {
  const kind = MAKES[kept.name];
  if (kind === undefined || args.id === undefined || recordOf(rest, kind, args.id) !== null) return;
  if (!rest.server.hasForgotten())
    rest.world.fail(`${kept.client} ${kept.name} ${args.id} was acknowledged and is not there`);
};

/** The title that was acknowledged last is the one that stands. */
const checkTitles = (rest: Rest, applied: readonly Applied[]): void => {
  const last = new Map<string, Applied & { readonly kind: string; readonly id: string }>();
  for (const each of applied) {
    const kind = NAMES[each.kept.name];
    const { id, title } = each.args;
    if (kind !== undefined && id !== undefined && title !== undefined)
      last.set(`${kind} ${id}`, { ...each, kind, id });
  }
  for (const { kind, id, args, kept } of last.values()) {
    const body = recordOf(rest, kind, id)?.body ?? null;
    if (body === null) continue;
    const { title } = JSON.parse(body) as Args;
    if (title !== args.title)
      rest.world.fail(`${kept.client} named ${kind} ${id} ${String(args.title)}; it says ${String(title)}`);
  }
};

/** Each ballot that was acknowledged is there once, and none that nobody sent. */
const checkCast = (rest: Rest, applied: readonly Applied[]): void => {
  const stored = new Set(
    rest.truth
      .prepare<[], { id: string }>('SELECT id FROM ballot')
      .all()
      .map(({ id }) => id),
  );
  const sent = new Map<string, number>();
  for (const { kept, args } of applied) {
    if (kept.name !== 'ballot.cast') continue;
    const id = ballotId(args.signed?.bytes ?? '');
    sent.set(id, (sent.get(id) ?? 0) + 1);
    if (!stored.has(id)) rest.world.fail(`${kept.client}: ballot ${id} was acknowledged and is not there`);
  }
  for (const [id, times] of sent) if (times > 1) rest.world.fail(`ballot ${id} was taken ${times} times`);
  for (const id of stored) if (!sent.has(id)) rest.world.fail(`ballot ${id} was sent by nobody`);
};

/** What the server acknowledged is done, once, in the order of its numbers. */
export const checkEffects = (rest: Rest): void => {
  checkNumbers(rest);
  const applied = resultsOf(rest)
    .filter(({ code }) => code === null)
    .sort((a, b) => a.seq - b.seq)
    .flatMap(({ mutation_id, seq }): Applied[] => {
      const kept = rest.ledger.kept.get(mutation_id);
      return kept === undefined ? [] : [{ kept, args: kept.args as Args, seq }];
    });
  for (const each of applied) checkMade(rest, each);
  // After a restore what comes back keeps the order of the former history, which its numbers do not show.
  if (rest.server.restores() === 0) checkTitles(rest, applied);
  checkCast(rest, applied);
};
