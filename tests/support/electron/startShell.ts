import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { electronBuildConfigs } from '../../../main/electron/vite.config.ts';
import type { ShellCommand, ShellEvent } from './report.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface BuiltShell extends Disposable {
  /** Holds `electron/` and `renderer/`, as `dist` does. */
  readonly folder: string;
}

/** Builds the real shell beside a renderer, below `node_modules`, so that its native modules are found as installed. */
export const buildShell = async (rendererDir: string): Promise<BuiltShell> => {
  const cache = join(root, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'e-cabinet-shell-'));
  for (const config of electronBuildConfigs(join(folder, 'electron'))) await build(config);
  symlinkSync(rendererDir, join(folder, 'renderer'), 'dir');
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

export interface ShellOptions {
  readonly built: BuiltShell;
  /** The app's own folder: two shells with one folder are two starts of one app. */
  readonly dataDir: string;
  readonly serverUrl: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningShell extends AsyncDisposable {
  /** The window's page, in a browser of its own connection: what a person does, and what a hostile page might. */
  readonly page: Page;
  readonly browser: Browser;
  readonly events: readonly ShellEvent[];
  /** The first event of this type that fits, already there or still to come. */
  waitFor<T extends ShellEvent['type']>(
    type: T,
    fits?: (event: Extract<ShellEvent, { type: T }>) => boolean,
  ): Promise<Extract<ShellEvent, { type: T }>>;
  command(command: ShellCommand): void;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  stop(): Promise<number | null>;
}

const LIMIT_MS = 60_000;

interface Launched {
  readonly child: ChildProcess;
  readonly events: ShellEvent[];
  readonly ended: Promise<number | null>;
  readonly waitFor: RunningShell['waitFor'];
}

/** Starts the shell without waiting for a window. */
export const launchShell = (options: ShellOptions): Launched => {
  const child = fork(
    join(import.meta.dirname, 'launcher.ts'),
    [
      join(options.built.folder, 'electron', 'main.js'),
      `--server=${options.serverUrl}`,
      `--user-data-dir=${options.dataDir}`,
    ],
    { cwd: root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'inherit', 'pipe', 'ipc'] },
  );
  const events: ShellEvent[] = [];
  const waiters = new Set<() => void>();
  let said = '';
  child.stderr?.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-20_000)));
  child.on('message', (event: ShellEvent) => {
    events.push(event);
    waiters.forEach((check) => check());
  });
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const waitFor: RunningShell['waitFor'] = (type, fits = () => true) =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        const found = events.find(
          (event): event is Extract<ShellEvent, { type: typeof type }> =>
            event.type === type && fits(event as Extract<ShellEvent, { type: typeof type }>),
        );
        if (!found) return;
        finish();
        resolve(found);
      };
      const fail = (why: string): void => {
        finish();
        reject(new Error(`no ${type}: ${why}\n${JSON.stringify(events.slice(-10))}\n${said}`));
      };
      const timer = setTimeout(() => fail('in time'), LIMIT_MS);
      const finish = (): void => {
        clearTimeout(timer);
        waiters.delete(check);
      };
      waiters.add(check);
      void ended.then((code) => fail(`the shell ended with ${String(code)}`));
      check();
    });
  return { child, events, ended, waitFor };
};

/** Starts the shell and waits until its window shows the page. */
export const startShell = async (options: ShellOptions): Promise<RunningShell> => {
  const { child, events, ended, waitFor } = launchShell(options);
  const stop = async (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  try {
    const { debuggerUrl } = await waitFor('ready');
    await waitFor('loaded');
    const browser = await chromium.connectOverCDP(debuggerUrl);
    const [page] = browser.contexts().flatMap((context) => context.pages());
    if (!page) throw new Error('the shell has no page');
    const close = async (): Promise<number | null> => {
      await browser.close().catch(() => undefined);
      return stop();
    };
    return {
      page,
      browser,
      events,
      waitFor,
      ended,
      command: (command) => void child.send(command),
      stop: close,
      [Symbol.asyncDispose]: async () => void (await close()),
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
};
