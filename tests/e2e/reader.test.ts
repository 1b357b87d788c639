import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type OfficePaper, slowFiles } from '../support/readerOffice.ts';
import { foundWords, openReaderPage, type ReaderPage } from '../support/readerPage.ts';
import { pdfWithBrokenPage, pdfWithLines, pdfWithWords } from '../support/readerPdfs.ts';
import { readerSetting } from '../support/readerSetting.ts';
import { doThere, openPoll, upload, uploadEnded } from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';

const on = readerSetting();

describe('a paper in the reader', () => {
  it('is shown under the strict policy, with its text, and nothing is refused', async () => {
    await on.openLines();
    expect(await on.at.line(1, 'Page 1 line 3').textContent()).toBe('Page 1 line 3 of the report');
    await on.at.page.waitForSelector('.page[data-page-number="2"] canvas');
    expect(on.at.problems).toEqual([]);
  });

  it('is parsed by a worker that a browser may keep for ever and that has a policy of its own', async () => {
    const asked = on.at.page.waitForResponse((answer) => answer.url().includes('/pdf.worker'));
    await on.openLines(1);
    const headers = (await asked).headers();
    expect(headers['cache-control']).toContain('immutable');
    expect(headers['content-security-policy']).toContain("'wasm-unsafe-eval'");
  });

  it('opens at the page that was left, with its zoom, without showing another one', async () => {
    const paper = await on.openLines(30);
    const placeNow = async () => (await on.tablet.client.ask('reading.get', { paperId: paper.id })).position;
    await on.at.page.getByRole('textbox', { name: 'Trang' }).fill('20');
    await on.at.page.keyboard.press('Enter');
    await on.at.rendered(20);
    await on.at.button('Phóng to').click();
    await on.at.page.evaluate(() => document.querySelector('[role=document]')?.scrollBy(0, 150));
    await until('the place is kept', async () => {
      const place = await placeNow();
      return place?.page === 20 && place.offset > 0.05;
    });
    const left = await placeNow();
    await on.at.page.reload();
    await on.at.rendered(20);
    expect(await on.at.currentPage()).toBe('20');
    expect(await on.at.page.locator('.page[data-page-number="1"] canvas').count()).toBe(0);
    await on.at.page.mouse.move(600, 400);
    await on.at.page.mouse.wheel(0, 1);
    await until('a place is kept again', async () => (await placeNow())?.at !== left?.at);
    expect((await placeNow())?.zoom).toBe(left?.zoom);
    expect((await placeNow())?.offset).toBeCloseTo(left?.offset ?? 0, 1);
  });

  it('goes by its outline, its keys and a page in the address', async () => {
    const paper = await on.openLines(12);
    await on.at.button('Mục lục').click();
    await on.at.button('Chapter 9').click();
    await until('chapter 9', async () => (await on.at.currentPage()) === '9');
    await on.at.page.locator('[role=document]').focus();
    await on.at.page.keyboard.press('ArrowRight');
    await until('the next page', async () => (await on.at.currentPage()) === '10');
    await on.at.page.keyboard.press('Home');
    await until('the first page', async () => (await on.at.currentPage()) === '1');
    await on.at.page.keyboard.press('End');
    await until('the last page', async () => (await on.at.currentPage()) === '12');
    await on.at.open(paper, '/pages/5');
    await on.at.rendered(5);
    await until('page 5', async () => (await on.at.currentPage()) === '5');
  });

  it('lists its own keys when asked with ?', async () => {
    await on.openLines(1);
    await on.at.page.keyboard.press('?');
    const dialog = on.at.page.getByRole('dialog', { name: 'Phím tắt' });
    await dialog.getByRole('heading', { name: 'Khi đọc tài liệu' }).waitFor();
    await dialog.getByText('Bút vẽ').waitFor();
    await dialog.getByText('Đồng bộ và chờ gửi').waitFor();
  });

  it('does not lead out of itself: an address in it is no link', async () => {
    const paper = await on.addPaper('Có liên kết', await pdfWithLines(1, { link: 'https://example.com/' }));
    await on.at.open(paper);
    await on.at.rendered(1);
    const link = on.at.page.locator('.annotationLayer a').first();
    await link.waitFor({ state: 'attached' });
    const [before, windows] = [on.at.page.url(), on.at.page.context().pages().length];
    await link.click({ force: true });
    expect(on.at.page.url()).toBe(before);
    expect(on.at.page.context().pages()).toHaveLength(windows);
  });

  it('shows an error in place of a page that cannot be read; the others are readable', async () => {
    const paper = await on.addPaper('Hỏng một trang', pdfWithBrokenPage());
    await on.at.open(paper);
    await on.at.rendered(1);
    await on.at.page.keyboard.press('End');
    await on.at.rendered(3);
    await on.at.page.locator('.page[data-page-number="2"]').scrollIntoViewIfNeeded();
    const error = on.at.page.locator('.page[data-page-number="2"] .pageError');
    await error.waitFor();
    expect(await error.textContent()).toMatch(/^Không hiển thị được trang này/);
    expect(await on.at.line(3, 'Third page').textContent()).toBe('Third page');
  });

  it('that the disk has changed is fetched again and opens by itself', async () => {
    const paper = await on.addPaper('Đĩa hỏng', await pdfWithLines(2));
    const sha256 = paper.versions[0]?.file.sha256 ?? '';
    const { network, context } = on.tablet.client;
    network.isCut = true;
    writeFileSync(join(context.dataDir, 'files', sha256.slice(0, 2), sha256), Buffer.alloc(4096));
    await on.at.open(paper);
    await on.at.page.getByText('Tài liệu chưa có trên máy này').waitFor();
    network.isCut = false;
    await on.tablet.client.ask('sync.now', {});
    await on.at.rendered(1);
  });

  it('that is not here is asked for first, shows how far it is, and opens by itself', async () => {
    const slow = slowFiles(on.office.server.url);
    await using third = await on.office.openDevice(slow.transport);
    const paper = await on.office.addPaper('Đang tải', [await pdfWithLines(2, { megabytes: 1.5 })]);
    await until(
      'its record is here',
      async () => (await third.client.call('papers.get', { id: paper.id })).ok,
    );
    await using there = await openReaderPage(on.browser, third);
    await there.open(paper);
    await there.page.getByText('Đang tải tài liệu về máy').waitFor();
    await there.page.getByText(/^1.*MB \/ 1,.*MB$/).waitFor();
    slow.network.isCut = true;
    await there.page.getByText('Tài liệu chưa có trên máy này').waitFor();
    slow.network.isCut = false;
    await third.client.ask('sync.now', {});
    slow.open();
    await there.rendered(1);
  });

  it('in an older version says so and offers the current one', async () => {
    const paper = await on.addPaper('Dự thảo', await pdfWithLines(2), await pdfWithLines(3));
    const { view } = await on.office.secretary.ask('papers.get', { id: paper.id });
    const change = { id: paper.id, seen: view.rev, documentType: 'draft_resolution' } as const;
    await doThere(on.office.secretary, 'paper.edit', change);
    await until('the older one is here too', async () => {
      const versionId = paper.versions[0]?.id ?? '';
      const answer = await on.tablet.client.ask('papers.get', { id: paper.id, versionId });
      const { availability, paper: shown } = answer.view;
      return availability.state === 'here' && shown.documentType === 'draft_resolution';
    });
    await on.at.open(paper, `/versions/${paper.versions[0]?.id ?? ''}`);
    await on.at.page.getByText('Đang xem lần 1; bản hiện hành là lần 2.').waitFor();
    expect(await on.at.page.getByText('dự thảo lần 1').count()).toBe(1);
    await on.at.page.getByRole('button', { name: 'Mở', exact: true }).click();
    await on.at.page.getByText('dự thảo lần 2').waitFor();
    await on.at.rendered(1);
    await on.at.page.getByText('/ 3').waitFor();
  });

  it('that is being replaced while it is read stays; the new version is offered', async () => {
    const paper = await on.openLines(2);
    const again = await pdfWithLines(4);
    const { secretary } = on.office;
    const { id } = paper;
    await uploadEnded(
      secretary,
      await upload(secretary, { kind: 'paper', id }, 'lan-2.pdf', Buffer.from(again)),
    );
    await on.at.page.getByText('Tài liệu vừa có lần 2; bạn đang xem lần 1.').waitFor();
    expect(await on.at.line(1, 'Page 1 line 3').isVisible()).toBe(true);
    await on.at.page.getByRole('button', { name: 'Mở', exact: true }).click();
    await on.at.page.getByText('/ 4').waitFor();
    await on.at.rendered(1);
  });

  it('leads to the vote that refers to it', async () => {
    const paper = await on.openLines(1);
    const [version] = paper.versions;
    const document = { paperId: paper.id, versionId: version?.id ?? '', title: 'Báo cáo' };
    const pollId = await openPoll(on.office.secretary, on.office.meetingId, on.office.itemId, {
      documents: [{ ...document, sha256: version?.file.sha256 ?? '' }],
    });
    await on.at.page.getByRole('link', { name: 'Biểu quyết' }).click();
    await on.at.page.getByRole('heading', { name: 'Nghị quyết' }).waitFor();
    expect(on.at.page.url()).toBe(`${on.tablet.loopback.origin}/#/polls/${pollId}`);
    await on.at.page.goBack();
    await on.at.rendered(1);
  });
});

describe('dark pages', () => {
  it('are remembered when the app is started again, on another port', async () => {
    const paper = await on.openLines(1);
    const isNight = (of: ReaderPage) => of.page.locator('[role=document][data-night]').waitFor();
    await on.at.button('Cách xem').click();
    await on.at.page.getByRole('menuitem', { name: 'Nền tối' }).click();
    await isNight(on.at);
    const before = on.tablet.loopback.origin;
    on.tablet = await on.tablet.restarted();
    expect(on.tablet.loopback.origin).not.toBe(before);
    await using again = await openReaderPage(on.browser, on.tablet);
    await again.open(paper);
    await again.rendered(1);
    await isNight(again);
    await again.button('Cách xem').click();
    await again.page.getByRole('menuitem', { name: 'Nền giấy trắng' }).click();
    await again.page.locator('[role=document]:not([data-night])').waitFor();
  });
});

let words: OfficePaper | null = null;
const vietnamese = async (): Promise<OfficePaper> =>
  (words ??= await on.addPaper(
    'Tiếng Việt',
    await pdfWithWords([
      'Cải cách hành chính theo quyết định số 30 về đường sắt.',
      'HÀNH CHÍNH. Đường bộ, hướng dương. Quyết định này có hiệu lực.',
    ]),
  ));

describe('finding words', () => {
  it('counts them, steps through them and says when there are none', async () => {
    await on.openLines(6);
    await on.at.page.keyboard.press('Control+f');
    await on.at.page.getByRole('searchbox').fill('line 3 of');
    await on.at.page.getByText('1/6').waitFor();
    await on.at.page.keyboard.press('Enter');
    await on.at.page.getByText('2/6').waitFor();
    await on.at.page.keyboard.press('F3');
    await on.at.page.getByText('3/6').waitFor();
    await on.at.page.getByRole('searchbox').fill('không có');
    await on.at.page.getByText('Không thấy').waitFor();
    await on.at.page.keyboard.press('Escape');
    expect(await on.at.page.getByRole('search').count()).toBe(0);
  });

  it.each([
    ['hanh chinh', ['hành chính', 'HÀNH CHÍNH']],
    ['hành chính', ['hành chính', 'HÀNH CHÍNH']],
    ['duong', ['đường', 'Đường', 'dương']],
    ['đường', ['đường', 'Đường', 'dương']],
    ['Quyet dinh', ['quyết định', 'Quyết định']],
  ])('%j finds %j, marked from their first letter to their last', async (query, words) => {
    await on.at.open(await vietnamese());
    await on.at.rendered(1);
    await on.at.page.keyboard.press('Control+f');
    await on.at.page.getByRole('searchbox').fill(query);
    await on.at.page.getByText(`1/${words.length}`).waitFor();
    await until('they are marked', async () => (await foundWords(on.at.page)).length === words.length);
    expect((await foundWords(on.at.page)).map((word) => word.normalize('NFC'))).toEqual(words);
  });

  it('with the marks required, finds only what is written so', async () => {
    await on.at.open(await vietnamese());
    await on.at.rendered(1);
    await on.at.page.keyboard.press('Control+f');
    await on.at.button('Đúng dấu').click();
    await on.at.page.getByRole('searchbox').fill('đường');
    await on.at.page.getByText('1/2').waitFor();
    expect(await foundWords(on.at.page)).toEqual(['đường', 'Đường']);
    await on.at.page.getByRole('searchbox').fill('duong');
    await on.at.page.getByText('Không thấy').waitFor();
  });
});
