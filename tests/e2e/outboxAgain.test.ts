import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { build } from '../../main/build.ts';
import { toBase64, utf8 } from '../../shared/lib/bytes.ts';
import { buildBallot } from '../../shared/domain/decisions/ballot.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Desk, openDesk, type DeskOptions } from '../support/desk.ts';
import { look } from '../support/look.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  openPoll,
  PASSPHRASE,
} from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';

/** From the list of what was refused to the place where it can be done again, by the keyboard. */
let browser: Browser;
let server: TestServer;

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  server = await startTestServer({ fill: fillSmallGovernment });
});
afterAll(async () => {
  await server.stop();
  await browser.close();
});

const enter = async (username: string, options: Partial<DeskOptions>): Promise<Desk> => {
  const desk = await openDesk({ browser, serverUrl: server.url, ...options });
  onTestFinished(() => desk[Symbol.asyncDispose]());
  await desk.signIn(username, PASSPHRASE);
  await desk.page.getByRole('navigation').first().waitFor();
  await desk.client.synced();
  return desk;
};

const refused = (desk: Desk) =>
  until('it is refused', async () => (await desk.client.ask('sync.state', {})).refused === 1);

/** Tab by tab to the link, then Enter. */
const follow = async ({ page }: Desk, name: RegExp): Promise<void> => {
  const link = page.getByRole('link', { name });
  await link.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await link.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
};

test('a secretary’s edit that came too late leads to the session’s preparation, in Vietnamese', async () => {
  const desk = await enter('thuky', {});
  const { client, page } = desk;
  const { meetingId, itemId } = await makeMeeting(client);
  const other = await enter('chutoa', {});
  await until(
    'the draft is there',
    async () => (await other.client.call('meetings.get', { id: meetingId })).ok,
  );
  const seen = client.context.records.getSync('agendaItem', itemId)?.rev ?? 0;
  await doThere(other.client, 'item.edit', { id: itemId, seen, title: 'Tên của chủ tọa' });
  await client.ask('mutate', { name: 'item.edit', args: { id: itemId, seen, title: 'Tên của thư ký' } });
  await refused(desk);
  await desk.go('/outbox');
  await page.getByRole('link', { name: /^Làm lại.*Tên của chủ tọa/ }).waitFor();
  await look(page, 'again-vi-light-1024');
  await page.setViewportSize({ width: 1280, height: 800 });
  await look(page, 'again-vi-light-1280');
  await follow(desk, /^Làm lại/);
  await until('it is there', async () => page.url().endsWith(`#/secretariat/meetings/${meetingId}`));
  await page.getByText('Tên của chủ tọa').first().waitFor();
  // Nothing was sent by it, and the copy still stands in the list.
  expect((await client.ask('outbox.list', {})).entries).toMatchObject([
    { name: 'item.edit', state: 'refused' },
  ]);
});

test('a member’s refused ballot leads to its poll, in English on dark', async () => {
  const secretary = await enter('thuky', {});
  const { meetingId, itemId } = await makeMeeting(secretary.client, 'Phiên họp chuyên đề');
  await doThere(secretary.client, 'meeting.publish', { id: meetingId });
  await doThere(secretary.client, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  const pollId = await openPoll(secretary.client, meetingId, itemId);
  const desk = await enter('an', { language: 'en', theme: 'dark' });
  const { client, page } = desk;
  const { account, decisionLog, outbox } = client.context;
  const { poll } = await client.ask('polls.get', { id: pollId });
  const { bytes } = buildBallot({
    ...{ poll: pollId, pollHash: poll.hash ?? '', voter: account.personId, device: account.deviceId },
    ...{ choices: ['yes'], text: '', replaces: [], checkpoint: decisionLog.latest() },
    castAt: new Date().toISOString(),
    salt: toBase64(crypto.getRandomValues(new Uint8Array(32))),
  });
  await outbox.enqueue('ballot.cast', {
    signed: { bytes, signature: toBase64(account.sign(utf8(`${bytes} `))) },
  });
  await refused(desk);
  await desk.go('/outbox');
  await page.getByRole('link', { name: /^Do it again/ }).waitFor();
  await look(page, 'again-en-dark-1024');
  await page.setViewportSize({ width: 1280, height: 800 });
  await look(page, 'again-en-dark-1280');
  await follow(desk, /^Do it again/);
  await until('it is there', async () => page.url().endsWith(`#/polls/${pollId}`));
  await page.getByText('This ballot does not count.').waitFor();
});
