import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../main/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPerson, type Person } from '../support/person.ts';
import { passphraseOf, startOffice, tinyPdf } from '../support/sampleOffice.ts';
import type { TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

/** Two secretaries and a member prepare a session in real browsers, on the real server. */
let browser: Browser;
let server: TestServer;
let secretary: Person;
let second: Person;
let member: Person;
const files = mkdtempSync(join(tmpdir(), 'cabinet-papers-'));

const file = (name: string, content: Uint8Array | string): string => {
  const path = join(files, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  server = await startOffice();
  const device = (label: string) => openPerson({ serverUrl: server.url, browser, label });
  [secretary, second, member] = await Promise.all([device('Một'), device('Hai'), device('Ba')]);
  await secretary.signIn('thuky', passphraseOf('thuky'));
});
afterAll(async () => {
  for (const person of [secretary, second, member]) await person?.[Symbol.asyncDispose]();
  await server?.stop();
  await browser?.close();
  rmSync(files, { recursive: true, force: true });
});

/** Each part stands on the one before it. */
let broken = false;
beforeEach(() => {
  if (broken) throw new Error('a part before this failed');
});
afterEach(({ task }) => {
  broken ||= task.result?.state === 'fail';
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click();
const agenda = async (page: Page): Promise<readonly string[]> =>
  (await page.getByRole('row').allInnerTexts()).map((text) => text.split('\n').slice(0, 2).join(' '));
const agendaBecomes = (page: Page, expected: readonly string[]) =>
  until(
    `the agenda reads ${expected.join(', ')}`,
    async () => (await agenda(page)).join('|') === expected.join('|'),
  );
/** Chooses a person by typing, with the keyboard alone. */
const pick = async (page: Page, label: string, typed: string, option: RegExp): Promise<void> => {
  await page.getByRole('combobox', { name: label }).focus();
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: option }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('listbox').waitFor({ state: 'detached' });
};
const meetingPath = (page: Page): string =>
  new URL(page.url()).hash.slice(1).split('/').slice(0, 4).join('/');
const chooseFiles = async (page: Page, name: string, paths: readonly string[]): Promise<void> => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name }).first().click(),
  ]);
  await chooser.setFiles([...paths]);
};

describe('a secretary prepares a session', () => {
  it('creates it with a title that suggests itself', async () => {
    const { page } = secretary;
    await secretary.go('/secretariat');
    await page.getByRole('link', { name: 'Tạo phiên họp' }).first().click();
    await page.getByLabel('Ngày').fill('3/12/2030');
    await page.getByText('thứ Ba, 3/12/2030').waitFor();
    const title = await page.getByLabel('Tên phiên họp').inputValue();
    expect(title).toBe('Phiên họp thường kỳ Chính phủ tháng 12 năm 2030');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
  });

  it('builds the agenda from the keyboard: adds, moves, puts one item under another', async () => {
    const { page } = secretary;
    await page.getByLabel('Nội dung mới').focus();
    for (const title of ['Kinh tế', 'Nghị quyết', 'Luật']) {
      await page.keyboard.type(title);
      await page.keyboard.press('Enter');
    }
    await agendaBecomes(page, ['1 Kinh tế', '2 Nghị quyết', '3 Luật']);
    await page.getByRole('row', { name: /Luật/ }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await agendaBecomes(page, ['1 Kinh tế', '2 Luật', '3 Nghị quyết']);
    await page.keyboard.press('Alt+ArrowRight');
    await agendaBecomes(page, ['1 Kinh tế', '1.1 Luật', '2 Nghị quyết']);
    await page.keyboard.press('Alt+ArrowLeft');
    await agendaBecomes(page, ['1 Kinh tế', '2 Luật', '3 Nghị quyết']);
    expect(page.url()).toContain('/secretariat/meetings/');
  });

  it('finds the presenter without diacritics, and the clock follows the minutes', async () => {
    const { page } = secretary;
    await page.getByRole('row', { name: /Kinh tế/ }).click();
    await page.getByRole('heading', { name: 'Nội dung 1', exact: true }).waitFor();
    await pick(page, 'Người trình bày', 'tai chinh', /Bộ trưởng Bộ Tài chính/);
    await page.getByLabel('Số phút').fill('45');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('row', { name: /Luật/ }).getByText('08:45').waitFor();
    await page.getByText('Tổng 75 phút').waitFor();
  });

  it('uploads a batch: what is no PDF is refused by name and stays in sight, the others go on', async () => {
    const { page } = secretary;
    await tab(page, /Tài liệu/);
    await chooseFiles(page, 'Chọn tệp PDF', [
      file('BC_kinh_te.pdf', tinyPdf('one')),
      file('hong.pdf', 'not a pdf'),
      file('Du_thao_Nghi_quyet.pdf', tinyPdf('two')),
    ]);
    const item = page.getByRole('region', { name: '1. Kinh tế' });
    await item.getByText('BC kinh te', { exact: true }).waitFor();
    await item.getByText('Du thao Nghi quyet', { exact: true }).waitFor();
    await item.getByText('Dự thảo nghị quyết').waitFor();
    await item.getByText('hong.pdf không được nhận').waitFor();
    await item.getByText(/không phải tệp PDF/).waitFor();
    await button(page, 'Đã rõ').click();
    await item.getByText('hong.pdf không được nhận').waitFor({ state: 'detached' });
  });

  it('replaces a paper by a new version', async () => {
    const { page } = secretary;
    await page.getByRole('button', { name: /Du thao Nghi quyet/ }).click();
    await page.getByLabel('Tên tài liệu').fill('Dự thảo Nghị quyết về tăng trưởng');
    await button(page, 'Lưu').click();
    await chooseFiles(page, 'Thay bằng bản mới', [file('lan2.pdf', tinyPdf('three'))]);
    await page.getByText('Dự thảo lần 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: /Dự thảo Nghị quyết về tăng trưởng.*Lần 2/ }).waitFor();
  });

  it('writes a poll on the current version with the rules of the body (R2, R3, R11)', async () => {
    const { page } = secretary;
    await tab(page, /Biểu quyết/);
    await page.getByRole('button', { name: /Lập biểu quyết cho/ }).click();
    await page.getByRole('option', { name: '1. Kinh tế' }).click();
    await button(page, 'Thêm biểu quyết').click();
    await page.getByLabel('Nguyên văn nội dung biểu quyết').fill('Thông qua Nghị quyết về tăng trưởng.');
    await page.getByText('Thông qua khi có trên 1/2 tổng số thành viên tán thành.').waitFor();
    await button(page, 'Lưu').click();
    await page
      .getByRole('region', { name: 'Văn bản được biểu quyết' })
      .getByText('Dự thảo Nghị quyết về tăng trưởng')
      .waitFor();
  });

  it('says when the paper of a draft poll has been replaced, until the new one is confirmed (R25)', async () => {
    const { page } = secretary;
    await tab(page, /Tài liệu/);
    await chooseFiles(page, 'Thay bằng bản mới', [file('lan3.pdf', tinyPdf('four'))]);
    await page.getByText('Dự thảo lần 3', { exact: true }).waitFor();
    await tab(page, /Biểu quyết/);
    await page.getByText('Văn bản đã có bản mới (lần 3)').waitFor();
    await button(page, 'Dùng bản lần 3').click();
    await button(page, 'Lưu').click();
    await page.getByText('Văn bản đã có bản mới (lần 3)').waitFor({ state: 'detached' });
  });

  it('publishes after the dialog has said who gets what; a member has it then and not before', async () => {
    const { page } = secretary;
    await member.signIn('botruong.taichinh', passphraseOf('botruong.taichinh'));
    await member.go('/meetings');
    await member.page.getByText('Chưa có phiên họp nào').waitFor();
    await tab(page, /Phát hành/);
    await button(page, 'Phát hành phiên họp').click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Gửi đến 1 chủ trì, 26 thành viên, 1 thư ký và 0 khách mời.').waitFor();
    await dialog.getByRole('button', { name: 'Phát hành phiên họp' }).click();
    await page.getByText(/Đã phát hành lúc/).waitFor();
    await member.page.getByRole('link', { name: /tháng 12 năm 2030/ }).click();
    await member.page.getByText('Kinh tế', { exact: true }).waitFor();
  });
});

describe('two secretaries edit the same item', () => {
  it('who was slower sees both versions, and nothing typed is lost', async () => {
    const { page } = secretary;
    await tab(page, /Thành phần/);
    await pick(page, 'Mời thêm', 'tien loc', /Nguyễn Tiến Lộc/);
    await page.getByRole('button', { name: 'Khách mời Vai trò' }).click();
    await page.getByRole('option', { name: 'Thư ký' }).click();
    await button(page, 'Mời').click();
    await second.signIn('thuky2', passphraseOf('thuky2'));
    await second.page.getByText(/Đã đồng bộ/).waitFor();
    await second.go(meetingPath(page));
    await second.page.getByRole('row', { name: /Luật/ }).click();
    await second.page.getByLabel('Tóm tắt, vấn đề xin ý kiến').fill('Bản của thư ký hai');

    await tab(page, /Chương trình/);
    await page.getByRole('row', { name: /Luật/ }).click();
    await page.getByLabel('Tóm tắt, vấn đề xin ý kiến').fill('Bản của thư ký một');
    await button(page, 'Lưu').click();

    const conflict = second.page.getByRole('region', { name: 'Người khác vừa sửa mục này.' });
    await conflict.getByText('Bản của thư ký một').waitFor();
    await conflict.getByText('Bản của thư ký hai').waitFor();
    expect(await second.page.getByLabel('Tóm tắt, vấn đề xin ý kiến').inputValue()).toBe(
      'Bản của thư ký hai',
    );
    await second.page.getByRole('button', { name: 'Giữ bản của tôi' }).click();
    await conflict.waitFor({ state: 'detached' });
    await until(
      'the first secretary sees what the second kept',
      async () => (await page.getByLabel('Tóm tắt, vấn đề xin ý kiến').inputValue()) === 'Bản của thư ký hai',
    );
  });

  it('who saved at the same moment and came second gets the refused words back beside the newer ones', async () => {
    const pages = [secretary.page, second.page];
    const summary = (page: Page) => page.getByLabel('Tóm tắt, vấn đề xin ý kiến');
    const conflict = (page: Page) => page.getByRole('region', { name: 'Người khác vừa sửa mục này.' });
    for (const [index, page] of pages.entries()) {
      await page.getByRole('row', { name: /Nghị quyết/ }).click();
      await page.getByRole('heading', { name: 'Nội dung 3', exact: true }).waitFor();
      await summary(page).fill(index === 0 ? 'Một' : 'Hai');
    }
    await Promise.all(pages.map((page) => page.keyboard.press('Control+Enter')));
    const isShown = () => Promise.all(pages.map((page) => conflict(page).isVisible()));
    await until('one of the two is shown both', async () => (await isShown()).includes(true));
    const loser = (await isShown()).indexOf(true);
    const page = pages[loser] ?? secretary.page;
    expect(await summary(page).inputValue()).toBe(loser === 0 ? 'Một' : 'Hai');
    await conflict(page)
      .getByRole('cell', { name: loser === 0 ? /^Hai/ : /^Một/ })
      .waitFor();
    await button(page, 'Lấy bản vừa được lưu').click();
    await conflict(page).waitFor({ state: 'detached' });
    expect(await summary(page).inputValue()).toBe(loser === 0 ? 'Hai' : 'Một');
  });
});
