import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../../main/build.ts';
import { sampleSignIns } from '../../server/sample/people.ts';
import { clientMethods, type ClientMethod, type ClientResult } from '../../shared/contract/client.ts';
import {
  buildShell,
  type BuiltShell,
  type RunningShell,
  startShell,
} from '../support/electron/startShell.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { bridgeOf } from './bridge.ts';

/** The whole app in the shell: the real renderer, the real core, the real server with its sample. */
const root = join(import.meta.dirname, '..', '..');
let dataDir: string;
let server: TestServer;
let built: BuiltShell;
let shell: RunningShell;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'shell-sign-in-'));
  await build(['renderer']);
  built = await buildShell(join(root, 'dist', 'renderer'));
  server = await startTestServer({ sample: true });
  shell = await startShell({ built, dataDir, serverUrl: server.url });
});
afterAll(async () => {
  await shell?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  built?.[Symbol.dispose]();
  rmSync(dataDir, { recursive: true, force: true });
});

const ask = async <M extends ClientMethod>(method: M, args: unknown): Promise<ClientResult<M>> => {
  const answer = (await bridgeOf(shell.page).call(method, args)) as { ok: boolean; value: unknown };
  expect(answer, method).toMatchObject({ ok: true });
  return clientMethods[method].result.parse(answer.value) as ClientResult<M>;
};

/** What the policy has stopped since the page was loaded. */
const violations = (): Promise<string[]> =>
  shell.page.evaluate(() => (window as unknown as { seenViolations: string[] }).seenViolations);

const member = sampleSignIns().find(({ role }) => role === 'user') ?? sampleSignIns()[0];

const signIn = async (username: string | null): Promise<void> => {
  const { page } = shell;
  await page.locator('input[type=password]').waitFor();
  if (username !== null) await page.locator('input:not([type=password])').first().fill(username);
  await page.locator('input[type=password]').fill(member?.passphrase ?? '');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await ask('session.state', {})).state, { timeout: 30_000 }).toBe('unlocked');
};

test('the real page loads in the shell without a word from the policy', async () => {
  const { page } = shell;
  await page.addInitScript(() => {
    const seen: string[] = [];
    addEventListener('securitypolicyviolation', (event) =>
      seen.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
    Object.assign(window, { seenViolations: seen });
  });
  await page.reload();
  await page.locator('input[type=password]').waitFor();
  expect(await violations()).toEqual([]);
  expect(await page.evaluate(() => document.fonts.ready.then((fonts) => fonts.size > 0))).toBe(true);
});

test('a member signs in, and everything of the server arrives', async () => {
  await signIn(member?.username ?? '');
  await expect.poll(async () => (await ask('sync.state', {})).complete, { timeout: 60_000 }).toBe(true);
  const { meetings } = await ask('meetings.list', {});
  expect(meetings.length).toBeGreaterThan(0);
  expect(await violations()).toEqual([]);
});

test('the bytes of a paper come through the protocol, whole and in ranges, from this device', async () => {
  const { papers } = await ask('papers.list', {});
  const { sha256, size } = papers[0]?.view.version.file ?? { sha256: '', size: 0 };
  await expect
    .poll(async () => (await ask('files.want', { sha256 })).state, { timeout: 60_000 })
    .toBe('here');
  const seen = await shell.page.evaluate(async (path) => {
    const whole = new Uint8Array(await (await fetch(path)).arrayBuffer());
    const part = await fetch(path, { headers: { range: 'bytes=0-4' } });
    const tail = await fetch(path, { headers: { range: 'bytes=-6' } });
    const tailBytes = new Uint8Array(await tail.arrayBuffer());
    const beyond = await fetch(path, { headers: { range: `bytes=${whole.length}-` } });
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
    return {
      length: whole.length,
      sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      part: [part.status, part.headers.get('content-range'), await part.text()],
      tail: [tail.status, [...tailBytes].join() === [...whole.slice(-6)].join()],
      beyond: beyond.status,
    };
  }, `/papers/${sha256}`);
  expect(seen).toEqual({
    length: size,
    sha256,
    part: [206, `bytes 0-4/${size}`, '%PDF-'],
    tail: [206, true],
    beyond: 416,
  });
});

test('a paper is painted by pdf.js and its worker under the policy', async () => {
  const { papers } = await ask('papers.list', {});
  await shell.page.evaluate((id) => {
    location.hash = `#/papers/${id ?? ''}`;
  }, papers[0]?.view.paper.id);
  const canvas = shell.page.locator('.page[data-loaded=true] canvas').first();
  await canvas.waitFor();
  const isInked = await canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const pixels =
      (element as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    return pixels.some((value, at) => at % 4 < 3 && value < 100);
  });
  expect(isInked).toBe(true);
  expect(await violations()).toEqual([]);
  await shell.page.evaluate(() => {
    location.hash = '#/';
  });
});

test('when the machine sleeps or its screen is locked, the app locks, and the passphrase opens it again', async () => {
  for (const event of ['suspend', 'lock-screen'] as const) {
    shell.command({ type: 'power', event });
    await expect.poll(async () => (await ask('session.state', {})).state, { timeout: 30_000 }).toBe('locked');
    expect((await ask('session.state', {})).lockedBecause).toBe('away');
    await signIn(null);
  }
});

test('after a core that died nothing is lost: the passphrase opens it again without the server', async () => {
  const before = await ask('meetings.list', {});
  await server.stop();
  const { pid } = await shell.waitFor('forked');
  process.kill(pid, 'SIGKILL');
  await expect.poll(async () => (await ask('session.state', {})).state, { timeout: 30_000 }).toBe('locked');
  await signIn(null);
  const after = await ask('meetings.list', {});
  expect(after.meetings.map(({ meeting }) => meeting.id)).toEqual(
    before.meetings.map(({ meeting }) => meeting.id),
  );
});
