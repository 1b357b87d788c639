import { runTransaction, writeRecords } from '../../server/sync/transaction.ts';
import type { Actor } from '../../shared/domain/mutation.ts';
import { applyMutation } from '../../shared/domain/mutations/all.ts';
import { begin } from './memberActions.ts';
import type { Play, Post } from './play.ts';
import type { Rng } from './seeded.ts';
import { WIPE_STEPS } from './simClient.ts';

/** As a system administrator orders it, from a device outside of the run. */
const byAdministrator = async (play: Play, id: string): Promise<void> => {
  const context = play.server.context();
  if (context === null || play.server.troubles.room !== null) return;
  const account = await context.storage.directory.findAccount('chutoa');
  if (account === undefined) throw new Error('the small government is not there');
  const { organisationId, personId } = account;
  const actor: Actor = { organisationId, personId, deviceId: '', accountRole: 'system_administrator' };
  const outcome = await runTransaction(context, organisationId, (work) =>
    writeRecords(context, work, actor, '', (rules) => applyMutation('device.wipe', { id }, rules)),
  );
  // After a restore the server may not know the device yet.
  play.world.note(`an administrator orders it: ${outcome.ok ? 'taken' : outcome.error.code}`);
};

/** Somebody's device is ordered to be wiped, by an administrator or by its person on another one; it may die of it. */
export const orderWipe = async (play: Play, rng: Rng): Promise<void> => {
  const post: Post = rng.pick(play.posts);
  const { client } = post;
  const id = client.deviceId();
  const others = play.posts.filter(
    ({ client: other }) => other !== client && other.username === client.username && other.isAlive(),
  );
  const other = others.length > 0 && rng.chance(0.5) ? rng.pick(others).client : null;
  play.world.note(`${client.name} is to be wiped${other === null ? '' : ` by ${other.name}`}`);
  if (rng.chance(0.6)) client.dieInWipe(rng.pick(WIPE_STEPS), () => post.link.cut());
  if (other === null) return byAdministrator(play, id);
  begin(play.stage, other.call('mutate', { name: 'device.wipe', args: { id } }));
};
