import { EventEmitter } from 'node:events';
import {
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Electron from 'electron';
import { type ChromiumHost, startChromium } from './chromiumHost.ts';
import { privileged, type StandInSession } from './sessions.ts';

type Event = Electron.Event;

/** What the app's life needs of the windows, handed in to keep the modules acyclic. */
interface Life {
  chromium: ChromiumHost | null;
  /** Session of the app's windows. */
  session: StandInSession | null;
  /** Closes all windows, as `app.quit` does. */
  closeWindows: () => Promise<void>;
}
export const life: Life = { chromium: null, session: null, closeWindows: async () => undefined };

const paths = new Map<string, string>();
let isReady = false;
let markReady: () => void = () => undefined;
const readiness = new Promise<void>((done) => {
  markReady = done;
});

const lockFolder = (): string => join(app.getPath('userData'), 'stand-in-lock');

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Takes the lock when nobody holds it, or its holder is dead. */
const takeLock = (): boolean => {
  mkdirSync(lockFolder(), { recursive: true });
  const file = join(lockFolder(), 'holder');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeSync(openSync(file, 'wx'), String(process.pid));
      return true;
    } catch {
      const holder = Number(readFileSync(file, 'utf8'));
      if (Number.isInteger(holder) && holder > 0 && isAlive(holder)) return false;
      rmSync(file, { force: true });
    }
  }
  return false;
};

/** The lock's holder hears of every later start. */
const hearLaterStarts = (): void => {
  const watcher = watch(lockFolder(), () => {
    for (const name of readdirSync(lockFolder())) {
      if (!name.endsWith('.start')) continue;
      const path = join(lockFolder(), name);
      const start = JSON.parse(readFileSync(path, 'utf8')) as { argv: string[]; cwd: string; data: unknown };
      rmSync(path);
      app.emit('second-instance', preventable(), start.argv, start.cwd, start.data);
    }
  });
  watcher.unref();
};

/** An event that may be prevented. */
export const preventable = (): Event & { prevented: boolean } => ({
  prevented: false,
  get defaultPrevented() {
    return this.prevented;
  },
  preventDefault() {
    this.prevented = true;
  },
});

class StandInApp extends EventEmitter {
  readonly isPackaged = false;

  whenReady(): Promise<void> {
    return readiness;
  }

  getPath(name: Parameters<Electron.App['getPath']>[0]): string {
    return paths.get(name) ?? join(tmpdir(), `stand-in-${name}`);
  }

  setPath(name: string, path: string): void {
    paths.set(name, path);
  }

  enableSandbox(): void {
    if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    if (takeLock()) {
      hearLaterStarts();
      return true;
    }
    const text = JSON.stringify({ argv: process.argv, cwd: process.cwd(), data: additionalData ?? null });
    const name = join(lockFolder(), String(process.pid));
    // Renamed when complete: the holder never reads half of it.
    writeFileSync(`${name}.new`, text);
    renameSync(`${name}.new`, `${name}.start`);
    return false;
  }

  quit(): void {
    const event = preventable();
    this.emit('before-quit', event);
    if (event.prevented) return;
    void life.closeWindows().then(() => {
      this.emit('will-quit', preventable());
      this.exit(0);
    });
  }

  exit(exitCode?: number): void {
    this.emit('quit', preventable(), exitCode ?? 0);
    const closing = life.chromium?.close() ?? Promise.resolve();
    life.chromium = null;
    void closing.finally(() => process.exit(exitCode ?? 0));
  }
}

export const app = new StandInApp();

/** After the entry module has been evaluated, and not before: an entry that awaits readiness would never start. */
export const becomeReady = async (): Promise<void> => {
  isReady = true;
  privileged.closed = true;
  life.chromium = await startChromium(() => life.session);
  markReady();
  app.emit('ready', preventable(), {});
};
