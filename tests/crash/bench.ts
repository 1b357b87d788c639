import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createRng, type Rng } from '../simulation/seeded.ts';
import type { ClientCommands } from './clientHost.ts';
import { createHosts, type Hosts } from './hosts.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Plan } from './plan.ts';
import { type DevicePost, type ServerPost, startDevicePost, startServerPost } from './post.ts';
import type { ServerCommands } from './serverHost.ts';
import { type Overheard, startTap, type Tap } from './tap.ts';
import { buildTemplate, type Template } from './template.ts';

/** What all rounds share: prepared folders, processes started ahead, one address. */
export interface Bench extends AsyncDisposable {
  readonly template: Template;
  readonly tap: Tap;
  readonly servers: Hosts<ServerCommands>;
  readonly clients: Hosts<ClientCommands>;
}

export const openBench = async (): Promise<Bench> => {
  const tap = await startTap();
  const template = await buildTemplate(tap);
  const servers = createHosts<ServerCommands>('serverHost.ts', 2);
  const clients = createHosts<ClientCommands>('clientHost.ts', 3);
  return {
    ...{ template, tap, servers, clients },
    async [Symbol.asyncDispose]() {
      await Promise.all([servers.end(), clients.end()]);
      await tap[Symbol.asyncDispose]();
      template.dispose();
    },
  };
};

/** One round: its own copies of the folders, its choices, what was promised in it. */
export interface Round {
  readonly bench: Bench;
  readonly seed: number;
  readonly rng: Rng;
  readonly ledger: Ledger;
  readonly overheard: Overheard;
  /** Where the first process is to die. */
  readonly plan: Plan;
  /** A new empty folder, or a copy of one. */
  folder(name: string, from?: string): string;
  startServer(plan: Plan | null, folder?: string): ServerPost;
  startDevice(username: string, plan: Plan | null, dataDir?: string): DevicePost;
  readonly devices: readonly DevicePost[];
  readonly servers: readonly ServerPost[];
  /** Where processes of commands have died by plan. */
  readonly toolDeaths: string[];
  dispose(): void;
}

export const openRound = (bench: Bench, seed: number, plan: Plan): Round => {
  const { template, tap } = bench;
  const root = mkdtempSync(join(template.root, `round-${seed}-`));
  const ledger = createLedger();
  const devices: DevicePost[] = [];
  const servers: ServerPost[] = [];
  tap.connectTo(null);
  const round: Round = {
    ...{ bench, seed, plan, ledger, devices, servers, toolDeaths: [] },
    rng: createRng(`crash ${seed}`),
    overheard: tap.listen(),
    folder(name, from) {
      const folder = join(root, name);
      if (from === undefined) mkdirSync(folder);
      else cpSync(from, folder, { recursive: true });
      return folder;
    },
    startServer(next, folder = round.folder('server', template.serverFolder)) {
      const server = startServerPost({
        ...{ hosts: bench.servers, ledger, tap, folder, plan: next },
        // Whoever waits for the server need not wait for the end of a pause.
        onUp() {
          for (const device of devices) void device.call('sync.now', {}).catch(() => undefined);
        },
      });
      servers.push(server);
      return server;
    },
    startDevice(username, next, dataDir = round.folder(username, template.clientFolder(username))) {
      const device = startDevicePost({
        ...{ hosts: bench.clients, ledger, username, dataDir, serverUrl: tap.url, plan: next },
      });
      devices.push(device);
      return device;
    },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
  return round;
};
