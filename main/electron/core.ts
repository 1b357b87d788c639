import type { MessageEvent, ParentPort } from 'electron';
import { openNodeCabinet } from '../core/nodeCabinet.ts';
import type { Cabinet, KeyStore } from '../core/ports.ts';
import { type CoreConfig, type CoreReply, type FromCore, toCore, type ToCore } from './coreMessages.ts';

/**
 * The core's own process, forked by `coreProcess.ts`, so that no query ever stops a window. It holds the keys and the
 * store, talks to the server, and to the shell by messages alone.
 */
const port: ParentPort = process.parentPort;
const send = (message: FromCore): void => port.postMessage(message);

let cabinet: Cabinet | null = null;
let nextKeyId = 0;
const keyWaiters = new Map<number, (bytes: Uint8Array | null) => void>();

/** The key store lives in the shell, which alone may use it. */
const remoteKeyStore = (backend: string): KeyStore => {
  const ask = (operation: 'wrap' | 'unwrap', bytes: Uint8Array): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const id = nextKeyId++;
      keyWaiters.set(id, (answer) => {
        keyWaiters.delete(id);
        if (answer) resolve(answer);
        else reject(new Error(`the key store ${backend} refused to ${operation}`));
      });
      send({ type: 'key', id, operation, bytes });
    });
  return {
    backend,
    wrap: (secret) => ask('wrap', secret),
    unwrap: (wrapped) => ask('unwrap', wrapped),
  };
};

const start = async (config: CoreConfig): Promise<void> => {
  try {
    const opened = await openNodeCabinet({
      dataDir: config.dataDir,
      serverUrl: config.serverUrl,
      ca: config.ca ?? undefined,
      deviceLabel: config.deviceLabel,
      log: (event, fields) => process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`),
      keyStore: config.keyBackend === null ? null : remoteKeyStore(config.keyBackend),
    });
    opened.onChanged((topics) => send({ type: 'changed', topics: [...topics] }));
    cabinet = opened;
  } catch (cause) {
    send({ type: 'refused', message: cause instanceof Error ? cause.message : String(cause) });
    return;
  }
  send({ type: 'ready' });
};

type Request = Exclude<ToCore, { type: 'start' } | { type: 'key' }>;

const replyTo = async (open: Cabinet, request: Request): Promise<CoreReply> => {
  switch (request.type) {
    case 'call':
      return { kind: 'answer', answer: await open.call(request.method, request.args) };
    case 'open': {
      const file = await open.openFile(request.sha256);
      return file.ok ? { kind: 'size', size: file.value.size } : { kind: 'error', error: file.error };
    }
    case 'read': {
      // Opened anew for each piece: a store that has been locked since gives nothing more.
      const file = await open.openFile(request.sha256);
      if (!file.ok) return { kind: 'error', error: file.error };
      return { kind: 'bytes', bytes: await file.value.read(request.start, request.end) };
    }
    case 'close':
      await open.close();
      return { kind: 'closed' };
  }
};

const receive = async (message: ToCore): Promise<void> => {
  if (message.type === 'start') return start(message.config);
  if (message.type === 'key') {
    keyWaiters.get(message.id)?.(message.bytes);
    return;
  }
  let reply: CoreReply;
  try {
    if (cabinet === null) throw new Error('the core has not been started');
    reply = await replyTo(cabinet, message);
  } catch (cause) {
    reply = {
      kind: 'threw',
      message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    };
  }
  send({ type: 'reply', id: message.id, reply });
};

port.on('message', (event: MessageEvent) => {
  void receive(toCore.parse(event.data));
});
