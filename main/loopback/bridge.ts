import {
  clientAnswer,
  type CabinetBridge,
  type ClientAnswer,
  type Topic,
  TOPICS,
} from '../../shared/contract/client.ts';
import { packCall } from './framing.ts';

/**
 * `window.cabinet` in the browser host, where there is no preload: calls go to the loopback host that served the
 * page, changes come over one WebSocket. Loaded before the app by a script tag that only this host adds.
 */
declare global {
  interface Window {
    cabinet: CabinetBridge;
  }
}

const RECONNECT_MS = 1000;
const listeners = new Set<(topics: readonly Topic[]) => void>();

const announce = (topics: readonly Topic[]): void => {
  for (const listener of listeners) listener(topics);
};

const isTopic = (value: unknown): value is Topic => TOPICS.some((topic) => topic === value);

const listen = (): void => {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/changes`);
  // Whatever was missed while there was no connection: everything shown is asked for again.
  socket.addEventListener('open', () => announce(TOPICS));
  socket.addEventListener('message', (event: MessageEvent<string>) => {
    const topics: unknown = JSON.parse(event.data);
    if (Array.isArray(topics)) announce(topics.filter(isTopic));
  });
  socket.addEventListener('close', () => setTimeout(listen, RECONNECT_MS));
};

const unreachable = { ok: false, error: { code: 'internal', params: {} } } as const;

const bridge: CabinetBridge = {
  host: 'browser',
  async call<M extends Parameters<CabinetBridge['call']>[0]>(method: M, args: unknown) {
    try {
      const response = await fetch(`/call/${method}`, {
        method: 'POST',
        body: packCall(args),
        headers: { 'content-type': 'application/octet-stream' },
      });
      return clientAnswer.parse(await response.json()) as ClientAnswer<M>;
    } catch {
      return unreachable;
    }
  },
  onChanged(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

window.cabinet = bridge;
listen();
