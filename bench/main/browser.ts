import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { openApp } from '../../main/loopback/app.ts';
import type { ClientArgs, ClientMethod, ClientResult } from '../../shared/contract/client.ts';
import { PASSPHRASE, random } from './office.ts';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `CHROMIUM`, Debian's, or Playwright's own. */
export const launchBrowser = (): Promise<Browser> => {
  const known = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium'].find(existsSync);
  return chromium.launch({ ...(known === undefined ? {} : { executablePath: known }), args: ARGS });
};

/** One person's app: the real core on an encrypted store, served on loopback. */
export interface App extends AsyncDisposable {
  /** A page in a browser context of its own, with everything loaded that loads by itself. */
  newPage(path: string): Promise<Page>;
  /** The app's address of a screen. */
  address(path: string): string;
}

/** Lets a page come to rest: nothing is fetched and nothing is waiting to run. */
export const settle = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
};

/** Asks the core from its page; throws the error's code. */
export const ask = async <M extends ClientMethod>(
  page: Page,
  method: M,
  args: ClientArgs<M>,
): Promise<ClientResult<M>> => {
  const answer = await page.evaluate(
    async ([name, about]) => window.cabinet.call(name as 'sync.state', about as Record<string, never>),
    [method, args] as const,
  );
  if (!answer.ok) throw new Error(`${method}: ${answer.error.code}`);
  return answer.value as unknown as ClientResult<M>;
};

const isWhole = async (page: Page): Promise<boolean> => {
  const { phase, complete, waiting, files } = await ask(page, 'sync.state', {});
  return phase === 'up_to_date' && complete && waiting === 0 && files.have === files.total;
};

/** Everything of the server is on this device, papers included, and everything of this device is there. */
export const whole = async (page: Page): Promise<void> => {
  while (!(await isWhole(page))) await page.waitForTimeout(50);
};

export const openPerson = async (browser: Browser, serverUrl: string, username: string): Promise<App> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cabinet-bench-app-'));
  const opened = await openApp({ serverUrl, dataDir, port: 0, label: 'bench', random });
  if (!opened.ok) throw new Error(opened.error);
  const app = opened.value;
  const address = (path: string): string => `${app.origin}/#${path}`;
  const newPage = async (path: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(app.openUrl());
    await page.goto(address(path));
    await settle(page);
    return page;
  };
  const page = await newPage('/');
  await ask(page, 'session.signIn', { username, passphrase: PASSPHRASE });
  await whole(page);
  await page.context().close();
  return {
    newPage,
    address,
    async [Symbol.asyncDispose]() {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
