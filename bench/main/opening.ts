import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { makeSamplePapers } from '../../server/sample/papers/papers.ts';
import { against, type Figure, median } from '../figure.ts';
import { serveBarePage } from './barePage.ts';
import { type App, ask, openPerson, settle, whole } from './browser.ts';
import { openOffice, prepareMeeting, SECRETARY } from './office.ts';

/** Openings of each paper in each of the two, after one that is not counted. */
const SAMPLES = 5;
const AIM = 1.5;

const root = join(import.meta.dirname, '..', '..');
const FOLDER = join(root, '..', 'shared', 'data', 'pdfs');
const REAL = [
  { name: '303 pages', path: join(FOLDER, 'vi-bao-cao-dai.pdf') },
  { name: '117 pages of vectors', path: join(FOLDER, 'sample-GeoTopo-komprimiert.pdf') },
  { name: '7 pages', path: join(FOLDER, 'vi-van-hanh-chinh-phu-so.pdf') },
] as const;

interface PaperFile {
  readonly name: string;
  readonly path: string;
}

/** The real papers, or the sample's longest one where their folder is missing. */
const paperFiles = async (scratch: string): Promise<readonly PaperFile[]> => {
  if (REAL.every(({ path }) => existsSync(path))) return REAL;
  console.warn(`\n*** ${FOLDER} IS MISSING: only the sample's long report is opened. ***\n`);
  let longest = new Uint8Array();
  for await (const { bytes } of makeSamplePapers({ sessionDate: new Date() })) {
    if (bytes.length > longest.length) longest = new Uint8Array(bytes);
  }
  const path = join(scratch, 'report.pdf');
  await writeFile(path, longest);
  return [{ name: "the sample's long report", path }];
};

/** Uploads through the app, as its secretary does, and waits until the server has it. */
const uploadPaper = async (page: Page, itemId: string, name: string, path: string): Promise<void> => {
  const bytes = await readFile(path);
  const about = { owner: { kind: 'item', id: itemId }, name, size: bytes.length } as const;
  const { id } = await ask(page, 'uploads.begin', {
    ...about,
    classification: 'public',
    documentType: 'report',
  });
  for (let at = 0; at < bytes.length; at += 1024 * 1024) {
    const piece = bytes.subarray(at, at + 1024 * 1024).toString('base64');
    await page.evaluate(
      async ([upload, text]) => {
        const piece = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        await window.cabinet.call('uploads.append', { id: upload, bytes: piece });
      },
      [id, piece] as const,
    );
  }
  await ask(page, 'uploads.finish', { id });
  for (;;) {
    const { uploads } = await ask(page, 'uploads.list', {});
    const found = uploads.find((upload) => upload.id === id);
    if (found?.state === 'refused') throw new Error(`${name} was refused: ${found.error?.code ?? ''}`);
    if (found === undefined || found.state === 'done') return;
    await page.waitForTimeout(50);
  }
};

/** From the click on the paper's link to the mark that the reader sets. */
const openInApp = async (app: App, paperId: string): Promise<{ ms: number; frame: DOMRectReadOnly }> => {
  const page = await app.newPage('/papers');
  const link = `a[href$="/papers/${paperId}"]`;
  await page.waitForSelector(link);
  await settle(page);
  const ms = await page.evaluate(async (selector) => {
    const painted = new Promise<number>((resolve) => {
      new PerformanceObserver((list) => {
        for (const { startTime } of list.getEntriesByName('reader:first-page')) resolve(startTime);
      }).observe({ type: 'mark' });
    });
    const start = performance.now();
    document.querySelector<HTMLAnchorElement>(selector)?.click();
    return (await painted) - start;
  }, link);
  const frame = await page.evaluate(() => {
    const { left, top, width, height } =
      document.querySelector('[role=document]')?.getBoundingClientRect() ?? new DOMRect();
    return { left, top, width, height } as DOMRectReadOnly;
  });
  await page.context().close();
  return { ms, frame };
};

interface BareWindow {
  readonly bare: {
    make(frame: DOMRectReadOnly): unknown;
    open(parts: unknown, url: string): Promise<number>;
  };
}

/** From `getDocument` in a page that has loaded everything to pdf.js's own event, in the same frame. */
const openBare = async (
  browser: Browser,
  origin: string,
  name: string,
  frame: DOMRectReadOnly,
): Promise<number> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => 'bare' in window);
  await settle(page);
  const ms = await page.evaluate(
    ([box, url]) => {
      const { bare } = window as unknown as BareWindow;
      return bare.open(bare.make(box), url);
    },
    [frame, `/papers/${name}`] as const,
  );
  await context.close();
  return ms;
};

/** Open to first painted page through the whole app, beside pdf.js alone. */
export const measureOpening = async (browser: Browser): Promise<Figure[]> => {
  const scratch = await mkdtemp(join(tmpdir(), 'cabinet-bench-papers-'));
  const files = await paperFiles(scratch);
  await using office = await openOffice((desk) => prepareMeeting(desk, 1));
  await using app = await openPerson(browser, office.url, SECRETARY);
  const desk = await app.newPage('/');
  for (const [index, { path }] of files.entries()) {
    await uploadPaper(desk, office.prepared.itemIds[0] ?? '', `${index}.pdf`, path);
  }
  await whole(desk);
  const { papers } = await ask(desk, 'papers.list', {});
  await desk.context().close();
  const names = new Map(files.map(({ path }, index) => [`${index}.pdf`, path]));
  await using bare = await serveBarePage(names);
  const figures: Figure[] = [];
  for (const [index, { name }] of files.entries()) {
    const fileName = `${index}.pdf`;
    const paper = papers.find(({ view }) => view.version.fileName === fileName);
    if (paper === undefined) throw new Error(`${name} did not arrive`);
    const own: number[] = [];
    const alone: number[] = [];
    for (let round = 0; round <= SAMPLES; round += 1) {
      const { ms, frame } = await openInApp(app, paper.view.paper.id);
      const bareMs = await openBare(browser, bare.origin, fileName, frame);
      if (round === 0) continue;
      own.push(ms);
      alone.push(bareMs);
    }
    console.log(
      `opening, ${name}: app ${own.map(Math.round).join(' ')} ms; bare ${alone.map(Math.round).join(' ')} ms`,
    );
    figures.push(
      against(`open to first painted page, ${name}`, 'ms', median(own), median(alone), AIM, 'lower'),
    );
  }
  await rm(scratch, { recursive: true, force: true });
  return figures;
};
