import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { build } from '../../main/build.ts';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { look } from '../support/look.ts';
import { enter, passphraseOf, prepareMeeting, startOffice } from '../support/sampleOffice.ts';
import type { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

/** Lost, lent and helping devices, and a forgotten passphrase, on people's screens. */
let browser: Browser;
let server: TestServer;
const MEMBER = 'botruong.yte';
const NEW = 'mật khẩu mới của tôi';
const PIN = '294715';

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  server = await startOffice();
  const secretary = await enter(server, 'thuky');
  const { meetingId } = await prepareMeeting(secretary);
  await secretary.do('meeting.publish', { id: meetingId });
});
afterAll(async () => {
  await server.stop();
  await browser.close();
});

const newDesk = async (language: 'vi' | 'en', theme: 'light' | 'dark'): Promise<Desk> => {
  const desk = await openDesk({ browser, serverUrl: server.url, language, theme });
  onTestFinished(() => desk[Symbol.asyncDispose]());
  return desk;
};
const frameOf = (page: Page, language: 'vi' | 'en') =>
  page.getByRole('navigation', { name: language === 'vi' ? 'Các phần' : 'Parts' });
const entered = async (
  username: string,
  passphrase: string,
  language: 'vi' | 'en',
  theme: 'light' | 'dark',
): Promise<Desk> => {
  const desk = await newDesk(language, theme);
  await desk.signIn(username, passphrase);
  await frameOf(desk.page, language).waitFor();
  await desk.client.synced();
  return desk;
};

describe('a lost device', () => {
  test('is found and wiped by the administrator; its screen says in a sentence what happened', async () => {
    const lost = await entered(MEMBER, passphraseOf(MEMBER), 'en', 'light');
    const admin = await entered('quantri', passphraseOf('quantri'), 'vi', 'light');
    await admin.go('/admin/accounts');
    const { page } = admin;
    await page.getByLabel('Tìm').fill(MEMBER);
    await page.getByRole('button', { name: 'Thiết bị', exact: true }).click();
    await page.getByRole('dialog').getByText('test').first().waitFor();
    await look(page, 'devices-admin-list-vi-light');
    await page.getByRole('button', { name: 'Xóa từ xa test' }).click();
    const question = page.getByRole('alertdialog');
    await question.getByText('sẽ mất, kể cả ghi chú').waitFor();
    await look(page, 'devices-wipe-question-vi-light');
    await question.getByRole('button', { name: 'Xóa từ xa', exact: true }).click();
    await question.waitFor({ state: 'detached' });
    await page.getByText('Đã xóa xong').waitFor();
    await look(page, 'devices-admin-wiped-vi-light');
    await lost.page.getByText('was destroyed by order of the server').waitFor();
    await look(lost.page, 'devices-wiped-here-en-light');
    expect((await lost.client.ask('session.state', {})).state).toBe('new');
  });

  test('is wiped by its owner from the settings', async () => {
    const lost = await entered('botruong.taichinh', passphraseOf('botruong.taichinh'), 'vi', 'dark');
    const own = await entered('botruong.taichinh', passphraseOf('botruong.taichinh'), 'en', 'dark');
    await own.go('/settings');
    await own.page.getByRole('button', { name: 'Wipe test' }).click();
    await look(own.page, 'devices-wipe-own-en-dark');
    await own.page.getByRole('alertdialog').getByRole('button', { name: 'Wipe', exact: true }).click();
    await own.page.getByText('Wiped, confirmed').waitFor();
    await lost.page.getByText('đã được xóa theo lệnh của máy chủ').waitFor();
    await look(lost.page, 'devices-wiped-here-vi-dark');
  });
});

describe('a forgotten passphrase', () => {
  test('is replaced with the printed sheet', async () => {
    const desk = await entered('botruong.noivu', passphraseOf('botruong.noivu'), 'vi', 'light');
    const { page } = desk;
    await desk.go('/settings');
    await page.getByText('Chưa có phiếu khôi phục.').waitFor();
    await page.getByRole('button', { name: 'Lập phiếu khôi phục' }).click();
    const asked = page.getByRole('dialog');
    await asked.getByLabel('Mật khẩu của bạn trên máy này').fill(passphraseOf('botruong.noivu'));
    await asked.getByRole('button', { name: 'Lập phiếu khôi phục' }).click();
    const sheet = page.getByRole('alertdialog');
    await sheet.getByText('Mã chỉ hiện một lần').waitFor();
    await look(page, 'devices-sheet-vi-light');
    const code = (await sheet.locator('p > span').allTextContents()).join('-');
    expect(code).toMatch(/^([0-9A-Z]{4}-){8}[0-9A-Z]{4}$/);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('body').innerText()).toContain('Recovery sheet');
    expect(await frameOf(page, 'vi').isVisible()).toBe(false);
    await look(page, 'devices-sheet-printed');
    await page.emulateMedia({ media: 'screen' });
    await sheet.getByRole('button', { name: 'Tôi đã in hoặc chép xong' }).click();
    await page.getByText('Phiếu khôi phục đang có hiệu lực').waitFor();
    expect(await page.content()).not.toContain(code.slice(0, 4));

    const fresh = await newDesk('en', 'dark');
    await fresh.page.getByRole('button', { name: 'Forgotten passphrase?' }).click();
    await look(fresh.page, 'devices-forgotten-en-dark');
    await fresh.page.getByRole('button', { name: 'I have a recovery sheet' }).click();
    await fresh.page.getByLabel('User name').fill('botruong.noivu');
    await fresh.page.getByLabel('Code on the sheet').fill(code.replaceAll('-', ' ').toLowerCase());
    await fresh.page.getByLabel('New passphrase', { exact: true }).fill(NEW);
    await fresh.page.getByLabel('New passphrase again').fill(NEW);
    await look(fresh.page, 'devices-use-sheet-en-dark');
    await fresh.page.getByRole('button', { name: 'Set the new passphrase' }).click();
    await frameOf(fresh.page, 'en').waitFor();
  });

  test('is replaced with the help of another device that shows the same code', async () => {
    const username = 'botruong.tuphap';
    const helper = await entered(username, passphraseOf(username), 'en', 'light');
    const asker = await newDesk('vi', 'dark');
    await asker.page.getByRole('button', { name: 'Quên mật khẩu?' }).click();
    await asker.page.getByRole('button', { name: 'Tôi có thiết bị khác' }).click();
    await asker.page.getByLabel('Tên đăng nhập').fill(username);
    await asker.page.getByRole('button', { name: 'Gửi yêu cầu' }).click();
    await asker.page.getByText('Mở E-Cabinet trên thiết bị khác').waitFor();
    await look(asker.page, 'devices-asking-vi-dark');

    const asked = helper.page.getByRole('alertdialog');
    await asked.getByText('It calls itself “test”').waitFor();
    await look(helper.page, 'devices-vouch-asked-en-light');
    await asked.getByRole('button', { name: 'It is me' }).click();
    const shown = /^[0-9]{4} [0-9]{4}$/;
    const code = await asked.getByText(shown).textContent();
    expect(await asker.page.getByText(shown).textContent()).toBe(code);
    await look(asker.page, 'devices-compare-vi-dark');
    const approve = asked.getByRole('button', { name: 'Approve' });
    expect(await approve.isDisabled()).toBe(true);
    await asked.getByText('I have compared').click();
    await asked.getByLabel('Your passphrase on this device').fill(passphraseOf(username));
    await look(helper.page, 'devices-vouch-compare-en-light');
    await approve.click();
    await asker.page.getByText('Thiết bị kia đã chấp thuận').waitFor();
    await look(asker.page, 'devices-approved-vi-dark');
    await asker.page.getByLabel('Mật khẩu mới', { exact: true }).fill(NEW);
    await asker.page.getByLabel('Nhập lại mật khẩu mới').fill(NEW);
    await asker.page.getByRole('button', { name: 'Đặt mật khẩu mới' }).click();
    await frameOf(asker.page, 'vi').waitFor();
  });
});

test('a device with a PIN helps another one by PIN or by passphrase, whichever its person chooses', async () => {
  const username = 'botruong.giaoduc';
  const helper = await entered(username, passphraseOf(username), 'vi', 'light');
  await helper.client.ask('session.setPin', { passphrase: passphraseOf(username), pin: PIN });
  const asker = await newDesk('en', 'light');
  await asker.page.getByRole('button', { name: 'Forgotten passphrase?' }).click();
  await asker.page.getByRole('button', { name: 'I have another device' }).click();
  await asker.page.getByLabel('User name').fill(username);
  await asker.page.getByRole('button', { name: 'Ask my other devices' }).click();
  const asked = helper.page.getByRole('alertdialog');
  await asked.getByRole('button', { name: 'Đúng là tôi' }).click();
  await asked.getByText('Tôi đã so').click();
  const pin = asked.getByLabel('Mã PIN của bạn trên máy này');
  await pin.fill('111112');
  await asked.getByRole('button', { name: 'Chấp thuận' }).click();
  await asked.getByText(sentenceOf('vi', 'pin_wrong', { left: 4 })).waitFor();
  await look(helper.page, 'devices-vouch-pin-vi-light');
  await asked.getByRole('button', { name: 'Dùng mật khẩu' }).click();
  await asked.getByLabel('Mật khẩu của bạn trên máy này').waitFor();
  await asked.getByRole('button', { name: 'Dùng mã PIN' }).click();
  await pin.fill(PIN);
  await asked.getByRole('button', { name: 'Chấp thuận' }).click();
  await asker.page.getByText('has approved').waitFor();
});

test('a lent device asks for its session, says what it is, and is given back', async () => {
  const username = 'botruong.congthuong';
  const desk = await newDesk('vi', 'light');
  const { page } = desk;
  await page.getByText('Đây là máy mượn').click();
  await look(page, 'devices-lent-sign-in-vi-light');
  await desk.signIn(username, passphraseOf(username));
  await page.getByRole('alertdialog').getByText('Phiên họp thường kỳ').waitFor();
  await look(page, 'devices-lent-choose-vi-light');
  await page.getByRole('button', { name: 'Chọn phiên họp này: Phiên họp thường kỳ' }).click();
  await page.getByText('Máy mượn cho “Phiên họp thường kỳ”.').waitFor();
  await look(page, 'devices-lent-home-vi-light');
  await desk.client.synced();
  desk.client.network.isCut = true;
  await desk.client.context.outbox.enqueue('private.put', {
    id: '01900000-0000-7000-8000-00000000000f',
    ciphertext: 'AAAA',
  });
  await page.getByRole('button', { name: 'Trả máy' }).click();
  const question = page.getByRole('alertdialog');
  await question.getByText('Còn 1 mục của bạn chưa gửi').waitFor();
  await look(page, 'devices-lent-return-vi-light');
  expect(await question.getByRole('button', { name: 'Quay lại' }).isEnabled()).toBe(true);
  expect(await question.getByRole('button', { name: 'Trả máy' }).isDisabled()).toBe(true);
  desk.client.network.isCut = false;
  await desk.client.call('sync.now', {});
  await question.getByText('Mọi thứ của bạn đã được gửi').waitFor();
  await question.getByRole('button', { name: 'Trả máy' }).click();
  await page.getByText('Máy mượn đã được trả').waitFor();
  await look(page, 'devices-lent-returned-vi-light');
  await until('nobody is known here', async () => {
    const { profiles } = await desk.client.ask('session.state', {});
    return profiles.length === 0;
  });
});
