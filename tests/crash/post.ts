import type { ClientAnswer, ClientArgs, ClientMethod, ClientResult } from '../../shared/contract/client.ts';
import type { Certificate } from '../../server/http/app.ts';
import type { ClientCommands, DeviceReport } from './clientHost.ts';
import type { Commands } from './hostProcess.ts';
import { Died, type Host, type Hosts } from './hosts.ts';
import type { Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';
import type { ServerCommands } from './serverHost.ts';
import type { Tap } from './tap.ts';

/** A server or a device in a round: a process on a folder, followed by another one whenever it dies. */
export interface Post {
  readonly name: string;
  /** Where its processes have died by plan. */
  readonly deaths: readonly string[];
  /** Resolves while a process of it is running. */
  ready(): Promise<void>;
  /** The next process that is started dies there. */
  planNext(plan: Plan): void;
  /** Resolves when its process is gone. */
  kill(): Promise<void>;
  /** Called after each death, before the next process has started. */
  onDeath(listener: () => void): void;
  /** In good order; its process is free for another round. */
  close(): Promise<void>;
  /** Its process goes and is not followed. */
  abandon(): Promise<void>;
}

interface PostOptions<C extends Commands> {
  readonly name: string;
  readonly hosts: Hosts<C>;
  readonly ledger: Ledger;
  readonly plan: Plan | null;
  readonly open: (host: Host<C>, plan: Plan | null) => Promise<void>;
  readonly close: (host: Host<C>) => Promise<unknown>;
  readonly onEvent: (name: string, fields: unknown) => void;
}

const createPost = <C extends Commands>(options: PostOptions<C>) => {
  const { name, hosts, ledger } = options;
  let plan = options.plan;
  let host: Host<C> | null = null;
  let isClosing = false;
  const deaths: string[] = [];
  const listeners: (() => void)[] = [];
  let starting: Promise<void> = Promise.resolve();

  const begin = (): void => {
    starting = startOne();
    starting.catch(() => undefined);
  };
  const startOne = async (): Promise<void> => {
    const mine = hosts.take((event, fields) => {
      if (event === 'alarm') ledger.fail(`${name}: ${String(fields)}`);
      else options.onEvent(event, fields);
    });
    host = mine;
    const now = plan;
    plan = null;
    void mine.died.then(() => {
      const at = mine.diedAt();
      if (at !== null) deaths.push(at);
      if (host !== mine || isClosing) return;
      for (const listener of listeners) listener();
      begin();
    });
    try {
      await options.open(mine, now);
    } catch (error) {
      // Its death has begun the next one.
      if (!(error instanceof Died)) throw error;
      await mine.died;
    }
  };
  begin();

  const ready = async (): Promise<void> => {
    for (;;) {
      const mine = starting;
      await mine;
      await new Promise((resolve) => setImmediate(resolve));
      if (mine === starting) return;
    }
  };
  const current = (): Host<C> => {
    if (host === null) throw new Error(`${name} has never been started`);
    return host;
  };
  const post: Post = {
    ...{ name, deaths },
    ready,
    planNext(next) {
      plan = next;
    },
    async kill() {
      const dying = host;
      dying?.kill();
      await dying?.died;
    },
    onDeath: (listener) => void listeners.push(listener),
    async close() {
      await ready();
      isClosing = true;
      await options.close(current());
      hosts.giveBack(current());
    },
    async abandon() {
      if (isClosing) return;
      isClosing = true;
      host?.kill();
      await host?.died;
    },
  };
  return { post, current };
};

export interface ServerPost extends Post {
  readonly folder: () => string;
  /** Of the process that runs now. */
  url(): string;
  /** Of an installation without an administrator. */
  setupCode(): string | null;
  host(): Host<ServerCommands>;
  /** The next process that is started serves that folder. */
  moveTo(folder: string): void;
}

export const startServerPost = (options: {
  readonly hosts: Hosts<ServerCommands>;
  readonly ledger: Ledger;
  readonly tap: Tap;
  readonly folder: string;
  readonly plan: Plan | null;
  readonly certificate?: Certificate;
  /** Each time it can be reached. */
  readonly onUp: () => void;
}): ServerPost => {
  const { hosts, ledger, tap, plan, onUp } = options;
  let folder = options.folder;
  let url = '';
  let setupCode: string | null = null;
  const { post, current } = createPost<ServerCommands>({
    ...{ name: 'server', hosts, ledger, plan, onEvent: () => undefined },
    async open(host, next) {
      ({ url, setupCode } = await host.ask('open', {
        folder,
        plan: next,
        certificate: options.certificate ?? null,
      }));
      tap.connectTo(url);
      onUp();
    },
    close: (host) => host.ask('close'),
  });
  return {
    ...post,
    folder: () => folder,
    url: () => url,
    setupCode: () => setupCode,
    host: current,
    moveTo(next) {
      folder = next;
    },
  };
};

export interface DevicePost extends Post {
  readonly username: string;
  readonly dataDir: string;
  /** Null when its process died before it answered. */
  call<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientAnswer<M> | null>;
  /** Asks again until a process that lives has answered; throws the error's code. */
  ask<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientResult<M>>;
  /** Null when it died meanwhile. */
  inspect(): Promise<DeviceReport | null>;
  /** The next transaction of its store needs new bytes of the disk. */
  emptyLog(): Promise<void>;
}

export const startDevicePost = (options: {
  readonly hosts: Hosts<ClientCommands>;
  readonly ledger: Ledger;
  readonly username: string;
  readonly dataDir: string;
  readonly serverUrl: string;
  readonly ca?: string;
  readonly plan: Plan | null;
}): DevicePost => {
  const { hosts, ledger, username, dataDir, serverUrl, plan } = options;
  const { post, current } = createPost<ClientCommands>({
    ...{ name: username, hosts, ledger, plan },
    open: (host, next) => host.ask('open', { dataDir, serverUrl, ca: options.ca ?? null, plan: next }),
    close: (host) => host.ask('close'),
    onEvent(name, fields) {
      if (name === 'settled') ledger.settled(fields as Parameters<Ledger['settled']>[0]);
    },
  });
  const unlessDead = async <T>(answer: Promise<T>): Promise<T | null> => {
    try {
      return await answer;
    } catch (error) {
      if (error instanceof Died) return null;
      throw error;
    }
  };
  const device: DevicePost = {
    ...post,
    username,
    dataDir,
    async call<M extends ClientMethod>(method: M, args: ClientArgs<M>) {
      await post.ready();
      return (await unlessDead(current().ask('call', { method, args }))) as ClientAnswer<M> | null;
    },
    async ask(method, args) {
      for (;;) {
        const answer = await device.call(method, args);
        if (answer === null) continue;
        if (answer.ok) return answer.value;
        throw new Error(`${username} ${method}: ${answer.error.code}`);
      }
    },
    async inspect() {
      await post.ready();
      return unlessDead(current().ask('inspect'));
    },
    async emptyLog() {
      await post.ready();
      await unlessDead(current().ask('emptyLog'));
    },
  };
  return device;
};
