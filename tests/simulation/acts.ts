import { MEMBER_ACTIONS, type Action } from './memberActions.ts';
import type { Play } from './play.ts';
import { SECRETARY_ACTIONS } from './secretaryActions.ts';
import type { Rng } from './seeded.ts';

const EDITORS: ReadonlySet<string> = new Set(['thuky', 'chutoa']);

const weighted = (rng: Rng, actions: readonly (readonly [number, string, Action])[]) => {
  let at = rng.int(actions.reduce((sum, [weight]) => sum + weight, 0));
  for (const action of actions) {
    at -= action[0];
    if (at < 0) return action;
  }
  throw new RangeError('no action');
};

/** Somebody does something. */
export const actOnce = (play: Play): void => {
  const { stage, world } = play;
  const living = play.posts.filter(({ client }) => client.isAlive());
  if (living.length === 0) return;
  const { client } = stage.rng.pick(living);
  const isEditor = EDITORS.has(client.username) && stage.rng.chance(0.7);
  const [, name, action] = weighted(stage.rng, isEditor ? SECRETARY_ACTIONS : MEMBER_ACTIONS);
  if (action(client, stage)) world.note(`${client.name} ${name}`);
};
