import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readWipeNotes } from '../../../main/core/session/wipeNotes.ts';
import { device } from '../../../shared/domain/records/organisation.ts';
import type { SimClient } from '../simClient.ts';
import type { Rest } from './all.ts';

/** Ids of the devices whose wiping is not finished, not acknowledged, or not told to who signed in since. */
export const openWipes = (client: SimClient): readonly string[] =>
  readWipeNotes(client.folder())
    .filter(({ profile, acknowledged, told }) => profile !== null || !acknowledged || !told)
    .map(({ deviceId }) => deviceId);

/** Devices that no disk holds any more: nobody obeys for them. */
export const lostDevices = (posts: Rest['posts']): ReadonlySet<string> =>
  new Set(posts.flatMap(({ client }) => [...client.lostDevices()]));

/** Every order was obeyed and acknowledged, which stands once in the log; nobody works as a device that was wiped. */
export const checkWipes = (rest: Rest): void => {
  const { truth, world } = rest;
  const bodies = truth
    .prepare<[], string>("SELECT body FROM record WHERE kind = 'device' AND body IS NOT NULL")
    .pluck()
    .all();
  const words = truth.prepare<[string], number>(
    "SELECT count(*) FROM log_leaf WHERE data ->> 'type' = 'device-wiped' AND data ->> 'device' = ?",
  );
  const wiped = new Set<string>();
  const lost = lostDevices(rest.posts);
  for (const { id, wipeRequestedAt, wipedAt } of bodies.map((body) => device.parse(JSON.parse(body)))) {
    if (wipeRequestedAt === null || (wipedAt === null && lost.has(id))) continue;
    wiped.add(id);
    const times = words.pluck().get(id);
    if (wipedAt === null) world.fail(`device ${id} was ordered to be wiped and has not said that it is`);
    else if (times !== 1) world.fail(`that device ${id} is wiped stands ${String(times)} times in the log`);
  }
  for (const { client } of rest.posts) {
    if (wiped.has(client.deviceId())) world.fail(`${client.name} works as a device that was wiped`);
    const left = openWipes(client);
    if (left.length > 0) world.fail(`${client.name} still notes a wipe: ${left.join(' ')}`);
    const profiles = readdirSync(join(client.folder(), 'profiles'));
    if (profiles.length !== 1) world.fail(`${client.name} has ${profiles.length} profiles`);
  }
};
