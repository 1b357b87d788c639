import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cabinetError } from '../../shared/contract/errors.ts';
import { build } from '../../main/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { type DeskPaper, openReaderDesk, type ReaderDesk } from '../support/readerDesk.ts';
import { pdfWithBrokenPage, pdfWithLines } from '../support/readerPdfs.ts';
import { until } from '../support/until.ts';

const root = join(import.meta.dirname, '../..');
const dist = {
  rendererDir: join(root, 'dist/renderer'),
  bridgeFile: join(root, 'dist/loopback/bridge.js'),
};

let browser: Browser;
let desk: ReaderDesk;
let page: Page;
let problems: string[];

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  desk = await openReaderDesk(dist);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) problems.push(message.text());
  });
  await page.goto(desk.loopback.openUrl());
});
afterEach(async () => {
  await page.context().close();
  await desk.close();
});

const open = async (paper: DeskPaper, rest = ''): Promise<void> => {
  await page.goto(`${desk.loopback.origin}/#/papers/${paper.id}${rest}`);
};
const rendered = (n: number): Promise<unknown> =>
  page.waitForSelector(`.page[data-page-number="${n}"][data-loaded] .textLayer span`);
const openLines = async (pages = 6): Promise<DeskPaper> => {
  const paper = desk.addPaper('Báo cáo', [await pdfWithLines(pages)]);
  await open(paper);
  await rendered(1);
  return paper;
};
const line = (n: number, words: string) =>
  page.locator(`.page[data-page-number="${n}"] .textLayer span`, { hasText: words }).first();
const boxOf = async (n: number, words: string) => {
  const box = await line(n, words).boundingBox();
  if (box === null) throw new Error(`not on screen: ${words}`);
  return box;
};
const selectLine = async (n: number, words: string): Promise<void> => {
  const box = await boxOf(n, words);
  await page.mouse.move(box.x + 1, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
};
const shape = (type: string) => page.locator(`.ownAnnotations [data-type="${type}"]:not(.liveStroke)`);
const kept = () => [...desk.annotations.values()];
const button = (name: string) => page.getByRole('button', { name, exact: true });
const currentPage = () => page.getByRole('textbox', { name: 'Trang' }).inputValue();
const drawLine = async (x: number, y: number): Promise<void> => {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 10, { steps: 6 });
  await page.mouse.move(x + 120, y, { steps: 6 });
  await page.mouse.up();
};

describe('a paper in the reader', () => {
  it('is shown under the strict policy, with its text, and nothing is refused', async () => {
    await openLines();
    expect(await line(1, 'Page 1 line 3').textContent()).toBe('Page 1 line 3 of the report');
    await page.waitForSelector('.page[data-page-number="2"] canvas');
    expect(problems).toEqual([]);
  });

  it('opens at the page that was left, with its zoom, without showing another one', async () => {
    const paper = await openLines(30);
    await page.getByRole('textbox', { name: 'Trang' }).fill('20');
    await page.keyboard.press('Enter');
    await rendered(20);
    await button('Phóng to').click();
    await page.evaluate(() => document.querySelector('[role=document]')?.scrollBy(0, 150));
    await until('the place is kept', () => {
      const place = desk.positions.get(paper.id);
      return place?.page === 20 && place.offset > 0.05;
    });
    const left = desk.positions.get(paper.id);
    await page.reload();
    await rendered(20);
    expect(await currentPage()).toBe('20');
    expect(await page.locator('.page[data-page-number="1"] canvas').count()).toBe(0);
    await page.mouse.move(600, 400);
    await page.mouse.wheel(0, 1);
    await until('a place is kept again', () => desk.positions.get(paper.id) !== left);
    expect(desk.positions.get(paper.id)?.zoom).toBe(left?.zoom);
    expect(desk.positions.get(paper.id)?.offset).toBeCloseTo(left?.offset ?? 0, 1);
  });

  it('goes by its outline, its keys and a page in the address', async () => {
    const paper = await openLines(12);
    await button('Mục lục').click();
    await button('Chapter 9').click();
    await until('chapter 9', async () => (await currentPage()) === '9');
    await page.locator('[role=document]').focus();
    await page.keyboard.press('ArrowRight');
    await until('the next page', async () => (await currentPage()) === '10');
    await page.keyboard.press('Home');
    await until('the first page', async () => (await currentPage()) === '1');
    await page.keyboard.press('End');
    await until('the last page', async () => (await currentPage()) === '12');
    await open(paper, '/pages/5');
    await rendered(5);
    await until('page 5', async () => (await currentPage()) === '5');
  });

  it('does not lead out of itself: an address in it is no link', async () => {
    const paper = desk.addPaper('Có liên kết', [await pdfWithLines(1, { link: 'https://example.com/' })]);
    await open(paper);
    await rendered(1);
    const link = page.locator('.annotationLayer a').first();
    await link.waitFor({ state: 'attached' });
    const before = page.url();
    await link.click({ force: true });
    expect(page.url()).toBe(before);
    expect(page.context().pages()).toHaveLength(1);
  });

  it('shows an error in place of a page that cannot be read; the others are readable', async () => {
    const paper = desk.addPaper('Hỏng một trang', [pdfWithBrokenPage()]);
    await open(paper);
    await rendered(1);
    await page.keyboard.press('End');
    await rendered(3);
    await page.locator('.page[data-page-number="2"]').scrollIntoViewIfNeeded();
    const error = page.locator('.page[data-page-number="2"] .pageError');
    await error.waitFor();
    expect(await error.textContent()).toMatch(/^Không hiển thị được trang này/);
    expect(await line(3, 'Third page').textContent()).toBe('Third page');
  });

  it('that is damaged as a whole says so', async () => {
    await open(desk.addPaper('Hỏng', [new Uint8Array(Buffer.from('%PDF-1.7 cut off'))]));
    await page.getByText('Không mở được tệp này').waitFor();
  });

  it('that is not here is asked for first, shows how far it is, and opens by itself', async () => {
    const paper = desk.addPaper('Đang tải', [await pdfWithLines(2)]);
    const hash = paper.versions[0]?.file.sha256 ?? '';
    desk.setHere(hash, 0.4);
    desk.setSync({ phase: 'syncing' });
    await open(paper);
    await page.getByText('Đang tải tài liệu về máy').waitFor();
    expect(desk.calls).toContain('files.want');
    desk.setSync({ phase: 'offline' });
    await page.getByText('Tài liệu chưa có trên máy này').waitFor();
    desk.setHere(hash, 1);
    await rendered(1);
  });

  it('in an older version says so and offers the current one', async () => {
    const paper = desk.addPaper('Dự thảo', [await pdfWithLines(2), await pdfWithLines(3)], {
      documentType: 'draft_resolution',
    });
    await open(paper, `/versions/${paper.versions[0]?.id ?? ''}`);
    await page.getByText('Đang xem lần 1; bản hiện hành là lần 2.').waitFor();
    expect(await page.getByText('dự thảo lần 1').count()).toBe(1);
    await page.getByRole('button', { name: 'Mở', exact: true }).click();
    await page.getByText('dự thảo lần 2').waitFor();
    await rendered(1);
    await page.getByText('/ 3').waitFor();
  });
});

describe('finding words', () => {
  it('counts them, steps through them and says when there are none', async () => {
    await openLines(6);
    await page.keyboard.press('Control+f');
    await page.getByRole('searchbox').fill('line 3 of');
    await page.getByText('1/6').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2/6').waitFor();
    await page.keyboard.press('F3');
    await page.getByText('3/6').waitFor();
    await page.getByRole('searchbox').fill('không có');
    await page.getByText('Không thấy').waitFor();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('search').count()).toBe(0);
  });
});

describe('writing on a paper', () => {
  it('marks selected words, keeps them, and they lie on the same words at every zoom and turn', async () => {
    const paper = await openLines();
    await selectLine(1, 'Page 1 line 4');
    await button('Đánh dấu').click();
    await until('it is kept', () => kept().length === 1);
    expect(kept()[0]).toMatchObject({ type: 'highlight', page: 1, quote: 'Page 1 line 4 of the report' });
    const lies = async (): Promise<void> => {
      await until('the mark lies on its words', async () => {
        const [mark, words] = [await shape('highlight').boundingBox(), await boxOf(1, 'Page 1 line 4')];
        return (
          mark !== null &&
          Math.abs(mark.x - words.x) < 4 &&
          Math.abs(mark.y - words.y) < 6 &&
          Math.abs(mark.width - words.width) < 8
        );
      });
    };
    await lies();
    await button('Thu nhỏ').click();
    await button('Thu nhỏ').click();
    await rendered(1);
    await lies();
    await button('Cách xem').click();
    await page.getByRole('menuitem', { name: 'Xoay trang sang phải' }).click();
    await rendered(1);
    await lies();
    await open(paper, '/pages/1');
    await page.reload();
    await rendered(1);
    await lies();
  });

  it('draws with the pen, takes strokes back and does them again', async () => {
    await openLines();
    await page.keyboard.press('i');
    await drawLine(500, 300);
    await until('the stroke is kept', () => kept()[0]?.type === 'ink');
    await drawLine(500, 330);
    await until('it is one piece of writing', () => {
      const [ink] = kept();
      return kept().length === 1 && ink?.type === 'ink' && ink.strokes.length === 2;
    });
    await page.keyboard.press('Control+z');
    await until('one stroke is left', () => {
      const [ink] = kept();
      return ink?.type === 'ink' && ink.strokes.length === 1;
    });
    await page.keyboard.press('Control+z');
    await until('none is left', () => kept().length === 0);
    expect(await shape('ink').count()).toBe(0);
    await page.keyboard.press('Control+Shift+z');
    await until('it is back', () => kept().length === 1);
    expect(await shape('ink').count()).toBe(1);
  });

  it('a note is written where it was put, found in the list, changed there and deleted', async () => {
    await openLines();
    await page.keyboard.press('n');
    await page.mouse.click(700, 300);
    await page.getByRole('textbox', { name: 'Ghi chú của tôi' }).fill('Hỏi lại số liệu quý IV');
    await button('Xong').click();
    await until('it is kept', () => kept()[0]?.note === 'Hỏi lại số liệu quý IV');
    await page.locator('header').getByRole('button', { name: 'Ghi chú' }).click();
    const pane = page.getByRole('complementary', { name: 'Ghi chú của tôi' });
    await pane.getByText('Hỏi lại số liệu quý IV').waitFor();
    await pane.getByRole('button', { name: 'Sửa' }).click();
    await pane.getByRole('textbox', { name: 'Ghi chú' }).fill('Đã rõ');
    await pane.getByRole('button', { name: 'Lưu' }).click();
    await until('the change is kept', () => kept()[0]?.note === 'Đã rõ');
    await pane.getByRole('button', { name: 'Xóa' }).click();
    await until('it is gone', () => kept().length === 0);
    await page.locator('[role=document]').focus();
    await page.keyboard.press('Control+z');
    await until('it is back', () => kept()[0]?.note === 'Đã rõ');
  });

  it('the eraser takes a stroke, Delete the selected annotation', async () => {
    await openLines();
    await page.keyboard.press('i');
    await drawLine(500, 300);
    await drawLine(500, 600);
    await until('two are kept', () => kept().length === 2);
    await page.getByRole('radio', { name: 'Tẩy' }).click({ force: true });
    await page.mouse.move(560, 280);
    await page.mouse.down();
    await page.mouse.move(560, 340, { steps: 8 });
    await page.mouse.up();
    await until('one is left', () => kept().length === 1);
    await page.keyboard.press('Escape');
    await page.mouse.click(561, 610);
    await page.locator('.ownAnnotations [data-selected]').waitFor({ state: 'attached' });
    await page.keyboard.press('Delete');
    await until('none is left', () => kept().length === 0);
  });

  it('what could not be kept stays on the page, is told in a sentence, and can be tried again', async () => {
    await openLines();
    desk.failKeeping(cabinetError('disk_full'));
    await page.keyboard.press('i');
    await drawLine(500, 300);
    await page.getByText('Thay đổi chưa lưu được: 1').waitFor();
    expect(await shape('ink').count()).toBe(1);
    desk.failKeeping(null);
    await button('Thử lại').click();
    await until('it is kept', () => kept().length === 1);
    await page.getByText('Thay đổi chưa lưu được').waitFor({ state: 'detached' });
  });

  it('draws five hundred annotations of a page within a frame', async () => {
    const paper = await openLines();
    const at = '2026-12-01T01:00:00.000Z';
    for (let n = 0; n < 500; n += 1) {
      const id = `01938000-0000-7000-8000-${String(n).padStart(12, '0')}`;
      const base = { id, paperId: paper.id, versionId: paper.versions[0]?.id ?? '', page: 1, note: '' };
      const [x, y] = [60 + (n % 20) * 24, 60 + Math.floor(n / 20) * 29];
      desk.annotations.set(
        id,
        n % 2 === 0
          ? {
              ...base,
              type: 'ink',
              colour: 'blue',
              createdAt: at,
              updatedAt: at,
              width: 1,
              strokes: [
                Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? x + i / 4 : y + 8 * Math.sin(i))),
              ],
            }
          : {
              ...base,
              type: 'highlight',
              colour: 'yellow',
              createdAt: at,
              updatedAt: at,
              quote: 'chữ',
              rects: [{ x0: x, y0: y, x1: x + 20, y1: y + 12 }],
            },
      );
    }
    // The drawing itself is timed inside the page: from the first to the last node that is put there.
    await page.evaluate(() => {
      const timed = window as unknown as { seen: number[] };
      timed.seen = [];
      const create = document.createElementNS.bind(document);
      document.createElementNS = ((space: 'http://www.w3.org/2000/svg', name: string) => {
        timed.seen.push(performance.now());
        return create(space, name);
      }) as typeof document.createElementNS;
    });
    const all = [...desk.annotations];
    const rounds: number[] = [];
    // The quickest of several: other programs of the machine only ever make it slower.
    for (let round = 0; round < 6; round += 1) {
      desk.annotations.clear();
      desk.tell('annotations');
      await until('none is there', async () => (await shape('ink').count()) === 0);
      await page.evaluate(() => Object.assign(window, { seen: [] }));
      for (const [id, one] of all) desk.annotations.set(id, one);
      desk.tell('annotations');
      await until('all are there', async () => (await shape('ink').count()) === 250);
      rounds.push(
        await page.evaluate(() => {
          const { seen } = window as unknown as { seen: number[] };
          return (seen.at(-1) ?? 0) - (seen[0] ?? 0);
        }),
      );
    }
    expect(await shape('highlight').count()).toBe(250);
    const ms = Math.min(...rounds);
    expect(ms).toBeGreaterThan(0);
    expect(ms).toBeLessThan(16);
  });

  it('what another device of the member did appears on the open page', async () => {
    const paper = await openLines();
    const id = '01938000-0000-7000-8000-000000000001';
    const at = '2026-12-01T01:00:00.000Z';
    desk.annotations.set(id, {
      id,
      paperId: paper.id,
      versionId: paper.versions[0]?.id ?? '',
      page: 1,
      createdAt: at,
      updatedAt: at,
      type: 'note',
      colour: 'yellow',
      x: 300,
      y: 700,
      note: 'từ máy khác',
    });
    desk.tell('annotations');
    await shape('note').waitFor({ state: 'attached' });
  });
});
