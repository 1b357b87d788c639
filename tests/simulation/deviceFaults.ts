import { actOnce } from './acts.ts';
import { onePost, type Fault } from './play.ts';

const losePower: Fault = async (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  if (play.stage.rng.chance(0.5)) actOnce(play);
  play.world.note(`${post.client.name} loses power`);
  // A file that went and came again has another key since: the store of before does not open it, and fetches it again.
  post.client.excuse('chunk_damaged');
  await post.client.losePower(() => post.link.cut());
};

const takeImage: Fault = (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  play.world.note(`an image of ${post.client.name} is taken`);
  post.client.takeImage();
};

const restoreImage: Fault = async (play) => {
  const some = play.posts.filter(({ client }) => client.hasImage());
  if (some.length === 0) return;
  const { client, link } = play.stage.rng.pick(some);
  play.world.note(`${client.name} is set back to its image`);
  await client.kill(() => link.cut());
  client.restoreImage();
};

const lock: Fault = async (play) => {
  const post = onePost(play, true);
  if (post === undefined) return;
  if (play.stage.rng.chance(0.5)) actOnce(play);
  play.world.note(`${post.client.name} is locked`);
  await post.client.lock();
};

/** What happens to a device; with how often. */
export const DEVICE_FAULTS: readonly (readonly [number, Fault])[] = [
  [4, losePower],
  [2, takeImage],
  [2, restoreImage],
  [1, lock],
];
