import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createIds } from '../../shared/lib/ids.ts';
import { checkAll } from './invariants/all.ts';
import { actOnce } from './acts.ts';
import { faultOnce } from './faults.ts';
import { createLedger } from './ledger.ts';
import type { Stage } from './memberActions.ts';
import { CALM, type Weather } from './network.ts';
import { goOn, newLink, startClient, type Play, type Post } from './play.ts';
import { comeToRest } from './rest.ts';
import type { Rng } from './seeded.ts';
import { settle } from './settle.ts';
import { createSimClient } from './simClient.ts';
import { createSimServer } from './simServer.ts';
import { DEVICES, type Template } from './template.ts';
import { orderWipe } from './wipes.ts';
import { createWorld, START } from './world.ts';

export interface RunOptions {
  readonly template: Template;
  readonly seed: number;
  /** How many choices the scheduler makes before it lets everything come to rest. */
  readonly steps: number;
  /** Whether the server may be set back to a backup: what was acknowledged after it is then gone. */
  readonly restores?: boolean | undefined;
  /** Whether devices are ordered to be wiped. Choices of their own: other runs are what they are without. */
  readonly wipes?: boolean | undefined;
  /** Only what could go wrong when the first seeds were named. */
  readonly narrow?: boolean | undefined;
  /** Every line of the trace as it is written. */
  readonly onLine?: ((line: string) => void) | undefined;
}

export interface Outcome {
  readonly seed: number;
  readonly traceHash: string;
  readonly failures: readonly string[];
  /** The newest lines of the trace. */
  readonly lines: readonly string[];
}

const weatherOf = (rng: Rng): Weather => {
  const kind = rng.int(3);
  if (kind === 0) return { ...CALM, pokeDropped: 0.2, serverDies: 0.003 };
  const much = kind === 1 ? 1 : 3;
  return {
    lostBefore: 0.03 * much,
    lostAfter: 0.04 * much,
    doubled: 0.03 * much,
    pokeDropped: 0.1 * much,
    latency: 400 * much,
    serverDies: 0.01 * much,
    tampered: 0,
  };
};

const open = async (options: RunOptions, root: string): Promise<Play> => {
  const { template, seed } = options;
  const world = createWorld(`seed ${seed}`, START + 3_600_000, options.onLine);
  const rng = world.rng.fork('stage');
  const first = join(root, 'server');
  cpSync(template.serverFolder, first, { recursive: true });
  const page = rng.chance(0.5) ? { records: 1 + rng.int(12), bytes: 100_000 } : undefined;
  const server = createSimServer(world, root, first, { page, isTroubled: options.narrow !== true });
  await server.start();
  const ledger = createLedger(world, () => server.restores());
  const idRng = rng.fork('ids');
  const idBytes = (count: number) => idRng.bytes(count);
  const stage: Stage = {
    ...{ world, rng, ids: createIds(world.clock, idBytes), papers: template.papers },
    ...{
      annotations: new Map<string, string[]>(),
      received: [],
      restores: () => server.restores(),
      count: 0,
    },
  };
  const frame = { world, server, ledger, stage, weather: weatherOf(rng), isCalm: false };
  const base = {
    ...{ ...frame, isRestoring: options.restores === true, isWide: options.narrow !== true },
    wipes: options.wipes === true ? world.rng.fork('wipes') : null,
  };
  if (base.isWide && rng.chance(0.3)) frame.weather.tampered = 0.02;
  const posts = DEVICES.slice(0, 3 + rng.int(DEVICES.length - 2)).map(({ name, username }): Post => {
    const folder = join(root, name);
    cpSync(template.clientFolder(name), folder, { recursive: true });
    const mayMismatch = () => server.hasForgotten();
    const own = {
      mayMismatch,
      world,
      ledger,
      name,
      username,
      root,
      first: folder,
      rng: world.rng.fork(name),
    };
    const client = createSimClient(own);
    client.skew = rng.chance(0.3) ? (rng.int(4) - 2) * 86_400_000 : 0;
    return { client, links: 0, link: newLink(base, { client, links: 0 }, true) };
  });
  const play: Play = { ...base, posts };
  for (const post of posts) await startClient(play, post);
  await settle();
  return play;
};

const step = async (play: Play): Promise<void> => {
  const { rng } = play.stage;
  const kind = rng.int(100);
  if (kind < 35) actOnce(play);
  else if (kind < 90) for (let count = 1 + rng.int(6); count > 0; count -= 1) await goOn(play);
  else await faultOnce(play);
  if (play.wipes?.chance(0.04) === true) await orderWipe(play, play.wipes);
  await settle();
  for (const { client } of play.posts) client.look();
};

/** One run from its seed to the end. Never rejects for what the programs under test do. */
export const runSeed = async (options: RunOptions): Promise<Outcome> => {
  const root = mkdtempSync(join(dirname(options.template.root), 'cabinet-sim-run-'));
  const play = await open(options, root);
  const { world } = play;
  const onRejection = (reason: unknown): void => {
    world.fail(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
  };
  process.on('unhandledRejection', onRejection);
  try {
    for (let count = 0; count < options.steps && world.failures.length === 0; count += 1) await step(play);
    if (world.failures.length === 0) await comeToRest(play);
    if (world.failures.length === 0) await checkAll(play);
  } finally {
    for (const post of play.posts) {
      await post.client.stop();
      post.link.cut();
    }
    await play.server.stop();
    await settle();
    process.off('unhandledRejection', onRejection);
    rmSync(root, { recursive: true, force: true });
  }
  return {
    seed: options.seed,
    traceHash: world.traceHash(),
    failures: world.failures,
    lines: world.lines.slice(-120),
  };
};
