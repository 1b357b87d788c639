import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import type { Poll } from '../../shared/domain/records/poll.ts';
import { pollDraftOf } from '../support/coreRecords.ts';
import { begin, oneOf, shown, nextText, type Action, type Stage } from './memberActions.ts';
import type { SimClient } from './simClient.ts';

const act = <N extends MutationName>(client: SimClient, stage: Stage, name: N, args: MutationArgs<N>): true =>
  begin(stage, client.call('mutate', { name, args }));

const later = (stage: Stage, minutes: number): string =>
  new Date(stage.world.clock.now() + minutes * 60_000).toISOString();

const orderOf = (stage: Stage): string => `a${stage.rng.int(10)}`;

const createMeeting: Action = (client, stage) => {
  const body = oneOf(stage, shown(client, 'body'));
  if (body === undefined || shown(client, 'meeting').length > 3) return false;
  return act(client, stage, 'meeting.create', {
    ...{ id: stage.ids.next(), bodyId: body.id, title: nextText(stage), kind: 'regular', place: '' },
    ...{ startsAt: later(stage, 60), endsAt: later(stage, 240) },
  });
};

const editMeeting: Action = (client, stage) => {
  const meeting = oneOf(stage, shown(client, 'meeting'));
  if (meeting === undefined) return false;
  return act(client, stage, 'meeting.edit', { id: meeting.id, seen: meeting.rev, title: nextText(stage) });
};

const publish: Action = (client, stage) => {
  const meeting = oneOf(
    stage,
    shown(client, 'meeting').filter(({ body }) => body.status === 'draft'),
  );
  return meeting === undefined ? false : act(client, stage, 'meeting.publish', { id: meeting.id });
};

const setStatus: Action = (client, stage) => {
  const meeting = oneOf(stage, shown(client, 'meeting'));
  if (meeting === undefined) return false;
  const status = stage.rng.pick(['in_session', 'in_session', 'in_session', 'adjourned', 'closed'] as const);
  return act(client, stage, 'meeting.set_status', { id: meeting.id, status });
};

const itemFields = (stage: Stage) => ({
  ...{ title: nextText(stage), summary: '', presenterId: null, unit: '', minutes: 5 },
});

const createItem: Action = (client, stage) => {
  const meeting = oneOf(stage, shown(client, 'meeting'));
  if (meeting === undefined) return false;
  const items = shown(client, 'agendaItem').filter(({ body }) => body.meetingId === meeting.id);
  const parentId = stage.rng.chance(0.3) ? (oneOf(stage, items)?.id ?? null) : null;
  const place = { id: stage.ids.next(), meetingId: meeting.id, parentId, order: orderOf(stage) };
  return act(client, stage, 'item.create', { ...itemFields(stage), ...place });
};

const editItem: Action = (client, stage) => {
  const item = oneOf(stage, shown(client, 'agendaItem'));
  if (item === undefined) return false;
  return act(client, stage, 'item.edit', { id: item.id, seen: item.rev, title: nextText(stage) });
};

const moveItem: Action = (client, stage) => {
  const items = shown(client, 'agendaItem');
  const item = oneOf(stage, items);
  if (item === undefined) return false;
  const parentId = stage.rng.chance(0.5) ? (oneOf(stage, items)?.id ?? null) : null;
  return act(client, stage, 'item.move', { id: item.id, parentId, order: orderOf(stage) });
};

const removeItem: Action = (client, stage) => {
  const items = shown(client, 'agendaItem');
  const item = oneOf(stage, items);
  return item === undefined || items.length < 3 ? false : act(client, stage, 'item.remove', { id: item.id });
};

const notChair = (client: SimClient) =>
  shown(client, 'participant').filter(({ body }) => body.role === 'member' || body.role === 'guest');

const removeParticipant: Action = (client, stage) => {
  const participant = oneOf(stage, notChair(client));
  return participant === undefined ? false : act(client, stage, 'participant.remove', { id: participant.id });
};

const invite: Action = (client, stage) => {
  const meeting = oneOf(stage, shown(client, 'meeting'));
  if (meeting === undefined) return false;
  const there = new Set(
    shown(client, 'participant')
      .filter(({ body }) => body.meetingId === meeting.id)
      .map(({ body }) => body.personId),
  );
  const person = oneOf(
    stage,
    shown(client, 'person').filter(({ id }) => !there.has(id)),
  );
  if (person === undefined) return false;
  const role = stage.rng.pick(['member', 'member', 'guest'] as const);
  const people = [{ id: stage.ids.next(), personId: person.id, role }];
  return act(client, stage, 'participant.invite', { meetingId: meeting.id, people });
};

const setRole: Action = (client, stage) => {
  const participant = oneOf(stage, notChair(client));
  if (participant === undefined) return false;
  const role = stage.rng.pick(['member', 'guest', 'secretary'] as const);
  return act(client, stage, 'participant.set_role', { id: participant.id, role });
};

const markPresent: Action = (client, stage) => {
  const participant = oneOf(stage, shown(client, 'participant'));
  if (participant === undefined) return false;
  const attendance = stage.rng.pick(['in_room', 'in_room', 'in_room', 'absent'] as const);
  return act(client, stage, 'participant.set_attendance', { id: participant.id, attendance });
};

const ownerOf = (client: SimClient, stage: Stage) => {
  const slip = oneOf(
    stage,
    shown(client, 'slip').filter(({ body }) => body.status === 'draft'),
  );
  if (slip !== undefined && stage.rng.chance(0.3)) return { kind: 'slip', id: slip.id } as const;
  const item = oneOf(stage, shown(client, 'agendaItem'));
  return item === undefined ? undefined : ({ kind: 'item', id: item.id } as const);
};

const upload: Action = (client, stage) => {
  const paper = oneOf(stage, shown(client, 'paper'));
  const isVersion = paper !== undefined && stage.rng.chance(0.5);
  const owner = isVersion ? ({ kind: 'paper', id: paper.id } as const) : ownerOf(client, stage);
  if (owner === undefined) return false;
  const isJunk = stage.rng.chance(0.15);
  const junkSize = stage.rng.chance(0.2) ? 1_100_000 : 300;
  const bytes = isJunk ? Buffer.alloc(junkSize, stage.rng.int(256)) : stage.rng.pick(stage.papers);
  const about = { name: `${nextText(stage)}.pdf`, size: bytes.length } as const;
  const give = async (): Promise<void> => {
    const kinds = { classification: 'public', documentType: 'report' } as const;
    const begun = await client.call('uploads.begin', { ...about, ...kinds, owner });
    if (!begun.ok || !client.isAlive()) return;
    await client.call('uploads.append', { id: begun.value.id, bytes });
    if (client.isAlive()) await client.call('uploads.finish', { id: begun.value.id });
  };
  return begin(stage, give());
};

const editPaper: Action = (client, stage) => {
  const paper = oneOf(stage, shown(client, 'paper'));
  if (paper === undefined) return false;
  return act(client, stage, 'paper.edit', { id: paper.id, seen: paper.rev, title: nextText(stage) });
};

const removePaper: Action = (client, stage) => {
  const paper = oneOf(stage, shown(client, 'paper'));
  return paper === undefined ? false : act(client, stage, 'paper.remove', { id: paper.id });
};

const createPoll: Action = (client, stage) => {
  const owner = ownerOf(client, stage);
  if (owner === undefined) return false;
  const changes: Partial<Poll> = {
    changeable: stage.rng.chance(0.7),
    live: stage.rng.chance(0.2),
    ...(stage.rng.chance(0.5)
      ? { late: { kind: 'accept', until: later(stage, 2 + stage.rng.int(20)) } }
      : {}),
  };
  const place = { id: owner.id, meetingId: '' } as Parameters<typeof pollDraftOf>[1];
  const draft = pollDraftOf(stage.ids.next(), place, { ...changes, title: nextText(stage) });
  const { id, order, title, wording, documents, choices, ruleSet, late, live, changeable } = draft;
  const fields = { id, order, title, wording, documents, choices, ruleSet, late, live, changeable };
  return act(client, stage, 'poll.create', { ...fields, owner, previousPollId: null });
};

const editPoll: Action = (client, stage) => {
  const poll = oneOf(
    stage,
    shown(client, 'poll').filter(({ body }) => body.status === 'draft'),
  );
  if (poll === undefined) return false;
  return act(client, stage, 'poll.edit', { id: poll.id, seen: poll.rev, title: nextText(stage) });
};

const conduct =
  (name: 'poll.close' | 'poll.announce' | 'poll.cancel' | 'poll.remove', status: Poll['status']): Action =>
  (client, stage) => {
    const poll = oneOf(
      stage,
      shown(client, 'poll').filter(({ body }) => body.status === status),
    );
    return poll === undefined ? false : act(client, stage, name, { id: poll.id });
  };

const openPoll: Action = (client, stage) => {
  const poll = oneOf(
    stage,
    shown(client, 'poll').filter(({ body }) => body.status === 'draft'),
  );
  return poll === undefined ? false : act(client, stage, 'poll.open', { id: poll.id, seen: poll.rev });
};

const createSlip: Action = (client, stage) => {
  const body = oneOf(stage, shown(client, 'body'));
  if (body === undefined || shown(client, 'slip').length > 2) return false;
  const words = { title: nextText(stage), question: nextText(stage), deadline: later(stage, 600) };
  return act(client, stage, 'slip.create', { ...words, id: stage.ids.next(), bodyId: body.id });
};

const sendSlip: Action = (client, stage) => {
  const slip = oneOf(
    stage,
    shown(client, 'slip').filter(({ body }) => body.status === 'draft'),
  );
  return slip === undefined ? false : act(client, stage, 'slip.send', { id: slip.id });
};

/** What those who prepare and conduct a session do; with how often. */
export const SECRETARY_ACTIONS: readonly (readonly [number, string, Action])[] = [
  [2, 'creates a meeting', createMeeting],
  [4, 'edits a meeting', editMeeting],
  [3, 'publishes', publish],
  [2, 'sets a status', setStatus],
  [5, 'creates an item', createItem],
  [5, 'edits an item', editItem],
  [3, 'moves an item', moveItem],
  [2, 'removes an item', removeItem],
  [4, 'removes a participant', removeParticipant],
  [5, 'invites', invite],
  [2, 'sets a role', setRole],
  [5, 'marks attendance', markPresent],
  [6, 'adds a paper', upload],
  [3, 'edits a paper', editPaper],
  [2, 'removes a paper', removePaper],
  [8, 'creates a poll', createPoll],
  [3, 'edits a poll', editPoll],
  [9, 'opens a poll', openPoll],
  [4, 'closes a poll', conduct('poll.close', 'open')],
  [3, 'announces', conduct('poll.announce', 'closed')],
  [1, 'cancels a poll', conduct('poll.cancel', 'open')],
  [1, 'removes a poll', conduct('poll.remove', 'draft')],
  [2, 'creates a slip', createSlip],
  [3, 'sends a slip', sendSlip],
];
