import { mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { app, dialog, session, type BrowserWindow } from 'electron';
import { TOPICS } from '../../shared/contract/client.ts';
import { followPreferences } from './appearance.ts';
import { lockWhenAway } from './away.ts';
import { cabinetOf, createChanges } from './coreCabinet.ts';
import { startCoreProcess } from './coreProcess.ts';
import { registerIpc, sendChanged } from './ipc.ts';
import { openKeyStore } from './keys.ts';
import { guardPermissions } from './permissions.ts';
import { refuseNetwork, registerScheme, serveScheme } from './scheme.ts';
import { readSettings, type Settings } from './settings.ts';
import { focusWindow, openWindow } from './window.ts';

/**
 * The desktop shell's entry: one instance, one window, the core in a process of its own. What the page may do is
 * decided in `permissions.ts`, `navigation.ts`, `scheme.ts` and `ipc.ts`.
 */
const here = import.meta.dirname;
let window: BrowserWindow | null = null;

const log = (event: string, fields: Readonly<Record<string, string | number>> = {}): void => {
  process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`);
};

const fail = (sentence: string): void => {
  log('start_refused', { sentence });
  dialog.showErrorBox('E-Cabinet', sentence);
  app.exit(1);
};

const openShell = async (settings: Settings & { readonly serverUrl: string }): Promise<void> => {
  // In memory only: nothing that a page shows is written to the disk unencrypted.
  const shell = session.fromPartition('cabinet', { cache: false });
  guardPermissions(shell);
  refuseNetwork(shell);
  const keyStore = await openKeyStore();
  const changes = createChanges();
  const core = startCoreProcess({
    modulePath: join(here, 'core.js'),
    config: {
      dataDir: join(app.getPath('userData'), 'cabinet'),
      serverUrl: settings.serverUrl,
      ca: settings.ca === null ? null : resolve(settings.ca),
      deviceLabel: hostname(),
      keyBackend: keyStore?.backend ?? null,
    },
    keyStore,
    onChanged: changes.tell,
    // It has forgotten the keys: the page asks for everything again, and finds the app locked.
    onRestarted: () => changes.tell(TOPICS),
    onRefused: fail,
    log,
  });
  const cabinet = cabinetOf(core, changes);
  serveScheme(shell, { rendererDir: join(here, '..', 'renderer'), cabinet });
  registerIpc({ cabinet, window: () => window, log });
  lockWhenAway(cabinet);
  cabinet.onChanged((topics) => sendChanged(window, topics));
  followPreferences(cabinet, () => window, app.isPackaged);
  const open = (): void => {
    window = openWindow({
      session: shell,
      preload: join(here, 'preload.cjs'),
      stateFile: join(app.getPath('userData'), 'window.json'),
      devTools: !app.isPackaged,
      log,
    });
    window.on('closed', () => (window = null));
  };
  open();
  app.on('activate', () => {
    if (window === null) open();
  });
  closeBeforeQuit(() => cabinet.close());
};

/** Lets the core finish what it is writing before the app ends. */
const closeBeforeQuit = (close: () => Promise<void>): void => {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void close().finally(() => {
      state = 'closed';
      app.quit();
    });
  });
};

const main = async (): Promise<void> => {
  const settings = readSettings(process.argv.slice(1), process.env, process.resourcesPath);
  if (settings.dataDir !== null) {
    const folder = resolve(settings.dataDir);
    mkdirSync(folder, { recursive: true });
    app.setPath('userData', folder);
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.on('second-instance', () => {
    if (window) focusWindow(window);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  // Every page of the process is sandboxed, whatever a window asks for.
  app.enableSandbox();
  registerScheme();
  await app.whenReady();
  const { serverUrl } = settings;
  if (serverUrl === null || !URL.canParse(serverUrl)) {
    fail(
      'Chưa có địa chỉ máy chủ. Hãy khởi động với --server=URL hoặc đặt tệp server.json cạnh chương trình.\n\n' +
        'No server address is set. Start with --server=URL, or put a server.json file beside the program.',
    );
    return;
  }
  await openShell({ ...settings, serverUrl });
};

// Not awaited: Electron becomes ready only when the entry module has been evaluated.
main().catch((cause: unknown) =>
  fail(cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)),
);
