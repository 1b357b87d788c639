import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TOPICS } from '../../shared/contract/client.ts';
import { launchShell } from '../support/electron/startShell.ts';
import { buildShell, type BuiltShell, startShell } from '../support/electron/startShell.ts';
import { bridgeOf } from './bridge.ts';
import { type Folders, makeSmallPage } from './smallPage.ts';

/** Starting, dying, starting twice, ending. */
let folders: Folders;
let built: BuiltShell;
beforeAll(async () => {
  folders = makeSmallPage();
  built = await buildShell(folders.renderer);
});
afterAll(() => {
  built?.[Symbol.dispose]();
  folders?.[Symbol.dispose]();
});
const SERVER = 'http://127.0.0.1:9';

test('a second start ends by itself and focuses the window of the first', async () => {
  const options = { built, dataDir: folders.data(), serverUrl: SERVER };
  await using first = await startShell(options);
  first.command({ type: 'minimize' });
  await first.waitFor('window', (event) => event.action === 'minimize');
  const second = launchShell(options);
  expect(await second.ended).toBe(0);
  await first.waitFor('window', (event) => event.action === 'restore');
  await first.waitFor('window', (event) => event.action === 'focus');
  expect(second.events.filter((event) => event.type === 'loaded' || event.type === 'forked')).toEqual([]);
  expect(await bridgeOf(first.page).call('session.state', {})).toMatchObject({ ok: true });
});

test('two starts with folders of their own are two apps', async () => {
  await using one = await startShell({ built, dataDir: folders.data(), serverUrl: SERVER });
  await using two = await startShell({ built, dataDir: folders.data(), serverUrl: SERVER });
  expect(await bridgeOf(one.page).call('session.state', {})).toMatchObject({ ok: true });
  expect(await bridgeOf(two.page).call('session.state', {})).toMatchObject({ ok: true });
});

test('a core that dies is started again, the page is told, and what was kept is there', async () => {
  await using shell = await startShell({ built, dataDir: folders.data(), serverUrl: SERVER });
  await shell.page.waitForSelector('html[data-ready=yes]');
  const bridge = bridgeOf(shell.page);
  expect(await bridge.call('preferences.set', { textSize: 'larger' })).toMatchObject({ ok: true });
  await shell.page.evaluate(() => void (window as unknown as { changes: string[] }).changes.splice(0));
  const { pid } = await shell.waitFor('forked');
  process.kill(pid, 'SIGKILL');
  await shell.waitFor('exited');
  // Asked while there is no core: it waits for the next one.
  expect(await bridge.call('session.state', {})).toMatchObject({ ok: true, value: { state: 'new' } });
  const next = await shell.waitFor('forked', (event) => event.pid !== pid);
  expect(next.pid).not.toBe(pid);
  await shell.page.waitForFunction(
    (count) => (window as unknown as { changes: string[] }).changes.length >= count,
    TOPICS.length,
  );
  expect(await bridge.call('preferences.get', {})).toMatchObject({ ok: true, value: { textSize: 'larger' } });
});

test('window and menu follow the theme and the language of the app', async () => {
  await using shell = await startShell({ built, dataDir: folders.data(), serverUrl: SERVER });
  await shell.waitFor('menu', (event) => event.labels.includes('Sửa'));
  const bridge = bridgeOf(shell.page);
  await bridge.call('preferences.set', { theme: 'dark', language: 'en' });
  await shell.waitFor('theme', (event) => event.source === 'dark');
  await shell.waitFor('window', (event) => event.action === 'background');
  await shell.waitFor('menu', (event) => event.labels.includes('Edit'));
  await shell.page.waitForFunction(() => matchMedia('(prefers-color-scheme: dark)').matches);
});

test('closing the window ends the app, its core finishes first, and the window is remembered', async () => {
  const dataDir = folders.data();
  await using shell = await startShell({ built, dataDir, serverUrl: SERVER });
  await shell.page.close();
  expect(await shell.ended).toBe(0);
  const state: unknown = JSON.parse(readFileSync(join(dataDir, 'window.json'), 'utf8'));
  expect(state).toMatchObject({ bounds: { width: 1280, height: 800 }, maximized: false });
});

test('without the address of a server the app says what to do and ends', async () => {
  const shell = launchShell({ built, dataDir: folders.data(), serverUrl: '' });
  const said = await shell.waitFor('dialog');
  expect(said.content).toContain('--server=URL');
  expect(await shell.ended).toBe(1);
});
