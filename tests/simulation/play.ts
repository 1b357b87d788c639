import type { Ledger } from './ledger.ts';
import type { Stage } from './memberActions.ts';
import { createLink, type Link, type Weather } from './network.ts';
import type { SimClient } from './simClient.ts';
import type { Rng } from './seeded.ts';
import { settle } from './settle.ts';
import type { SimServer } from './simServer.ts';
import type { World } from './world.ts';

/** Somebody's device with its way to the server. */
export interface Post {
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
  /** Choices about orders to wipe a device; null in a run without any. */
  readonly wipes: Rng | null;
  /** Whether everything that can go wrong may, or only what could when the first seeds were named. */
  readonly isWide: boolean;
  /** Nothing bad happens any more. */
  isCalm: boolean;
}

/** What a device says when an answer was not what the server sent. */
const TAMPERED = ['checksum_mismatch', 'server_nonsense', 'checkpoint_not_signed'] as const;

export const newLink = (
  play: Omit<Play, 'posts'>,
  post: Pick<Post, 'client' | 'links'>,
  online: boolean,
): Link =>
  createLink({
    ...{ world: play.world, server: play.server, name: post.client.name, weather: play.weather, online },
    rng: play.world.rng.fork(`network ${post.client.name} ${post.links}`),
    onServerDeath: () => restartServer(play, 500),
    onTampered: () => TAMPERED.forEach((event) => post.client.excuse(event)),
  });

/** Another process of the server is started after some time. */
export function restartServer({ world, server }: Pick<Play, 'world' | 'server'>, ms: number): void {
  world.after(ms, 'the server starts', () => {
    // On a full disk it says so and does not start: whoever runs it has made room.
    server.troubles.room = null;
    return server.start();
  });
}

/** Lets the next thing happen and notes what the devices then have kept. */
export const goOn = async ({ world, posts }: Pick<Play, 'world' | 'posts'>): Promise<void> => {
  await world.next();
  for (const { client } of posts) client.look();
};

/**
 * The person of a wiped device signs in as on a new one, if the server lets them. Time goes on only while it is asked
 * something: how long a passphrase is worked on is no part of the run.
 */
const signInAnew = async (play: Play, { client, link }: Post): Promise<void> => {
  let said: string | null | undefined;
  void client.beginAnew().then((code) => {
    said = code;
  });
  for (;;) {
    await settle();
    if (said !== undefined) break;
    if (link.isAsking()) await goOn(play);
    else await new Promise((resolve) => setTimeout(resolve, 1));
  }
  play.world.note(`${client.name} begins anew: ${said ?? 'in'}`);
};

/** Starts the program, or signs in where its person had locked it. */
export const startClient = async (play: Play, post: Post): Promise<void> => {
  const { client } = post;
  if (client.isAlive()) return;
  if (client.isWiped() && client.isOn()) return signInAnew(play, post);
  if (client.isOn()) return client.unlock();
  post.links += 1;
  post.link = newLink(play, post, play.isCalm || play.stage.rng.chance(0.7));
  await client.start(post.link.transport);
  if (client.isWiped()) await signInAnew(play, post);
};

/** One of the devices on which somebody can work now, or of those on which nobody can. */
export const onePost = (play: Play, isAlive: boolean): Post | undefined => {
  const some = play.posts.filter(({ client }) => client.isAlive() === isAlive);
  return some.length === 0 ? undefined : play.stage.rng.pick(some);
};

/** Something goes wrong. */
export type Fault = (play: Play) => Promise<void> | void;
