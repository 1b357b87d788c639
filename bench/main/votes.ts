import type { Browser, Page } from 'playwright-core';
import { alone, type Figure, quantile } from '../figure.ts';
import { openPerson } from './browser.ts';
import { type Desk, MEMBER, openOffice, prepareMeeting, preparePoll, SEATS, SECRETARY } from './office.ts';

/** Votes counted, after some that are not. */
const VOTES = 100;
const WARM_UP = 10;

/** A running session with everybody present and one open poll for each vote: a second vote of one voter moves no turnout. */
const openPolls = async (desk: Desk): Promise<readonly string[]> => {
  const { actors, context, government } = desk;
  const { meetingId, itemIds } = await prepareMeeting(desk, 1);
  await actors.act(SECRETARY, 'meeting.publish', { id: meetingId });
  await actors.act(SECRETARY, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  const participants = await context.storage.read(government.organisationId, (view) =>
    view.records.list('participant', meetingId),
  );
  for (const { id } of participants) {
    await actors.act(SECRETARY, 'participant.set_attendance', { id, attendance: 'in_room' });
  }
  const pollIds: string[] = [];
  for (let n = 0; n < VOTES + WARM_UP; n += 1) {
    const id = await preparePoll(desk, itemIds[0] ?? '', n);
    const poll = await context.storage.read(government.organisationId, (view) =>
      view.records.get('poll', id),
    );
    await actors.act(SECRETARY, 'poll.open', { id, seen: poll?.rev ?? 0 });
    pollIds.push(id);
  }
  return pollIds;
};

/** Milliseconds since 1970 at which the page first shows the text. */
const watchFor = (page: Page, text: string): Promise<number> =>
  page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = (): void => {
          if (!document.body.innerText.includes(wanted)) return;
          observer.disconnect();
          resolve(performance.timeOrigin + performance.now());
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        document.documentElement.dataset['watching'] = wanted;
      }),
    text,
  );

/** Casts as the member's own page does; resolves with the moment before. */
const cast = (page: Page, pollId: string): Promise<number> =>
  page.evaluate(async (id) => {
    const at = performance.timeOrigin + performance.now();
    const answer = await window.cabinet.call('ballots.cast', { pollId: id, choices: ['yes'], text: '' });
    if (!answer.ok) throw new Error(answer.error.code);
    return at;
  }, pollId);

/** From casting on the member's device until the secretary's screen shows one more vote. */
export const measureVotes = async (browser: Browser): Promise<Figure[]> => {
  await using office = await openOffice(openPolls);
  await using member = await openPerson(browser, office.url, MEMBER);
  await using secretary = await openPerson(browser, office.url, SECRETARY);
  const from = await member.newPage('/');
  const to = await secretary.newPage('/');
  const samples: number[] = [];
  for (const [n, pollId] of office.prepared.entries()) {
    const shown = `1/${SEATS}`;
    await to.goto(secretary.address(`/polls/${pollId}`));
    await to.getByText(`0/${SEATS}`).first().waitFor();
    const seen = watchFor(to, shown);
    await to.waitForFunction((wanted) => document.documentElement.dataset['watching'] === wanted, shown);
    await to.evaluate(() => delete document.documentElement.dataset['watching']);
    const at = await cast(from, pollId);
    const ms = (await seen) - at;
    if (n >= WARM_UP) samples.push(ms);
  }
  return [
    alone('a vote until the other screen has it, p50', 'ms', quantile(samples, 0.5), null, 'lower'),
    alone('a vote until the other screen has it, p99', 'ms', quantile(samples, 0.99), null, 'lower'),
  ];
};
