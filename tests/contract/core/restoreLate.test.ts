import { describe, expect, test } from 'vitest';
import type { MutationName } from '../../../shared/domain/mutations/args.ts';
import type { RecordKind } from '../../../shared/domain/records/kinds.ts';
import type { Poll } from '../../../shared/domain/records/poll.ts';
import type { TestClient } from '../../support/client.ts';
import { pollDraftOf } from '../../support/coreRecords.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import {
  allTaken,
  comeBack,
  cut,
  runServer,
  type RestoreOffice,
  startRestoreOffice,
} from '../../support/restoreOffice.ts';
import { doThere, makeMeeting, newId, openPoll, realPdf, upload } from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';
import { castOn } from '../../support/votingOffice.ts';

const using = disposingAfterEach();

const peopleOf = async (office: RestoreOffice) => ({
  thuky: await office.clientOf('thuky'),
  an: await office.clientOf('an'),
  binh: await office.clientOf('binh'),
  chutoa: await office.clientOf('chutoa'),
});
type People = Awaited<ReturnType<typeof peopleOf>>;

const ORDERS: readonly (readonly (keyof People)[])[] = [
  ['thuky', 'an', 'binh', 'chutoa'],
  ['chutoa', 'binh', 'an', 'thuky'],
];

/** Everybody comes back, and then whatever had to wait for another's part. */
const allBack = async (people: People, order: readonly (keyof People)[]): Promise<void> => {
  for (const name of order) await comeBack(people[name]);
  for (const name of order) await allTaken(people[name]);
  for (const name of order) await comeBack(people[name]);
};

const stateOf = async (client: TestClient, pollId: string): Promise<string> =>
  (await client.ask('polls.get', { id: pollId })).vote.state;

const resultOn = (client: TestClient, pollId: string) =>
  client.context.records.confirmed.getSync('pollResult', pollId)?.body;

const expectSound = async (office: RestoreOffice): Promise<void> => {
  await office.stop();
  const checked = await runServer(['check', '--data', office.folder()]);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('sound')]);
};

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const accept = (instant: string): Pick<Poll, 'late'> => ({ late: { kind: 'accept', until: instant } });

/** How long the short window is: enough to open the poll and to vote, so that what follows arrives after it. */
const SHORT_MS = 4000;

/**
 * Three polls that were closed after the backup: one takes no late ballot, one takes them for hours, and of one the window
 * has ended. An's ballots were received late, before the loss; Bình's wait on the device; chair and secretary saw the close.
 */
const lateBallots = async (office: RestoreOffice, { thuky, an, binh, chutoa }: People) => {
  const { meetingId, itemId } = await makeMeeting(thuky);
  await doThere(thuky, 'meeting.publish', { id: meetingId });
  await doThere(thuky, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  const backup = await office.backup();
  const short = new Date(Date.now() + SHORT_MS).toISOString();
  const polls = {
    rejecting: await openPoll(thuky, meetingId, itemId),
    accepting: await openPoll(thuky, meetingId, itemId, accept(inHours(6))),
    ended: await openPoll(thuky, meetingId, itemId, accept(short)),
  };
  for (const pollId of Object.values(polls)) {
    await castOn(chutoa, pollId, ['abstain']);
    for (const member of [an, binh]) {
      await until('the poll is known', async () => (await member.call('polls.get', { id: pollId })).ok);
    }
  }
  await chutoa.synced();
  cut(an, binh);
  for (const pollId of Object.values(polls)) {
    await doThere(thuky, 'poll.close', { id: pollId });
    await castOn(an, pollId, ['yes']);
    await castOn(binh, pollId, ['no']);
  }
  await until('the short window has ended', async () => {
    await thuky.ask('sync.now', {});
    return resultOn(thuky, polls.ended)?.provisional === false;
  });
  await comeBack(an);
  await allTaken(an);
  await doThere(thuky, 'poll.announce', { id: polls.ended });
  for (const client of [thuky, chutoa, an]) await allTaken(client);
  return { backup, polls };
};

describe('R13: late ballots after a restore', () => {
  test.each(ORDERS)(
    'have the verdict that they had, and those that waited the one they would have had, with %s first to come back',
    async (...order) => {
      const office = using(await startRestoreOffice());
      const people = await peopleOf(office);
      const { thuky, an, binh } = people;
      const { backup, polls } = await lateBallots(office, people);
      const verdicts = async (client: TestClient) => [
        await stateOf(client, polls.rejecting),
        await stateOf(client, polls.accepting),
        await stateOf(client, polls.ended),
      ];
      expect(await verdicts(an)).toEqual(['late', 'received', 'late']);
      expect(await verdicts(binh)).toEqual(['kept', 'kept', 'kept']);
      const before = resultOn(thuky, polls.ended);
      expect(before).toMatchObject({ lateCount: 1 });
      cut(...Object.values(people));
      await office.loseAndRestore(backup);
      await allBack(people, order);
      for (const member of [an, binh]) expect(await verdicts(member)).toEqual(['late', 'received', 'late']);
      const countsOf = (pollId: string) => {
        const { counts = [], lateCount = -1 } = resultOn(thuky, pollId) ?? {};
        return [...counts.map(({ count }) => count), lateCount];
      };
      // Yes, no, abstained, late: each ballot is there once.
      expect(countsOf(polls.rejecting)).toEqual([0, 0, 1, 2]);
      expect(countsOf(polls.accepting)).toEqual([1, 1, 1, 0]);
      expect(resultOn(thuky, polls.accepting)?.provisional).toBe(true);
      // What was announced is not altered by what came after it.
      expect(resultOn(thuky, polls.ended)).toEqual(before);
      expect((await thuky.ask('polls.get', { id: polls.ended })).poll.status).toBe('announced');
      await expectSound(office);
    },
    180_000,
  );
});

/** A slip with one question, written by the secretary. */
const makeSlip = async (thuky: TestClient, late: Poll['late']) => {
  const [slipId, pollId] = [newId(), newId()];
  const { bodies } = await thuky.ask('organisation.get', {});
  await doThere(thuky, 'slip.create', {
    ...{ id: slipId, bodyId: bodies[0]?.record.id ?? '', title: 'Phiếu lấy ý kiến', question: 'Ý kiến?' },
    deadline: inHours(24),
  });
  const item = { id: newId(), meetingId: newId() } as Parameters<typeof pollDraftOf>[1];
  const { title, wording, documents, choices, ruleSet, live, changeable, order } = pollDraftOf(pollId, item);
  await doThere(thuky, 'poll.create', {
    ...{ id: pollId, owner: { kind: 'slip', id: slipId }, order, previousPollId: null },
    ...{ title, wording, documents, choices, ruleSet, late, live, changeable },
  });
  return { slipId, pollId };
};

describe('R18: answers to an opinion slip after a restore', () => {
  test.each(ORDERS)(
    'are each there once: received before the loss, waiting, and late, with %s first to come back',
    async (...order) => {
      const office = using(await startRestoreOffice());
      const people = await peopleOf(office);
      const { thuky, an, binh, chutoa } = people;
      const { slipId, pollId } = await makeSlip(thuky, { kind: 'reject' });
      const closed = await makeSlip(thuky, { kind: 'accept', until: inHours(6) });
      const backup = await office.backup();
      for (const id of [slipId, closed.slipId]) await doThere(thuky, 'slip.send', { id });
      for (const member of [an, binh, chutoa]) {
        for (const id of [pollId, closed.pollId])
          await until('the slip is here', async () => (await member.call('polls.get', { id })).ok);
      }
      await castOn(an, pollId, ['yes']);
      await castOn(an, closed.pollId, ['yes']);
      await allTaken(an);
      cut(binh, chutoa);
      await castOn(binh, pollId, ['no']);
      await doThere(thuky, 'poll.close', { id: closed.pollId });
      await castOn(binh, closed.pollId, ['no']);
      await castOn(chutoa, closed.pollId, ['abstain']);
      await comeBack(chutoa);
      for (const client of [thuky, an, chutoa]) await allTaken(client);
      cut(...Object.values(people));
      await office.loseAndRestore(backup);
      await allBack(people, order);
      expect(await Promise.all([an, binh, chutoa].map((client) => stateOf(client, closed.pollId)))).toEqual(
        Array.from({ length: 3 }, () => 'received'),
      );
      const count = (id: string) => resultOn(thuky, id)?.counts.map((each) => each.count);
      expect(count(closed.pollId)).toEqual([1, 1, 1]);
      expect(resultOn(thuky, closed.pollId)?.lateCount).toBe(0);
      const slipOn = (client: TestClient, id: string) =>
        client.context.records.confirmed.getSync('slip', id)?.body.status;
      expect([slipOn(thuky, slipId), slipOn(thuky, closed.slipId)]).toEqual(['sent', 'closed']);
      await doThere(thuky, 'poll.close', { id: pollId });
      expect(count(pollId)).toEqual([1, 1, 0]);
      await expectSound(office);
    },
    180_000,
  );
});

/** The first record of a kind that fits, as the server last told it. */
const bodyOn = <K extends RecordKind>(client: TestClient, kind: K, id: string) =>
  client.context.records.confirmed.getSync(kind, id)?.body;

/**
 * After the backup the secretary publishes a session; offline, chair and member work on what is then lost: items, an attendance, a
 * note. Of the chair's paper the upload and the mutation arrived, and no answer came.
 */
const unansweredWork = async ({ thuky, an, chutoa }: People) => {
  const { meetingId, itemId } = await makeMeeting(thuky);
  await doThere(thuky, 'meeting.publish', { id: meetingId });
  for (const client of [an, chutoa]) {
    await until('the session is here', async () => (await client.call('meetings.get', { id: meetingId })).ok);
  }
  const uploadId = await upload(
    chutoa,
    { kind: 'item', id: itemId },
    'Bao cao.pdf',
    await realPdf('Báo cáo'),
  );
  chutoa.network.loseAnswersTo = '/sync/push';
  await until('it has left', async () =>
    chutoa.context.outbox.entries().some(({ name, state }) => name === 'paper.add' && state !== 'refused'),
  );
  cut(an, chutoa);
  chutoa.network.loseAnswersTo = null;
  const ids = { meetingId, itemId, uploadId, added: newId(), note: newId() };
  const mutate = (client: TestClient, name: MutationName, args: unknown) =>
    client.ask('mutate', { name, args });
  await mutate(chutoa, 'item.create', {
    ...{ id: ids.added, meetingId, parentId: null, order: 'z0', title: 'Nội dung thêm', summary: '' },
    ...{ presenterId: null, unit: '', minutes: 10 },
  });
  await mutate(chutoa, 'item.edit', { id: ids.added, seen: 0, summary: 'Sửa khi mất mạng' });
  await mutate(chutoa, 'item.move', { id: itemId, parentId: null, order: 'zz' });
  const own = an.context.records
    .all('participant')
    .find(({ body }) => body.meetingId === meetingId && body.personId === an.context.account.personId);
  const participantId = own?.body.id ?? '';
  await mutate(an, 'participant.set_attendance', { id: participantId, attendance: 'absent' });
  await an.context.outbox.enqueue('private.put', { id: ids.note, ciphertext: 'AAAA' });
  return { ...ids, participantId };
};

describe('what waited on a device when the server was lost, and is about what only another device has', () => {
  test.each(ORDERS)(
    'comes back after it and is refused to nobody, with %s first to come back',
    async (...order) => {
      const office = using(await startRestoreOffice());
      const people = await peopleOf(office);
      const { thuky, an, chutoa } = people;
      const backup = await office.backup();
      const done = await unansweredWork(people);
      await allTaken(thuky);
      cut(...Object.values(people));
      await office.loseAndRestore(backup);
      await allBack(people, order);
      expect(bodyOn(thuky, 'agendaItem', done.added)?.summary).toBe('Sửa khi mất mạng');
      expect(bodyOn(thuky, 'agendaItem', done.itemId)?.order).toBe('zz');
      expect(bodyOn(thuky, 'participant', done.participantId)?.attendance).toBe('absent');
      expect(bodyOn(an, 'privateNote', done.note)?.ciphertext).toBe('AAAA');
      expect(thuky.context.records.confirmed.all('paper').map(({ body }) => body.title)).toHaveLength(1);
      for (const client of [thuky, an, chutoa])
        expect((await client.ask('outbox.list', {})).entries).toEqual([]);
      await expectSound(office);
    },
    180_000,
  );
});
