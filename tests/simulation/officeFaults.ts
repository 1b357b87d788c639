import { setAccountDisabled } from '../../server/accounts/administration.ts';
import type { ServerContext } from '../../server/context.ts';
import { begin } from './memberActions.ts';
import { type Fault, type Play } from './play.ts';

const setDisabled = async (play: Play, context: ServerContext, username: string, disabled: boolean) => {
  const account = await context.storage.directory.findAccount(username);
  if (account === undefined || account.disabled === disabled) return;
  const { organisationId } = account;
  play.world.note(`the account ${username} is ${disabled ? 'disabled' : 'enabled'}`);
  const administrator = { organisationId, accountRole: 'system_administrator' } as const;
  await setAccountDisabled(context, administrator, username, disabled);
};

const usernamesOf = (play: Play): readonly string[] => [
  ...new Set(play.posts.map(({ client }) => client.username)),
];

/** An account loses the server, or gets it back. */
const switchAccount: Fault = async (play) => {
  const context = play.server.context();
  if (context === null || play.server.troubles.room !== null) return;
  const username = play.stage.rng.pick(usernamesOf(play));
  const account = await context.storage.directory.findAccount(username);
  await setDisabled(play, context, username, account?.disabled !== true);
};

/** Every account may sign in again. */
export const enableAll = async (play: Play): Promise<void> => {
  const context = play.server.context();
  if (context === null) throw new Error('the server is not running');
  for (const username of usernamesOf(play)) await setDisabled(play, context, username, false);
};

/** Somebody who has two devices gives one of them up. */
const revokeDevice: Fault = (play) => {
  const { rng } = play.stage;
  const pairs = play.posts.flatMap(({ client }) =>
    play.posts.flatMap(({ client: other }) =>
      client !== other && client.username === other.username && client.isAlive() ? [{ client, other }] : [],
    ),
  );
  if (pairs.length === 0 || rng.chance(0.5)) return;
  const { client, other } = rng.pick(pairs);
  const id = other.deviceId();
  play.world.note(`${client.name} revokes ${other.name}`);
  begin(play.stage, client.call('mutate', { name: 'device.revoke', args: { id } }));
};

const fillServerDisk: Fault = (play) => {
  const { world, server, stage } = play;
  if (server.troubles.room !== null) return;
  server.troubles.room = stage.rng.int(20);
  world.note(`the server's disk takes ${server.troubles.room} more writes`);
  world.after(1000 + stage.rng.int(90_000), "the server's disk has room again", () => {
    server.troubles.room = null;
  });
};

const poison: Fault = ({ world, server, stage }) => {
  const isPassing = stage.rng.chance(0.5);
  world.note(`the next mutation makes the server fail ${isPassing ? 'once' : 'whenever it comes'}`);
  if (isPassing) server.troubles.passing += 1;
  else server.troubles.poison += 1;
};

/** The server's clock is set: by a minute, or past the end of every session. */
const setServerClock: Fault = ({ world, server, stage: { rng } }) => {
  const reach = rng.pick([60_000, 3_600_000, 40 * 86_400_000]);
  server.skew += (rng.chance(0.5) ? -1 : 1) * rng.int(reach);
  world.note('the server sets its clock');
};

/** What happens where the server stands; with how often. */
export const OFFICE_FAULTS: readonly (readonly [number, Fault])[] = [
  [2, switchAccount],
  [2, revokeDevice],
  [2, fillServerDisk],
  [1, poison],
  [1, setServerClock],
];
