import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestoreOffice, startRestoreOffice } from '../../support/restoreOffice.ts';
import { PASSPHRASE } from '../../support/smallGovernment.ts';
import { type OtherClient, signIn } from './otherClient.ts';
import { drawId } from './otherFormats.ts';
import { Refused } from './otherWire.ts';
import { yesOrNo } from './otherPoll.ts';

let office: RestoreOffice;
let secretary: OtherClient;
let member: OtherClient;
const [meetingId, itemId, pollId] = [drawId(), drawId(), drawId()];

/** A running session with a poll that is ready to be opened. */
const prepare = async (): Promise<void> => {
  await secretary.pull();
  await secretary.do('meeting.create', {
    ...{
      id: meetingId,
      bodyId: secretary.held('body')[0]?.id,
      title: 'Phiên họp',
      kind: 'regular',
      place: '',
    },
    ...{ startsAt: '2030-01-02T01:00:00.000Z', endsAt: '2030-01-02T05:00:00.000Z' },
  });
  await secretary.do('item.create', {
    ...{ id: itemId, meetingId, parentId: null, order: 'a0', title: 'Nội dung', summary: '' },
    ...{ presenterId: null, unit: '', minutes: 5 },
  });
  await secretary.do('meeting.publish', { id: meetingId });
  await secretary.do('meeting.set_status', { id: meetingId, status: 'in_session' });
  for (const { id } of secretary.held('participant')) {
    await secretary.do('participant.set_attendance', { id, attendance: 'in_room' });
  }
  await secretary.do('poll.create', yesOrNo(pollId, itemId));
};

/** Opened, voted on and closed; returns the ballot's id. */
const decide = async (): Promise<string> => {
  const seen = secretary.held('poll')[0]?.rev;
  await secretary.do('poll.open', { id: pollId, seen });
  await member.pull();
  const ballot = member.ballot(pollId, ['yes']);
  await member.do('ballot.cast', { signed: ballot.signed });
  await secretary.do('poll.close', { id: pollId });
  await member.pull();
  return ballot.id;
};

const resultOf = (client: OtherClient) => {
  const [result] = client.held<{ counts: unknown; passed: boolean }>('pollResult');
  return result === undefined ? null : { counts: result.counts, passed: result.passed };
};

const refusalOf = async (asked: Promise<unknown>): Promise<Refused> =>
  asked.then(
    () => expect.unreachable('the server is another one'),
    (error: unknown) => {
      if (error instanceof Refused) return error;
      throw error;
    },
  );

beforeAll(async () => {
  office = await startRestoreOffice();
  secretary = await signIn(office.url, 'thuky', PASSPHRASE);
  member = await signIn(office.url, 'an', PASSPHRASE);
  await prepare();
  await member.pull();
});
afterAll(() => office[Symbol.asyncDispose]());

test('a vote that the backup does not have is sent again and counts, whoever comes back first', async () => {
  const backup = await office.backup();
  const ballotId = await decide();
  const before = resultOf(member);
  expect(before).toMatchObject({ counts: [{ count: 1 }, { count: 0 }] });
  const place = member.receipts(pollId)[0]?.logIndex;
  const seen = member.checkpoint;
  await office.loseAndRestore(backup);

  const told = await refusalOf(member.pull());
  expect([told.status, told.code]).toEqual([409, 'epoch_changed']);
  // The poll is not open in the backup: only the secretary can bring that back.
  expect(await member.startOver(told)).toMatchObject([{ status: 'rejected', code: 'poll_not_open' }]);
  expect(member.formerCheckpoints).toEqual([seen]);
  const opened = await secretary.startOver(await refusalOf(secretary.pull()));
  expect(opened.map(({ status }) => status)).toEqual(['applied', 'applied']);
  expect(await member.returnAgain()).toMatchObject([{ status: 'applied' }]);

  expect(resultOf(member)).toEqual(before);
  const [receipt] = member.receipts(pollId);
  expect(receipt).toMatchObject({ id: ballotId, state: 'counts', former: { index: place } });
  expect(receipt !== undefined && member.isProven(receipt)).toBe(true);
});
