import SqliteDatabase from 'better-sqlite3';
import { databaseFile } from '../../server/installation/dataFolder.ts';
import { device } from '../../shared/domain/records/organisation.ts';
import { lostDevices, openWipes } from './invariants/wipes.ts';
import { CALM } from './network.ts';
import { enableAll } from './officeFaults.ts';
import { goOn, startClient, type Play } from './play.ts';
import { settle } from './settle.ts';
import type { SimClient } from './simClient.ts';

interface State {
  readonly phase: string;
  readonly waiting: number;
  readonly error: { readonly code: string } | null;
  readonly retryAt: string | null;
  readonly files: { readonly have: number; readonly total: number };
}

/** Devices that the server serves no more. */
export const revokedDevices = async ({ server, posts }: Play): Promise<ReadonlySet<string>> => {
  const context = server.context();
  const revoked = new Set<string>();
  for (const organisationId of (await context?.storage.directory.organisationIds()) ?? []) {
    for (const { client } of posts) {
      const row = await context?.storage.read(organisationId, (view) =>
        view.records.get('device', client.deviceId()),
      );
      if (row !== undefined && device.parse(JSON.parse(row.body)).revokedAt !== null)
        revoked.add(client.deviceId());
    }
  }
  return revoked;
};

const stateOf = async (client: SimClient): Promise<State | null> => {
  const answer = await client.cabinet().call('sync.state', {});
  return answer.ok ? (answer.value as State) : null;
};

const countOf = (client: SimClient, sql: string): number =>
  client.context().db.prepare<[], { n: number }>(sql).get()?.n ?? 0;

/** What only a person ends: a second copy that did not match either. An account that was given back heals by itself. */
const MAY_STAND = new Set(['checksum_mismatch']);

const isQuiet = async (play: Play, client: SimClient, isRevoked: boolean): Promise<boolean> => {
  if (!client.isOn() || client.isWiped()) return false;
  const state = await stateOf(client);
  if (state === null) return false;
  const { phase, waiting, files, error, retryAt } = state;
  if (play.isWide && phase === 'trouble' && retryAt === null && MAY_STAND.has(error?.code ?? '')) {
    play.world.note(`${client.name} is tried again after ${String(error?.code)}`);
    void client.call('sync.now', {});
    return false;
  }
  if (isRevoked) return phase === 'trouble' && error?.code === 'device_revoked';
  // What a restored server refuses although it was once applied is tried again for long: that is a rest as well.
  const returning = countOf(client, "SELECT count(*) AS n FROM outbox WHERE state = 'returning'");
  const left = client
    .context()
    .outbox.entries()
    .filter((entry) => entry.state !== 'refused');
  const isAnswered = left.length === returning && waiting === returning;
  const isSent =
    (returning > 0 || countOf(client, 'SELECT count(*) AS n FROM reading_pending') === 0) &&
    countOf(client, "SELECT count(*) AS n FROM uploads WHERE state = 'waiting'") === 0;
  return phase === 'up_to_date' && files.have >= files.total && isAnswered && isSent;
};

/** An order that was not acknowledged yet, or of which a device has still to do something. */
const isWiping = (play: Play): boolean => {
  const truth = new SqliteDatabase(databaseFile(play.server.folder()), { readonly: true });
  const open = truth
    .prepare<[], string>(
      `SELECT id FROM record WHERE kind = 'device' AND body ->> 'wipeRequestedAt' IS NOT NULL
        AND body ->> 'wipedAt' IS NULL`,
    )
    .pluck()
    .all();
  truth.close();
  const lost = lostDevices(play.posts);
  return open.some((id) => !lost.has(id)) || play.posts.some(({ client }) => openWipes(client).length > 0);
};

const isAtRest = async (play: Play): Promise<boolean> => {
  if (play.wipes !== null && isWiping(play)) return false;
  const revoked = await revokedDevices(play);
  for (const { client } of play.posts) {
    if (!(await isQuiet(play, client, revoked.has(client.deviceId())))) return false;
  }
  return true;
};

const PATIENCE_MS = 90 * 60_000;
/** Longer than a client with a socket waits before it asks without having been poked. */
const FIRST_MS = 5.5 * 60_000;

/** Longer than a poke and the pull after it take in calm weather. */
const UNMOVED_MS = 40_000;
/** Longer than a device takes after its first copy until it knows which papers it lacks. */
const RESTED_MS = 5_000;

/** The number of the server's last write, of all organisations together. */
const counterOf = async ({ server }: Play): Promise<number> => {
  const context = server.context();
  let sum = 0;
  for (const id of (await context?.storage.directory.organisationIds()) ?? []) {
    sum += (await context?.storage.read(id, (view) => view.counter())) ?? 0;
  }
  return sum;
};

const makeCalm = async (play: Play): Promise<void> => {
  const { server, posts } = play;
  play.isCalm = true;
  Object.assign(play.weather, CALM);
  Object.assign(server.troubles, { room: null, poison: 0, passing: 0 });
  await server.start();
  if (play.isWide) await enableAll(play);
  for (const post of posts) {
    // Who begins anew needs the server for it.
    if (post.client.isWiped()) post.link.setOnline(true);
    if (!post.client.isAlive()) await startClient(play, post);
    post.link.setOnline(true);
  }
  await settle();
};

/** Wiped only now, because the order has just reached it; it may have died of that. */
const reopen = async (play: Play, post: Play['posts'][number]): Promise<void> => {
  await startClient(play, post);
  post.link.setOnline(true);
};

/** Everybody is online and everything runs until there is nothing left to do. */
export const comeToRest = async (play: Play): Promise<void> => {
  const { world } = play;
  world.note('everything comes to rest');
  await makeCalm(play);
  const from = world.clock.now();
  while (world.clock.now() < from + FIRST_MS) await goOn(play);
  // The server writes by itself too: a late window may end in the last moment.
  let counter = -1;
  let movedAt = world.clock.now();
  let restingSince = Number.POSITIVE_INFINITY;
  for (;;) {
    const now = await counterOf(play);
    if (now !== counter) [counter, movedAt] = [now, world.clock.now()];
    // Asked at once, since it also does what only a person can do.
    restingSince = (await isAtRest(play))
      ? Math.min(restingSince, world.clock.now())
      : Number.POSITIVE_INFINITY;
    if (world.clock.now() >= Math.max(movedAt + UNMOVED_MS, restingSince + RESTED_MS)) return;
    if (world.clock.now() > from + PATIENCE_MS) return notAtRest(play);
    for (let count = 0; count < 20; count += 1) await goOn(play);
    for (const post of play.posts) if (!post.client.isOn() || post.client.isWiped()) await reopen(play, post);
  }
};

const notAtRest = async ({ world, posts }: Play): Promise<void> => {
  for (const { client } of posts) {
    if (!client.isAlive()) {
      world.fail(`not at rest: nobody is signed in on ${client.name}`);
      continue;
    }
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
