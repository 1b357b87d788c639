import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { build } from '../../main/build.ts';
import { launchChromium } from './chromium.ts';
import { type OfficePaper, openReaderOffice, type ReaderDevice, type ReaderOffice } from './readerOffice.ts';
import { openReaderPage, type ReaderPage } from './readerPage.ts';
import { pdfWithLines } from './readerPdfs.ts';

const root = join(import.meta.dirname, '../..');

/** What the tests of one file share: a server with a secretary and a member's two devices; for each test a page. */
export interface ReaderSetting {
  readonly browser: Browser;
  readonly office: ReaderOffice;
  /** On which the tests read. */
  tablet: ReaderDevice;
  /** The same member's other one. */
  readonly laptop: ReaderDevice;
  /** On the tablet. */
  readonly at: ReaderPage;
  /** Handed in by the secretary, and on the tablet; several files are its versions. */
  addPaper(title: string, ...files: readonly Uint8Array[]): Promise<OfficePaper>;
  /** A paper of numbered lines, open at its first page. */
  openLines(pages?: number): Promise<OfficePaper>;
}

const start = async () => {
  await build(['renderer', 'loopback']);
  const browser = await launchChromium();
  const office = await openReaderOffice({
    rendererDir: join(root, 'dist/renderer'),
    bridgeFile: join(root, 'dist/loopback/bridge.js'),
  });
  const [tablet, laptop] = await Promise.all([office.openDevice(), office.openDevice()]);
  return { browser, office, tablet, laptop };
};

/** Registers the hooks that start it all and end it; what is read of the setting is read inside of tests. */
export const readerSetting = (): ReaderSetting => {
  let started: Awaited<ReturnType<typeof start>> | null = null;
  let at: ReaderPage | null = null;
  const must = <T>(value: T | null): T => {
    if (value === null) throw new Error('only inside of tests');
    return value;
  };
  beforeAll(async () => {
    started = await start();
  }, 120_000);
  afterAll(async () => {
    const { browser, office, tablet, laptop } = must(started);
    await browser.close();
    for (const part of [tablet, laptop, office]) await part[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    at = await openReaderPage(must(started).browser, must(started).tablet);
  });
  afterEach(() => must(at)[Symbol.asyncDispose]());
  const setting: ReaderSetting = {
    get browser() {
      return must(started).browser;
    },
    get office() {
      return must(started).office;
    },
    get tablet() {
      return must(started).tablet;
    },
    set tablet(next) {
      must(started).tablet = next;
    },
    get laptop() {
      return must(started).laptop;
    },
    get at() {
      return must(at);
    },
    async addPaper(title, ...files) {
      const paper = await setting.office.addPaper(title, files);
      await setting.tablet.has(paper);
      return paper;
    },
    async openLines(pages = 6) {
      const paper = await setting.addPaper('Báo cáo', await pdfWithLines(pages));
      await setting.at.open(paper);
      await setting.at.rendered(1);
      return paper;
    },
  };
  return setting;
};
