import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Page, Route } from 'playwright-core';
import { app, life, preventable } from './app.ts';
import { report } from './report.ts';
import type { StandInSession } from './sessions.ts';
import { createContents, wiresOf, type StandInWebContents } from './webContents.ts';
import { colorScheme, onColorScheme } from './nativeTheme.ts';

interface State {
  bounds: Electron.Rectangle;
  minimized: boolean;
  maximized: boolean;
  destroyed: boolean;
  /** Resolves when the page exists and the preload is set. */
  attached: Promise<void>;
}

const states = new WeakMap<StandInBrowserWindow, State>();
const stateOf = (window: StandInBrowserWindow): State => {
  const state = states.get(window);
  if (!state || state.destroyed) throw new TypeError('Object has been destroyed');
  return state;
};
const open = new Map<Page, StandInBrowserWindow>();

/** A window: a page of Chromium, with the window's own matters kept here. */
export class StandInBrowserWindow extends EventEmitter {
  readonly webContents: StandInWebContents;

  constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
    super();
    if (!life.chromium) throw new Error('Cannot create BrowserWindow before app is ready');
    const { session, preload, ...preferences } = options.webPreferences ?? {};
    report({ type: 'webPreferences', value: { ...preferences } });
    if (!session || preload === undefined) throw new Error('the stand-in needs a session and a preload');
    const own = session as unknown as StandInSession;
    life.session = own;
    this.webContents = createContents(own);
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    states.set(this, {
      bounds: { x, y, width, height },
      minimized: false,
      maximized: false,
      destroyed: false,
      attached: attach(this, preload),
    });
  }

  async loadURL(url: string): Promise<void> {
    await stateOf(this).attached;
    await wiresOf(this.webContents).loadURL(url);
    this.emit('ready-to-show');
  }

  show(): void {
    report({ type: 'window', action: 'show' });
  }

  focus(): void {
    stateOf(this);
    report({ type: 'window', action: 'focus' });
    void wiresOf(this.webContents).page?.bringToFront();
  }

  minimize(): void {
    stateOf(this).minimized = true;
    report({ type: 'window', action: 'minimize' });
  }

  restore(): void {
    stateOf(this).minimized = false;
    report({ type: 'window', action: 'restore' });
  }

  maximize(): void {
    stateOf(this).maximized = true;
  }

  isMinimized(): boolean {
    return stateOf(this).minimized;
  }

  isMaximized(): boolean {
    return stateOf(this).maximized;
  }

  isDestroyed(): boolean {
    return states.get(this)?.destroyed ?? true;
  }

  getNormalBounds(): Electron.Rectangle {
    return stateOf(this).bounds;
  }

  setBackgroundColor(backgroundColor: string): void {
    stateOf(this);
    report({ type: 'window', action: 'background', value: backgroundColor });
  }
}

const attach = async (window: StandInBrowserWindow, preload: string): Promise<void> => {
  const context = life.chromium?.context;
  if (!context) throw new Error('no browser');
  await routeOnce();
  const [first] = context.pages();
  const page = first && !open.has(first) ? first : await context.newPage();
  open.set(page, window);
  await page.setViewportSize({ width: stateOf(window).bounds.width, height: stateOf(window).bounds.height });
  await page.emulateMedia({ colorScheme: colorScheme() });
  onColorScheme((scheme) => void page.emulateMedia({ colorScheme: scheme }).catch(() => undefined));
  page.on('close', () => closed(page, window));
  await wiresOf(window.webContents).attach(page, preload);
};

const closed = (page: Page, window: StandInBrowserWindow): void => {
  open.delete(page);
  const state = states.get(window);
  if (!state || state.destroyed) return;
  window.emit('close', preventable());
  state.destroyed = true;
  window.emit('closed');
  if (open.size === 0 && !quitting) app.emit('window-all-closed');
};

let quitting = false;
life.closeWindows = async () => {
  quitting = true;
  for (const page of [...open.keys()]) await page.close().catch(() => undefined);
  quitting = false;
};

let routed: Promise<unknown> | null = null;
/** Every request of every page is decided here; a page that is no window of ours was opened by one, and is closed. */
const routeOnce = (): Promise<unknown> => {
  const context = life.chromium?.context;
  if (!context || routed) return Promise.resolve(routed);
  context.on('page', (page) => {
    void page.opener().then((opener) => {
      if (opener !== null && !open.has(page)) return page.close().catch(() => undefined);
      return undefined;
    });
  });
  routed = context.route(
    () => true,
    async (route) => {
      const window = ownerOf(route);
      const may = window !== null && (await wiresOf(window.webContents).mayRequest(route));
      // A request may end by itself meanwhile.
      await (may ? route.continue() : route.abort('aborted')).catch(() => undefined);
    },
  );
  return routed;
};

const ownerOf = (route: Route): StandInBrowserWindow | null => {
  try {
    return open.get(route.request().frame().page()) ?? null;
  } catch {
    // Playwright has no frame yet for the first request of a page that another one opened.
    return null;
  }
};

/** For the test's commands. */
export const anyWindow = (): StandInBrowserWindow | null => open.values().next().value ?? null;
