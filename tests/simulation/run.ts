import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createIds } from '../../shared/lib/ids.ts';
import { checkAll } from './invariants/all.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { MEMBER_ACTIONS, type Action, type Stage } from './memberActions.ts';
import { CALM, createLink, type Link, type Weather } from './network.ts';
import { SECRETARY_ACTIONS } from './secretaryActions.ts';
import type { Rng } from './seeded.ts';
import { settle } from './settle.ts';
import { createSimClient, type SimClient } from './simClient.ts';
import { createSimServer, type SimServer } from './simServer.ts';
import { DEVICES, type Template } from './template.ts';
import { createWorld, START, type World } from './world.ts';

export interface RunOptions {
  readonly template: Template;
  readonly seed: number;
  /** How many choices the scheduler makes before it lets everything come to rest. */
  readonly steps: number;
  /** Whether the server may be set back to a backup: what was acknowledged after it is then gone. */
  readonly restores?: boolean | undefined;
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

/** Somebody's device with its way to the server. */
interface Post {
  readonly client: SimClient;
  link: Link;
  links: number;
}

/** One run under way. */
export interface Play {
  readonly world: World;
  readonly server: SimServer;
  readonly ledger: Ledger;
  readonly posts: readonly Post[];
  readonly stage: Stage;
  readonly weather: Weather;
  readonly isRestoring: boolean;
  /** Nothing bad happens any more. */
  isCalm: boolean;
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
  };
};

const newLink = (play: Omit<Play, 'posts'>, post: Pick<Post, 'client' | 'links'>, online: boolean): Link =>
  createLink({
    ...{ world: play.world, server: play.server, name: post.client.name, weather: play.weather, online },
    rng: play.world.rng.fork(`network ${post.client.name} ${post.links}`),
    onServerDeath: () => restartServer(play, 500),
  });

/** Another process of the server is started after some time. */
function restartServer({ world, server }: Pick<Play, 'world' | 'server'>, ms: number): void {
  world.after(ms, 'the server starts', () => server.start());
}

const startClient = async (play: Play, post: Post): Promise<void> => {
  if (post.client.isAlive()) return;
  post.links += 1;
  post.link = newLink(play, post, play.isCalm || play.stage.rng.chance(0.7));
  await post.client.start(post.link.transport);
};

const open = async (options: RunOptions, root: string): Promise<Play> => {
  const { template, seed } = options;
  const world = createWorld(`seed ${seed}`, START + 3_600_000, options.onLine);
  const rng = world.rng.fork('stage');
  const first = join(root, 'server');
  cpSync(template.serverFolder, first, { recursive: true });
  const page = rng.chance(0.5) ? { records: 1 + rng.int(12), bytes: 100_000 } : undefined;
  const server = createSimServer(world, root, first, page);
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
  const base = { ...frame, isRestoring: options.restores === true };
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

const EDITORS: ReadonlySet<string> = new Set(['thuky', 'chutoa']);

const weighted = (rng: Rng, actions: readonly (readonly [number, string, Action])[]) => {
  let at = rng.int(actions.reduce((sum, [weight]) => sum + weight, 0));
  for (const action of actions) {
    at -= action[0];
    if (at < 0) return action;
  }
  throw new RangeError('no action');
};

const actOnce = (play: Play): void => {
  const { stage, world } = play;
  const living = play.posts.filter(({ client }) => client.isAlive());
  if (living.length === 0) return;
  const { client } = stage.rng.pick(living);
  const isEditor = EDITORS.has(client.username) && stage.rng.chance(0.7);
  const [, name, action] = weighted(stage.rng, isEditor ? SECRETARY_ACTIONS : MEMBER_ACTIONS);
  if (action(client, stage)) world.note(`${client.name} ${name}`);
};

type Fault = (play: Play) => Promise<void> | void;

const onePost = (play: Play, isAlive: boolean): Post | undefined => {
  const some = play.posts.filter(({ client }) => client.isAlive() === isAlive);
  return some.length === 0 ? undefined : play.stage.rng.pick(some);
};

const switchNetwork: Fault = (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  const online = !post.link.isOnline();
  play.world.note(`${post.client.name} goes ${online ? 'online' : 'offline'}`);
  post.link.setOnline(online);
};

const killClient: Fault = async (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  const { rng } = play.stage;
  if (rng.chance(0.5)) actOnce(play);
  play.world.note(`${post.client.name} is killed`);
  await post.client.kill(() => post.link.cut(), rng.int(4), rng.int(60));
};

const stopClient: Fault = async (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  play.world.note(`${post.client.name} is closed`);
  await post.client.stop();
  post.link.cut();
};

const startAgain: Fault = async (play) => {
  const post = onePost(play, false);
  if (post === undefined) return;
  play.world.note(`${post.client.name} is started`);
  await startClient(play, post);
};

const fillDisk: Fault = (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  const { db } = post.client.context();
  play.world.note(`${post.client.name} has a full disk`);
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`);
  play.world.after(1000 + play.stage.rng.int(60_000), `${post.client.name} has room again`, () => {
    if (db.open) db.pragma('max_page_count = 1000000000');
  });
};

const restartServerNow: Fault = async (play) => {
  if (play.server.context() === null) return;
  const isKilled = play.stage.rng.chance(0.6);
  play.world.note(isKilled ? 'the server is killed' : 'the server is stopped');
  if (isKilled) play.server.kill();
  else await play.server.stop();
  restartServer(play, play.stage.rng.int(20_000));
};

const backUp: Fault = async (play) => {
  if (!play.isRestoring) return;
  const { rng } = play.stage;
  if (!play.server.hasBackup() || rng.chance(0.5)) {
    play.world.note('a backup is made');
    return play.server.backup();
  }
  play.world.note('the server is set back to its backup');
  play.server.restore();
  restartServer(play, rng.int(5000));
};

const forgetTombstones: Fault = async (play) => {
  play.world.note('tombstones are forgotten');
  await play.server.forgetTombstones(play.stage.rng.int(30));
};

const setClock: Fault = (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  post.client.skew += (play.stage.rng.chance(0.5) ? -1 : 1) * play.stage.rng.int(86_400_000);
  play.world.note(`${post.client.name} sets its clock`);
};

const FAULTS: readonly (readonly [number, Fault])[] = [
  [8, switchNetwork],
  [4, killClient],
  [2, stopClient],
  [7, startAgain],
  [2, fillDisk],
  [2, restartServerNow],
  [2, backUp],
  [1, forgetTombstones],
  [1, setClock],
];

const faultOnce = async (play: Play): Promise<void> => {
  let at = play.stage.rng.int(FAULTS.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, fault] of FAULTS) {
    at -= weight;
    if (at < 0) return fault(play);
  }
};

/** Lets the next thing happen and notes what the devices then have kept. */
const goOn = async ({ world, posts }: Play): Promise<void> => {
  await world.next();
  for (const { client } of posts) client.look();
};

const step = async (play: Play): Promise<void> => {
  const { rng } = play.stage;
  const kind = rng.int(100);
  if (kind < 35) actOnce(play);
  else if (kind < 90) for (let count = 1 + rng.int(6); count > 0; count -= 1) await goOn(play);
  else await faultOnce(play);
  await settle();
  for (const { client } of play.posts) client.look();
};

const isAtRest = async (play: Play): Promise<boolean> => {
  for (const { client } of play.posts) {
    const answer = await client.cabinet().call('sync.state', {});
    if (!answer.ok) return false;
    const { phase, waiting, files } = answer.value as {
      readonly phase: string;
      readonly waiting: number;
      readonly files: { readonly have: number; readonly total: number };
    };
    const { outbox, db } = client.context();
    const isAnswered = outbox.entries().every(({ state }) => state === 'refused');
    const pending = db.prepare('SELECT count(*) AS n FROM reading_pending').get() as { readonly n: number };
    const uploads = db.prepare("SELECT count(*) AS n FROM uploads WHERE state = 'waiting'").get() as {
      readonly n: number;
    };
    const isQuiet = isAnswered && pending.n === 0 && uploads.n === 0;
    if (phase !== 'up_to_date' || waiting > 0 || files.have < files.total || !isQuiet) return false;
  }
  return true;
};

const PATIENCE_MS = 30 * 60_000;
/** Longer than a client with a socket waits before it asks without having been poked. */
const FIRST_MS = 5.5 * 60_000;

/** Everybody is online and everything runs until there is nothing left to do. */
const comeToRest = async (play: Play): Promise<void> => {
  const { world, server, posts } = play;
  world.note('everything comes to rest');
  play.isCalm = true;
  Object.assign(play.weather, CALM);
  await server.start();
  for (const post of posts) {
    if (!post.client.isAlive()) await startClient(play, post);
    post.link.setOnline(true);
  }
  await settle();
  const from = world.clock.now();
  while (world.clock.now() < from + FIRST_MS) await goOn(play);
  while (!(await isAtRest(play))) {
    if (world.clock.now() > from + PATIENCE_MS) return notAtRest(play);
    for (let count = 0; count < 20; count += 1) await goOn(play);
  }
};

const notAtRest = async ({ world, posts }: Play): Promise<void> => {
  for (const { client } of posts) {
    const answer = await client.cabinet().call('sync.state', {});
    const { outbox, db } = client.context();
    const uploads = db.prepare("SELECT id, state, error FROM uploads WHERE state <> 'done'").all();
    const reading = db.prepare('SELECT content FROM reading_pending').all();
    const entries = [...uploads, ...reading, ...outbox.entries()];
    world.fail(
      `not at rest: ${client.name} ${JSON.stringify(answer)} ${JSON.stringify(entries).slice(0, 500)}`,
    );
  }
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
