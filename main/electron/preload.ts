import { contextBridge, ipcRenderer } from 'electron';
import type { CabinetBridge, ClientAnswer, Topic } from '../../shared/contract/client.ts';
import { callChannel, CHANGED_CHANNEL } from './channels.ts';

/**
 * All that the page can reach of this process: the bridge's named functions. No IPC object, no channel name and no
 * event crosses. Methods are checked by the main process, which has a handler for those of the contract only.
 */
const bridge: CabinetBridge = {
  call(method, args) {
    if (typeof method !== 'string') return Promise.reject(new TypeError('a method has a name'));
    return ipcRenderer.invoke(callChannel(method), args) as Promise<ClientAnswer<typeof method>>;
  },
  onChanged(listener) {
    const receive = (_event: unknown, topics: readonly Topic[]): void => listener(topics);
    ipcRenderer.on(CHANGED_CHANNEL, receive);
    return () => {
      ipcRenderer.removeListener(CHANGED_CHANNEL, receive);
    };
  },
  host: 'electron',
};

contextBridge.exposeInMainWorld('cabinet', bridge);
