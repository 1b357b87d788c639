import { expect, test } from 'vitest';
import { endAllDueWindows } from '../../../server/jobs/windows.ts';
import { poll as pollSchema, pollResult, type PollResult } from '../../../shared/domain/records/poll.ts';
import { type ApiPerson, newId } from '../../support/api.ts';
import { draftOf } from '../../support/government.ts';
import { enter, startOffice } from '../../support/sampleOffice.ts';

const MINUTE = 60_000;
const iso = (moment: number): string => new Date(moment).toISOString();

const resultOf = (person: ApiPerson, pollId: string): PollResult => {
  const record = person.held('pollResult').find(({ body }) => body.includes(pollId));
  return pollResult.parse(JSON.parse(record?.body ?? 'null'));
};

test('R13, C7: a ballot made before the close and arriving after it counts within the window; the timer ends the window', async () => {
  let now = Date.parse('2026-03-02T03:00:00.000Z');
  await using server = await startOffice({ clock: { now: () => now } });
  const secretary = await enter(server, 'thuky');
  const member = await enter(server, 'botruong.yte');
  await secretary.pull();
  const bodyId = secretary.held('body')[0]?.id ?? '';
  const [slipId, pollId] = [newId(), newId()];
  const deadline = iso(now + 60 * MINUTE);
  await secretary.do('slip.create', { id: slipId, bodyId, title: 'Phiếu', question: '', deadline });
  await secretary.do('poll.create', {
    ...draftOf({ late: { kind: 'accept', until: iso(now + 10 * MINUTE) } }),
    id: pollId,
    owner: { kind: 'slip', id: slipId },
    order: 'a0',
    previousPollId: null,
  });
  await secretary.do('slip.send', { id: slipId });
  await member.pull();
  const open = pollSchema.parse(JSON.parse(member.held('poll')[0]?.body ?? 'null'));
  const { signed } = member.ballot(pollId, open.hash ?? '', ['yes']);
  now += 5 * MINUTE;
  await secretary.do('poll.close', { id: pollId });
  now += 2 * MINUTE;
  await member.do('ballot.cast', { signed });
  await member.pull();
  expect(resultOf(member, pollId)).toMatchObject({ provisional: true, notVotedCount: 26 });
  await endAllDueWindows(server.context);
  await member.pull();
  expect(resultOf(member, pollId).provisional).toBe(true);
  now += 4 * MINUTE;
  await endAllDueWindows(server.context);
  await member.pull();
  expect(resultOf(member, pollId)).toMatchObject({ provisional: false, lateCount: 0, notVotedCount: 26 });
  const marks = await server.context.storage.read(member.session.organisationId, (view) =>
    view.log.pollMarks(pollId),
  );
  expect(marks.windowEnded).toBeGreaterThan(marks.closed ?? 0);
});
