import { actOnce } from './acts.ts';
import { DEVICE_FAULTS } from './deviceFaults.ts';
import { OFFICE_FAULTS } from './officeFaults.ts';
import { onePost, restartServer, startClient, type Fault, type Play } from './play.ts';

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
  const { rng } = play.stage;
  const { db } = post.client.context();
  // Full at once, or in the middle of what is being written.
  const left = play.isWide ? rng.int(12) : 0;
  play.world.note(`${post.client.name} has a full disk`);
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + left}`);
  play.world.after(1000 + rng.int(60_000), `${post.client.name} has room again`, () => {
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
  const { rng } = play.stage;
  // Wide: a dead battery's 1970, a wrong year, or a few minutes.
  const reach = play.isWide ? rng.pick([600_000, 86_400_000, 400 * 86_400_000]) : 86_400_000;
  post.client.skew += (rng.chance(0.5) ? -1 : 1) * rng.int(reach);
  play.world.note(`${post.client.name} sets its clock`);
};

/** With how often; seeds that were named before there were more repeat with exactly these. */
const FIRST_FAULTS: readonly (readonly [number, Fault])[] = [
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
const ALL_FAULTS: readonly (readonly [number, Fault])[] = [
  ...FIRST_FAULTS,
  [1, setClock],
  [4, startAgain],
  ...DEVICE_FAULTS,
  ...OFFICE_FAULTS,
];

/** One of the things that go wrong. */
export const faultOnce = async (play: Play): Promise<void> => {
  const faults = play.isWide ? ALL_FAULTS : FIRST_FAULTS;
  let at = play.stage.rng.int(faults.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, fault] of faults) {
    at -= weight;
    if (at < 0) return fault(play);
  }
};
