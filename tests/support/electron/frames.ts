import type { CDPSession } from 'playwright-core';
import { toShellOrigin, toShellUrl } from './address.ts';
import { privileged } from './sessions.ts';

/** A frame, with those members of Electron's `WebFrameMain` that the shell reads. */
export class StandInFrame {
  parent: StandInFrame | null;
  url: string;
  origin: string;

  constructor(parent: StandInFrame | null, url: string, origin: string) {
    this.parent = parent;
    this.url = url;
    this.origin = origin;
  }
}

interface ProtocolFrame {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
  readonly securityOrigin: string;
}

/** Name of the isolated world in which preloads run. */
export const PRELOAD_WORLD = 'electron-preload';

/** Follows a page's frames, and which isolated world belongs to which. */
export class FrameTree {
  readonly #byId = new Map<string, StandInFrame>();
  readonly #frameOfContext = new Map<number, string>();
  #mainId = '';

  async follow(page: CDPSession): Promise<void> {
    page.on('Page.frameAttached', (event) => {
      this.#put({ id: event.frameId, parentId: event.parentFrameId, url: '', securityOrigin: '' });
    });
    page.on('Page.frameNavigated', (event) => this.#put(event.frame));
    page.on('Page.navigatedWithinDocument', (event) => {
      const frame = this.#byId.get(event.frameId);
      if (frame) frame.url = toShellUrl(event.url, privileged.schemes);
    });
    page.on('Page.frameDetached', (event) => this.#byId.delete(event.frameId));
    page.on('Runtime.executionContextsCleared', () => this.#frameOfContext.clear());
    page.on('Runtime.executionContextDestroyed', (event) => {
      this.#frameOfContext.delete(event.executionContextId);
    });
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const frameId: unknown = context.auxData?.['frameId'];
      if (context.name === PRELOAD_WORLD && typeof frameId === 'string') {
        this.#frameOfContext.set(context.id, frameId);
      }
    });
    await page.send('Page.enable');
    await page.send('Runtime.enable');
    const { frameTree } = await page.send('Page.getFrameTree');
    this.#put(frameTree.frame);
  }

  #put(frame: ProtocolFrame): void {
    const url = toShellUrl(frame.url, privileged.schemes);
    const origin = toShellOrigin(frame.securityOrigin, privileged.schemes);
    const known = this.#byId.get(frame.id);
    if (known) {
      known.url = url;
      known.origin = origin;
      return;
    }
    const parent = frame.parentId === undefined ? null : (this.#byId.get(frame.parentId) ?? null);
    if (parent === null) this.#mainId = frame.id;
    this.#byId.set(frame.id, new StandInFrame(parent, url, origin));
  }

  /** The frame whose isolated world this is. */
  ofContext(contextId: number): StandInFrame | null {
    return this.#byId.get(this.#frameOfContext.get(contextId) ?? '') ?? null;
  }

  /** The isolated world of the main frame, where the preload listens. */
  mainContext(): number | null {
    for (const [contextId, frameId] of this.#frameOfContext) if (frameId === this.#mainId) return contextId;
    return null;
  }

  mainUrl(): string {
    return this.#byId.get(this.#mainId)?.url ?? '';
  }
}
