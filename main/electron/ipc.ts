import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { CLIENT_METHODS, clientMethods, type Topic } from '../../shared/contract/client.ts';
import { cabinetError } from '../../shared/contract/errors.ts';
import type { Cabinet } from '../core/ports.ts';
import { callChannel, CHANGED_CHANNEL } from './channels.ts';
import { isOwnUrl, ORIGIN } from './origin.ts';

export interface IpcParts {
  readonly cabinet: Pick<Cabinet, 'call'>;
  /** The one window that may speak; null while there is none. */
  readonly window: () => BrowserWindow | null;
  readonly log: (event: string, fields: Readonly<Record<string, string>>) => void;
}

/**
 * The only place that registers IPC. Each method of the contract has its channel; a call is heard when the main frame
 * of our own window sent it from the app's own origin, then its arguments are parsed, then the core is asked.
 * A foreign sender's call rejects; arguments that do not fit are answered with `bad_request`.
 */
export const registerIpc = (parts: IpcParts): void => {
  for (const method of CLIENT_METHODS) {
    ipcMain.handle(callChannel(method), async (event, ...received: unknown[]) => {
      if (!isOwnSender(event, parts.window())) {
        parts.log('ipc_refused', { method });
        throw new Error('refused');
      }
      const args = clientMethods[method].args.safeParse(received[0]);
      if (received.length !== 1 || !args.success) return { ok: false, error: cabinetError('bad_request') };
      return parts.cabinet.call(method, args.data);
    });
  }
};

/** Tells the page that something it may be showing has changed. */
export const sendChanged = (window: BrowserWindow | null, topics: readonly Topic[]): void => {
  if (window === null || window.isDestroyed() || !isOwnUrl(window.webContents.getURL())) return;
  window.webContents.send(CHANGED_CHANNEL, topics);
};

const isOwnSender = (event: IpcMainInvokeEvent, window: BrowserWindow | null): boolean => {
  const frame = event.senderFrame;
  if (frame === null || window === null || window.isDestroyed()) return false;
  if (event.sender.id !== window.webContents.id || frame.parent !== null) return false;
  return frame.origin === ORIGIN && isOwnUrl(frame.url);
};
