import type Electron from 'electron';

type InvokeListener = Parameters<Electron.IpcMain['handle']>[1];
const listeners = new Map<string, InvokeListener>();

/** `ipcMain`: what answers `ipcRenderer.invoke`. */
export const ipcMain = {
  handle(channel: string, listener: InvokeListener): void {
    if (listeners.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    listeners.set(channel, listener);
  },
};

/** Runs a handler between two structured clones; rejects with Electron's wording. */
export const invoke = async (
  event: Electron.IpcMainInvokeEvent,
  channel: string,
  args: readonly unknown[],
): Promise<unknown> => {
  const listener = listeners.get(channel);
  try {
    if (!listener) throw new Error(`No handler registered for '${channel}'`);
    return structuredClone(await (listener(event, ...structuredClone(args)) as unknown));
  } catch (cause) {
    throw new Error(`Error invoking remote method '${channel}': ${String(cause)}`, { cause });
  }
};
