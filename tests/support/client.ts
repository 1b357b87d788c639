import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCabinet } from '../../main/core/cabinet.ts';
import type { CoreContext, CreateFeature } from '../../main/core/context.ts';
import { FEATURES } from '../../main/core/features.ts';
import type {
  Cabinet,
  CabinetDeps,
  KeyStore,
  Transport,
  TransportAnswer,
  TransportRequest,
} from '../../main/core/ports.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import type {
  ClientAnswer,
  ClientArgs,
  ClientMethod,
  ClientResult,
  Topic,
} from '../../shared/contract/client.ts';
import { cabinetError } from '../../shared/contract/errors.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { until } from './until.ts';

/** The real transport behind a switch: the network is pulled out, or an answer is lost on its way back. */
export interface TestNetwork extends Transport {
  /** Nothing leaves this device and nothing arrives. */
  isCut: boolean;
  /** Requests whose path ends so reach the server, and their answers are lost. */
  loseAnswersTo: string | null;
  /** What arrives instead of a server's answer: a proxy, a fault, somebody in between. */
  tamper: ((path: string, answer: TransportAnswer) => TransportAnswer) | null;
  /** Paths of the requests that were made, in order. */
  readonly paths: string[];
}

export const testNetwork = (serverUrl: string): TestNetwork => {
  const real = createHttpTransport({ serverUrl });
  const ends = new Set<() => void>();
  const lost = err(cabinetError('server_unreachable'));
  let isCut = false;
  const network: TestNetwork = {
    get isCut() {
      return isCut;
    },
    set isCut(cut) {
      isCut = cut;
      if (cut) for (const end of [...ends]) end();
    },
    loseAnswersTo: null,
    tamper: null,
    paths: [],
    async request(request: TransportRequest) {
      network.paths.push(request.path);
      if (isCut) return lost;
      const answer = await real.request(request);
      const isLost = network.loseAnswersTo !== null && request.path.endsWith(network.loseAnswersTo);
      if (isLost || isCut) return lost;
      return answer.ok && network.tamper !== null ? ok(network.tamper(request.path, answer.value)) : answer;
    },
    listen(path, token, onText, onEnd) {
      if (isCut) {
        setImmediate(onEnd);
        return () => undefined;
      }
      const end = real.listen(path, token, onText, () => {
        ends.delete(end);
        onEnd();
      });
      ends.add(end);
      return end;
    },
    close: () => real.close(),
  };
  return network;
};

export interface TestClientOptions {
  readonly serverUrl: string;
  /** Kept when given; otherwise made, and removed at the end. */
  readonly dataDir?: string;
  readonly keyStore?: KeyStore;
  readonly features?: readonly CreateFeature[];
  readonly transport?: Transport;
}

/** The client core as a host binds it, on the real network, disposing of itself. */
export interface TestClient extends AsyncDisposable {
  readonly cabinet: Cabinet;
  /** What its features are given; of the last unlocking. */
  readonly context: CoreContext;
  readonly dataDir: string;
  readonly network: TestNetwork;
  /** Milliseconds that its clock is ahead of the machine's. */
  ahead: number;
  readonly topics: Topic[];
  readonly logged: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[];
  call<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientAnswer<M>>;
  /** The value; throws the error's code. */
  ask<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientResult<M>>;
  signIn(username: string, passphrase: string): Promise<void>;
  /** Everything of the server is here and everything of this device is there. */
  synced(): Promise<void>;
  /** Ends without removing anything, as when the program is closed. */
  close(): Promise<void>;
  /** The program started again on the same folder. */
  restarted(): Promise<TestClient>;
}

export const startTestClient = async (options: TestClientOptions): Promise<TestClient> => {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'ecabinet-client-'));
  const network = testNetwork(options.serverUrl);
  const topics: Topic[] = [];
  const logged: TestClient['logged'] = [];
  const deps: CabinetDeps = {
    dataDir,
    serverUrl: options.serverUrl,
    clock: { now: () => Date.now() + client.ahead },
    random: (count) => new Uint8Array(randomBytes(count)),
    timers: {
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    transport: options.transport ?? network,
    keyStore: options.keyStore ?? null,
    deviceLabel: 'test',
    log: (event, fields = {}) => void logged.push({ event, fields }),
  };
  let unlocked: CoreContext | null = null;
  const capture: CreateFeature = (context) => {
    unlocked = context;
    return { methods: {} };
  };
  let isClosed = false;
  let isHandedOn = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await client.cabinet.close();
  };
  const client: Omit<TestClient, 'cabinet'> & { cabinet: Cabinet } = {
    cabinet: undefined as unknown as Cabinet,
    get context() {
      if (unlocked === null) throw new Error('nobody has signed in here');
      return unlocked;
    },
    dataDir,
    network,
    ahead: 0,
    topics,
    logged,
    call: async <M extends ClientMethod>(method: M, args: ClientArgs<M>) =>
      (await client.cabinet.call(method, args)) as ClientAnswer<M>,
    async ask(method, args) {
      const answer = await client.call(method, args);
      if (!answer.ok)
        throw new Error(`${method}: ${answer.error.code} ${JSON.stringify(answer.error.params)}`);
      return answer.value;
    },
    async signIn(username, passphrase) {
      await client.ask('session.signIn', { username, passphrase });
    },
    synced: () =>
      until('the client is up to date', async () => {
        const state = await client.ask('sync.state', {});
        return state.phase === 'up_to_date' && state.waiting === 0;
      }),
    close,
    async restarted() {
      isHandedOn = true;
      await close();
      return startTestClient({ ...options, dataDir });
    },
    async [Symbol.asyncDispose]() {
      await close();
      if (options.dataDir === undefined && !isHandedOn) rmSync(dataDir, { recursive: true, force: true });
    },
  };
  client.cabinet = await openCabinet(deps, [...(options.features ?? FEATURES), capture]);
  client.cabinet.onChanged((changed) => topics.push(...changed));
  return client;
};
