import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import { build } from '../../main/build.ts';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { fillSmallGovernment, PASSPHRASE } from '../support/smallGovernment.ts';
import { startTroubledNetwork, type Trouble, type TroubledNetwork } from '../support/troubledNetwork.ts';
import { look } from '../support/look.ts';
import { until } from '../support/until.ts';

/** "Server unreachable, slow, answering nonsense, certificate wrong": what a person sees, and that it ends by itself. */
let browser: Browser;
let server: TestServer;
let network: TroubledNetwork;

beforeAll(async () => {
  await build(['renderer', 'loopback']);
  browser = await launchChromium();
  server = await startTestServer({ fill: fillSmallGovernment });
  network = await startTroubledNetwork(server.url);
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
  await server.stop();
  await browser.close();
});

/** As patient as the real one, but for the clock. */
const PATIENCE = { progressMs: 700, connectMs: 700 } as const;

const deskAt = async (serverUrl: string, language: 'vi' | 'en'): Promise<Desk> => {
  const transport = createHttpTransport({ serverUrl, ...PATIENCE });
  const theme = language === 'en' ? 'dark' : 'light';
  const desk = await openDesk({ browser, serverUrl, language, theme, transport });
  onTestFinished(async () => {
    await desk[Symbol.asyncDispose]();
    await transport.close();
  });
  return desk;
};

const WORDS = {
  vi: { synced: /^Đã đồng bộ/, offline: /^Mất kết nối/, nextTry: /thử\slại\slúc/ },
  en: { synced: /^Synced/, offline: /^Offline/, nextTry: /Tries\sagain\sat/ },
} as const;

const status = (page: Page, words: RegExp) => page.getByRole('status').filter({ hasText: words }).first();

const TROUBLES: readonly (readonly [Trouble, string])[] = [
  ['cut', 'server_unreachable'],
  ['hang', 'server_slow'],
  ['drip', 'server_slow'],
  ['page', 'server_nonsense'],
];

describe.each(['vi', 'en'] as const)('in %s', (language) => {
  test('each trouble on the way shows as offline with its reason, and ends without a restart', async () => {
    network.set('pass');
    const words = WORDS[language];
    const desk = await deskAt(network.url, language);
    await desk.signIn('an', PASSPHRASE);
    await status(desk.page, words.synced).waitFor();
    await desk.go('/outbox');
    for (const [trouble, code] of TROUBLES) {
      network.set(trouble);
      await desk.client.call('sync.now', {});
      await status(desk.page, words.offline).waitFor();
      await desk.page.getByText(sentenceOf(language, code)).waitFor();
      await desk.page.getByText(words.nextTry).waitFor();
      await look(desk.page, `network-${trouble}-${language}`);
      network.set('pass');
      await status(desk.page, words.synced).waitFor();
    }
  });
});

test('tries again after 1 s, 2 s, 4 s …, each shortened at random, and not all devices at once', async () => {
  network.set('pass');
  const desk = await deskAt(network.url, 'vi');
  await desk.signIn('binh', PASSPHRASE);
  await status(desk.page, WORDS.vi.synced).waitFor();
  network.set('cut');
  const waits: number[] = [];
  let known: string | null = null;
  await until('four tries', async () => {
    const { retryAt } = await desk.client.ask('sync.state', {});
    if (retryAt !== null && retryAt !== known) {
      known = retryAt;
      waits.push(Date.parse(retryAt) - Date.now());
    }
    return waits.length === 4;
  });
  for (const [n, wait] of waits.entries()) expect(wait).toBeLessThanOrEqual(1000 * 2 ** n);
  expect(waits.at(-1)).toBeGreaterThan(3000);
  network.set('pass');
  await desk.go('/outbox');
  await desk.page.getByRole('button', { name: 'Đồng bộ ngay' }).click();
  await status(desk.page, WORDS.vi.synced).waitFor();
});

test('a certificate that nobody vouches for: nothing is sent, the first sign-in says why', async () => {
  const made = await generate([{ name: 'commonName', value: '127.0.0.1' }], { keySize: 2048 });
  let asked = 0;
  const impostor = createServer({ key: made.private, cert: made.cert }, (_, response) => {
    asked += 1;
    response.end();
  });
  impostor.listen(0, '127.0.0.1');
  await once(impostor, 'listening');
  onTestFinished(() => void impostor.close());
  const { port } = impostor.address() as AddressInfo;
  for (const language of ['vi', 'en'] as const) {
    const desk = await deskAt(`https://127.0.0.1:${port}`, language);
    await desk.signIn('an', PASSPHRASE);
    await desk.page.getByText(sentenceOf(language, 'certificate_wrong')).waitFor();
    await look(desk.page, `certificate-${language}`);
  }
  expect(asked).toBe(0);
});

test('a first sign-in meets the same troubles and says which', async () => {
  const desk = await deskAt(network.url, 'en');
  const SAID: readonly (readonly [Trouble, string])[] = [
    ['cut', 'first_sign_in_needs_network'],
    ['hang', 'first_sign_in_needs_network'],
    ['page', 'server_nonsense'],
  ];
  for (const [trouble, code] of SAID) {
    network.set(trouble);
    await desk.signIn('thuky', PASSPHRASE);
    await desk.page.getByText(sentenceOf('en', code)).waitFor();
    await look(desk.page, `first-sign-in-${trouble}`);
  }
  network.set('pass');
  await desk.signIn('thuky', PASSPHRASE);
  await status(desk.page, WORDS.en.synced).waitFor();
});
