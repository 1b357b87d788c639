import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { build } from '../../main/build.ts';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { startTestClient } from '../support/client.ts';
import { launchChromium } from '../support/chromium.ts';
import { openDesk } from '../support/desk.ts';
import { look } from '../support/look.ts';
import { startTestServer } from '../support/server.ts';
import { fillSmallGovernment, PASSPHRASE } from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';

/** The server stands at another address, on the screen of somebody whose device knows the former one. */
let browser: Browser;
const root = mkdtempSync(join(tmpdir(), 'ecabinet-moved-'));

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(root, { recursive: true, force: true });
});

const WORDS = {
  vi: { check: /^Máy chủ đã chuyển về đây từ/, theme: 'light', size: { width: 1024, height: 768 } },
  en: { check: /^The server has moved here from/, theme: 'dark', size: { width: 1280, height: 800 } },
} as const;

test.each(['vi', 'en'] as const)(
  'another server is refused with a sentence, and the one that has moved opens what is here, in %s',
  async (language) => {
    const [serverDir, dataDir] = [join(root, `server-${language}`), join(root, `device-${language}`)];
    const former = await startTestServer({ dataDir: serverDir, fill: fillSmallGovernment });
    const device = await startTestClient({ serverUrl: former.url, dataDir });
    await device.signIn('an', PASSPHRASE);
    await device.synced();
    const { deviceId } = await device.ask('session.state', {});
    await device.close();
    await former.stop();

    const { check, theme, size } = WORDS[language];
    const deskAt = async (serverUrl: string) => {
      const desk = await openDesk({ browser, serverUrl, dataDir, language, theme });
      await desk.page.setViewportSize(size);
      await desk.signIn('an', PASSPHRASE);
      return desk;
    };
    const other = await startTestServer({ fill: fillSmallGovernment });
    onTestFinished(() => other.stop());
    const wrong = await deskAt(other.url);
    await wrong.page.getByText(sentenceOf(language, 'server_other')).waitFor();
    expect(await wrong.page.getByRole('checkbox', { name: check }).isChecked()).toBe(true);
    await look(wrong.page, `moved-other-${language}-${theme}`);
    await wrong[Symbol.asyncDispose]();

    const server = await startTestServer({ dataDir: serverDir });
    onTestFinished(() => server.stop());
    const desk = await deskAt(server.url);
    onTestFinished(() => desk[Symbol.asyncDispose]());
    await until('it is open', async () => {
      const state = await desk.client.ask('session.state', {});
      return state.state === 'unlocked' && state.deviceId === deviceId;
    });
  },
);
