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
export const startCoreProcess = (parts: CoreProcessParts): CoreProcess => new CoreKeeper(parts);

class CoreKeeper implements CoreProcess {
  readonly #parts: CoreProcessParts;
  readonly #sent = new Map<number, Waiting>();
  #queue: Waiting[] = [];
  #child: UtilityProcess | null = null;
  #state: 'starting' | 'ready' | 'refused' | 'stopped' = 'starting';
  #nextId = 0;
  #deaths = 0;

  constructor(parts: CoreProcessParts) {
    this.#parts = parts;
    this.#fork();
  }

  request(request: CoreRequest): Promise<CoreReply | null> {
    return new Promise((resolve) => {
      const waiting: Waiting = { request, resolve };
      if (this.#state === 'ready') this.#dispatch(waiting);
      else if (this.#state === 'starting') this.#queue.push(waiting);
      else resolve(null);
    });
  }

  async stop(): Promise<void> {
    const running = this.#child;
    const closing =
      this.#state === 'ready' ? this.request({ type: 'close', again: false }) : Promise.resolve(null);
    this.#state = 'stopped';
    if (running === null) {
      this.#giveUp();
      return;
    }
    const exited = new Promise<void>((done) => running.once('exit', () => done()));
    await Promise.race([closing, new Promise((done) => setTimeout(done, CLOSE_LIMIT_MS))]);
    running.kill();
    await exited;
  }

  #fork(): void {
    if (this.#state !== 'starting') return;
    const bornAt = performance.now();
    const child = utilityProcess.fork(this.#parts.modulePath, [], { serviceName: 'E-Cabinet core' });
    this.#child = child;
    child.on('message', (message) => this.#receive(fromCore.parse(message)));
    child.on('exit', (code) => this.#ended(code, bornAt));
    this.#post({ type: 'start', config: this.#parts.config });
  }

  #post(message: ToCore): void {
    this.#child?.postMessage(message);
  }

  #dispatch(waiting: Waiting): void {
    const id = this.#nextId++;
    this.#sent.set(id, waiting);
    const { again: _, ...request } = waiting.request;
    this.#post({ ...request, id });
  }

  #receive(message: FromCore): void {
    switch (message.type) {
      case 'ready':
        this.#state = 'ready';
        this.#queue.splice(0).forEach((waiting) => this.#dispatch(waiting));
        if (this.#deaths > 0) this.#parts.onRestarted();
        return;
      case 'refused':
        this.#state = 'refused';
        this.#giveUp();
        this.#parts.onRefused(message.message);
        return;
      case 'reply':
        this.#sent.get(message.id)?.resolve(message.reply);
        this.#sent.delete(message.id);
        return;
      case 'changed':
        this.#parts.onChanged(message.topics);
        return;
      case 'key':
        void answerKey(this.#parts.keyStore, message).then((bytes) =>
          this.#post({ type: 'key', id: message.id, bytes }),
        );
    }
  }

  /** Those who wait learn that there is no answer. */
  #giveUp(): void {
    for (const waiting of [...this.#sent.values(), ...this.#queue]) waiting.resolve(null);
    this.#sent.clear();
    this.#queue = [];
  }

  #ended(code: number, bornAt: number): void {
    this.#child = null;
    if (this.#state === 'stopped' || this.#state === 'refused') {
      this.#giveUp();
      return;
    }
    this.#state = 'starting';
    for (const waiting of this.#sent.values()) {
      if (waiting.request.again) this.#queue.push(waiting);
      else waiting.resolve(null);
    }
    this.#sent.clear();
    if (performance.now() - bornAt > HEALTHY_MS) this.#deaths = 0;
    const restartInMs = RESTART_AFTER[Math.min(this.#deaths, RESTART_AFTER.length - 1)] ?? 0;
    this.#deaths += 1;
    this.#parts.log('core_ended', { code, restartInMs });
    setTimeout(() => this.#fork(), restartInMs);
  }
}

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
