import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBallots, ownVotes } from '../../../main/core/ballots/ballots.ts';
import { buildStatement } from '../../../shared/domain/decisions/statement.ts';
import { parseBallot } from '../../../shared/domain/decisions/ballot.ts';
import { coreBench, disposeBench } from '../../support/coreContext.ts';
import { inDays, itemOf, pollDraftOf, uuid } from '../../support/coreRecords.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  openPoll,
  PASSPHRASE,
  type SmallUser,
} from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

let server: TestServer;
let secretary: TestClient;
let tablet: TestClient;
let laptop: TestClient;
let meetingId: string;
let itemId: string;

const clientOf = async (username: SmallUser): Promise<TestClient> => {
  const client = await startTestClient({ serverUrl: server.url });
  await client.signIn(username, PASSPHRASE);
  await client.synced();
  return client;
};

beforeAll(async () => {
  server = await startTestServer({ fill: fillSmallGovernment });
  secretary = await clientOf('thuky');
  ({ meetingId, itemId } = await makeMeeting(secretary));
  await doThere(secretary, 'meeting.publish', { id: meetingId });
  await doThere(secretary, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  tablet = await clientOf('an');
  laptop = await clientOf('an');
});
afterAll(async () => {
  for (const client of [secretary, tablet, laptop]) await client[Symbol.asyncDispose]();
  await server.stop();
});

beforeEach(() => Promise.all([tablet, laptop].map(online)).then(() => undefined));

const vote = async (client: TestClient, pollId: string) =>
  (await client.ask('polls.get', { id: pollId })).vote;
const knows = (client: TestClient, pollId: string): Promise<void> =>
  until('the open poll is known', async () => {
    const answer = await client.call('polls.get', { id: pollId });
    return answer.ok && answer.value.poll.status === 'open';
  });
const openKnown = async (): Promise<string> => {
  const pollId = await openPoll(secretary, meetingId, itemId);
  await knows(tablet, pollId);
  await knows(laptop, pollId);
  return pollId;
};
const online = async (client: TestClient): Promise<void> => {
  client.network.isCut = false;
  await client.ask('sync.now', {});
  await client.synced();
};

describe('casting a vote', () => {
  test('R12: a ballot cast offline is kept, survives a restart, arrives once, and its voter sees each state', async () => {
    const pollId = await openKnown();
    expect((await vote(tablet, pollId)).state).toBe('none');
    tablet.network.isCut = true;
    const { ballotId } = await tablet.ask('ballots.cast', { pollId, choices: ['yes'], text: '' });
    expect(await vote(tablet, pollId)).toMatchObject({ state: 'kept', choices: ['yes'], receivedAt: null });
    tablet = await tablet.restarted();
    tablet.network.isCut = true;
    await tablet.signIn('an', PASSPHRASE);
    expect((await vote(tablet, pollId)).state).toBe('kept');
    // The server has it, its answer is lost: it is sent again and counted once.
    tablet.network.isCut = false;
    tablet.network.loseAnswersTo = '/sync/push';
    await tablet.ask('sync.now', {});
    await until('a lost answer', () => tablet.network.paths.some((path) => path.endsWith('/sync/push')));
    tablet.network.loseAnswersTo = null;
    await online(tablet);
    await until('the receipt', async () => (await vote(tablet, pollId)).state === 'received');
    const received = await vote(tablet, pollId);
    expect(received.receipt?.id).toBe(ballotId);
    expect(received.receivedAt).not.toBe(null);
    await until(
      'turnout',
      async () => (await secretary.ask('polls.get', { id: pollId })).turnout?.votedIds.length === 1,
    );
    await until('the other device', async () => (await vote(laptop, pollId)).state === 'received');
  });

  test('R10: a changed vote replaces the one before, also while neither has been sent', async () => {
    const pollId = await openKnown();
    tablet.network.isCut = true;
    await tablet.ask('ballots.cast', { pollId, choices: ['yes'], text: '' });
    await tablet.ask('ballots.cast', { pollId, choices: ['no'], text: '' });
    expect(await vote(tablet, pollId)).toMatchObject({ state: 'kept', choices: ['no'] });
    await online(tablet);
    await until('one counts', async () => (await vote(tablet, pollId)).state === 'received');
    expect(await vote(tablet, pollId)).toMatchObject({ state: 'received', choices: ['no'] });
    await tablet.ask('ballots.cast', { pollId, choices: ['abstain'], text: '' });
    await until('the change counts', async () => {
      const now = await vote(tablet, pollId);
      return now.state === 'received' && now.choices.join() === 'abstain';
    });
    await doThere(secretary, 'poll.close', { id: pollId });
    const { result } = await secretary.ask('polls.get', { id: pollId });
    expect(result?.counts).toEqual([
      { optionId: 'yes', count: 0 },
      { optionId: 'no', count: 0 },
      { optionId: 'abstain', count: 1 },
    ]);
  });

  test('C8: yes on the tablet offline and no on the laptop are a conflict, told on both, until one ballot names both', async () => {
    const pollId = await openKnown();
    tablet.network.isCut = true;
    await tablet.ask('ballots.cast', { pollId, choices: ['yes'], text: '' });
    await laptop.ask('ballots.cast', { pollId, choices: ['no'], text: '' });
    await until('the laptop’s vote counts', async () => (await vote(laptop, pollId)).state === 'received');
    await online(tablet);
    for (const client of [tablet, laptop]) {
      await until('the conflict is shown', async () => (await vote(client, pollId)).state === 'conflict');
      const { heads } = await vote(client, pollId);
      expect(heads.map(({ choices }) => choices.join()).sort()).toEqual(['no', 'yes']);
    }
    await laptop.ask('ballots.cast', { pollId, choices: ['no'], text: '' });
    for (const client of [tablet, laptop]) {
      await until('it is resolved', async () => (await vote(client, pollId)).state === 'received');
      expect((await vote(client, pollId)).choices).toEqual(['no']);
    }
  });

  test('what the server would refuse is refused before it is kept, with the same code', async () => {
    const pollId = await openKnown();
    const refused = async (client: TestClient, choices: string[], text = '') => {
      const answer = await client.call('ballots.cast', { pollId, choices, text });
      return answer.ok ? 'kept' : answer.error.code;
    };
    expect(await refused(tablet, ['maybe'])).toBe('ballot_choice_not_offered');
    expect(await refused(tablet, ['yes', 'no'])).toBe('ballot_choice_not_offered');
    expect(await refused(secretary, ['yes'])).toBe('ballot_not_in_electorate');
    await doThere(secretary, 'poll.close', { id: pollId });
    await until(
      'the close is known',
      async () => (await tablet.ask('polls.get', { id: pollId })).poll.status === 'closed',
    );
    expect(await refused(tablet, ['yes'])).toBe('ballot_poll_closed');
    expect((await tablet.ask('outbox.list', {})).entries).toEqual([]);
    expect((await vote(tablet, pollId)).state).toBe('none');
  });

  test('R13, C7: a ballot made before the close that arrives after it is late, and its voter is told', async () => {
    const pollId = await openKnown();
    tablet.network.isCut = true;
    await doThere(secretary, 'poll.close', { id: pollId });
    await tablet.ask('ballots.cast', { pollId, choices: ['yes'], text: '' });
    expect((await vote(tablet, pollId)).state).toBe('kept');
    await online(tablet);
    await until('it is late', async () => (await vote(tablet, pollId)).state === 'late');
    expect(await vote(tablet, pollId)).toMatchObject({ choices: ['yes'] });
  });
});

describe('casting on a device alone', () => {
  const openedPoll = (me: string) => {
    const item = itemOf(uuid(20), uuid(21), 'a0');
    const draft = pollDraftOf(uuid(22), item, { status: 'open', openedAt: inDays(0) });
    const built = buildStatement(draft, {
      ...{ electorate: [me], present: [me], memberCount: 1 },
      ...{ organisationId: uuid(1), bodyId: uuid(10), openedAt: inDays(0) },
    });
    return { item, poll: { ...draft, statement: built.text, hash: built.hash } };
  };

  test('a ballot that could not be stored is an error, and is never shown as kept', async () => {
    const bench = coreBench();
    try {
      const { item, poll } = openedPoll(bench.context.account.personId);
      bench.put(`item:${item.id}`, 'poll', poll);
      const { methods } = createBallots(bench.context);
      const vote = (choice: string) =>
        methods['ballots.cast']?.({ pollId: poll.id, choices: [choice], text: '' });
      // SQLite itself runs out of room: SQLITE_FULL, as on a full disk.
      const pages = Number(bench.db.pragma('page_count', { simple: true }));
      bench.db.pragma(`max_page_count = ${pages}`);
      const filler = bench.db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
      expect(() => {
        for (let n = 0; ; n += 1) filler.run(`filler ${n}`, Buffer.alloc(500));
      }).toThrow(/full/);
      // What is left of the last page still takes a few.
      let kept = 0;
      let answer = await vote('yes');
      for (; answer?.ok; answer = await vote('no')) kept += 1;
      expect(answer).toEqual({ ok: false, error: { code: 'disk_full', params: {} } });
      expect(bench.outbox()).toHaveLength(kept);
      const shown = ownVotes(bench.context).of(poll.id);
      expect(shown.choices).toEqual(kept === 0 ? [] : kept === 1 ? ['yes'] : ['no']);
      bench.db.pragma('max_page_count = 1000000');
      expect((await vote('abstain'))?.ok).toBe(true);
      expect(ownVotes(bench.context).of(poll.id)).toMatchObject({ state: 'kept', choices: ['abstain'] });
    } finally {
      await disposeBench(bench);
    }
  });

  test('R10: two votes in the same moment are one after the other, the second naming the first', async () => {
    const bench = coreBench();
    try {
      const { item, poll } = openedPoll(bench.context.account.personId);
      bench.put(`item:${item.id}`, 'poll', poll);
      const { methods } = createBallots(bench.context);
      const cast = async (choice: string) =>
        methods['ballots.cast']?.({ pollId: poll.id, choices: [choice], text: '' });
      const [first, second] = await Promise.all([cast('yes'), cast('no')]);
      if (!first?.ok || !second?.ok) throw new Error('refused');
      const replaced = bench.outbox().map(({ args }) => {
        const parsed = parseBallot((args as { signed: { bytes: string } }).signed.bytes);
        return parsed.ok ? parsed.value.replaces : null;
      });
      expect(replaced).toEqual([[], [first.value.ballotId]]);
    } finally {
      await disposeBench(bench);
    }
  });

  test('R11: a poll whose statement is not what its hash says cannot be voted on', async () => {
    const bench = coreBench();
    try {
      const { item, poll } = openedPoll(bench.context.account.personId);
      bench.put(`item:${item.id}`, 'poll', { ...poll, hash: '0'.repeat(64) });
      const { methods } = createBallots(bench.context);
      const answer = await methods['ballots.cast']?.({ pollId: poll.id, choices: ['yes'], text: '' });
      expect(answer).toEqual({ ok: false, error: { code: 'ballot_wrong_poll_hash', params: {} } });
    } finally {
      await disposeBench(bench);
    }
  });
});
