import { createItem, removeItem, removePaper } from '../acts.ts';
import type { Round } from '../bench.ts';
import { endRound } from '../settle.ts';

/** Tombstones are forgotten while the server dies; a device that was away meanwhile starts those scopes over. */
export const tombstones = async (round: Round): Promise<void> => {
  const { plan, bench, rng, ledger } = round;
  const server = round.startServer(plan);
  const secretary = round.startDevice('thuky', null);
  const acting = { template: bench.template, ledger, rng };
  for (const act of [createItem, removeItem, removePaper, createItem]) await act(secretary, acting);
  for (let times = 0; times < 3; times += 1) {
    await server.ready();
    // Its death is what this is about.
    await server
      .host()
      .ask('forgetTombstones', { kept: rng.int(3) })
      .catch(() => undefined);
  }
  round.startDevice('an', null);
  await endRound(round, server);
};
