import { createHash } from 'node:crypto';
import type { Annotation } from '../../shared/contract/annotation.ts';
import type { Stored } from '../../shared/domain/mutation.ts';
import type { RecordKind } from '../../shared/domain/records/kinds.ts';
import type { Ids } from '../../shared/lib/ids.ts';
import type { Rng } from './seeded.ts';
import type { SimClient } from './simClient.ts';
import type { World } from './world.ts';

/** What an action may use. */
export interface Stage {
  readonly world: World;
  readonly rng: Rng;
  readonly ids: Ids;
  readonly papers: readonly Buffer<ArrayBuffer>[];
  /** Annotations by the person who made them, whether or not they still exist. */
  readonly annotations: Map<string, string[]>;
  /** Polls of which a device has shown somebody's vote as received. */
  readonly received: { readonly pollId: string; readonly ballotId: string; readonly restores: number }[];
  readonly restores: () => number;
  count: number;
}

/** Begins something that a person does; false when there is nothing to do it to. */
export type Action = (client: SimClient, stage: Stage) => boolean;

/** All records of a kind on this device's screen, in an order that is the same in every run. */
export const shown = <K extends RecordKind>(client: SimClient, kind: K): readonly Stored<K>[] =>
  [...client.context().records.all(kind)].sort((a, b) => (a.id < b.id ? -1 : 1));

export const oneOf = <T>(stage: Stage, from: readonly T[]): T | undefined =>
  from.length === 0 ? undefined : stage.rng.pick(from);

export const nowOf = (client: SimClient): string => new Date(client.context().clock.now()).toISOString();

export const nextText = (stage: Stage): string => {
  stage.count += 1;
  return `chữ ${stage.count}`;
};

/** Whoever asked may be gone by the time of the answer. */
export const begin = (stage: Stage, doing: Promise<unknown>): true => {
  doing.catch((error: unknown) => {
    stage.world.fail(`a call threw: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`);
  });
  return true;
};

const annotate: Action = (client, stage) => {
  const version = oneOf(stage, shown(client, 'paperVersion'));
  if (version === undefined) return false;
  const known = stage.annotations.get(client.username) ?? [];
  const { records } = client.context();
  const here = known.filter((id) => records.getSync('privateNote', id) !== undefined);
  const id = here.length > 0 && stage.rng.chance(0.5) ? stage.rng.pick(here) : stage.ids.next();
  if (!known.includes(id)) stage.annotations.set(client.username, [...known, id]);
  const at = nowOf(client);
  const annotation: Annotation = {
    ...{ id, paperId: version.body.paperId, versionId: version.id, page: 1, createdAt: at, updatedAt: at },
    ...{ type: 'note', colour: 'yellow', x: 10, y: 10, note: nextText(stage) },
  };
  return begin(stage, client.call('annotations.put', annotation));
};

const unannotate: Action = (client, stage) => {
  const { records } = client.context();
  const here = (stage.annotations.get(client.username) ?? []).filter((id) =>
    records.getSync('privateNote', id),
  );
  const id = oneOf(stage, here);
  return id === undefined ? false : begin(stage, client.call('annotations.remove', { id }));
};

const read: Action = (client, stage) => {
  const version = oneOf(stage, shown(client, 'paperVersion'));
  if (version === undefined) return false;
  const where = { paperId: version.body.paperId, versionId: version.id, page: 1 + stage.rng.int(9) };
  const position = { ...where, offset: 0, zoom: 'auto', at: nowOf(client) };
  return begin(stage, client.call('reading.put', position));
};

const vote: Action = (client, stage) => {
  const poll = oneOf(
    stage,
    shown(client, 'poll').filter(({ body }) => body.status === 'open'),
  );
  if (poll === undefined) return false;
  const option = stage.rng.pick(poll.body.choices.options);
  const text = option.role === 'other' ? nextText(stage) : '';
  return begin(stage, client.call('ballots.cast', { pollId: poll.id, choices: [option.id], text }));
};

const attend: Action = (client, stage) => {
  const own = oneOf(
    stage,
    shown(client, 'participant').filter(({ body }) => body.personId === client.context().account.personId),
  );
  if (own === undefined) return false;
  const attendance = stage.rng.pick(['in_room', 'remote', 'absent', 'in_room'] as const);
  const args = { id: own.id, attendance };
  return begin(stage, client.call('mutate', { name: 'participant.set_attendance', args }));
};

const lookAtVotes: Action = (client, stage) => {
  const poll = oneOf(stage, shown(client, 'poll'));
  if (poll === undefined) return false;
  const restores = stage.restores();
  const look = async (): Promise<void> => {
    const answer = await client.call('polls.get', { id: poll.id });
    if (!answer.ok) return;
    const { state, receipt } = answer.value.vote;
    if (state === 'received' && receipt !== null) {
      stage.received.push({ pollId: poll.id, ballotId: receipt.id, restores });
    }
  };
  return begin(stage, look());
};

const openPaper: Action = (client, stage) => {
  const version = oneOf(stage, shown(client, 'paperVersion'));
  if (version === undefined) return false;
  const { sha256 } = version.body.file;
  const open = async (): Promise<void> => {
    const cabinet = client.cabinet();
    const file = await cabinet.openFile(sha256);
    if (!file.ok || !client.isAlive()) return;
    const bytes = await file.value.read(0, file.value.size).catch(() => null);
    if (bytes === null) return;
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256) stage.world.fail(`${client.name} opened other bytes than those of ${sha256}`);
  };
  return begin(stage, open());
};

const look =
  (
    method:
      'home.get' | 'meetings.list' | 'outbox.list' | 'sync.state' | 'slips.list' | 'papers.list' | 'sync.now',
  ): Action =>
  (client, stage) =>
    begin(stage, client.call(method, {}));

/** What everybody does; with how often. */
export const MEMBER_ACTIONS: readonly (readonly [number, string, Action])[] = [
  [10, 'annotates', annotate],
  [4, 'removes an annotation', unannotate],
  [5, 'reads', read],
  [12, 'votes', vote],
  [4, 'attends', attend],
  [3, 'looks at a vote', lookAtVotes],
  [3, 'opens a paper', openPaper],
  [2, 'asks for the newest', look('sync.now')],
  [1, 'looks at home', look('home.get')],
  [1, 'looks at meetings', look('meetings.list')],
  [1, 'looks at papers', look('papers.list')],
  [1, 'looks at slips', look('slips.list')],
  [1, 'looks at the outbox', look('outbox.list')],
];
