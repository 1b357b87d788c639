import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openCabinet } from '../../main/core/cabinet.ts';
import type { CoreContext, CreateFeature, OutboxItem } from '../../main/core/context.ts';
import { FEATURES } from '../../main/core/features.ts';
import type { CorePoint } from '../../main/core/points.ts';
import type { Cabinet, CabinetDeps, Transport } from '../../main/core/ports.ts';
import type { ClientAnswer, ClientArgs, ClientMethod } from '../../shared/contract/client.ts';
import { PASSPHRASE } from '../support/smallGovernment.ts';
import type { Ledger } from './ledger.ts';
import { CORE_ALARMS, openKeyStore } from '../support/watchedCore.ts';
import type { Rng } from './seeded.ts';
import { runAWhile } from './settle.ts';
import { losePower, watchSyncs, type Synced } from './syncedTo.ts';
import type { World } from './world.ts';

/** Steps of a wipe, in their order. */
export const WIPE_STEPS = [
  'wipe.noted',
  'wipe.key_overwritten',
  'wipe.keys_destroyed',
  'wipe.rest_destroyed',
  'wipe.rest_noted',
  'wipe.acknowledged',
] as const satisfies readonly CorePoint[];
export type WipeStep = (typeof WIPE_STEPS)[number];

export const SERVER_URL = 'http://server.sim';

const ALARMS: ReadonlySet<string> = new Set(CORE_ALARMS);

/** Somebody at a device: the real client core on a real encrypted store. */
export interface SimClient {
  readonly name: string;
  readonly username: string;
  /** Its person can work with it. */
  readonly isAlive: () => boolean;
  /** The program runs, locked or not. */
  readonly isOn: () => boolean;
  readonly context: () => CoreContext;
  readonly cabinet: () => Cabinet;
  readonly folder: () => string;
  /** Known once it has run. */
  readonly deviceId: () => string;
  /** Devices that it once was and never is again, because its disk was set back to before they were enrolled. */
  readonly lostDevices: () => ReadonlySet<string>;
  /** Milliseconds that its clock differs from the world's. */
  skew: number;
  /** Starts the program on what is on its disk. */
  start(transport: Transport): Promise<void>;
  /** Ends in good order. */
  stop(): Promise<void>;
  /** The process is gone at once, `ticks` and `hops` after what was begun last. */
  kill(cut: () => void, ticks?: number, hops?: number): Promise<void>;
  call<M extends ClientMethod>(method: M, args: ClientArgs<M>): Promise<ClientAnswer<M>>;
  /** As `kill`, and of what was not synced some is gone too. */
  losePower(cut: () => void): Promise<void>;
  /** Keeps a copy of its folder as of this moment, in place of one before. */
  takeImage(): void;
  hasImage(): boolean;
  /** While it does not run: the next start finds the copy. */
  restoreImage(): void;
  /** Its person locks it. */
  lock(): Promise<void>;
  /** Its person signs in again with the passphrase. */
  unlock(): Promise<void>;
  /** From now on it may be right for it to log `event`, because of something that was done to it. */
  excuse(event: string): void;
  /** It was wiped: nobody is signed in, and its person begins anew. */
  readonly isWiped: () => boolean;
  /** Its program ends at this step of its next wipe, and `cut` its way to the server. */
  dieInWipe(step: WipeStep, cut: () => void): void;
  /** Its person signs in as on a new device; the code of what is in the way, null once in. */
  beginAnew(): Promise<string | null>;
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

/** A copy of a running program's folder, as another process would find it. */
const copyFolder = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, filter: (path) => !path.endsWith('-shm') });

export const createSimClient = (options: SimClientOptions): SimClient => {
  const { world, ledger, name, username, root, rng } = options;
  let folder = options.first;
  let lives = 0;
  let deviceId = '';
  /** All that it was, the newest last. */
  let devices: readonly string[] = [];
  const lost = new Set<string>();
  let life: Life | null = null;
  let context: CoreContext | null = null;
  let synced: Synced | null = null;
  let image: {
    readonly folder: string;
    readonly synced: Synced | null;
    readonly devices: readonly string[];
  } | null = null;
  let isImage = false;
  let setBacks = 0;
  let isWiped = false;
  let doomed: { readonly step: WipeStep; readonly cut: () => void } | null = null;
  const excused = new Set<string>();

  const opened = (): CoreContext => {
    if (context === null) throw new Error(`${name} is not running`);
    return context;
  };
  const onWipeStep = (step: CorePoint): void => {
    if (step === 'wipe.noted') {
      world.note(`${name} is wiped`);
      noteOutbox();
      ledger.wiped(client);
      [isWiped, context] = [true, null];
    }
    if (step === 'wipe.rest_destroyed' && readdirSync(join(folder, 'profiles')).length > 0)
      world.fail(`${name} is wiped, and something of its profile is left`);
    if (step !== doomed?.step) return;
    const { cut } = doomed;
    doomed = null;
    world.note(`${name} dies at ${step}`);
    void end(cut, () => undefined);
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
      reached(point) {
        if (isAlive() && point.startsWith('wipe.')) onWipeStep(point);
      },
      log(event, fields = {}) {
        if (!isAlive()) return;
        const said = `${name} log ${event} ${JSON.stringify(fields)}`;
        const isRefetch = event === 'checksum_mismatch' && fields['again'] === true && options.mayMismatch();
        const isExpected = isRefetch || excused.has(event);
        if (ALARMS.has(event) && !isExpected) world.fail(said);
        else world.note(said);
      },
    };
  };
  const noteOutbox = (): void => {
    if (life?.alive === true && context !== null) ledger.seen(client, context.outbox.entries());
  };
  const noteOpened = (): void => {
    if (context !== null && !isWiped) ledger.reopened(client, context.outbox.entries(), isImage);
    isImage = false;
  };
  const capture: CreateFeature = (made) => {
    context = made;
    ({ deviceId } = made.account);
    if (!devices.includes(deviceId)) devices = [...devices, deviceId];
    watchSyncs(made.db, (next) => {
      synced = next;
    });
    return { methods: {} };
  };
  const callAt = async (at: Life, method: ClientMethod, args: unknown): Promise<void> => {
    const answer = await at.cabinet.call(method, args);
    if (!answer.ok) world.fail(`${name} ${method}: ${answer.error.code}`);
  };
  /** The process ends at once, and the next one finds what `leave` makes of a copy of its folder. */
  const end = async (cut: () => void, leave: (copy: string) => void): Promise<void> => {
    const ending = life;
    if (ending === null) return;
    noteOutbox();
    const next = join(root, `${name}-killed-${lives}`);
    copyFolder(folder, next);
    leave(next);
    const old = folder;
    ending.alive = false;
    life = null;
    folder = next;
    cut();
    ledger.killed(client);
    await ending.cabinet.close().catch(() => undefined);
    rmSync(old, { recursive: true, force: true });
  };

  const client: SimClient = {
    name,
    username,
    skew: 0,
    isAlive: () => life?.alive === true && context !== null,
    isOn: () => life?.alive === true,
    context: opened,
    cabinet() {
      if (life === null) throw new Error(`${name} is not running`);
      return life.cabinet;
    },
    folder: () => folder,
    deviceId: () => deviceId,
    lostDevices: () => lost,
    async start(transport) {
      lives += 1;
      let alive = true;
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
      if (context !== null && isWiped) world.fail(`${name} opens a store whose wiping had begun`);
      if (context === null && lives > 1 && !isWiped) await client.unlock();
      noteOutbox();
      noteOpened();
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
      if (life === null) return;
      await runAWhile(ticks, hops);
      await end(cut, () => undefined);
    },
    losePower: (cut) =>
      end(cut, (copy) => {
        if (context === null) return;
        const store = join(copy, relative(folder, context.db.name));
        const lost = losePower(store, synced, (limit) => rng.int(limit));
        world.note(`${name} lost ${lost} bytes of its log`);
      }),
    takeImage() {
      const kept = join(root, `${name}-image-${lives}`);
      if (image !== null) rmSync(image.folder, { recursive: true, force: true });
      rmSync(kept, { recursive: true, force: true });
      copyFolder(folder, kept);
      image = { folder: kept, synced, devices };
    },
    hasImage: () => image !== null,
    restoreImage() {
      if (life !== null || image === null) throw new Error(`${name} runs, or has no image`);
      const old = folder;
      setBacks += 1;
      folder = join(root, `${name}-restored-${setBacks}`);
      copyFolder(image.folder, folder);
      for (const id of devices) if (!image.devices.includes(id)) lost.add(id);
      ({ synced, devices } = image);
      deviceId = devices.at(-1) ?? '';
      isImage = true;
      isWiped = false;
      rmSync(old, { recursive: true, force: true });
    },
    async lock() {
      if (life === null) return;
      noteOutbox();
      const at = life;
      context = null;
      await callAt(at, 'session.lock', {});
    },
    async unlock() {
      if (life === null) return;
      await callAt(life, 'session.signIn', { username, passphrase: PASSPHRASE });
      noteOutbox();
      noteOpened();
    },
    excuse: (event) => void excused.add(event),
    isWiped: () => isWiped,
    dieInWipe(step, cut) {
      doomed = { step, cut };
    },
    async beginAnew() {
      const at = life;
      if (at === null) throw new Error(`${name} is not running`);
      const answer = await at.cabinet.call('session.signIn', { username, passphrase: PASSPHRASE });
      if (!at.alive) return 'killed';
      if (!answer.ok) return answer.error.code;
      isWiped = false;
      noteOutbox();
      return null;
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
