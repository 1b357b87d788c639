import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../main/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPerson, type Person } from '../support/person.ts';
import { type RunningProcess, startProgram } from '../support/process.ts';
import { pdfWithLines } from '../support/readerPdfs.ts';
import { until } from '../support/until.ts';

/**
 * The whole story with three people in real browsers, on the real server and three real apps, each a process of its
 * own, over the sample Government: a secretary prepares a session, everybody holds all of it, and what a member does
 * while the server is dead arrives once and is counted.
 */
const SIGN_INS = {
  secretary: ['thuky', 'thu-ky-2026'],
  chair: ['thutuong', 'chu-toa-2026'],
  member: ['botruong.taichinh', 'thanh-vien-2026'],
} as const;
const TITLE = 'Phiên họp thường kỳ Chính phủ tháng 12 năm 2030';
const PAPER = 'Dự thảo Nghị quyết về tăng trưởng';
const WORDING = 'Thông qua Nghị quyết về tăng trưởng, theo dự thảo trình phiên họp.';
/** What the member writes; nobody else may ever read it. */
const NOTE = 'Hỏi lại nguồn vốn đối ứng';
/** Ballots of the member in the one poll that has only one ballot by now: what arrived, counted in the server's store. */
const ARRIVED_SQL = `
  select count(*) as n from ballot join account using (person_id)
  where username = ? and poll_id in (select poll_id from ballot group by poll_id having count(*) = 1)`;
const RESULT =
  'Không thông qua: cần 14/27, có 1 tán thành, 1 không tán thành, 0 không biểu quyết, 25 không tham gia biểu quyết.';

let browser: Browser;
let server: RunningProcess;
let serverUrl: string;
let secretary: Person;
let chair: Person;
let member: Person;
const folder = mkdtempSync(join(tmpdir(), 'cabinet-story-'));
const serverData = join(folder, 'server');

const startServer = async (port: string): Promise<void> => {
  const args = ['--data', serverData, '--host', '127.0.0.1', '--port', port, '--sample'];
  server = await startProgram('server/main.ts', args, 'listening');
  serverUrl = server.said;
};

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  await startServer('0');
  const device = (label: string) => openPerson({ serverUrl, browser, label });
  [secretary, chair, member] = await Promise.all([
    device('Văn phòng'),
    device('Chủ trì'),
    device('Bộ trưởng'),
  ]);
});
afterAll(async () => {
  for (const person of [secretary, chair, member]) await person?.[Symbol.asyncDispose]();
  await server?.stop();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each part of the story stands on the one before it. */
let broken = false;
beforeEach(() => {
  if (broken) throw new Error('the story broke before this');
});
afterEach(({ task }) => {
  broken ||= task.result?.state === 'fail';
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
/** Home says how many papers of the next or running session are on the device. */
const papersAreHere = (page: Page, count: number) =>
  page.getByText(`${count}/${count} tài liệu đã trên máy`).first().waitFor({ timeout: 60_000 });
const shapes = (page: Page) => page.locator('.ownAnnotations [data-type]:not(.liveStroke)');
const ready = (page: Page) =>
  page.waitForSelector('.page[data-page-number="1"][data-loaded] .textLayer span');

const openPoll = async (person: Person): Promise<void> => {
  const { page } = person;
  await person.go('/meetings');
  await page.getByRole('link', { name: TITLE }).first().click();
  await page.getByRole('tab', { name: /Biểu quyết/ }).click();
  await page
    .getByRole('link', { name: /Thông qua: Tăng trưởng/ })
    .first()
    .click();
  await page.getByText(WORDING).first().waitFor();
};

const tab = (page: Page, name: RegExp) => page.getByRole('tab', { name }).click();

/** A deed that asks first: presses its button, reads what it restates, confirms. */
const act = async (page: Page, name: string, restates = ''): Promise<void> => {
  await button(page, name).first().click();
  const question = page.getByRole('alertdialog');
  if (restates !== '') await question.getByText(restates).waitFor();
  await question.getByRole('button', { name }).click();
  await question.waitFor({ state: 'detached' });
};

const uploadPaper = async (page: Page): Promise<void> => {
  const path = join(folder, `${PAPER}.pdf`);
  writeFileSync(path, await pdfWithLines(12));
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    button(page, 'Chọn tệp PDF').first().click(),
  ]);
  await chooser.setFiles([path]);
  await page.getByText(PAPER, { exact: true }).first().waitFor();
};

const vote = async (page: Page, choice: string): Promise<void> => {
  await page.getByText(choice, { exact: true }).first().click();
  await button(page, 'Tiếp tục').click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Biểu quyết: ${choice}` })
    .click();
};

const selectWords = async (page: Page): Promise<void> => {
  const box = await page.locator('.page[data-page-number="1"] .textLayer span').nth(2).boundingBox();
  if (box === null) throw new Error('no text on the page');
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
};

describe('a session with the network gone', () => {
  it('three people have the sample Government on their devices', async () => {
    await secretary.signIn(...SIGN_INS.secretary);
    await chair.signIn(...SIGN_INS.chair);
    await member.signIn(...SIGN_INS.member);
    for (const { page } of [secretary, chair, member]) await papersAreHere(page, 16);
  });

  it('the secretary prepares a session: an item, its paper, a resolution, and publishes it', async () => {
    const { page } = secretary;
    await secretary.go('/secretariat');
    await page.getByRole('link', { name: 'Tạo phiên họp' }).first().click();
    await page.getByLabel('Ngày').fill('3/12/2030');
    await page.getByText('thứ Ba, 3/12/2030').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: TITLE, level: 1 }).waitFor();
    await page.getByLabel('Nội dung mới').fill('Tăng trưởng');
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /Tăng trưởng/ }).waitFor();
    await tab(page, /Tài liệu/);
    await uploadPaper(page);
    await tab(page, /Biểu quyết/);
    await button(page, /Lập biểu quyết cho/).click();
    await page.getByRole('option', { name: '1. Tăng trưởng' }).click();
    await button(page, 'Thêm biểu quyết').click();
    await page.getByLabel('Nguyên văn nội dung biểu quyết').fill(WORDING);
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await tab(page, /Phát hành/);
    await act(page, 'Phát hành phiên họp');
    await page.getByText(/Đã phát hành lúc/).waitFor();
  });

  it('the others have it at once; the session starts, attendance is taken, the poll is opened (R1)', async () => {
    const { page } = secretary;
    for (const person of [chair, member]) await openPoll(person);
    await act(page, 'Bắt đầu phiên họp');
    await tab(page, /Thành phần/);
    await page.getByText('Điểm danh', { exact: true }).first().click();
    await button(page, /Ghi có mặt 27 người còn lại/).click();
    await page.getByText('Có mặt 27/27 thành viên').first().waitFor();
    await openPoll(secretary);
    await act(page, 'Bắt đầu biểu quyết', '27 người được biểu quyết.');
    for (const person of [chair, member]) await person.page.getByText('Đang biểu quyết').first().waitFor();
  });

  it('the member reads, annotates and votes while the server is dead', async () => {
    const { page } = member;
    await server.kill();
    await page.getByRole('link', { name: 'Xem văn bản' }).click();
    await ready(page);
    await selectWords(page);
    await page.getByRole('group', { name: 'Chữ đang chọn' }).getByRole('button', { name: 'Ghi chú' }).click();
    await page.getByRole('textbox', { name: 'Ghi chú của tôi' }).fill(NOTE);
    await button(page, 'Xong').click();
    await until('the highlight is drawn', async () => (await shapes(page).count()) === 1);
    await openPoll(member);
    await vote(page, 'Tán thành');
    await page.getByText('Đã giữ trên máy này').first().waitFor();
    await page.getByText('Mất kết nối').first().waitFor();
  });

  it('after the machine lost power, the app started offline still has all of it', async () => {
    await member.kill();
    await member.start();
    await member.signIn(...SIGN_INS.member);
    const { page } = member;
    await papersAreHere(page, 1);
    await openPoll(member);
    await page.getByText('Đã giữ trên máy này').first().waitFor();
    await page.getByRole('link', { name: 'Xem văn bản' }).click();
    await ready(page);
    await until('the highlight is still drawn', async () => (await shapes(page).count()) === 1);
    await member.go('/outbox');
    await page.getByText('Phiếu biểu quyết').first().waitFor();
  });

  it('the server returns, and everything arrives once', async () => {
    await startServer(new URL(serverUrl).port);
    const { page } = member;
    await page.getByText('Máy chủ đã nhận mọi việc làm trên máy này.').waitFor({ timeout: 90_000 });
    await openPoll(member);
    await page.getByText('Máy chủ đã nhận').first().waitFor();
    const db = new Database(join(serverData, 'server.db'), { readonly: true });
    expect(db.prepare(ARRIVED_SQL).get(SIGN_INS.member[0])).toEqual({ n: 1 });
    db.close();
  });

  it('the poll is closed, and the explained result appears everywhere (R14, R16, R17)', async () => {
    await openPoll(chair);
    await vote(chair.page, 'Không tán thành');
    await chair.page.getByText('Máy chủ đã nhận').first().waitFor();
    await secretary.page.getByText('2/27').first().waitFor();
    await act(secretary.page, 'Kết thúc biểu quyết', '25 người chưa biểu quyết');
    for (const { page } of [secretary, chair, member]) await page.getByText(RESULT).first().waitFor();
  });

  it('a second device of the member shows the same annotations and the same vote', async () => {
    await using second = await openPerson({ serverUrl, browser, label: 'Máy tính bảng' });
    await second.signIn(...SIGN_INS.member);
    await papersAreHere(second.page, 1);
    await openPoll(second);
    await second.page.getByText('Máy chủ đã nhận').first().waitFor();
    await second.page.getByRole('link', { name: 'Xem văn bản' }).click();
    await ready(second.page);
    await until('the highlight is drawn', async () => (await shapes(second.page).count()) === 1);
    await second.page.locator('header').getByRole('button', { name: 'Ghi chú' }).click();
    await second.page.getByText(NOTE).first().waitFor();
  });
});
