import { annotate } from '../acts.ts';
import type { Round } from '../bench.ts';
import { endRound } from '../settle.ts';
import { signInUntilIn } from './firstSignIn.ts';

/** A member locks the app while it dies: once told that it is locked, no key store opens it. */
export const lock = async (round: Round): Promise<void> => {
  const { plan, bench } = round;
  const server = round.startServer(null);
  const member = round.startDevice('an', plan);
  await annotate(member, { template: bench.template, ledger: round.ledger, rng: round.rng });
  const locked = await member.call('session.lock', {});
  const state = await member.ask('session.state', {});
  if (locked?.ok === true && state.state !== 'locked') round.ledger.fail(`locked, and then ${state.state}`);
  await member.kill();
  const again = await member.ask('session.state', {});
  if (locked?.ok === true && again.state !== 'locked')
    round.ledger.fail(`locked, and then ${again.state} after a restart`);
  await signInUntilIn(member);
  await endRound(round, server);
};
