import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type Electron from 'electron';
import type { CDPSession, Page, Route } from 'playwright-core';
import { toPageUrl, toShellUrl } from './address.ts';
import { createCodec } from './codec.ts';
import { FrameTree, PRELOAD_WORLD } from './frames.ts';
import { invoke } from './ipcMain.ts';
import { pageScripts } from './pageWorlds.ts';
import { report } from './report.ts';
import { askPermission, isBlocked, privileged, type StandInSession } from './sessions.ts';

type OpenHandler = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

let nextId = 1;
const codec = createCodec();

/** What the preload's world sends to the host. */
type HostMessage = { readonly id: number } & (
  | { readonly type: 'invoke'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly type: 'permission'; readonly permission: string; readonly request: boolean }
);

/** Chromium's names for the permissions that the page's world asks about. */
const CHROMIUM_PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  media: ['camera', 'microphone'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
};

/** A page, with those members of Electron's `WebContents` that the shell uses. */
export class StandInWebContents extends EventEmitter {
  readonly id = nextId++;

  getURL(): string {
    return wiresOf(this).frames.mainUrl();
  }

  send(channel: string, ...args: unknown[]): void {
    wiresOf(this).tellPreload({ type: 'send', channel, args: structuredClone(args) });
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    wiresOf(this).openHandler = handler;
  }
}

/** The Chromium side of one page, kept beside it: the page itself offers nothing that Electron's does not. */
class Wires {
  readonly contents: StandInWebContents;
  readonly session: StandInSession;
  readonly frames = new FrameTree();
  openHandler: OpenHandler | null = null;
  page: Page | null = null;
  #protocol: CDPSession | null = null;
  #expected: string | null = null;

  constructor(contents: StandInWebContents, session: StandInSession) {
    this.contents = contents;
    this.session = session;
  }

  async attach(page: Page, preloadPath: string): Promise<void> {
    const protocol = await page.context().newCDPSession(page);
    this.page = page;
    this.#protocol = protocol;
    await this.frames.follow(protocol);
    protocol.on('Runtime.bindingCalled', (event) => {
      if (event.name === 'electronHost') void this.#hear(event.executionContextId, event.payload);
    });
    protocol.on('Page.windowOpen', (event) => this.#askOpen(event.url, event.windowName));
    page.on('crash', () => {
      this.contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
    });
    const scripts = pageScripts(createCodec, readFileSync(preloadPath, 'utf8'));
    await protocol.send('Runtime.addBinding', {
      name: 'electronHost',
      executionContextName: PRELOAD_WORLD,
    });
    await protocol.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.main });
    await protocol.send('Page.addScriptToEvaluateOnNewDocument', {
      source: scripts.isolated,
      worldName: PRELOAD_WORLD,
    });
  }

  async loadURL(url: string): Promise<void> {
    if (!this.page) throw new Error('the window has no page yet');
    this.#expected = toPageUrl(url, privileged.schemes);
    await this.page.goto(this.#expected);
    report({ type: 'loaded', url });
  }

  tellPreload(message: object): void {
    const contextId = this.frames.mainContext();
    if (contextId !== null) this.#tell(contextId, message);
  }

  #tell(contextId: number, message: object): void {
    const expression = `electronReceive(${JSON.stringify(codec.encode(message))})`;
    // The page may have gone meanwhile, as it may in Electron.
    this.#protocol?.send('Runtime.evaluate', { contextId, expression }).catch(() => undefined);
  }

  async #hear(contextId: number, payload: string): Promise<void> {
    const message = codec.decode(payload) as HostMessage;
    try {
      const value =
        message.type === 'invoke'
          ? await this.#invoke(contextId, message.channel, message.args)
          : await this.#permit(message.permission);
      this.#tell(contextId, { type: 'reply', id: message.id, ok: true, value });
    } catch (cause) {
      const value = new Error(cause instanceof Error ? cause.message : String(cause));
      this.#tell(contextId, { type: 'reply', id: message.id, ok: false, value });
    }
  }

  #invoke(contextId: number, channel: string, args: readonly unknown[]): Promise<unknown> {
    const event = { type: 'frame', sender: this.contents, senderFrame: this.frames.ofContext(contextId) };
    return invoke(event as unknown as Electron.IpcMainInvokeEvent, channel, args);
  }

  /** Asks the session's handlers and makes Chromium hold to what they say. */
  async #permit(permission: string): Promise<boolean> {
    const url = this.contents.getURL();
    const asked = this.contents as unknown as Electron.WebContents;
    const granted = await askPermission(this.session, asked, permission, url);
    for (const name of CHROMIUM_PERMISSIONS[permission] ?? []) {
      await this.#protocol?.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
        origin: new URL(toPageUrl(url, privileged.schemes)).origin,
      });
    }
    return granted;
  }

  #askOpen(pageUrl: string, frameName: string): void {
    const url = toShellUrl(pageUrl, privileged.schemes);
    const details = {
      url,
      frameName,
      features: '',
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    };
    const action = this.openHandler?.(details as Electron.HandlerDetails).action ?? 'allow';
    report({ type: 'windowOpen', url, action });
  }

  /** Decides one request of this page before it leaves; true when it may go on. */
  async mayRequest(route: Route): Promise<boolean> {
    const request = route.request();
    if (
      request.isNavigationRequest() &&
      !this.#mayNavigate(request.url(), request.frame().parentFrame() === null)
    ) {
      return false;
    }
    return !(await isBlocked(this.session, request.url(), request.method()));
  }

  /** Navigations that `loadURL` began are not asked about, as in Electron. */
  #mayNavigate(pageUrl: string, isMainFrame: boolean): boolean {
    if (isMainFrame && this.#expected === pageUrl) {
      this.#expected = null;
      return true;
    }
    const url = toShellUrl(pageUrl, privileged.schemes);
    let prevented = false;
    const event = {
      url,
      isMainFrame,
      isSameDocument: false,
      frame: null,
      preventDefault: () => {
        prevented = true;
      },
    };
    this.contents.emit('will-frame-navigate', event);
    if (isMainFrame && !prevented) this.contents.emit('will-navigate', event);
    report({ type: 'navigation', url, prevented, mainFrame: isMainFrame });
    return !prevented;
  }
}

const wires = new WeakMap<StandInWebContents, Wires>();

/** The wires of a page; made with it. */
export const wiresOf = (contents: StandInWebContents): Wires => {
  const known = wires.get(contents);
  if (!known) throw new Error('this page was not made by the stand-in');
  return known;
};

export const createContents = (session: StandInSession): StandInWebContents => {
  const contents = new StandInWebContents();
  wires.set(contents, new Wires(contents, session));
  return contents;
};
