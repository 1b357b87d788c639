import { type Bench, openRound, type Round } from './bench.ts';
import { createRng } from '../simulation/seeded.ts';
import { aims, type Aim } from './aims.ts';

export interface Outcome {
  readonly seed: number;
  readonly aim: Aim;
  readonly count: number;
  /** Where processes died by plan, in the order of their deaths. */
  readonly deaths: readonly string[];
  readonly failures: readonly string[];
  readonly ms: number;
}

/** Mostly the first passing, sometimes a later one. */
const COUNTS = [1, 1, 1, 1, 2, 2, 3] as const;

const run = async (round: Round, aim: Aim): Promise<void> => {
  try {
    await aim.play(round);
  } catch (error) {
    round.ledger.fail(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
};

/** Plays the round of a seed, or of a seed at one place. The same seed makes the same choices; what runs at the same time runs as it runs. */
export const playRound = async (bench: Bench, seed: number, chosen?: Aim): Promise<Outcome> => {
  const rng = createRng(`aim ${seed}`);
  const aim = chosen ?? rng.pick(aims);
  const count = aim.once === true ? 1 : rng.pick(COUNTS);
  const start = performance.now();
  const round = openRound(bench, seed, { point: aim.point, count });
  await run(round, aim);
  const posts = [...round.servers, ...round.devices];
  // Whatever a failed round has left running.
  if (round.ledger.failures.length > 0) for (const post of posts) await post.abandon();
  round.dispose();
  return {
    ...{ seed, aim, count, failures: round.ledger.failures },
    deaths: [...posts.flatMap(({ deaths }) => deaths), ...round.toolDeaths],
    ms: Math.round(performance.now() - start),
  };
};
