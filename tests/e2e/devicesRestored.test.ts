import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { build } from '../../main/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { openDesk } from '../support/desk.ts';
import { look } from '../support/look.ts';
import { comeBack, startRestoreOffice } from '../support/restoreOffice.ts';
import { doThere, makeMeeting, PASSPHRASE } from '../support/smallGovernment.ts';

/** A restored server, on the screen of somebody whose device knew more than the backup. */
let browser: Browser;

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('home says once that the server was restored and that what came after the backup was sent again', async () => {
  const office = await startRestoreOffice();
  onTestFinished(() => office[Symbol.asyncDispose]());
  const desk = await openDesk({ browser, serverUrl: office.url, language: 'en' });
  onTestFinished(() => desk[Symbol.asyncDispose]());
  const { page, client } = desk;
  await desk.signIn('thuky', PASSPHRASE);
  await page.getByRole('navigation', { name: 'Parts' }).waitFor();
  await client.synced();
  const backup = await office.backup();
  const { meetingId } = await makeMeeting(client);
  await doThere(client, 'meeting.publish', { id: meetingId });
  client.network.isCut = true;
  await office.loseAndRestore(backup);
  await comeBack(client);

  const notice = page.getByRole('status').filter({ hasText: 'was restored from a backup' });
  await notice.getByText('was sent again').waitFor();
  await look(page, 'restored-home-en-light');
  const [said, agenda] = [await notice.boundingBox(), await page.getByText('Open the agenda').boundingBox()];
  expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThan(agenda?.y ?? 0);
  await notice.getByRole('button', { name: 'Understood' }).click();
  await notice.waitFor({ state: 'detached' });
  expect((await client.ask('sync.state', {})).restoredAt).toBeNull();
});
