import { createServer } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { electronUnavailableReason, type Machine } from '../../main/electron/available.ts';

const root = mkdtempSync(join(tmpdir(), 'electron-available-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const packageIn = (name: string): string => {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"version":"45.4.1"}');
  return folder;
};
const machine = (folder: string | null, env: Record<string, string>, isRoot = false): Machine => ({
  platform: 'linux',
  env,
  isRoot,
  folder,
});
const reason = (on: Machine) => electronUnavailableReason({ machine: on });

test('without a display, or as root, the reason says so before anything else is tried', async () => {
  expect(await reason(machine(null, {}))).toMatch(/no display/);
  expect(await reason(machine(null, { DISPLAY: ':0' }, true))).toMatch(/root/);
  expect(await reason(machine(null, { WAYLAND_DISPLAY: 'wayland-0' }))).toMatch(/not installed/);
});

test('a complete program of this version is available without asking any host', async () => {
  const folder = packageIn('complete');
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'path.txt'), 'electron');
  writeFileSync(join(folder, 'dist', 'electron'), '');
  writeFileSync(join(folder, 'dist', 'version'), 'v45.4.1');
  expect(await reason(machine(folder, { DISPLAY: ':0' }))).toBeNull();
  writeFileSync(join(folder, 'dist', 'version'), '44.0.0');
  expect(await reason(machine(folder, { DISPLAY: ':0', ELECTRON_MIRROR: 'http://127.0.0.1:9/' }))).toMatch(
    /127\.0\.0\.1:9.*cannot be reached/,
  );
});

test('a download host that never answers costs three seconds at most', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((done) => silent.once('listening', done));
  const { port } = silent.address() as AddressInfo;
  const start = performance.now();
  const said = await reason(
    machine(packageIn('silent'), { DISPLAY: ':0', ELECTRON_MIRROR: `http://127.0.0.1:${port}/` }),
  );
  expect(said).toMatch(/cannot be reached/);
  expect(performance.now() - start).toBeLessThan(4500);
  silent.closeAllConnections();
  silent.close();
});

test('a missing program is never fetched unless its fetching is allowed', async () => {
  const asked: string[] = [];
  const host = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((done) => host.once('listening', done));
  const { port } = host.address() as AddressInfo;
  const said = await reason(
    machine(packageIn('missing'), { DISPLAY: ':0', ELECTRON_MIRROR: `http://127.0.0.1:${port}/` }),
  );
  expect(said).toMatch(/has not been downloaded yet/);
  expect(asked).toEqual(['HEAD /']);
  host.close();
});
