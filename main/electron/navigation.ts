import type { WebContents } from 'electron';
import { isOwnPage } from './origin.ts';

/** Keeps a page on the app's own pages: no foreign place, no new window, no embedded web view. */
export const guardNavigation = (contents: WebContents): void => {
  contents.on('will-frame-navigate', (event) => {
    // The app has no frames; one that appears may not go anywhere.
    if (!event.isMainFrame || !isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
};
