import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { build } from '../../main/build.ts';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTestClient, type TestClient } from '../support/client.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { look } from '../support/look.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { mountSmallDisk } from '../support/smallDisk.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  openPoll,
  PASSPHRASE,
} from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';

/** What goes wrong on the device itself, on its person's screen. */
let browser: Browser;
let server: TestServer;
let secretary: TestClient;
let meetingId: string;
let pollId: string;

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  server = await startTestServer({ fill: fillSmallGovernment });
  secretary = await startTestClient({ serverUrl: server.url });
  await secretary.signIn('thuky', PASSPHRASE);
  await secretary.synced();
  const made = await makeMeeting(secretary);
  meetingId = made.meetingId;
  await doThere(secretary, 'meeting.publish', { id: meetingId });
  await doThere(secretary, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  pollId = await openPoll(secretary, meetingId, made.itemId);
});
afterAll(async () => {
  await secretary[Symbol.asyncDispose]();
  await server.stop();
  await browser.close();
});

const deskOn = async (dataDir: string): Promise<Desk> => {
  const desk = await openDesk({ browser, serverUrl: server.url, dataDir, language: 'en', theme: 'dark' });
  onTestFinished(() => desk[Symbol.asyncDispose]());
  return desk;
};
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-device-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const english = (code: string, params = {}): string => sentenceOf('en', code, params);
const frame = (page: Page) => page.getByRole('navigation', { name: 'Parts' });
const said = (page: Page, text: string) => page.getByText(text).first();

/** Chooses and confirms on the poll's screen. */
const vote = async (desk: Desk): Promise<void> => {
  await desk.go(`/polls/${pollId}`);
  await desk.page.getByRole('radiogroup').locator('label').first().click();
  await desk.page.getByRole('button', { name: 'Continue' }).click();
  await desk.page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Vote: / })
    .click();
};

test('a full disk: sync pauses and says so, what is here stays readable, a ballot is never shown as kept', async () => {
  const disk = mountSmallDisk(48);
  if (disk === null)
    process.stderr.write(
      'No disk can be mounted here (not root): a limit on the store stands for a full disk.\n',
    );
  onTestFinished(() => disk?.[Symbol.dispose]());
  const dataDir = disk === null ? newFolder() : join(disk.folder, 'app');
  let desk = await deskOn(dataDir);
  await desk.signIn('an', PASSPHRASE);
  await frame(desk.page).waitFor();
  await desk.client.synced();
  const fill = (): void => {
    desk.client.context.db.pragma('wal_checkpoint(TRUNCATE)');
    if (disk !== null) disk.fill();
    else desk.client.context.db.pragma(`max_page_count = 1`);
  };
  fill();
  await vote(desk);
  await said(desk.page, 'The ballot is NOT kept on this device.').waitFor();
  await said(desk.page, english('disk_full')).waitFor();
  await look(desk.page, 'disk-full-ballot');
  expect((await desk.client.ask('polls.get', { id: pollId })).vote.state).toBe('none');

  const later = await makeMeeting(secretary, 'Phiên họp sau');
  await doThere(secretary, 'meeting.publish', { id: later.meetingId });
  await until('it has paused', async () => (await desk.client.ask('sync.state', {})).phase === 'trouble');
  await desk.go('/outbox');
  await said(desk.page, english('disk_full')).waitFor();
  await look(desk.page, 'disk-full-outbox');
  await desk.go(`/meetings/${meetingId}`);
  await said(desk.page, 'Nội dung thứ nhất').waitFor();

  if (disk !== null) {
    // The machine is restarted, and its disk is as full as before.
    await desk[Symbol.asyncDispose]();
    disk.fill();
    desk = await deskOn(dataDir);
    await desk.signIn('an', PASSPHRASE);
    await frame(desk.page).waitFor();
    await desk.go(`/meetings/${meetingId}`);
    await said(desk.page, 'Nội dung thứ nhất').waitFor();
    await look(desk.page, 'disk-full-restarted');
    disk.free();
  } else desk.client.context.db.pragma('max_page_count = 1000000');
  await until(
    'it goes on by itself',
    async () => (await desk.client.ask('meetings.list', {})).meetings.length === 2,
    40_000,
  );
  await vote(desk);
  await said(desk.page, 'Received by the server').waitFor();
});

describe('signing in', () => {
  test('a wrong passphrase is said to be, the wait is counted down and grows, and the right one opens what is there', async () => {
    const desk = await deskOn(newFolder());
    await desk.signIn('binh', PASSPHRASE);
    await frame(desk.page).waitFor();
    await desk.client.synced();
    await desk.client.ask('session.lock', {});
    const button = (name: string) => desk.page.getByRole('button', { name, exact: true });
    for (const wait of ['1 second', '2 seconds', '4 seconds']) {
      const counted = button(`Try again in ${wait}`).waitFor();
      await desk.signIn('binh', 'không phải mật khẩu này');
      await counted;
      await said(desk.page, english('passphrase_wrong')).waitFor();
      await look(desk.page, 'wrong-passphrase');
      await button('Sign in').waitFor();
    }
    await desk.signIn('binh', PASSPHRASE);
    await frame(desk.page).waitFor();
    await desk.go(`/meetings/${meetingId}`);
    await said(desk.page, 'Nội dung thứ nhất').waitFor();
  });

  test('a store that a newer version wrote is left alone, and its person is told to update', async () => {
    const dataDir = newFolder();
    const first = await deskOn(dataDir);
    await first.signIn('chutoa', PASSPHRASE);
    await frame(first.page).waitFor();
    await first.client.synced();
    const version = first.client.context.db.pragma('user_version', { simple: true });
    first.client.context.db.pragma('user_version = 9999');
    await first[Symbol.asyncDispose]();
    const second = await deskOn(dataDir);
    await second.signIn('chutoa', PASSPHRASE);
    await said(second.page, english('store_newer', { version: 9999, known: Number(version) })).waitFor();
    await look(second.page, 'store-newer');
  });
});
