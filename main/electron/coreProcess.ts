import { utilityProcess, type UtilityProcess } from 'electron';
import { type CoreConfig, type CoreReply, fromCore, type FromCore, type ToCore } from './coreMessages.ts';
import type { KeyStore } from '../core/ports.ts';
import type { Topic } from '../../shared/contract/client.ts';

/** A request without its number. */
export type CoreRequest = { readonly again: boolean } & (
  | { readonly type: 'call'; readonly method: string; readonly args: unknown }
  | { readonly type: 'open'; readonly sha256: string }
  | { readonly type: 'read'; readonly sha256: string; readonly start: number; readonly end: number }
  | { readonly type: 'close' }
);

export interface CoreProcessParts {
  /** The built `core.js`. */
  readonly modulePath: string;
  readonly config: CoreConfig;
  readonly keyStore: KeyStore | null;
  readonly onChanged: (topics: readonly Topic[]) => void;
  /** It was started again after it had ended by itself: what it knew only in memory, the open session, is gone. */
  readonly onRestarted: () => void;
  /** It cannot start; a sentence. It is not tried again. */
  readonly onRefused: (sentence: string) => void;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
}

export interface CoreProcess {
  /**
   * Resolves with the reply, or with null when the process ended before it replied. A request that may run `again`
   * without harm is sent to the next process instead. Waits while a process is being started.
   */
  request(request: CoreRequest): Promise<CoreReply | null>;
  /** Lets it finish what it writes, then ends it. */
  stop(): Promise<void>;
}

/** Time before each new start in a row, in ms; the last one repeats. A minute of life starts the row anew. */
const RESTART_AFTER = [0, 1000, 5000, 15_000] as const;
const HEALTHY_MS = 60_000;
const CLOSE_LIMIT_MS = 10_000;

interface Waiting {
  readonly request: CoreRequest;
  readonly resolve: (reply: CoreReply | null) => void;
}

/** Keeps one core process running. The store is durable, so a process that dies takes nothing kept with it. */
export const startCoreProcess = (parts: CoreProcessParts): CoreProcess => {
  const sent = new Map<number, Waiting>();
  let queue: Waiting[] = [];
  let child: UtilityProcess | null = null;
  let state: 'starting' | 'ready' | 'refused' | 'stopped' = 'starting';
  let nextId = 0;
  let deaths = 0;

  const post = (message: ToCore): void => child?.postMessage(message);

  const dispatch = (waiting: Waiting): void => {
    const id = nextId++;
    sent.set(id, waiting);
    const { again: _, ...request } = waiting.request;
    post({ ...request, id });
  };

  const receive = (message: FromCore): void => {
    switch (message.type) {
      case 'ready': {
        state = 'ready';
        const held = queue;
        queue = [];
        held.forEach(dispatch);
        if (deaths > 0) parts.onRestarted();
        return;
      }
      case 'refused':
        state = 'refused';
        giveUp();
        parts.onRefused(message.message);
        return;
      case 'reply': {
        const waiting = sent.get(message.id);
        sent.delete(message.id);
        waiting?.resolve(message.reply);
        return;
      }
      case 'changed':
        parts.onChanged(message.topics);
        return;
      case 'key':
        void answerKey(parts.keyStore, message).then((bytes) => post({ type: 'key', id: message.id, bytes }));
    }
  };

  const giveUp = (): void => {
    for (const waiting of [...sent.values(), ...queue]) waiting.resolve(null);
    sent.clear();
    queue = [];
  };

  const ended = (code: number, bornAt: number): void => {
    child = null;
    if (state === 'stopped' || state === 'refused') return giveUp();
    state = 'starting';
    for (const waiting of sent.values()) {
      if (waiting.request.again) queue.push(waiting);
      else waiting.resolve(null);
    }
    sent.clear();
    if (performance.now() - bornAt > HEALTHY_MS) deaths = 0;
    const wait = RESTART_AFTER[Math.min(deaths, RESTART_AFTER.length - 1)] ?? 0;
    deaths += 1;
    parts.log('core_ended', { code, restartInMs: wait });
    setTimeout(fork, wait);
  };

  const fork = (): void => {
    if (state !== 'starting') return;
    const bornAt = performance.now();
    const born = utilityProcess.fork(parts.modulePath, [], { serviceName: 'E-Cabinet core' });
    child = born;
    born.on('message', (message) => receive(fromCore.parse(message)));
    born.on('exit', (code) => ended(code, bornAt));
    post({ type: 'start', config: parts.config });
  };
  fork();

  const request = (wanted: CoreRequest): Promise<CoreReply | null> =>
    new Promise((resolve) => {
      const waiting: Waiting = { request: wanted, resolve };
      if (state === 'ready') dispatch(waiting);
      else if (state === 'starting') queue.push(waiting);
      else resolve(null);
    });

  return {
    request,
    stop: () =>
      stopProcess(
        () => child,
        request,
        state === 'ready',
        () => (state = 'stopped'),
      ),
  };
};

const stopProcess = async (
  child: () => UtilityProcess | null,
  request: CoreProcess['request'],
  isReady: boolean,
  markStopped: () => void,
): Promise<void> => {
  const running = child();
  const closing = isReady ? request({ type: 'close', again: false }) : Promise.resolve(null);
  markStopped();
  if (running === null) return;
  const exited = new Promise<void>((done) => running.once('exit', () => done()));
  await Promise.race([closing, new Promise((done) => setTimeout(done, CLOSE_LIMIT_MS))]);
  running.kill();
  await exited;
};

const answerKey = async (
  keyStore: KeyStore | null,
  message: Extract<FromCore, { type: 'key' }>,
): Promise<Uint8Array | null> => {
  try {
    return keyStore ? await keyStore[message.operation](message.bytes) : null;
  } catch {
    return null;
  }
};
