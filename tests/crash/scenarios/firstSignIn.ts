import { annotate, vote } from '../acts.ts';
import type { Round } from '../bench.ts';
import type { DevicePost } from '../post.ts';
import { endRound } from '../settle.ts';
import { PASSPHRASE } from '../template.ts';

const TRIES = 40;

/** As somebody does who is told that it did not work: once more. */
export const signInUntilIn = async (device: DevicePost): Promise<void> => {
  let last = 'never answered';
  for (let tries = 0; tries < TRIES; tries += 1) {
    const state = await device.call('session.state', {});
    if (state?.ok === true && state.value.state === 'unlocked') return;
    const { username } = device;
    const answer = await device.call('session.signIn', { username, passphrase: PASSPHRASE });
    if (answer?.ok === false) {
      last = answer.error.code;
      if (last !== 'first_sign_in_needs_network' && last !== 'server_unreachable') break;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${device.name} cannot sign in: ${last}`);
};

/** A member signs in on a new device for the first time while it, or the server, dies. */
export const firstSignIn =
  (victim: 'server' | 'newcomer') =>
  async (round: Round): Promise<void> => {
    const { plan, bench } = round;
    const server = round.startServer(victim === 'server' ? plan : null);
    await server.ready();
    const newcomer = round.startDevice('binh', victim === 'newcomer' ? plan : null, round.folder('binh'));
    await signInUntilIn(newcomer);
    const acting = { template: bench.template, ledger: round.ledger, rng: round.rng };
    await newcomer.ask('sync.now', {});
    for (const act of [annotate, vote]) await act(newcomer, acting);
    await endRound(round, server);
  };
