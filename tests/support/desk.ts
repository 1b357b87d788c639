import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serveLoopback } from '../../main/loopback/loopback.ts';
import { startTestClient, type TestClient, type TestClientOptions } from './client.ts';

const root = join(import.meta.dirname, '..', '..');

/** A person's screen whose core runs in this process, so that a test can reach both. */
export interface Desk extends AsyncDisposable {
  readonly client: TestClient;
  readonly page: Page;
  go(path: string): Promise<void>;
  /** Through the screen. */
  signIn(username: string, passphrase: string): Promise<void>;
}

export interface DeskOptions extends TestClientOptions {
  readonly browser: Browser;
  readonly language?: 'vi' | 'en';
  readonly theme?: 'light' | 'dark';
}

const NAMES = {
  vi: { user: 'Tên đăng nhập', passphrase: 'Mật khẩu', go: 'Đăng nhập' },
  en: { user: 'User name', passphrase: 'Passphrase', go: 'Sign in' },
} as const;

/** The real core, loopback host and built renderer in a real browser, at 1024×768. */
export const openDesk = async (options: DeskOptions): Promise<Desk> => {
  const { browser, language = 'vi', theme = 'light', ...clientOptions } = options;
  const client = await startTestClient(clientOptions);
  const now = await client.ask('preferences.get', {});
  if (now.language !== language || now.theme !== theme)
    await client.ask('preferences.set', { language, theme });
  const loopback = await serveLoopback({
    cabinet: client.cabinet,
    rendererDir: join(root, 'dist', 'renderer'),
    bridgeFile: join(root, 'dist', 'loopback', 'bridge.js'),
    port: 0,
    random: (count) => new Uint8Array(randomBytes(count)),
  });
  const context = await browser.newContext({
    viewport: { width: 1024, height: 768 },
    locale: language === 'vi' ? 'vi-VN' : 'en-GB',
    timezoneId: 'Asia/Ho_Chi_Minh',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(loopback.openUrl());
  const names = NAMES[language];
  return {
    client,
    page,
    async go(path) {
      await page.goto(`${loopback.origin}/#${path}`);
    },
    async signIn(username, passphrase) {
      const field = page.getByLabel(names.user);
      const secret = page.getByLabel(names.passphrase, { exact: true });
      await secret.waitFor();
      if (await field.isVisible()) await field.fill(username);
      await secret.fill(passphrase);
      await page.getByRole('button', { name: names.go }).click();
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await loopback.close();
      await client[Symbol.asyncDispose]();
    },
  };
};
