import { describe, expect, test, beforeAll, afterAll } from 'vitest';
import { parseBallot } from '../../../shared/domain/decisions/ballot.ts';
import { type RecordKind, type RecordOf, recordSchemas } from '../../../shared/domain/records/kinds.ts';
import { isSignedBy } from '../../../server/accounts/ed25519.ts';
import { sampleDates } from '../../../server/sample/dates.ts';
import { isMember, SAMPLE_PEOPLE, sampleSignIns } from '../../../server/sample/people.ts';
import type { ApiPerson } from '../../support/api.ts';
import { enter } from '../../support/sampleOffice.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

const held = <K extends RecordKind>(person: ApiPerson, kind: K): RecordOf<K>[] =>
  person.held(kind).map(({ body }) => recordSchemas[kind].parse(JSON.parse(body)) as RecordOf<K>);

const oneOf = <T>(values: readonly T[]): T => {
  const [value, ...rest] = values;
  if (value === undefined || rest.length > 0) throw new Error(`${values.length} instead of one`);
  return value;
};

describe('the sample Government', () => {
  let server: TestServer;
  let seconds = 0;
  beforeAll(async () => {
    const begin = performance.now();
    server = await startTestServer({ sample: true });
    seconds = (performance.now() - begin) / 1000;
  });
  afterAll(() => server.stop());

  test('has 27 members, a secretariat, a guest and an administrator, who can all sign in', async () => {
    expect(SAMPLE_PEOPLE.filter(isMember).length).toBe(27);
    expect(new Set(sampleSignIns().map(({ username }) => username)).size).toBe(SAMPLE_PEOPLE.length);
    for (const username of ['thutuong', 'thuky', 'botruong.taichinh', 'khachmoi', 'quantri']) {
      const person = await enter(server, username);
      await person.pull();
      expect(held(person, 'membership').filter(({ votes }) => votes).length).toBe(27);
    }
    expect(seconds).toBeLessThan(60);
  });

  test('meets in the coming days: nine items with papers, of every kind that matters', async () => {
    const member = await enter(server, 'botruong.taichinh');
    await member.pull();
    const meeting = oneOf(held(member, 'meeting').filter(({ status }) => status === 'invited'));
    const ahead = (Date.parse(meeting.startsAt) - Date.now()) / (24 * 60 * 60 * 1000);
    expect(ahead).toBeGreaterThan(4);
    expect(ahead).toBeLessThan(10);
    expect(meeting.startsAt.slice(11)).toBe('01:00:00.000Z');
    const items = held(member, 'agendaItem').filter(({ meetingId }) => meetingId === meeting.id);
    expect(items.filter(({ parentId }) => parentId === null).length).toBe(9);
    expect(items.filter(({ parentId }) => parentId !== null).length).toBeGreaterThan(0);
    const itemIds = new Set(items.map(({ id }) => id));
    const papers = held(member, 'paper').filter(({ itemId }) => itemId !== null && itemIds.has(itemId));
    const versions = held(member, 'paperVersion');
    expect(papers.length).toBeGreaterThanOrEqual(15);
    expect(papers.some(({ classification }) => classification === 'confidential')).toBe(true);
    expect(Math.max(...versions.map(({ n }) => n))).toBe(2);
    expect(Math.max(...versions.map(({ file }) => file.pages))).toBeGreaterThan(150);
    const drafts = held(member, 'poll').filter(({ status }) => status === 'draft');
    expect(drafts.length).toBe(3);
    for (const draft of drafts) {
      const [document] = draft.documents;
      const paper = papers.find(({ id }) => id === document?.paperId);
      expect(paper?.currentVersionId).toBe(document?.versionId);
    }
  });

  test('C1: its earlier session was decided by 25 real ballots of 27, 21 in the room and 4 remote', async () => {
    const member = await enter(server, 'botruong.taichinh');
    await member.pull();
    const earlier = oneOf(held(member, 'meeting').filter(({ status }) => status === 'concluded'));
    expect(earlier.conclusion).not.toBe('');
    const attendance = held(member, 'participant').filter(({ meetingId }) => meetingId === earlier.id);
    const count = (state: string) => attendance.filter((part) => part.attendance === state).length;
    expect([count('in_room'), count('remote'), count('absent')]).toEqual([21, 4, 2]);
    const poll = oneOf(held(member, 'poll').filter(({ status }) => status === 'announced'));
    const result = oneOf(held(member, 'pollResult').filter(({ pollId }) => pollId === poll.id));
    expect(result).toMatchObject({
      passed: true,
      needed: 14,
      baseCount: 27,
      notVotedCount: 2,
      provisional: false,
    });
    expect(result.counts.map(({ count: votes }) => votes)).toEqual([25, 0, 0]);
    const receipt = oneOf(held(member, 'ballotReceipt').filter(({ pollId }) => pollId === poll.id));
    expect(receipt.state).toBe('counts');
    const document = held(member, 'paper').find(({ id }) => id === poll.documents[0]?.paperId);
    expect(document?.documentType).toBe('resolution');
  });

  test('shows nobody a device in use whose key is not kept, and its ballots still verify', async () => {
    const member = await enter(server, 'botruong.taichinh');
    await member.pull();
    const devices = held(member, 'device');
    const made = devices.filter(({ revokedAt }) => revokedAt !== null);
    expect(made.length).toBeGreaterThanOrEqual(25);
    // Those in use are the ones that signed in just now.
    for (const device of devices.filter(({ revokedAt }) => revokedAt === null)) {
      expect(Date.now() - Date.parse(device.enrolledAt)).toBeLessThan(10 * 60_000);
    }
    const polls = held(member, 'poll').filter(({ status }) => status === 'announced' || status === 'open');
    const read = async (pollId: string) =>
      server.context.storage.read(member.session.organisationId, (view) => view.log.ballots(pollId));
    const ballots = (await Promise.all(polls.map(({ id }) => read(id)))).flat();
    expect(ballots.length).toBe(31);
    for (const { signed } of ballots) {
      const parsed = parseBallot(signed.bytes);
      if (!parsed.ok) throw new Error('a ballot that cannot be read');
      const device = made.find(({ id }) => id === parsed.value.device);
      expect(device?.personId).toBe(parsed.value.voter);
      expect(isSignedBy(device?.publicKey ?? '', signed.bytes, signed.signature)).toBe(true);
    }
  });

  test('asks for opinions by a slip that is open, and some have answered', async () => {
    const member = await enter(server, 'botruong.taichinh');
    const secretary = await enter(server, 'thuky');
    await member.pull();
    await secretary.pull();
    const slip = oneOf(held(member, 'slip'));
    expect([slip.status, Date.parse(slip.deadline) > Date.now()]).toEqual(['sent', true]);
    const poll = oneOf(held(member, 'poll').filter(({ slipId }) => slipId === slip.id));
    expect(poll.status).toBe('open');
    expect(held(member, 'turnout')).toEqual([]);
    const turnout = oneOf(held(secretary, 'turnout').filter(({ pollId }) => pollId === poll.id));
    expect(turnout.votedIds.length).toBe(6);
  });

  test('a guest reads the session they are invited to and nothing of the earlier one or the slip', async () => {
    const guest = await enter(server, 'khachmoi');
    await guest.pull();
    expect(held(guest, 'meeting').map(({ status }) => status)).toEqual(['invited']);
    expect(held(guest, 'slip')).toEqual([]);
  });

  test('the administrator, who has no part in a meeting, reads none', async () => {
    const administrator = await enter(server, 'quantri');
    await administrator.pull();
    expect(held(administrator, 'meeting')).toEqual([]);
    expect(held(administrator, 'paper')).toEqual([]);
  });
});

test('the session is on a working day, and so was the one thirty days before, whatever today is', () => {
  const day = 24 * 60 * 60 * 1000;
  const weekday = (moment: number) => new Date(moment + 7 * 60 * 60 * 1000).getUTCDay();
  for (let n = 0; n < 400; n += 1) {
    const now = Date.parse('2026-01-01T16:59:00.000Z') + n * day;
    const { session, earlier, slipDeadline } = sampleDates(now);
    expect(session - now).toBeGreaterThan(4 * day);
    expect(session - now).toBeLessThan(9 * day);
    for (const moment of [session, earlier]) expect([1, 2, 3, 4, 5]).toContain(weekday(moment));
    expect(slipDeadline).toBeGreaterThan(now + 2 * day);
  }
});
