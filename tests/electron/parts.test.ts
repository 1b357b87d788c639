import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Electron from 'electron';
import { afterEach, expect, test, vi } from 'vitest';
import { openKeyStore } from '../../main/electron/keys.ts';
import { isOwnPage, isOwnUrl } from '../../main/electron/origin.ts';
import { readSettings } from '../../main/electron/settings.ts';
import { visibleBounds } from '../../main/electron/windowState.ts';
import type { Drift } from '../support/electron/surface.ts';

// The stand-in's key store, in this process: it really encrypts.
vi.mock('electron', () => import('../support/electron/safeStorage.ts'));
afterEach(() => vi.unstubAllEnvs());

test('a key store that keeps nothing secret is no key store', async () => {
  for (const backend of ['basic_text', 'unknown']) {
    vi.stubEnv('STAND_IN_KEY_STORE', backend);
    expect(await openKeyStore('linux'), backend).toBeNull();
  }
});

test('a trusted key store wraps and unwraps, and refuses what was altered', async () => {
  vi.stubEnv('STAND_IN_KEY_STORE', 'gnome_libsecret');
  const store = await openKeyStore('linux');
  expect(store?.backend).toBe('gnome_libsecret');
  const secret = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);
  const wrapped = await store?.wrap(secret);
  expect(Buffer.from(wrapped ?? []).includes(Buffer.from(secret))).toBe(false);
  expect(await store?.unwrap(wrapped ?? new Uint8Array())).toEqual(secret);
  const altered = Uint8Array.from(wrapped ?? [], (byte, at) => (at === 30 ? byte ^ 1 : byte));
  await expect(store?.unwrap(altered)).rejects.toThrow();
  expect((await openKeyStore('win32'))?.backend).toBe('dpapi');
  expect((await openKeyStore('darwin'))?.backend).toBe('keychain');
});

test('only app://cabinet is the own origin', () => {
  for (const url of ['app://cabinet/', 'app://cabinet/papers/1', 'app://cabinet/?x#y'])
    expect(isOwnUrl(url)).toBe(true);
  const foreign = [
    'app://cabinet.evil/',
    'app://evil/',
    'app://user@cabinet/',
    'app://cabinet:80/',
    'http://cabinet/',
    'file:///app/cabinet',
    'about:blank',
    'data:text/html,x',
    'javascript:1',
    '',
  ];
  for (const url of foreign) expect(isOwnUrl(url), url).toBe(false);
  expect(isOwnPage('app://cabinet/meetings')).toBe(true);
  expect(isOwnPage('app://cabinet/papers/abc')).toBe(false);
});

test('settings come from the command line, then the environment, then the file beside the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  writeFileSync(join(folder, 'server.json'), '{"serverUrl":"https://file.example","ca":"/file.pem"}');
  const none = { serverUrl: null, ca: null, dataDir: null };
  expect(readSettings([], {}, undefined)).toEqual(none);
  expect(readSettings(['.', '--no-such-switch', '--inspect=1'], {}, undefined)).toEqual(none);
  expect(readSettings([], {}, folder)).toEqual({
    ...none,
    serverUrl: 'https://file.example',
    ca: '/file.pem',
  });
  const env = { ECABINET_SERVER: 'https://env.example' };
  expect(readSettings([], env, folder).serverUrl).toBe('https://env.example');
  expect(readSettings(['.', '--server=https://line.example', '--user-data-dir=/d'], env, folder)).toEqual({
    serverUrl: 'https://line.example',
    ca: '/file.pem',
    dataDir: '/d',
  });
  writeFileSync(join(folder, 'server.json'), '{"serverUrl":"not an address"}');
  expect(readSettings([], {}, folder)).toEqual(none);
  rmSync(folder, { recursive: true });
});

test('a remembered window comes back only where a screen still shows it', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1040 };
  const bounds = { x: 100, y: 50, width: 1300, height: 900 };
  expect(visibleBounds(bounds, [screen])).toEqual(bounds);
  expect(visibleBounds({ ...bounds, x: 3000 }, [screen])).toBeNull();
  expect(visibleBounds({ ...bounds, x: 3000 }, [screen, { ...screen, x: 1920 }])).toEqual({
    ...bounds,
    x: 3000,
  });
  expect(visibleBounds({ ...bounds, width: 200, height: 200 }, [screen])).toMatchObject({
    width: 1024,
    height: 700,
  });
});

test("the proof of the stand-in's surface finds what Electron does not offer", () => {
  // Checked by the compiler: each type is exactly the path of the member that drifts.
  const invented: Drift<{ invented(): void }, Electron.App, 'app'> = 'app.invented';
  const otherResult: Drift<{ getVersion(): number }, Electron.App, 'app'> = 'app.getVersion()';
  const narrower: Drift<{ setPath(name: number, path: string): void }, Electron.App, 'app'> = 'app.setPath';
  const deeper: Drift<{ whenReady(): Promise<{ no: 1 }> }, Electron.App, 'app'> = 'app.whenReady()';
  expect([invented, otherResult, narrower, deeper]).toHaveLength(4);
  type Fine = Drift<{ quit(): void; exit(code?: number): void }, Electron.App, 'app'>;
  const fine: [Fine] extends [never] ? 'fits' : 'drifts' = 'fits';
  expect(fine).toBe('fits');
});
