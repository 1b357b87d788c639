import type { ClientArgs } from '../../shared/contract/client.ts';
import type { PollDraft } from '../../shared/domain/records/poll.ts';
import { newId } from './api.ts';
import type { TestClient } from './client.ts';
import { draftOf } from './government.ts';
import { type Installation, startInstallation } from './installation.ts';
import { until } from './until.ts';

/** A session in progress of a body of three, with a guest at the table; the administrator is its secretary. */
export interface VotingOffice extends Installation {
  readonly meetingId: string;
  /** Person ids by username: `an`, `binh` and `chi` vote, `khach` is a guest. */
  readonly people: Readonly<Record<string, string>>;
  /** A poll on the one item, opened. */
  readonly openPoll: (title: string, changes?: Partial<PollDraft>) => Promise<string>;
  /** What the secretary does, done on the server when it resolves. */
  readonly conduct: (name: ClientArgs<'mutate'>['name'], args: unknown) => Promise<void>;
  /** Milliseconds that the server's clock is ahead. */
  ahead: number;
}

export const startVotingOffice = async (): Promise<VotingOffice> => {
  const time = { ahead: 0 };
  const installation = await startInstallation({ clock: { now: () => Date.now() + time.ahead } });
  const { admin } = installation;
  const conduct: VotingOffice['conduct'] = async (name, args) => {
    await admin.ask('mutate', { name, args });
    await admin.synced();
  };
  const people: Record<string, string> = {};
  for (const name of ['an', 'binh', 'chi', 'khach']) {
    people[name] = await installation.addPerson(name, name !== 'khach');
  }
  const meetingId = await installation.createMeeting('Phiên họp thường kỳ');
  const itemId = newId();
  const fields = { title: 'Nội dung thứ nhất', summary: '', presenterId: null, unit: '', minutes: 30 };
  await conduct('item.create', { ...fields, id: itemId, meetingId, parentId: null, order: 'a0' });
  const guest = { id: newId(), personId: people['khach'], role: 'guest' };
  await conduct('participant.invite', { meetingId, people: [guest] });
  await conduct('meeting.publish', { id: meetingId });
  await conduct('meeting.set_status', { id: meetingId, status: 'in_session' });
  const { participants } = await admin.ask('meetings.get', { id: meetingId });
  for (const { id, votes } of participants) {
    if (votes) await conduct('participant.set_attendance', { id, attendance: 'in_room' });
  }
  return {
    ...installation,
    meetingId,
    people,
    conduct,
    async openPoll(title, changes = {}) {
      const id = newId();
      const place = { id, owner: { kind: 'item', id: itemId }, order: 'a0', previousPollId: null };
      await conduct('poll.create', { ...draftOf({ title, ...changes }), ...place });
      const { rev } = await admin.ask('polls.get', { id });
      await conduct('poll.open', { id, seen: rev });
      return id;
    },
    get ahead() {
      return time.ahead;
    },
    set ahead(ms) {
      time.ahead = ms;
    },
  };
};

type Choices = readonly string[];

/** Casts on a device without a screen, once it has the poll; resolves when the ballot is kept there. */
export const castOn = async (
  client: TestClient,
  pollId: string,
  choices: Choices,
  text = '',
): Promise<void> => {
  await until('the poll is open here', async () => {
    const answer = await client.call('polls.get', { id: pollId });
    return answer.ok && answer.value.poll.status === 'open';
  });
  await client.ask('ballots.cast', { pollId, choices: [...choices], text });
};
