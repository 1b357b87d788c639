import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ask, Commands, Told } from './hostProcess.ts';
import { LAST_WORDS } from './plan.ts';

/** The process that was asked is gone; whether it did what it was asked is not known. */
export class Died extends Error {
  override readonly name = 'Died';
}

type Arguments<C extends Commands, N extends keyof C> = Parameters<C[N]>;
type Answer<C extends Commands, N extends keyof C> = Awaited<ReturnType<C[N]>>;

/** A process that takes commands until it dies. */
export interface Host<C extends Commands> {
  /** Rejects with `Died`, or with what went wrong there. */
  ask<N extends keyof C & string>(name: N, ...args: Arguments<C, N>): Promise<Answer<C, N>>;
  /** Where it died by plan; null while it lives or when something else ended it. */
  diedAt(): string | null;
  readonly died: Promise<void>;
  kill(): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (cause: Error) => void;
}

type Listener = (name: string, fields: unknown) => void;

interface Slot<C extends Commands> {
  readonly host: Host<C>;
  readonly child: ChildProcess;
  isDead: boolean;
  listener: Listener;
}

const startSlot = <C extends Commands>(script: string): Slot<C> => {
  const child = fork(join(import.meta.dirname, script), [], {
    execPath: process.execPath,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // Node's own cache of what it has compiled: a start costs half.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'cabinet-crash-compiled') },
  });
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let words = '';
  child.stdout?.on('data', (data: Buffer) => {
    words += data.toString();
  });
  child.on('message', (told: Told) => {
    if (told.type === 'event') return slot.listener(told.name, told.fields);
    const asker = waiting.get(told.id);
    waiting.delete(told.id);
    if (told.type === 'answer') asker?.resolve(told.value);
    else asker?.reject(new Error(told.reason));
  });
  const died = new Promise<void>((resolve) =>
    child.once('close', () => {
      slot.isDead = true;
      for (const { reject } of waiting.values()) reject(new Died('the process is gone'));
      waiting.clear();
      resolve();
    }),
  );
  const host: Host<C> = {
    ask(name, ...args) {
      if (slot.isDead) return Promise.reject(new Died('the process is gone'));
      asked += 1;
      const ask: Ask = { id: asked, name, args: args[0] };
      const answer = new Promise<unknown>((resolve, reject) => waiting.set(ask.id, { resolve, reject }));
      child.send(ask, () => undefined);
      return answer as Promise<Answer<C, typeof name>>;
    },
    diedAt: () =>
      words
        .split('\n')
        .find((line) => line.startsWith(LAST_WORDS))
        ?.slice(LAST_WORDS.length) ?? null,
    died,
    kill: () => void child.kill('SIGKILL'),
  };
  const slot: Slot<C> = { host, child, isDead: false, listener: () => undefined };
  return slot;
};

/** Processes of one kind, one always started ahead: what is killed is followed by one that never ran before. */
export interface Hosts<C extends Commands> {
  take(listener: Listener): Host<C>;
  /** One that has closed what it had open may open something else. */
  giveBack(host: Host<C>): void;
  end(): Promise<void>;
}

export const createHosts = <C extends Commands>(script: string, ahead: number): Hosts<C> => {
  const all = new Map<Host<C>, Slot<C>>();
  const free: Slot<C>[] = [];
  const startOne = (): void => {
    const slot = startSlot<C>(script);
    all.set(slot.host, slot);
    free.push(slot);
    void slot.host.died.then(() => all.delete(slot.host));
  };
  for (let count = 0; count < ahead; count += 1) startOne();
  return {
    take(listener) {
      while (free[0]?.isDead === true) free.shift();
      if (free.length === 0) startOne();
      const slot = free.shift();
      if (slot === undefined) throw new Error('a process was just started');
      if (free.length === 0) startOne();
      slot.listener = listener;
      return slot.host;
    },
    giveBack(host) {
      const slot = all.get(host);
      if (slot === undefined || slot.isDead) return;
      slot.listener = () => undefined;
      free.push(slot);
    },
    async end() {
      for (const { child } of all.values()) child.kill('SIGKILL');
      await Promise.all([...all.keys()].map(({ died }) => died));
    },
  };
};
