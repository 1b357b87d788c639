import { createHash } from 'node:crypto';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { calendarFor } from '../../../server/sample/papers/calendar.ts';
import { makeSamplePapers, type SamplePaper } from '../../../server/sample/papers/papers.ts';
import { PROVINCES } from '../../../server/sample/papers/provinces.ts';

const SESSION = new Date('2026-12-03T01:00:00Z');
const MM = 72 / 25.4;

interface Glyphs {
  readonly str: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

interface Read {
  readonly paper: SamplePaper;
  readonly pages: readonly { readonly width: number; readonly items: readonly Glyphs[] }[];
  readonly title: unknown;
  readonly subject: unknown;
  readonly outline: readonly {
    readonly title: string;
    readonly items: readonly { readonly title: string }[];
  }[];
}

async function pagesOf(document: PDFDocumentProxy): Promise<Read['pages']> {
  const pages: { width: number; items: Glyphs[] }[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    const [left = 0, , right = 0] = page.view;
    const glyphs = items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [{ str: item.str, x: Number(item.transform[4]), y: Number(item.transform[5]), width: item.width }]
        : [],
    );
    pages.push({ width: right - left, items: glyphs });
  }
  return pages;
}

async function read(paper: SamplePaper): Promise<Read> {
  const document = await getDocument({ data: paper.bytes.slice(), verbosity: 0 }).promise;
  const { info } = await document.getMetadata();
  const known = new Map(Object.entries(info));
  const outline = await document.getOutline();
  const pages = await pagesOf(document);
  await document.cleanup();
  return {
    paper,
    pages,
    title: known.get('Title'),
    subject: known.get('Subject'),
    outline: outline ?? [],
  };
}

const papers: Read[] = [];

beforeAll(async () => {
  for await (const paper of makeSamplePapers({ sessionDate: SESSION })) papers.push(await read(paper));
}, 60_000);

function find(key: string, version = 1): Read {
  const found = papers.find(({ paper }) => paper.key === key && paper.version === version);
  if (found === undefined) throw new Error(`No paper ${key}, version ${version}`);
  return found;
}

function textOf({ pages }: Read): string {
  return pages
    .flatMap(({ items }) => items.map(({ str }) => str))
    .join(' ')
    .replace(/\s+/g, ' ');
}

const nameOf = ({ paper }: Read): string => `${paper.key}, version ${paper.version}`;

describe('the papers of the sample Government', () => {
  it('are 18 to 24, for all nine items, the opinion slip and the concluded session', () => {
    expect(papers.length).toBeGreaterThanOrEqual(18);
    expect(papers.length).toBeLessThanOrEqual(24);
    const items = new Set(papers.map(({ paper }) => paper.itemKey));
    for (let item = 1; item <= 9; item++) expect(items).toContain(`m${item}`);
    expect(items).toContain('phieu-lay-y-kien');
    for (const number of [1, 2, 3]) expect(items).toContain(`hop-truoc-${number}`);
  });

  it('are told apart by key and version', () => {
    expect(new Set(papers.map(nameOf)).size).toBe(papers.length);
  });

  it('open, carry their title, and say in their metadata that they are sample data', () => {
    for (const { paper, title, subject } of papers) {
      expect(title).toBe(paper.title);
      expect(subject).toBe('Dữ liệu mẫu');
      expect(paper.title).toBe(paper.title.normalize('NFC'));
    }
  });

  it('are 2 to 14 pages each, but for the long one of 190 to 210', () => {
    for (const document of papers) {
      const isLong = document.paper.key === 'chuyen-doi-so';
      const [least, most] = isLong ? [190, 210] : [2, 14];
      expect(document.pages.length, nameOf(document)).toBeGreaterThanOrEqual(least);
      expect(document.pages.length, nameOf(document)).toBeLessThanOrEqual(most);
    }
  });

  it('keep every line of text inside the margins', () => {
    for (const document of papers) {
      for (const [index, { width, items }] of document.pages.entries()) {
        const where = `${nameOf(document)}, page ${index + 1}`;
        for (const item of items) {
          expect(item.x, `${where}: ${item.str}`).toBeGreaterThan(30 * MM - 1);
          expect(item.x + item.width, `${where}: ${item.str}`).toBeLessThan(width - 15 * MM + 1);
          expect(item.y, `${where}: ${item.str}`).toBeGreaterThan(20 * MM - 4);
        }
      }
    }
  });

  it('number their pages from the second on, at the top', () => {
    for (const document of papers.filter(({ paper }) => paper.key !== 'thien-tai')) {
      for (const [index, { items }] of document.pages.entries()) {
        const top = [...items].sort((a, b) => b.y - a.y)[0];
        if (index > 0) expect(top?.str, nameOf(document)).toBe(String(index + 1));
      }
    }
  });

  it('give whole Vietnamese words in NFC when their text is taken out', () => {
    const text = textOf(find('nd-dich-vu-cong'));
    expect(text).toBe(text.normalize('NFC'));
    expect(text).not.toMatch(/[\u0300-\u036f]/);
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Căn cứ Luật Tổ chức chính quyền địa phương',
      'Điều 11. Cổng Dịch vụ công quốc gia',
      'lưu nháp trên thiết bị và tự gửi khi có kết nối',
      'TM. CHÍNH PHỦ THỦ TƯỚNG',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('lose no letter, the last paper as little as the first', () => {
    for (const document of papers.filter(({ paper }) => paper.key !== 'thien-tai')) {
      const text = textOf(document);
      expect(text, nameOf(document)).toMatch(/^[\u0020-\u007e\u00a0À-ỹ–“”²³]*$/);
      // A word that lost its vowels, as `q` and `n` for `quan`, is no word.
      const broken = text.split(/[\s,.;:]+/).filter((word) => /^[bcdđghklmnpqrstvx]+$/.test(word));
      expect(
        broken.filter((word) => word !== 'm' && word !== 'km'),
        nameOf(document),
      ).toEqual([]);
    }
    const last = papers.at(-1);
    expect(last && textOf(last)).toContain('Không để người dân phải đi lại nhiều lần vì bộ máy mới');
  });

  it('hold one scan without any text', () => {
    const empty = papers.filter((document) => textOf(document) === '').map(({ paper }) => paper.key);
    expect(empty).toEqual(['thien-tai']);
    expect(find('thien-tai').pages.length).toBeLessThanOrEqual(4);
  });

  it('hold a draft in two versions with the same name and different words', () => {
    const [first, second] = [find('nq-tang-truong', 1), find('nq-tang-truong', 2)];
    expect(first.paper.title).toBe(second.paper.title);
    const [before, after] = [textOf(first), textOf(second)];
    expect(before).toContain('không quá 30 ngày');
    expect(after).toContain('không quá 20 ngày');
    expect(before).toContain('thành lập Ban Chỉ đạo tháo gỡ điểm nghẽn');
    expect(after).not.toContain('thành lập Ban Chỉ đạo tháo gỡ điểm nghẽn');
    expect(before).toContain('Điều 5. Tín dụng');
    expect(after).toContain('Điều 3. Tín dụng');
  });

  it('hold one classified paper, stamped on every page', () => {
    const classified = papers.filter(({ paper }) => paper.classification === 'confidential');
    expect(classified.map(({ paper }) => paper.itemKey)).toEqual(['m8']);
    for (const { items } of classified[0]?.pages ?? []) {
      expect(items.map(({ str }) => str)).toContain('MẬT');
    }
  });

  it('give the long report two levels of bookmarks, down to every province', () => {
    const { outline } = find('chuyen-doi-so');
    const second = outline.flatMap(({ items }) => items.map(({ title }) => title));
    expect(outline.length).toBeGreaterThanOrEqual(10);
    for (const { name } of PROVINCES) {
      expect(
        second.some((title) => title.endsWith(name)),
        name,
      ).toBe(true);
    }
  });

  it('differ from page to page of the long report', () => {
    const pages = find('chuyen-doi-so').pages.map(({ items }) => items.map(({ str }) => str).join(' '));
    expect(new Set(pages).size).toBe(pages.length);
  });

  it('are the same bytes for the same day, whatever the hour', async () => {
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    for await (const paper of makeSamplePapers({ sessionDate: new Date('2026-12-03T09:30:00Z') })) {
      expect(hash(paper.bytes), paper.key).toBe(hash(find(paper.key, paper.version).paper.bytes));
      if (paper.key === 'thien-tai') break;
    }
  }, 60_000);
});

describe('the dates of the papers', () => {
  it('are counted in Vietnam, with the zeros of official papers', () => {
    const calendar = calendarFor(new Date('2027-01-31T18:00:00Z'));
    expect(calendar.long(0)).toBe('ngày 01 tháng 02 năm 2027');
    expect(calendar.long(-60)).toBe('ngày 02 tháng 4 năm 2027');
    expect(calendar.short(12)).toBe('20/1/2027');
  });

  it('report on the month before an early session, and on its own month before a late one', () => {
    expect(calendarFor(SESSION).period).toBe('tháng 11 và 11 tháng năm 2026');
    expect(calendarFor(new Date('2026-11-27T01:00:00Z')).period).toBe('tháng 11 và 11 tháng năm 2026');
    expect(calendarFor(new Date('2027-01-05T01:00:00Z')).period).toBe('tháng 12 và 12 tháng năm 2026');
    expect(calendarFor(new Date('2027-02-05T01:00:00Z')).period).toBe('tháng 01 năm 2027');
  });
});
