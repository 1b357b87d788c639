import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { build } from '../../main/build.ts';
import { DEFAULT_POLICY } from '../../shared/domain/records/policy.ts';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { startTestClient } from '../support/client.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { PASSPHRASE } from '../support/installation.ts';
import { look } from '../support/look.ts';
import { realPdf, upload, uploadEnded } from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';
import { startVotingOffice, type VotingOffice } from '../support/votingOffice.ts';

/** Locking a device and opening it again, on the screen of its person. */
let browser: Browser;
let office: VotingOffice;
const PIN = '294715';
const NEXT = 'một câu mật khẩu khác hẳn';
const NOTE = '01900000-0000-7000-8000-00000000000f';

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  office = await startVotingOffice();
  const [item] = (await office.admin.ask('meetings.get', { id: office.meetingId })).items;
  const owner = { kind: 'item', id: item?.item.id ?? '' } as const;
  const bytes = await realPdf('Dự thảo Nghị quyết');
  await uploadEnded(office.admin, await upload(office.admin, owner, 'Du_thao.pdf', bytes, 'internal'));
});
afterAll(async () => {
  await office[Symbol.asyncDispose]();
  await browser.close();
});

const deskOf = async (
  username: string,
  options: Partial<Parameters<typeof openDesk>[0]> = {},
): Promise<Desk> => {
  const desk = await openDesk({ browser, serverUrl: office.server.url, ...options });
  onTestFinished(() => desk[Symbol.asyncDispose]());
  desk.client.ahead = Date.parse('2026-11-30T02:00:00.000Z') - Date.now();
  await desk.signIn(username, PASSPHRASE);
  await until('it is open', async () => (await stateOf(desk)) === 'unlocked');
  await desk.client.synced();
  return desk;
};
const typePin = async (page: Page, pin: string): Promise<void> => {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const stateOf = async ({ client }: Desk) => (await client.ask('session.state', {})).state;

test('a member sets a PIN, is locked out when the screen is, and comes back with the pad or the keyboard', async () => {
  const desk = await deskOf('khach');
  const { page } = desk;
  await desk.go('/settings');
  await button(page, 'Đặt mã PIN').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Mật khẩu hiện nay').fill(PASSPHRASE);
  await dialog.getByLabel('Mã PIN mới', { exact: true }).fill(PIN);
  await dialog.getByLabel('Nhập lại mã PIN mới').fill('294716');
  await dialog.getByText('Hai lần nhập không giống nhau.').waitFor();
  await look(page, 'lock-set-pin-vi-light');
  await dialog.getByLabel('Nhập lại mã PIN mới').fill(PIN);
  await dialog.getByRole('button', { name: 'Đặt mã PIN' }).click();
  await page.getByText('Có mã PIN').waitFor();
  await look(page, 'lock-settings-vi-light');

  await desk.client.ask('session.away', {});
  await page.getByText('máy ngủ hoặc màn hình bị khóa').waitFor();
  await typePin(page, '294716');
  await page.getByText('Đã nhập 6 chữ số').waitFor({ state: 'attached' });
  await look(page, 'lock-pad-vi-light');
  await button(page, 'Mở khóa').click();
  await page.getByText(sentenceOf('vi', 'pin_wrong', { left: 4 })).waitFor();
  await page.keyboard.type(PIN);
  await page.keyboard.press('Enter');
  await page.getByText('Có mã PIN').waitFor();
  expect(await stateOf(desk)).toBe('unlocked');
});

test('after five wrong tries the pad is gone, says why, and asks for the passphrase', async () => {
  const desk = await deskOf('khach', { language: 'en', theme: 'dark' });
  const { page } = desk;
  await desk.client.ask('session.setPin', { passphrase: PASSPHRASE, pin: PIN });
  await desk.client.ask('session.lock', {});
  await button(page, '1').waitFor();
  await look(page, 'lock-pad-en-dark');
  for (let left = 4; left >= 0; left -= 1) {
    await page.keyboard.type('111112');
    await page.keyboard.press('Enter');
    const said = left > 0 ? sentenceOf('en', 'pin_wrong', { left }) : sentenceOf('en', 'pin_gone');
    await page.getByText(said).waitFor();
  }
  await look(page, 'lock-pin-gone-en-dark');
  await desk.signIn('khach', PASSPHRASE);
  await until('it is open', async () => (await stateOf(desk)) === 'unlocked');
});

test('in a running session classified papers close on idling, and open again with who one is', async () => {
  const { admin } = office;
  const { record, rev } = (await admin.ask('organisation.get', {})).organisation;
  const policy = {
    ...DEFAULT_POLICY,
    confirmFrom: 'internal',
    leaseDays: { ...DEFAULT_POLICY.leaseDays, internal: 5 },
  };
  await office.conduct('organisation.edit', { id: record.id, seen: rev, policy });
  const desk = await deskOf('an');
  const { page, client } = desk;
  const paper = (await client.ask('papers.list', {})).papers[0]?.view.paper.id ?? '';
  await desk.go(`/papers/${paper}`);
  await page.locator('.page[data-loaded=true] canvas').first().waitFor();
  client.ahead += 16 * 60_000;
  await client.ask('session.activity', { idleSeconds: 0 });
  await page.getByText(sentenceOf('vi', 'papers_closed')).waitFor();
  expect(await page.locator('.page canvas').count()).toBe(0);
  await look(page, 'lock-closed-vi-light');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSPHRASE);
  await button(page, 'Mở tài liệu').click();
  await page.locator('.page[data-loaded=true] canvas').first().waitFor();

  await desk.go('/papers');
  await page.getByText('Đã trên máy').waitFor();
  client.ahead += 16 * 60_000;
  await client.ask('session.activity', { idleSeconds: 0 });
  await page.getByText('Tạm đóng', { exact: true }).waitFor();
  expect(await page.getByText('Đã trên máy').count()).toBe(0);
  await button(page, 'Mở lại tài liệu').click();
  await look(page, 'lock-list-closed-vi-light');
  await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSPHRASE);
  await button(page, 'Mở tài liệu').click();
  await page.getByText('Đã trên máy').waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);

  client.network.isCut = true;
  client.ahead += 6 * 24 * 3_600_000;
  await client.ask('preferences.set', { language: 'en', theme: 'dark' });
  await desk.go('/settings');
  for (const path of ['/papers', `/meetings/${office.meetingId}`, `/meetings/${office.meetingId}/papers`]) {
    await desk.go(path);
    await page.getByText('Closed for now', { exact: true }).waitFor();
    await page.getByText('1 paper is closed because this device has had no contact').waitFor();
  }
  await look(page, 'lock-list-lease-en-dark');
  await desk.go(`/papers/${paper}`);
  await page.getByText(sentenceOf('en', 'lease_ended', { days: 5 })).waitFor();
  await page.getByText('Last contact with the server').waitFor();
  await look(page, 'lock-lease-en-dark');
  client.network.isCut = false;
  await desk.go('/papers');
  await button(page, 'Contact it now').click();
  await page.getByText('On this device', { exact: true }).waitFor();
  await desk.go(`/papers/${paper}`);
  await page.locator('.page[data-loaded=true] canvas').first().waitFor();
});

test('a member changes the passphrase; another device takes the new one and keeps everything', async () => {
  const away = await deskOf('binh', { language: 'en' });
  const desk = await deskOf('binh', { language: 'en' });
  const { page } = desk;
  await away.client.ask('session.lock', {});
  await desk.go('/settings');
  await button(page, 'Change the passphrase').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Present passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('New passphrase', { exact: true }).fill(NEXT);
  await dialog.getByLabel('New passphrase again').fill(NEXT);
  await look(page, 'lock-change-passphrase-en-light');
  await dialog.getByRole('button', { name: 'Change the passphrase' }).click();
  await page.getByText('The passphrase is changed.').waitFor();
  await away.signIn('binh', NEXT);
  await until('it is open', async () => (await stateOf(away)) === 'unlocked');
  await away.client.synced();
  expect((await away.client.ask('meetings.list', {})).meetings).toHaveLength(1);
});

test('after a reset the former passphrase opens what is here, and the new one, typed inside, sends what waited', async () => {
  const desk = await deskOf('chi');
  const { page, client } = desk;
  const { deviceId } = await client.ask('session.state', {});
  await page.getByRole('navigation', { name: 'Các phần' }).waitFor();
  await client.ask('session.lock', {});
  await page.getByRole('navigation').waitFor({ state: 'detached' });
  await office.admin.ask('accounts.reset', { username: 'chi', passphrase: NEXT });
  await desk.signIn('chi', NEXT);
  await page.getByText('Mật khẩu này đúng, nhưng không mở được').waitFor();
  await look(page, 'lock-afresh-vi-light');
  expect(await stateOf(desk)).toBe('locked');
  await button(page, 'Dùng mật khẩu cũ').click();
  await desk.signIn('chi', PASSPHRASE);
  await until('it is open', async () => (await stateOf(desk)) === 'unlocked');
  await client.context.outbox.enqueue('private.put', { id: NOTE, ciphertext: 'AAAA' });
  await desk.go('/outbox');
  await button(page, 'Nhập mật khẩu mới').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Mật khẩu mới').fill(NEXT);
  await look(page, 'lock-new-passphrase-vi-light');
  await dialog.getByRole('button', { name: 'Dùng mật khẩu này' }).click();
  await page.getByText('Máy này đã dùng mật khẩu mới.').waitFor();
  await page.getByText('Máy chủ đã nhận mọi việc làm trên máy này.').waitFor();
  expect((await client.ask('session.state', {})).deviceId).toBe(deviceId);
});

test('after a reset whoever has only the new passphrase is told what stays closed before the device starts afresh', async () => {
  const desk = await deskOf('khach', { language: 'en', theme: 'dark' });
  const { page, client } = desk;
  const { deviceId } = await client.ask('session.state', {});
  await page.getByRole('navigation', { name: 'Parts' }).waitFor();
  await client.ask('session.lock', {});
  await page.getByRole('navigation').waitFor({ state: 'detached' });
  await office.admin.ask('accounts.reset', { username: 'khach', passphrase: NEXT });
  await desk.signIn('khach', NEXT);
  await button(page, 'Start afresh on this device').click();
  const question = page.getByRole('alertdialog');
  await question.getByText('set aside on this device').waitFor();
  await look(page, 'lock-afresh-question-en-dark');
  expect((await client.ask('session.state', {})).profiles).toHaveLength(1);
  await question.getByRole('button', { name: 'Start afresh on this device' }).click();
  await until('it is open', async () => (await stateOf(desk)) === 'unlocked');
  expect((await client.ask('session.state', {})).deviceId).not.toBe(deviceId);
});

test.each([
  { username: 'binh', language: 'vi', theme: 'light', back: 'Quay lại, tôi dùng thiết bị kia trước' },
  { username: 'khach', language: 'en', theme: 'dark', back: 'Back, I will use the other device first' },
] as const)(
  'after a reset a device that is new to $username says what stays closed, in $language, and goes on when they agree',
  async ({ username, language, theme, back }) => {
    const { admin, server } = office;
    const passphrase = 'và một câu nữa, rất dài';
    // Whatever it was before, there is an account key that the reset takes away.
    await admin.ask('accounts.reset', { username, passphrase });
    const before = await startTestClient({ serverUrl: server.url });
    onTestFinished(() => before[Symbol.asyncDispose]());
    await before.ask('session.signIn', { username, passphrase, afresh: true });
    await admin.ask('accounts.reset', { username, passphrase: NEXT });
    const desk = await openDesk({ browser, serverUrl: server.url, language, theme });
    onTestFinished(() => desk[Symbol.asyncDispose]());
    const { page } = desk;
    const start = button(
      page,
      language === 'vi' ? 'Bắt đầu lại trên máy này' : 'Start afresh on this device',
    );
    await desk.signIn(username, NEXT);
    await start.waitFor();
    await look(page, `lock-afresh-new-${language}-${theme}`);
    await button(page, back).click();
    await desk.signIn(username, NEXT);
    await start.focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('alertdialog');
    await question.waitFor();
    await look(page, `lock-afresh-new-question-${language}-${theme}`);
    expect((await server.context.storage.directory.findAccount(username))?.accountKey).toBeNull();
    await question.getByRole('button', { name: /Bắt đầu lại|Start afresh/ }).click();
    await until('it is open', async () => (await stateOf(desk)) === 'unlocked');
    expect((await server.context.storage.directory.findAccount(username))?.accountKey).not.toBeNull();
  },
);

test('an administrator decides what is asked of devices', async () => {
  const desk = await deskOf('quan.tri', { language: 'en' });
  const { page, client } = desk;
  await desk.go('/admin/organisation');
  const part = page.getByRole('region', { name: 'Devices of members' });
  await part.getByRole('button', { name: /Lock when not used/ }).click();
  await page
    .getByRole('option', { name: 'After 5 minutes' })
    .or(page.getByRole('option', { name: '5 minutes', exact: true }))
    .click();
  await look(page, 'lock-policy-en-light');
  await page.getByRole('button', { name: 'Save' }).click();
  await until(
    'it holds here',
    async () => (await client.ask('session.state', {})).lock?.allowedMinutes === 5,
  );
});
