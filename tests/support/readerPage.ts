import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { OfficePaper, ReaderDevice } from './readerOffice.ts';
import { until } from './until.ts';

/** A page of the app in a browser of its own, as somebody with a mouse and a keyboard reads in it. */
export interface ReaderPage extends AsyncDisposable {
  readonly page: Page;
  /** What the page complained of: errors, refusals of its policy. */
  readonly problems: readonly string[];
  /** Goes to a paper; `rest` is what follows in the address, e.g. `/pages/5`. */
  open(paper: OfficePaper, rest?: string): Promise<void>;
  /** A page is drawn with its text. */
  rendered(n: number): Promise<unknown>;
  line(n: number, words: string): Locator;
  boxOf(n: number, words: string): Promise<{ x: number; y: number; width: number; height: number }>;
  selectLine(n: number, words: string): Promise<void>;
  /** Own annotations drawn on the pages. */
  shape(type: string): Locator;
  button(name: string): Locator;
  currentPage(): Promise<string>;
  /** A stroke of 120 pixels to the right, with the mouse. */
  drawLine(x: number, y: number): Promise<void>;
}

/** One window for a device: its pages share what the browser keeps of the app's files. */
const windows = new WeakMap<ReaderDevice, Promise<BrowserContext>>();
const windowOf = (browser: Browser, device: ReaderDevice): Promise<BrowserContext> => {
  const made =
    windows.get(device) ?? browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: true });
  windows.set(device, made);
  return made;
};

const startPage = async (browser: Browser, device: ReaderDevice) => {
  const page = await (await windowOf(browser, device)).newPage();
  page.setDefaultTimeout(10_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) problems.push(message.text());
  });
  await page.goto(device.loopback.openUrl());
  return { page, problems };
};

export const openReaderPage = async (browser: Browser, device: ReaderDevice): Promise<ReaderPage> => {
  const { page, problems } = await startPage(browser, device);
  const line = (n: number, words: string): Locator =>
    page.locator(`.page[data-page-number="${n}"] .textLayer span`, { hasText: words }).first();
  const boxOf = async (n: number, words: string) => {
    const box = await line(n, words).boundingBox();
    if (box === null) throw new Error(`not on screen: ${words}`);
    return box;
  };
  return {
    page,
    problems,
    async open({ id }, rest = '') {
      await page.goto(`${device.loopback.origin}/#/papers/${id}${rest}`);
    },
    rendered: (n) => page.waitForSelector(`.page[data-page-number="${n}"][data-loaded] .textLayer span`),
    line,
    boxOf,
    async selectLine(n, words) {
      const box = await boxOf(n, words);
      await page.mouse.move(box.x + 1, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width - 1, box.y + box.height / 2, { steps: 5 });
      await page.mouse.up();
    },
    shape: (type) => page.locator(`.ownAnnotations [data-type="${type}"]:not(.liveStroke)`),
    button: (name) => page.getByRole('button', { name, exact: true }),
    currentPage: () => page.getByRole('textbox', { name: 'Trang' }).inputValue(),
    async drawLine(x, y) {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 60, y + 10, { steps: 6 });
      await page.mouse.move(x + 120, y, { steps: 6 });
      await page.mouse.up();
    },
    [Symbol.asyncDispose]: () => page.close(),
  };
};

/** The words that are marked as found, in order of the page. */
export const foundWords = (page: Page): Promise<string[]> =>
  page.locator('.textLayer .highlight').allTextContents();

/** Times the nodes of own annotations as they are made, from now on. */
export const timeDrawing = async (page: Page): Promise<void> =>
  page.evaluate(() => {
    const timed = window as unknown as { drawn: number[] };
    timed.drawn = [];
    const create = document.createElementNS.bind(document);
    document.createElementNS = ((space: 'http://www.w3.org/2000/svg', name: string) => {
      const node = create(space, name);
      const set = node.setAttribute.bind(node);
      node.setAttribute = (key, value) => {
        if (key === 'data-id') timed.drawn.push(performance.now());
        set(key, value);
      };
      return node;
    }) as typeof document.createElementNS;
  });

/** Milliseconds from the first node to the last since it was asked before. */
export const drawingMs = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const timed = window as unknown as { drawn: number[] };
    const { drawn } = timed;
    timed.drawn = [];
    return (drawn.at(-1) ?? 0) - (drawn[0] ?? 0);
  });

/** Waits until the core says what is expected of it. */
export const untilKept = (
  device: ReaderDevice,
  paper: OfficePaper,
  what: string,
  holds: (kept: Awaited<ReturnType<ReaderDevice['kept']>>) => boolean,
): Promise<void> => until(what, async () => holds(await device.kept(paper)));
