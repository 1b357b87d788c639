import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../main/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { PASSPHRASE } from '../support/installation.ts';
import { openPerson, type Person } from '../support/person.ts';
import { startVotingOffice, type VotingOffice } from '../support/votingOffice.ts';

/** A member without a mouse. Nothing here clicks. */
const TITLE = 'Nghị quyết không cần chuột';
/** More stops than any screen of this small office has. */
const MOST_STOPS = 80;

let browser: Browser;
let office: VotingOffice;
let chi: Person;
let pollId: string;

beforeAll(async () => {
  [office, browser] = await Promise.all([
    startVotingOffice(),
    launchChromium(),
    build(['renderer', 'loopback']),
  ]);
  pollId = await office.openPoll(TITLE);
  chi = await openPerson({ serverUrl: office.server.url, browser, label: 'Máy của Chi' });
});
afterAll(async () => {
  await chi?.[Symbol.asyncDispose]();
  await office?.[Symbol.asyncDispose]();
  await browser?.close();
});

interface Stop {
  /** What a screen reader would call it, roughly; empty when it has no name at all. */
  readonly name: string;
  readonly isVisible: boolean;
  readonly isPage: boolean;
}

/** Where the focus is: its name, and whether it or what stands for it is outlined. */
const focused = (page: Page): Promise<Stop> =>
  page.evaluate(() => {
    const element = document.activeElement ?? document.body;
    const texts = [
      element.getAttribute('aria-label'),
      ...(element.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent),
      ...('labels' in element && element.labels instanceof NodeList
        ? [...element.labels].map((label) => label.textContent)
        : []),
      element.textContent,
    ];
    // A radio button or checkbox is hidden inside of the line that shows its focus.
    const shown = element instanceof HTMLInputElement ? (element.closest('label') ?? element) : element;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    return {
      name: texts.find((text) => text !== undefined && text !== null && text.trim() !== '')?.trim() ?? '',
      isVisible: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      isPage: element === document.body,
    };
  });

const isFocused = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Tab, until it stands there; every stop on the way shows where it is. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await target.waitFor({ state: 'attached' });
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (!stop.isPage) expect(stop).toMatchObject({ isVisible: true });
  }
  throw new Error('Tab never came there');
};

/** Tab to the end of the page; notes every stop that does not show where it is or has no name. How many there were. */
const tabThrough = async (page: Page, path: string, wrong: string[]): Promise<number> => {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop.isPage) return stops;
    if (!stop.isVisible || stop.name === '') wrong.push(`${path}: ${JSON.stringify(stop)}`);
  }
  throw new Error(`no end of ${path}`);
};

describe('the keyboard alone', () => {
  it('takes a member from sign-in to a confirmed ballot, with Escape and back on the way', async () => {
    const { page } = chi;
    const { keyboard } = page;
    await tabTo(page, page.getByLabel('Tên đăng nhập'));
    await keyboard.type('chi');
    await tabTo(page, page.getByLabel('Mật khẩu', { exact: true }));
    await keyboard.type(PASSPHRASE);
    await keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Các phần' }).waitFor();

    await keyboard.press('Shift+?');
    await page.getByRole('dialog').waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });

    await tabTo(page, page.getByRole('link', { name: new RegExp(TITLE) }));
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor();
    await page.goBack();
    const link = page.getByRole('link', { name: new RegExp(TITLE) });
    await tabTo(page, link);
    await keyboard.press('Enter');

    await tabTo(page, page.getByRole('radio', { name: 'Tán thành', exact: true }));
    await keyboard.press('Space');
    await keyboard.press('ArrowDown');
    expect(await page.getByRole('radio', { name: 'Không tán thành' }).isChecked()).toBe(true);
    const onwards = page.getByRole('button', { name: 'Tiếp tục' });
    await tabTo(page, onwards);
    await keyboard.press('Enter');
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    await keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    expect(await isFocused(onwards)).toBe(true);
    await keyboard.press('Enter');
    await tabTo(page, question.getByRole('button', { name: 'Biểu quyết: Không tán thành' }));
    await keyboard.press('Enter');
    await page.getByText('Máy chủ đã nhận').first().waitFor();
    // The focus stands on what became of the ballot, not on a button that is gone.
    const end = await focused(page);
    expect(end.name).toContain('Không tán thành');
    expect(end.isVisible).toBe(true);
  });

  it('shows where it is, and every stop has a name, on every screen of a member', async () => {
    const { page } = chi;
    const meeting = `/meetings/${office.meetingId}`;
    const screens = [
      '/',
      '/meetings',
      ...['', '/papers', '/people', '/votes'].map((tab) => `${meeting}${tab}`),
      '/papers',
      '/slips',
      '/outbox',
      '/settings',
      `/polls/${pollId}`,
    ];
    const wrong: string[] = [];
    for (const path of screens) {
      await chi.go(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      // From the title to the end of the page, then once through everything.
      await tabThrough(page, path, wrong);
      const stops = await tabThrough(page, path, wrong);
      // The way past the rail, its four places, the account and the bottom line are everywhere.
      expect(stops, path).toBeGreaterThanOrEqual(7);
    }
    expect(wrong).toEqual([]);
  });
});
