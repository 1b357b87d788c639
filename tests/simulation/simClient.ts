import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openCabinet } from '../../main/core/cabinet.ts';
import type { CoreContext, CreateFeature, OutboxItem } from '../../main/core/context.ts';
import { FEATURES } from '../../main/core/features.ts';
import type { Cabinet, CabinetDeps, KeyStore, Transport } from '../../main/core/ports.ts';
import type { ClientAnswer, ClientArgs, ClientMethod } from '../../shared/contract/client.ts';
import type { Ledger } from './ledger.ts';
import type { Rng } from './seeded.ts';
import { runAWhile } from './settle.ts';
import type { World } from './world.ts';

export const SERVER_URL = 'http://server.sim';

/** Opens every profile without its passphrase: Argon2id would take most of a run's time. */
export const openKeyStore: KeyStore = {
  backend: 'simulated',
  wrap: async (secret) => secret,
  unwrap: async (wrapped) => wrapped,
};

/** What a client says of itself only when something is wrong. */
const ALARMS: ReadonlySet<string> = new Set([
  'sync_failed_unexpectedly',
  'call_failed',
  'replay_failed',
  'checksum_mismatch',
  'checkpoint_contradicts',
  'checkpoint_not_signed',
  'server_nonsense',
  'chunk_damaged',
  'private_notes_skipped',
  'listener_failed',
]);

/** Somebody at a device: the real client core on a real encrypted store. */
export interface SimClient {
  readonly name: string;
  readonly username: string;
  readonly isAlive: () => boolean;
  readonly context: () => CoreContext;
  readonly cabinet: () => Cabinet;
  readonly folder: () => string;
  /** Milliseconds that its clock differs from the world's. */
  skew: number;
  /** Starts the program on what is on its disk. */
  start(transport: Transport): Promise<void>;
  /** Ends in good order. */
  stop(): Promise<void>;
  /** The process is gone at once, `ticks` and `hops` after what was begun last. */
  kill(cut: () => void, ticks?: number, hops?: number): Promise<void>;
  call<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientAnswer<M>>;
  /** Writes into the ledger what its outbox says. */
  look(): void;
}

export interface SimClientOptions {
  readonly world: World;
  readonly ledger: Ledger;
  readonly name: string;
  readonly username: string;
  readonly root: string;
  readonly first: string;
  readonly rng: Rng;
  /** Tombstones have been forgotten, perhaps in the middle of a copy: fetching it once more is right. */
  readonly mayMismatch: () => boolean;
}

interface Life {
  readonly cabinet: Cabinet;
  alive: boolean;
}

export const createSimClient = (options: SimClientOptions): SimClient => {
  const { world, ledger, name, username, root, rng } = options;
  let folder = options.first;
  let lives = 0;
  let life: Life | null = null;
  let context: CoreContext | null = null;

  const opened = (): CoreContext => {
    if (context === null) throw new Error(`${name} is not running`);
    return context;
  };
  const depsOf = (transport: Transport, isAlive: () => boolean): CabinetDeps => {
    const own = rng.fork(`life ${lives}`);
    return {
      dataDir: folder,
      serverUrl: SERVER_URL,
      clock: { now: () => world.clock.now() + client.skew },
      random: (count) => own.bytes(count),
      timers: {
        after: (ms, run) =>
          world.after(ms, '', () => {
            if (isAlive()) run();
          }),
      },
      transport,
      keyStore: openKeyStore,
      deviceLabel: name,
      log(event, fields = {}) {
        if (!isAlive()) return;
        const said = `${name} log ${event} ${JSON.stringify(fields)}`;
        const isExpected = event === 'checksum_mismatch' && fields['again'] === true && options.mayMismatch();
        if (ALARMS.has(event) && !isExpected) world.fail(said);
        else world.note(said);
      },
    };
  };
  const noteOutbox = (): void => {
    if (life?.alive === true && context !== null) ledger.seen(client, context.outbox.entries());
  };

  const client: SimClient = {
    name,
    username,
    skew: 0,
    isAlive: () => life?.alive === true,
    context: opened,
    cabinet() {
      if (life === null) throw new Error(`${name} is not running`);
      return life.cabinet;
    },
    folder: () => folder,
    async start(transport) {
      lives += 1;
      let alive = true;
      const capture: CreateFeature = (made) => {
        context = made;
        return { methods: {} };
      };
      context = null;
      const cabinet = await openCabinet(
        depsOf(transport, () => alive),
        [...FEATURES, capture],
      );
      life = {
        cabinet,
        get alive() {
          return alive;
        },
        set alive(next) {
          alive = next;
        },
      };
      if (context === null && lives > 1) world.fail(`${name} did not open its profile`);
      noteOutbox();
      if (context !== null) ledger.reopened(client, (context as CoreContext).outbox.entries());
    },
    async stop() {
      const ending = life;
      if (ending === null) return;
      noteOutbox();
      await ending.cabinet.close();
      ending.alive = false;
      life = null;
    },
    async kill(cut, ticks = 0, hops = 0) {
      const ending = life;
      if (ending === null) return;
      await runAWhile(ticks, hops);
      noteOutbox();
      const next = join(root, `${name}-killed-${lives}`);
      cpSync(folder, next, { recursive: true, filter: (path) => !path.endsWith('-shm') });
      const old = folder;
      ending.alive = false;
      life = null;
      folder = next;
      cut();
      ledger.killed(client);
      await ending.cabinet.close().catch(() => undefined);
      rmSync(old, { recursive: true, force: true });
    },
    async call<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientAnswer<M>> {
      const at = life;
      if (at === null) throw new Error(`${name} is not running`);
      const call = ledger.asked(client, method, args);
      const answer = (await at.cabinet.call(method, args)) as ClientAnswer<M>;
      if (!at.alive) return answer;
      noteOutbox();
      ledger.answered(call, answer);
      if (!answer.ok && answer.error.code === 'internal') world.fail(`${name} ${method}: internal`);
      return answer;
    },
    look: noteOutbox,
  };
  return client;
};

export type { OutboxItem };
