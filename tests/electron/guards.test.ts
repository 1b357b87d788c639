import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCodec } from '../support/electron/codec.ts';
import {
  buildShell,
  type BuiltShell,
  type RunningShell,
  startShell,
} from '../support/electron/startShell.ts';
import { outside } from './bridge.ts';
import { type Folders, makeSmallPage } from './smallPage.ts';

/** What a page that has turned hostile may not do. */
let folders: Folders;
let built: BuiltShell;
let shell: RunningShell;
beforeAll(async () => {
  folders = makeSmallPage();
  built = await buildShell(folders.renderer);
  shell = await startShell({ built, dataDir: folders.data(), serverUrl: 'http://127.0.0.1:9' });
  await shell.page.waitForSelector('html[data-ready=yes]');
});
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  built?.[Symbol.dispose]();
  folders?.[Symbol.dispose]();
});

/** Sends raw IPC from the preload's world of a frame, as a page that has broken out of its own world could. */
const rawInvoke = async (protocol: CDPSession, frameId: string, channel: string): Promise<unknown> => {
  const codec = createCodec();
  const message = codec.encode({ type: 'invoke', id: 4711, channel, args: [{}] });
  const { executionContextId } = await protocol.send('Page.createIsolatedWorld', {
    frameId,
    worldName: 'electron-preload',
  });
  const { result } = await protocol.send('Runtime.evaluate', {
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
    expression: `new Promise((done) => {
      globalThis.electronReceive = done;
      electronHost(${JSON.stringify(message)});
    })`,
  });
  return codec.decode(String(result.value));
};

test("IPC from a frame inside the page is refused, though it has the page's own origin", async () => {
  const page = shell.page;
  await page.evaluate(() => document.body.append(document.createElement('iframe')));
  const protocol = await page.context().newCDPSession(page);
  const { frameTree } = await protocol.send('Page.getFrameTree');
  const inner = frameTree.childFrames?.[0]?.frame.id ?? '';
  expect(await rawInvoke(protocol, inner, 'cabinet/session.state')).toMatchObject({
    ok: false,
    value: new Error("Error invoking remote method 'cabinet/session.state': Error: refused"),
  });
  await page.evaluate(() => document.querySelector('iframe')?.remove());
  await protocol.detach();
});

test('a permission request is denied, and the page learns it as a denial', async () => {
  const seen = await shell.page.evaluate(async () => {
    const position = await new Promise<string>((done) => {
      navigator.geolocation.getCurrentPosition(
        () => done('given'),
        (error) => done(`code ${error.code}`),
      );
    });
    const notification = await Notification.requestPermission();
    const camera = await navigator.mediaDevices.getUserMedia({ video: true }).then(
      () => 'given',
      (error: DOMException) => error.name,
    );
    return { position, notification, camera };
  });
  expect(seen.position).toBe('code 1');
  expect(seen.notification).toBe('denied');
  expect(seen.camera).not.toBe('given');
  for (const permission of ['geolocation', 'notifications', 'media']) {
    const asked = await shell.waitFor(
      'permission',
      (event) => event.permission === permission && event.request,
    );
    expect(asked.granted, permission).toBe(false);
  }
});

test('writing a copied text is allowed, reading the clipboard is not', async () => {
  const seen = await shell.page.evaluate(async () => {
    const tryIt = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'allowed',
        (error: DOMException) => error.name,
      );
    return [
      await tryIt(navigator.clipboard.writeText('biên bản')),
      await tryIt(navigator.clipboard.readText()),
    ];
  });
  expect(seen).toEqual(['allowed', 'NotAllowedError']);
});

test('navigation to another place is refused and the page stays', async () => {
  await shell.page.evaluate(() => {
    document.documentElement.dataset['here'] = 'still';
    location.href = 'http://elsewhere.test/away';
  });
  const away = await shell.waitFor('navigation', (event) => event.url === 'http://elsewhere.test/away');
  expect(away.prevented).toBe(true);
  await shell.page.evaluate((hash) => {
    location.href = `/papers/${hash}`;
  }, '0'.repeat(64));
  const paper = await shell.waitFor('navigation', (event) => event.url.startsWith('app://cabinet/papers/'));
  expect(paper.prevented).toBe(true);
  const stays = await shell.page.evaluate(() => [
    location.pathname,
    document.documentElement.dataset['here'],
  ]);
  expect(stays).toEqual(['/', 'still']);
  expect(outside(shell)).toEqual([]);
});

test('a frame that appears in the page may not go anywhere', async () => {
  await shell.page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/index.html';
    document.body.append(frame);
  });
  const inner = await shell.waitFor('navigation', (event) => !event.mainFrame);
  expect(inner.prevented).toBe(true);
  await shell.page.evaluate(() => document.querySelector('iframe')?.remove());
});

test('a new window is refused, whether a script or a link asks for it', async () => {
  const opened = await shell.page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'http://elsewhere.test/link';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    return window.open('http://elsewhere.test/script');
  });
  expect(opened).toBeNull();
  for (const name of ['link', 'script']) {
    const asked = await shell.waitFor('windowOpen', (event) => event.url === `http://elsewhere.test/${name}`);
    expect(asked.action, name).toBe('deny');
  }
  const pages = () => shell.browser.contexts().flatMap((context) => context.pages());
  await expect.poll(() => pages().length).toBe(1);
  expect(outside(shell)).toEqual([]);
});

test('the page may load itself again', async () => {
  await shell.page.evaluate(() => {
    document.documentElement.dataset['ready'] = 'old';
    location.reload();
  });
  await shell.page.waitForSelector('html[data-ready=yes]');
  const again = await shell.waitFor('navigation', (event) => event.url === 'app://cabinet/');
  expect(again.prevented).toBe(false);
});
