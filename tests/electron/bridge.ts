import type { Page } from 'playwright-core';
import type { RunningShell } from '../support/electron/startShell.ts';

/** `window.cabinet` of a page, called from a test with whatever the test wants, types aside. */
export interface LooseBridge {
  call(method: string, args: unknown): Promise<unknown>;
}

export const bridgeOf = (page: Page): LooseBridge => ({
  call: (method, args) =>
    page.evaluate(
      ([name, value]) => (window as unknown as { cabinet: LooseBridge }).cabinet.call(name as string, value),
      [method, args],
    ),
});

/** Requests that left for the hosts that these tests name; Chromium's own wishes for updates are not the app's. */
export const outside = (shell: Pick<RunningShell, 'events'>): string[] =>
  shell.events.flatMap((event) =>
    event.type === 'outside' && event.url.includes('.test/') ? [event.url] : [],
  );
