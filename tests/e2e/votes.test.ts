import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../main/build.ts';
import { type Cable, layCable } from '../support/cable.ts';
import { launchChromium } from '../support/chromium.ts';
import { startTestClient, type TestClient } from '../support/client.ts';
import { LIST, OPINION } from '../support/government.ts';
import { PASSPHRASE } from '../support/installation.ts';
import { openPerson, type Person } from '../support/person.ts';
import { until } from '../support/until.ts';
import { castOn, startVotingOffice, type VotingOffice } from '../support/votingOffice.ts';

/**
 * Votes as people meet them: the member An at a device with a screen, whose cable can be pulled, and at a tablet without
 * one; the secretary and a guest at screens of their own; two other members whose devices need none.
 */
const MINUTE = 60_000;
const NOT_YET_SENT = 'Đã giữ trên máy này';
const RECEIVED = 'Máy chủ đã nhận';
const OPINION_OF_BINH = 'Đề nghị làm rõ trách nhiệm của địa phương về giải phóng mặt bằng';
const HALF_WRITTEN = 'Cơ bản nhất trí, nhưng đề nghị bổ sung nguồn';

let browser: Browser;
let office: VotingOffice;
let cable: Cable;
let an: Person;
let secretary: Person;
let guest: Person;
let tablet: TestClient;
let binh: TestClient;

beforeAll(async () => {
  [office, browser] = await Promise.all([
    startVotingOffice(),
    launchChromium(),
    build(['renderer', 'loopback']),
  ]);
  cable = await layCable(office.server.url);
  const device = (label: string, serverUrl = office.server.url) => openPerson({ serverUrl, browser, label });
  [tablet, binh] = await Promise.all([office.clientOf('an'), office.clientOf('binh')]);
  an = await device('Máy của An', cable.url);
  secretary = await device('Văn phòng');
  guest = await device('Khách mời');
  await an.signIn('an', PASSPHRASE);
  await secretary.signIn('quan.tri', PASSPHRASE);
  await guest.signIn('khach', PASSPHRASE);
});
afterAll(async () => {
  for (const person of [an, secretary, guest]) await person?.[Symbol.asyncDispose]();
  await cable?.[Symbol.asyncDispose]();
  await office?.[Symbol.asyncDispose]();
  await browser?.close();
});

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
/** What one presses of a choice: its whole line. */
const choice = (page: Page, name: string) =>
  page.locator('label', {
    has: page.getByRole('radio', { name, exact: true }).or(page.getByRole('checkbox', { name, exact: true })),
  });

const rollCall = (page: Page) => page.getByText(/Danh sách biểu quyết \(/).click();

const openHere = async (person: Person, pollId: string, title: string): Promise<void> => {
  await person.go(`/polls/${pollId}`);
  await person.page.getByRole('heading', { name: title, level: 1 }).waitFor();
};

const confirm = async (page: Page, words: string): Promise<void> => {
  await button(page, 'Tiếp tục').click();
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: `Biểu quyết: ${words}` })
    .click();
};

const vote = async (page: Page, words: string): Promise<void> => {
  await choice(page, words).click();
  await confirm(page, words);
};

/** Asks the core behind a page, as only its own scripts can. */
const ask = (page: Page, method: string, args: unknown): Promise<{ ok: boolean; text: string }> =>
  page.evaluate(
    async ([name, given]) => {
      const { cabinet } = window as unknown as {
        cabinet: { call(method: string, args: unknown): Promise<{ ok: boolean }> };
      };
      const answer = await cabinet.call(name, given);
      return { ok: answer.ok, text: JSON.stringify(answer) };
    },
    [method, args] as const,
  );

/** Everything that a core has on its disk, and everything that it would tell its window. */
const everythingHeld = (client: TestClient): string => {
  const { db } = client.context;
  const tables = db
    .prepare<[], { name: string }>("select name from sqlite_master where type = 'table'")
    .all()
    .map(({ name }) => name);
  return tables.map((name) => JSON.stringify(db.prepare(`select * from "${name}"`).all())).join('\n');
};

const secondVoter = async (pollId: string, choices: readonly string[], text = ''): Promise<void> => {
  await castOn(binh, pollId, choices, text);
  await binh.synced();
};

describe('a vote, live', () => {
  it('a guest sees the vote and cannot cast (R7)', async () => {
    const pollId = await office.openPoll('Nghị quyết cho khách xem');
    await openHere(guest, pollId, 'Nghị quyết cho khách xem');
    await says(guest.page, 'Bạn không có trong danh sách biểu quyết của nội dung này.');
    await says(guest.page, 'Tán thành');
    expect(await guest.page.getByRole('radio').count()).toBe(0);
    const answer = await ask(guest.page, 'ballots.cast', { pollId, choices: ['yes'], text: '' });
    expect(answer.text).toContain('ballot_not_in_electorate');
  });

  it('C8: yes offline here and no there is a conflict, told on both devices and resolved by one confirmation', async () => {
    const pollId = await office.openPoll('Nghị quyết hai máy');
    await openHere(an, pollId, 'Nghị quyết hai máy');
    await choice(an.page, 'Tán thành').waitFor();
    cable.pull();
    await vote(an.page, 'Tán thành');
    await says(an.page, NOT_YET_SENT);
    await castOn(tablet, pollId, ['no']);
    await tablet.synced();
    cable.plug();
    await says(an.page, 'Hai phiếu mâu thuẫn');
    const conflict = an.page.getByRole('status').filter({ hasText: 'Hai phiếu mâu thuẫn' });
    await conflict.getByText('Tán thành', { exact: true }).waitFor();
    await conflict.getByText('Không tán thành', { exact: true }).waitFor();
    const there = async () => (await tablet.ask('polls.get', { id: pollId })).vote;
    await until('the tablet is told', async () => (await there()).heads.length === 2);
    expect((await there()).state).toBe('conflict');

    await vote(an.page, 'Không tán thành');
    await says(an.page, RECEIVED);
    await until('the tablet shows what was confirmed', async () => (await there()).state === 'received');
    expect((await there()).choices).toEqual(['no']);
    await office.conduct('poll.close', { id: pollId });
    const { result } = await office.admin.ask('polls.get', { id: pollId });
    expect(result?.counts.map(({ count }) => count)).toEqual([0, 1, 0]);
  });

  it('R5: of a list one may choose up to as many as the vote says', async () => {
    const pollId = await office.openPoll('Chọn phương án', { choices: LIST });
    await openHere(an, pollId, 'Chọn phương án');
    await says(an.page, 'Chọn nhiều nhất 2');
    await choice(an.page, 'Phương án A').click();
    await choice(an.page, 'Phương án C').click();
    expect(await an.page.getByRole('checkbox', { name: 'Phương án B' }).isDisabled()).toBe(true);
    await confirm(an.page, 'Phương án A, Phương án C');
    await says(an.page, RECEIVED);
    await secondVoter(pollId, ['c']);
    await office.conduct('poll.close', { id: pollId });
    await rollCall(an.page);
    await an.page.getByRole('cell', { name: 'Phương án A, Phương án C' }).waitFor();
    const { result } = await tablet.ask('polls.get', { id: pollId });
    expect(result?.counts.map(({ count }) => count)).toEqual([1, 0, 2]);
  });

  it('R14: while it is open, a member’s app is told neither totals nor what others chose', async () => {
    const pollId = await office.openPoll('Nghị quyết kín số', { choices: OPINION });
    await openHere(an, pollId, 'Nghị quyết kín số');
    await choice(an.page, 'Đồng ý').waitFor();
    await secondVoter(pollId, ['other'], OPINION_OF_BINH);
    await tablet.synced();
    const asked = [
      ['polls.get', { id: pollId }],
      ['meetings.get', { id: office.meetingId }],
      ['home.get', {}],
      ['slips.list', {}],
      ['outbox.list', {}],
      ['organisation.get', {}],
    ] as const;
    for (const [method, args] of asked) {
      const answer = await ask(an.page, method, args);
      expect(answer.ok, method).toBe(true);
      expect(answer.text, method).not.toContain(OPINION_OF_BINH);
      expect(answer.text, method).not.toContain('votedIds');
      if (method === 'polls.get')
        expect(answer.text).toContain('"turnout":null,"electorateCount":3,"result":null');
    }
    expect(everythingHeld(tablet)).not.toContain(OPINION_OF_BINH);
    await secretary.go(`/polls/${pollId}`);
    await says(secretary.page, '1/3');
    expect((await ask(secretary.page, 'polls.get', { id: pollId })).text).not.toContain(OPINION_OF_BINH);
    await office.conduct('poll.close', { id: pollId });
    await says(an.page, /1 ý kiến khác/i);
    await rollCall(an.page);
    await says(an.page, OPINION_OF_BINH);
  });

  it('an open form closes with a word why once its member answered elsewhere, and keeps what was typed', async () => {
    const pollId = await office.openPoll('Nghị quyết đang viết', { choices: OPINION });
    await openHere(an, pollId, 'Nghị quyết đang viết');
    await choice(an.page, 'Ý kiến khác').click();
    await an.page.getByRole('textbox', { name: 'Ý kiến khác' }).fill(HALF_WRITTEN);
    await castOn(tablet, pollId, ['agree']);
    await says(an.page, 'Bạn đã biểu quyết trên một thiết bị khác, nên phần chọn trên máy này đã đóng.');
    expect(await an.page.getByRole('radio').count()).toBe(0);
    await says(an.page, HALF_WRITTEN);
    await button(an.page, 'Sao chép ý kiến').waitFor();
  });

  it('R16: a cancelled vote says so, has no result, and loses nobody’s words', async () => {
    const pollId = await office.openPoll('Nghị quyết bị hủy', { choices: OPINION });
    await openHere(an, pollId, 'Nghị quyết bị hủy');
    await choice(an.page, 'Ý kiến khác').click();
    await an.page.getByRole('textbox', { name: 'Ý kiến khác' }).fill(HALF_WRITTEN);
    await openHere(secretary, pollId, 'Nghị quyết bị hủy');
    await button(secretary.page, 'Hủy biểu quyết').click();
    const question = secretary.page.getByRole('alertdialog');
    await question.getByText('Không thể hoàn tác; muốn biểu quyết lại phải lập biểu quyết mới.').waitFor();
    await question.getByRole('button', { name: 'Hủy biểu quyết' }).click();
    await says(an.page, 'Biểu quyết đã bị hủy; không có kết quả. Phiếu đã gửi được lưu.');
    await says(an.page, 'Ý kiến bạn viết chưa được gửi');
    await says(an.page, HALF_WRITTEN);
  });

  it('R10: where the vote says so, a choice cannot be changed', async () => {
    const pollId = await office.openPoll('Nghị quyết một lần', { changeable: false });
    await openHere(an, pollId, 'Nghị quyết một lần');
    await vote(an.page, 'Tán thành');
    await says(an.page, RECEIVED);
    expect(await button(an.page, 'Đổi lựa chọn').count()).toBe(0);
    const again = await ask(an.page, 'ballots.cast', { pollId, choices: ['no'], text: '' });
    expect(again.text).toContain('ballot_not_changeable');
  });

  it('C7 reject: a ballot that arrives after the close is kept, marked late, and its voter is told', async () => {
    const pollId = await office.openPoll('Nghị quyết đến muộn');
    await openHere(an, pollId, 'Nghị quyết đến muộn');
    await choice(an.page, 'Tán thành').waitFor();
    cable.pull();
    await vote(an.page, 'Tán thành');
    await says(an.page, NOT_YET_SENT);
    await office.conduct('poll.close', { id: pollId });
    cable.plug();
    await says(an.page, 'Phiếu đến sau khi biểu quyết kết thúc: được lưu, không được tính.');
    await says(an.page, '1 phiếu đến muộn, không được tính.');
    await until('the tablet is told', async () => {
      return (await tablet.ask('polls.get', { id: pollId })).vote.state === 'late';
    });
    const { result } = await tablet.ask('polls.get', { id: pollId });
    expect(result?.counts.map(({ count }) => count)).toEqual([0, 0, 0]);
    expect(result?.lateCount).toBe(1);
  });

  it('C7 accept: the result is provisional until the window ends, counts the late ballot, then is final', async () => {
    const until10 = new Date(Date.now() + office.ahead + 10 * MINUTE).toISOString();
    const late = { kind: 'accept', until: until10 } as const;
    const pollId = await office.openPoll('Nghị quyết chờ phiếu', { late });
    await openHere(an, pollId, 'Nghị quyết chờ phiếu');
    await choice(an.page, 'Tán thành').waitFor();
    cable.pull();
    await vote(an.page, 'Tán thành');
    await says(an.page, NOT_YET_SENT);
    await openHere(secretary, pollId, 'Nghị quyết chờ phiếu');
    await button(secretary.page, 'Kết thúc biểu quyết').click();
    const question = secretary.page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Kết thúc biểu quyết' }).click();
    await says(secretary.page, /Kết quả tạm thời: còn chờ phiếu đến muộn/);
    const early = await office.admin.call('mutate', { name: 'poll.announce', args: { id: pollId } });
    expect(JSON.stringify(early)).toContain('poll_window_running');
    cable.plug();
    await says(an.page, RECEIVED);
    await says(an.page, /Kết quả tạm thời/);
    const result = async () => (await tablet.ask('polls.get', { id: pollId })).result;
    await until('the late ballot counts', async () => (await result())?.counts[0]?.count === 1);
    office.ahead += 11 * MINUTE;
    await office.conduct('poll.announce', { id: pollId });
    await says(an.page, 'Không thông qua: cần 2/3, có 1 tán thành');
    await an.page.getByText(/Kết quả tạm thời/).waitFor({ state: 'detached' });
    await until('the result is final', async () => (await result())?.provisional === false);
  });

  it('a ballot whose signature is wrong is refused, and its voter is told why', async () => {
    const pollId = await office.openPoll('Nghị quyết bị sửa phiếu');
    await openHere(an, pollId, 'Nghị quyết bị sửa phiếu');
    await choice(an.page, 'Tán thành').waitFor();
    await an.kill();
    await tamperWithStore(an.dataDir, pollId);
    await an.start();
    await an.signIn('an', PASSPHRASE);
    await openHere(an, pollId, 'Nghị quyết bị sửa phiếu');
    await says(an.page, 'Bị từ chối');
    await says(an.page, 'Chữ ký trên phiếu không đúng nên phiếu không được nhận.');
    await an.go('/outbox');
    await says(an.page, 'Chữ ký trên phiếu không đúng nên phiếu không được nhận.');
  });

  it('R18: a slip is sent from the screens, answered, and its result shows the other opinions on their own', async () => {
    const title = 'Lấy ý kiến về dự thảo Nghị định';
    const { page } = secretary;
    await secretary.go('/secretariat/slips/new');
    await page.getByLabel('Tên phiếu').fill(title);
    await page.getByLabel('Vấn đề lấy ý kiến').fill('Đồng chí có đồng ý ban hành Nghị định không?');
    await button(page, 'Lập phiếu').click();
    await page.getByRole('heading', { name: title, level: 1 }).waitFor();
    await button(page, 'Gửi phiếu lấy ý kiến').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Gửi phiếu lấy ý kiến' }).click();
    await an.go('/slips');
    await an.page.getByRole('link', { name: new RegExp(title) }).click();
    await choice(an.page, 'Ý kiến khác').click();
    await an.page.getByRole('textbox', { name: 'Ý kiến khác' }).fill(HALF_WRITTEN);
    await confirm(an.page, 'Ý kiến khác');
    await says(an.page, RECEIVED);
    await says(page, '1/3');
    await button(page, 'Kết thúc biểu quyết').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Kết thúc biểu quyết' }).click();
    await says(an.page, /1 ý kiến khác/i);
    await rollCall(page);
    await says(page, HALF_WRITTEN);
  });
});

/** While the app is not running, somebody who knows the passphrase spoils the signature of a ballot kept on its disk. */
const tamperWithStore = async (dataDir: string, pollId: string): Promise<void> => {
  await using intruder = await startTestClient({ serverUrl: cable.url, dataDir });
  intruder.network.isCut = true;
  await intruder.signIn('an', PASSPHRASE);
  await intruder.ask('ballots.cast', { pollId, choices: ['yes'], text: '' });
  const spoilt = Buffer.alloc(64).toString('base64');
  const { changes } = intruder.context.db
    .prepare(
      "update outbox set args = json_set(args, '$.signed.signature', ?) where name = 'ballot.cast' and state = 'waiting'",
    )
    .run(spoilt);
  expect(changes).toBe(1);
};
