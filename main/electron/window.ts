import { BrowserWindow, nativeTheme, screen, type Session } from 'electron';
import { guardNavigation } from './navigation.ts';
import { START_URL } from './origin.ts';
import { MIN_HEIGHT, MIN_WIDTH, readWindowState, visibleBounds, writeWindowState } from './windowState.ts';

export interface WindowParts {
  readonly session: Session;
  /** The built `preload.cjs`. */
  readonly preload: string;
  /** File that remembers where the window was. */
  readonly stateFile: string;
  readonly devTools: boolean;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
}

/** The colours of the page's own background, light and dark, so that a new window does not flash. */
const BACKGROUND = { light: '#f6f7f9', dark: '#14171c' } as const;
export const themeBackground = (): string =>
  nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;

/** Opens the app's window. The page in it has no Node, no network and no way to leave. */
export const openWindow = (parts: WindowParts): BrowserWindow => {
  const remembered = readWindowState(parts.stateFile);
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const bounds = remembered ? visibleBounds(remembered.bounds, screens) : null;
  const window = new BrowserWindow({
    ...(bounds ?? { width: 1280, height: 800 }),
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: 'E-Cabinet',
    backgroundColor: themeBackground(),
    autoHideMenuBar: true,
    webPreferences: {
      session: parts.session,
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      // Dictionaries would be fetched from outside.
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: parts.devTools,
    },
  });
  const load = (): void => {
    window
      .loadURL(START_URL)
      .catch((cause: unknown) => parts.log('page_not_loaded', { cause: String(cause) }));
  };
  guardNavigation(window.webContents);
  window.once('ready-to-show', () => {
    if (remembered?.maximized) window.maximize();
    window.show();
  });
  window.on('close', () => {
    writeWindowState(parts.stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  });
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit') return;
    parts.log('page_ended', { reason: details.reason, code: details.exitCode });
    // The state of the page is a view: nothing kept is lost with it.
    if (!window.isDestroyed()) load();
  });
  load();
  return window;
};

/** Brings the window to a person who started the app a second time. */
export const focusWindow = (window: BrowserWindow): void => {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
};
