import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { freePort, isListening, runStart, type StartProcess } from '../support/start.ts';
import { until } from '../support/until.ts';

/** The README's first command, as its reader runs it: a process on a data folder, and a browser. */
let browser: Browser;
const folders = mkdtempSync(join(tmpdir(), 'cabinet-start-'));
let made = 0;
const newFolder = (): string => join(folders, String((made += 1)));

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
  rmSync(folders, { recursive: true, force: true });
});

const start = async (...args: readonly string[]): Promise<StartProcess> => {
  const started = await runStart(...args);
  onTestFinished(() => started[Symbol.asyncDispose]());
  return started;
};

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Every file below a folder, with the hash of what is in it; whose turn it is on the folder is no data. */
const contentsOf = (folder: string): Record<string, string> => {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((one) => one.isFile() && one.name !== 'instance.lock')
      .map(({ parentPath, name }) => [join(parentPath, name), hashOf(join(parentPath, name))]),
  );
};

const openPage = async (url: string): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'vi-VN' });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(url);
  return page;
};

describe('npm start', () => {
  const data = newFolder();
  const note = join(data, 'notes.txt');
  let port: number;

  beforeAll(async () => {
    port = await freePort();
  });

  test('fills a new folder with the sample, says who can sign in, and opens with a token that works once', async () => {
    const started = await start('--data', data, '--port', String(port));
    expect(started.stderr).toEqual([]);
    const said = started.stdout.join('\n');
    expect(said).toMatch(/thuky\s.*thu-ky-2026/);
    expect(said).toMatch(/browser instead/);
    const page = await openPage(started.appUrl);
    await page.getByLabel('Tên đăng nhập').fill('thuky');
    await page.getByLabel('Mật khẩu', { exact: true }).fill('thu-ky-2026');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.getByRole('navigation', { name: 'Các phần' }).waitFor();
    await page
      .getByText(/Đã đồng bộ/)
      .first()
      .waitFor();
    // Whoever finds the address later, in a history or a log, gets nothing by it.
    const second = await openPage('about:blank');
    expect((await second.goto(started.appUrl))?.status()).toBe(403);

    started.child.kill('SIGTERM');
    started.child.kill('SIGINT');
    expect(await started.ended).toBe(0);
    expect(await isListening(port)).toBe(false);
    expect(await isListening(Number(new URL(started.appUrl).port))).toBe(false);
  });

  test('started again on the same folder has what was there; killed, it leaves no server behind', async () => {
    const started = await start('--data', data, '--port', String(port));
    const page = await openPage(started.appUrl);
    await page.getByRole('group', { name: 'Người dùng trên máy này' }).getByText('thuky').waitFor();
    const other = await start('--data', data, '--port', String(await freePort()), '--fresh');
    expect(await other.ended).toBe(1);
    expect(other.stderr).toEqual([expect.stringContaining('already using the folder')]);
    expect(existsSync(join(data, 'server', 'server.db'))).toBe(true);
    started.child.kill('SIGKILL');
    await until('the server has noticed', async () => !(await isListening(port)));
  });

  test('--empty --fresh deletes what is ours and nothing else, and the first administrator sets it up', async () => {
    writeFileSync(note, 'mine');
    const started = await start('--data', data, '--port', String(port), '--fresh', '--empty');
    expect(readFileSync(note, 'utf8')).toBe('mine');
    const code = started.stdout.find((line) => line.startsWith('setup code: '))?.slice(12) ?? '';
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    const page = await openPage(started.appUrl);
    const fill = (label: string, text: string) =>
      page
        .getByLabel(new RegExp(`^${label}`))
        .first()
        .fill(text);
    await fill('Tên cơ quan', 'Ủy ban nhân dân thành phố Huế');
    await fill('Tên tập thể ra quyết định', 'Ủy ban nhân dân');
    await fill('Họ và tên', 'Nguyễn Văn Quản');
    await fill('Tên đăng nhập', 'quan.tri');
    await fill('Mật khẩu', 'một câu mật khẩu dài');
    await fill('Mã thiết lập', 'AAAA-AAAA');
    await page.getByRole('button', { name: 'Thiết lập và đăng nhập' }).click();
    await page.getByText('Mã thiết lập không đúng.').waitFor();
    await fill('Mã thiết lập', code);
    await page.getByRole('button', { name: 'Thiết lập và đăng nhập' }).click();
    await page.getByRole('navigation', { name: 'Các phần' }).waitFor();
  });
});

/** It ends with one sentence and a code, and nothing below `folder` has changed. */
const refuses = async (folder: string, sentence: RegExp, ...args: readonly string[]): Promise<void> => {
  const before = contentsOf(folder);
  const started = await start(...args);
  expect(await started.ended).toBe(1);
  expect(started.stderr.length).toBe(1);
  expect(started.stderr[0]).toMatch(sentence);
  expect(contentsOf(folder)).toEqual(before);
};

describe('npm start that cannot: one sentence, an exit code, nothing changed', () => {
  test('the port is in use, also with --fresh', async () => {
    const taken = createServer();
    onTestFinished(() => void taken.close());
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const data = newFolder();
    mkdirSync(join(data, 'server'), { recursive: true });
    for (const name of ['.e-cabinet-data', 'server/server.db']) writeFileSync(join(data, name), name);
    await refuses(data, /^Port \d+ is in use/, '--data', data, '--port', String(port), '--fresh');
    const missing = newFolder();
    await refuses(missing, /^Port \d+ is in use/, '--data', missing, '--port', String(port));
    expect(existsSync(missing)).toBe(false);
  });

  test('the data folder cannot be written', async () => {
    const file = newFolder();
    writeFileSync(file, 'a file');
    const below = join(file, 'data');
    await refuses(folders, /^The data folder .* cannot be/, '--data', below, '--port', '0');
  });

  test('the data folder is on a read-only disk', async () => {
    const disk = newFolder();
    mkdirSync(disk);
    const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'none', disk]).status === 0;
    if (!isMounted)
      process.stderr.write(
        'No disk can be mounted here (not root): a folder without rights stands for it.\n',
      );
    if (!isMounted) mkdirSync(join(disk, 'data'), { mode: 0o500 });
    else onTestFinished(() => void spawnSync('umount', [disk]));
    await refuses(disk, /^The data folder .* cannot be written/, '--data', join(disk, 'data'), '--port', '0');
  });

  test('the folder holds other files', async () => {
    const data = newFolder();
    mkdirSync(data);
    writeFileSync(join(data, 'thesis.odt'), 'years of work');
    await refuses(data, /holds other files/, '--data', data, '--port', '0', '--fresh');
  });

  test('the server’s store is from a newer version', async () => {
    const data = newFolder();
    mkdirSync(join(data, 'server'), { recursive: true });
    writeFileSync(join(data, '.e-cabinet-data'), '');
    const db = new Database(join(data, 'server', 'server.db'));
    db.exec('create table later (x)');
    db.pragma('user_version = 9999');
    db.close();
    await refuses(data, /newer version/, '--data', data, '--port', '0');
  });

  test('what it is asked for is not understood', async () => {
    const data = newFolder();
    await refuses(data, /^--port 70000 is not a port number/, '--data', data, '--port', '70000');
    const started = await start('--data', data, '--nonsense');
    expect(await started.ended).toBe(1);
    expect(started.stderr[0]).toMatch(/--nonsense/);
    expect(started.stderr.join('\n')).not.toMatch(/ {4}at /);
    expect(existsSync(data)).toBe(false);
  });
});
