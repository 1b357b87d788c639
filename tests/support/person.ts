import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type RunningProcess, startProgram } from './process.ts';

/** Somebody at a device of their own: the real app as its own process, shown by a real browser. */
export interface Person extends AsyncDisposable {
  readonly page: Page;
  /** The folder of the app on this device. */
  readonly dataDir: string;
  /** Goes to an address inside the app, e.g. `/meetings`. */
  go(path: string): Promise<void>;
  signIn(username: string, passphrase: string): Promise<void>;
  /** The machine loses power: the app's process is killed, the browser is gone. */
  kill(): Promise<void>;
  /** The app is started again on what is on its disk. Nobody is signed in. */
  start(): Promise<void>;
}

export interface Device {
  readonly serverUrl: string;
  readonly browser: Browser;
  /** Shown in the owner's list of devices. */
  readonly label: string;
}

const open = async (device: Device, dataDir: string): Promise<{ app: RunningProcess; page: Page }> => {
  const args = ['--server', device.serverUrl, '--data', dataDir, '--label', device.label];
  const app = await startProgram('main/app.ts', args, 'app');
  const context = await device.browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(app.said);
  return { app, page };
};

export const openPerson = async (device: Device): Promise<Person> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cabinet-device-'));
  let { app, page } = await open(device, dataDir);
  const close = async (end: 'kill' | 'stop'): Promise<void> => {
    await page.context().close();
    await app[end]();
  };
  return {
    get page() {
      return page;
    },
    dataDir,
    async go(path) {
      await page.goto(`${new URL(app.said).origin}/#${path}`);
    },
    async signIn(username, passphrase) {
      const secret = page.getByLabel('Mật khẩu', { exact: true });
      await secret.waitFor();
      // Who signed in here before only says the passphrase.
      const name = page.getByLabel('Tên đăng nhập');
      if (await name.isVisible()) await name.fill(username);
      await secret.fill(passphrase);
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await page.getByRole('navigation', { name: 'Các phần' }).waitFor();
    },
    kill: () => close('kill'),
    async start() {
      ({ app, page } = await open(device, dataDir));
    },
    async [Symbol.asyncDispose]() {
      await close('stop');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
