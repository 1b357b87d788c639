import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../main/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPerson, type Person } from '../support/person.ts';
import { type RunningProcess, startProgram } from '../support/process.ts';
import { until } from '../support/until.ts';

/**
 * The whole story with three people in real browsers, on the real server and three real apps, each a process of its
 * own, over the sample Government: what is done while the server is dead arrives once and is counted.
 */
const SIGN_INS = {
  secretary: ['thuky', 'thu-ky-2026'],
  chair: ['thutuong', 'chu-toa-2026'],
  member: ['botruong.taichinh', 'thanh-vien-2026'],
} as const;
/** Ballots of the member in the one poll that has only one ballot by now: what arrived, counted in the server's store. */
const ARRIVED_SQL = `
  select count(*) as n from ballot join account using (person_id)
  where username = ? and poll_id in (select poll_id from ballot group by poll_id having count(*) = 1)`;
const PRESENT = 20;
/** Two words of the note that the member writes; nobody else may ever read them. */
const NOTE = 'Hỏi lại nguồn vốn đối ứng';

let browser: Browser;
let server: RunningProcess;
let serverUrl: string;
let secretary: Person;
let chair: Person;
let member: Person;
const serverData = mkdtempSync(join(tmpdir(), 'cabinet-story-'));

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
  rmSync(serverData, { recursive: true, force: true });
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
const everythingIsHere = (page: Page) =>
  page
    .getByText(/16\/16 tài liệu đã trên máy/)
    .first()
    .waitFor({ timeout: 60_000 });
const shapes = (page: Page) => page.locator('.ownAnnotations [data-type]:not(.liveStroke)');
const ready = (page: Page) =>
  page.waitForSelector('.page[data-page-number="1"][data-loaded] .textLayer span');

const openFirstPoll = async (person: Person): Promise<void> => {
  await person.go('/meetings');
  await person.page
    .getByRole('link', { name: /thường kỳ tháng/ })
    .first()
    .click();
  await person.page.getByRole('tab', { name: /Biểu quyết/ }).click();
  await person.page
    .getByRole('link', { name: /Thông qua Nghị quyết về thúc đẩy tăng trưởng/ })
    .first()
    .click();
  await person.page.getByRole('heading', { name: /Thông qua Nghị quyết về thúc đẩy/, level: 1 }).waitFor();
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
  const box = await page.locator('.page[data-page-number="1"] .textLayer span').nth(12).boundingBox();
  if (box === null) throw new Error('no text on the page');
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
};

describe('a session with the network gone', () => {
  it('three people have everything on their devices', async () => {
    await secretary.signIn(...SIGN_INS.secretary);
    await chair.signIn(...SIGN_INS.chair);
    await member.signIn(...SIGN_INS.member);
    for (const { page } of [secretary, chair, member]) await everythingIsHere(page);
  });

  it('the secretary starts the session, takes attendance and opens the first poll (R1)', async () => {
    const { page } = secretary;
    await startSession(secretary);
    await openFirstPoll(secretary);
    await button(page, 'Bắt đầu biểu quyết').click();
    await page
      .getByRole('alertdialog')
      .getByText(/27 người được biểu quyết/)
      .waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Bắt đầu biểu quyết' }).click();
    await page.getByText('Đang biểu quyết').first().waitFor();
  });

  it('the member reads, annotates and votes while the server is dead', async () => {
    const { page } = member;
    await openFirstPoll(member);
    await page.getByText('Đang biểu quyết').first().waitFor();
    await server.kill();
    await page.getByRole('link', { name: 'Xem văn bản' }).click();
    await ready(page);
    await selectWords(page);
    await page.getByRole('group', { name: 'Chữ đang chọn' }).getByRole('button', { name: 'Ghi chú' }).click();
    await page.getByRole('textbox', { name: 'Ghi chú của tôi' }).fill(NOTE);
    await button(page, 'Xong').click();
    await until('the highlight is drawn', async () => (await shapes(page).count()) === 1);
    await openFirstPoll(member);
    await vote(page, 'Tán thành');
    await page.getByText('Đã giữ trên máy này').first().waitFor();
    await page.getByText('Mất kết nối').first().waitFor();
  });

  it('after the machine lost power, the app started offline still has all of it', async () => {
    await member.kill();
    await member.start();
    await member.signIn(...SIGN_INS.member);
    const { page } = member;
    await everythingIsHere(page);
    await openFirstPoll(member);
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
    await openFirstPoll(member);
    await page.getByText('Máy chủ đã nhận').first().waitFor();
    const db = new Database(join(serverData, 'server.db'), { readonly: true });
    expect(db.prepare(ARRIVED_SQL).get(SIGN_INS.member[0])).toEqual({ n: 1 });
    db.close();
  });

  it('the poll is closed, and the explained result appears everywhere (R14, R16, R17)', async () => {
    await openFirstPoll(chair);
    await vote(chair.page, 'Không tán thành');
    await chair.page.getByText('Máy chủ đã nhận').first().waitFor();
    await secretary.page.getByText('2/27').first().waitFor();
    await button(secretary.page, 'Kết thúc biểu quyết').click();
    const question = secretary.page.getByRole('alertdialog');
    await question.getByText('25 người chưa biểu quyết').waitFor();
    await question.getByRole('button', { name: 'Kết thúc biểu quyết' }).click();
    const sentence =
      'Không thông qua: cần 14/27, có 1 tán thành, 1 không tán thành, 0 không biểu quyết, 25 không tham gia biểu quyết.';
    for (const { page } of [secretary, chair, member]) await page.getByText(sentence).first().waitFor();
  });

  it('a second device of the member shows the same annotations and the same vote', async () => {
    await using second = await openPerson({ serverUrl, browser, label: 'Máy tính bảng' });
    await second.signIn(...SIGN_INS.member);
    await everythingIsHere(second.page);
    await openFirstPoll(second);
    await second.page.getByText('Máy chủ đã nhận').first().waitFor();
    await second.page.getByRole('link', { name: 'Xem văn bản' }).click();
    await ready(second.page);
    await until('the highlight is drawn', async () => (await shapes(second.page).count()) === 1);
    await button(second.page, 'Ghi chú của tôi').first().click();
    await second.page.getByText(NOTE).first().waitFor();
  });
});

/** Through the secretary's own screens: the session begins, and who is in the room is marked. */
const startSession = async (person: Person): Promise<void> => {
  const { page } = person;
  await page.evaluate(
    async ({ present }) => {
      const call = async (method: string, args: unknown): Promise<never> => {
        const answer = await (
          window as unknown as {
            cabinet: { call(m: string, a: unknown): Promise<{ ok: boolean; value: never; error: unknown }> };
          }
        ).cabinet.call(method, args);
        if (!answer.ok) throw new Error(JSON.stringify(answer.error));
        return answer.value;
      };
      const { meetings } = (await call('meetings.list', {})) as {
        meetings: { meeting: { id: string; status: string } }[];
      };
      const id = meetings.find((one) => one.meeting.status === 'invited')?.meeting.id ?? '';
      await call('mutate', { name: 'meeting.set_status', args: { id, status: 'in_session' } });
      const { participants } = (await call('meetings.get', { id })) as {
        participants: { id: string; votes: boolean }[];
      };
      for (const one of participants.filter(({ votes }) => votes).slice(0, present)) {
        await call('mutate', {
          name: 'participant.set_attendance',
          args: { id: one.id, attendance: 'in_room' },
        });
      }
    },
    { present: PRESENT },
  );
};
