import { afterAll, beforeAll, expect, test } from 'vitest';
import { PAGE_POLICY, WORKER_POLICY } from '../../main/core/host/headers.ts';
import {
  buildShell,
  type BuiltShell,
  type RunningShell,
  startShell,
} from '../support/electron/startShell.ts';
import { type Folders, makeSmallPage } from './smallPage.ts';
import type { ShellEvent } from '../support/electron/report.ts';
import { bridgeOf, outside } from './bridge.ts';

const isBlocked = (event: ShellEvent): boolean => event.type === 'blocked';

/** What the shell's page is and may do: loading, policy, bridge, calls. */
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

test('the window loads its page under the strict policy, and the policy stops nothing of it', async () => {
  const seen = await shell.page.evaluate(async () => {
    const answer = await fetch('/');
    const worker = await fetch('/assets/pdf.worker-test.mjs');
    return {
      policy: answer.headers.get('content-security-policy'),
      workerPolicy: worker.headers.get('content-security-policy'),
      sniff: answer.headers.get('x-content-type-options'),
      color: getComputedStyle(document.querySelector('h1') ?? document.body).color,
      violations: (window as unknown as { violations: string[] }).violations,
      secure: isSecureContext,
    };
  });
  expect(seen).toEqual({
    policy: PAGE_POLICY,
    workerPolicy: WORKER_POLICY,
    sniff: 'nosniff',
    color: 'rgb(1, 2, 3)',
    violations: [],
    secure: true,
  });
});

test('a script or a style written into the page does not run', async () => {
  const seen = await shell.page.evaluate(async () => {
    const scope = window as unknown as { violations: string[]; injected?: boolean };
    const script = document.createElement('script');
    script.textContent = 'window.injected = true';
    const style = document.createElement('style');
    style.textContent = 'h1 { color: rgb(9, 9, 9) !important }';
    document.head.append(script, style);
    while (scope.violations.length < 2) await new Promise((done) => requestAnimationFrame(done));
    const violations = scope.violations.splice(0);
    return {
      injected: scope.injected ?? false,
      violations: violations.toSorted(),
      color: getComputedStyle(document.querySelector('h1') ?? document.body).color,
    };
  });
  expect(seen).toEqual({
    injected: false,
    violations: ['script-src-elem', 'style-src-elem'],
    color: 'rgb(1, 2, 3)',
  });
});

test('the page has no network: neither scripts nor pictures nor the shell itself reach another host', async () => {
  const seen = await shell.page.evaluate(async () => {
    const fetched = await fetch('http://elsewhere.test/data').then(
      () => 'answered',
      () => 'refused',
    );
    const picture = await new Promise((done) => {
      const image = new Image();
      image.onload = () => done('shown');
      image.onerror = () => done('refused');
      image.src = 'http://elsewhere.test/picture.png';
    });
    (window as unknown as { violations: string[] }).violations.length = 0;
    return [fetched, picture];
  });
  expect(seen).toEqual(['refused', 'refused']);
  shell.command({ type: 'loadURL', url: 'http://elsewhere.test/page' });
  await shell.waitFor('blocked', (event) => event.url === 'http://elsewhere.test/page');
  shell.command({ type: 'loadURL', url: 'app://cabinet/' });
  await shell.waitFor('loaded', (event) => shell.events.indexOf(event) > shell.events.findIndex(isBlocked));
  await shell.page.waitForSelector('html[data-ready=yes]');
  expect(outside(shell)).toEqual([]);
});

test('the window is sandboxed, isolated and without Node', async () => {
  const { value } = await shell.waitFor('webPreferences');
  expect(value).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  });
});

test('the preload gives the page named functions only', async () => {
  const seen = await shell.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const bare = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    const names = Object.getOwnPropertyNames(window).filter((name) => !bare.has(name) && !/^\d+$/.test(name));
    frame.remove();
    const { cabinet } = window as unknown as { cabinet: Record<string, unknown> };
    return {
      names: names.toSorted(),
      bridge: Object.entries(cabinet).map(([name, value]) => `${name}: ${typeof value}`),
      frozen: Object.isFrozen(cabinet),
      node: ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron', 'global'].filter(
        (name) => name in window,
      ),
    };
  });
  // The two others are the test page's own.
  expect(seen).toEqual({
    names: ['cabinet', 'changes', 'violations'],
    bridge: ['call: function', 'onChanged: function', 'host: string'],
    frozen: true,
    node: [],
  });
});

test('a call of the page reaches the core in its own process, and the answer comes back', async () => {
  const answer = await bridgeOf(shell.page).call('session.state', {});
  expect(answer).toMatchObject({ ok: true, value: { state: 'new', serverUrl: 'http://127.0.0.1:9' } });
});

test('arguments that do not fit their schema are answered with bad_request', async () => {
  const bridge = bridgeOf(shell.page);
  const refused = { ok: false, error: { code: 'bad_request', params: {} } };
  expect(await bridge.call('session.signIn', { username: 'an' })).toEqual(refused);
  expect(await bridge.call('session.state', { surplus: 1 })).toEqual(refused);
  expect(await bridge.call('uploads.append', { id: 'x', bytes: 'text' })).toEqual(refused);
  expect(await bridge.call('session.state', undefined)).toEqual(refused);
});

test('a method that is not in the contract has no handler', async () => {
  const bridge = bridgeOf(shell.page);
  await expect(bridge.call('process.exit', {})).rejects.toThrow(
    /No handler registered for 'cabinet\/process.exit'/,
  );
  await expect(bridge.call('__proto__', {})).rejects.toThrow(/No handler registered/);
});

test('bytes cross as bytes', async () => {
  const answer = await shell.page.evaluate(() => {
    const { cabinet } = window as unknown as { cabinet: { call(m: string, a: unknown): Promise<unknown> } };
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at & 255);
    return cabinet.call('uploads.append', { id: '01890000-0000-7000-8000-000000000000', bytes });
  });
  // Nobody has signed in: that the core says so means that the schema saw a Uint8Array.
  expect(answer).toMatchObject({ ok: false, error: { code: 'locked' } });
});

test('the protocol serves the app, refuses what leaves its folder, and names what is not there', async () => {
  const seen = await shell.page.evaluate(async () => {
    const paths = [
      '/meetings/01890000',
      '/assets/page.js',
      '/assets/..%2f..%2foutside.txt',
      '/..%5coutside.txt',
      '/assets/missing.js',
      `/papers/${'0'.repeat(64)}`,
    ];
    const answers = [];
    for (const path of paths) {
      const answer = await fetch(path);
      answers.push([
        answer.status,
        answer.headers.get('content-type'),
        (await answer.text()).includes('outside'),
      ]);
    }
    return answers;
  });
  expect(seen).toEqual([
    [200, 'text/html; charset=utf-8', false],
    [200, 'text/javascript; charset=utf-8', false],
    [400, 'application/problem+json', false],
    [400, 'application/problem+json', false],
    [404, 'application/problem+json', false],
    [423, 'application/problem+json', false],
  ]);
});
