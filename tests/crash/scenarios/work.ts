import {
  type Act,
  type Acting,
  beRefused,
  BIG_UPLOAD,
  MEMBER_ACTS,
  removePaper,
  SECRETARY_ACTS,
  SMALL_UPLOAD,
  uploadNonsense,
  vote,
} from '../acts.ts';
import type { Round } from '../bench.ts';
import type { DevicePost, Post } from '../post.ts';
import { endRound } from '../settle.ts';

/** Whose process is to die. */
export type Victim = 'server' | 'secretary' | 'member';

/** Acts that have to be among those of a round for a point to be passed at all. */
const NEEDED: readonly { readonly points: RegExp; readonly act: Act }[] = [
  { points: /^(?:chunk|intake)\./, act: BIG_UPLOAD },
  { points: /^(?:upload\.(?!forgotten)|file\.(?!deleted)|files\.)/, act: SMALL_UPLOAD },
  { points: /^upload\.forgotten$/, act: uploadNonsense },
  { points: /^file\.deleted$/, act: removePaper },
  { points: /^outbox\.(?:before_dismiss|dismissed)$/, act: beRefused },
];

/** The same for the member. */
const NEEDED_OF_MEMBER: typeof NEEDED = [{ points: /^log\./, act: vote }];

const ACTS_EACH = 5;

/** In one order or another; what is needed for the point always. */
const chooseActs = ({ rng }: Round, from: readonly Act[], needed: readonly Act[]): readonly Act[] => {
  const acts = Array.from({ length: ACTS_EACH }, () => rng.pick(from));
  for (const act of needed) acts.splice(rng.int(acts.length), 0, act);
  return acts;
};

const doAll = async (device: DevicePost, acts: readonly Act[], acting: Acting): Promise<void> => {
  for (const act of acts) await act(device, acting);
};

/** Sometimes the other side dies with it, or whoever follows dies again at once. */
const aggravate = (round: Round, victim: Post, others: readonly Post[], points: readonly string[]): void => {
  const { rng } = round;
  const together = rng.chance(0.25) ? rng.pick(others) : null;
  const again = rng.chance(0.25) ? { point: rng.pick(points), count: 1 + rng.int(2) } : null;
  if (again !== null) victim.planNext(again);
  let isFirst = true;
  victim.onDeath(() => {
    if (isFirst) void together?.kill();
    isFirst = false;
  });
};

/** A secretary and a member at work in a session while a process dies. */
export const work =
  (victim: Victim, points: readonly string[]) =>
  async (round: Round): Promise<void> => {
    const { plan, bench } = round;
    const planFor = (who: Victim) => (who === victim ? plan : null);
    const server = round.startServer(planFor('server'));
    const secretary = round.startDevice('thuky', planFor('secretary'));
    const member = round.startDevice('an', planFor('member'));
    const posts = { server, secretary, member };
    const others = [server, secretary, member].filter((post) => post !== posts[victim]);
    aggravate(round, posts[victim], others, points);
    const acting = { template: bench.template, ledger: round.ledger, rng: round.rng };
    const neededOf = (from: typeof NEEDED) =>
      from.filter((each) => each.points.test(plan.point)).map(({ act }) => act);
    await Promise.all([
      doAll(secretary, chooseActs(round, SECRETARY_ACTS, neededOf(NEEDED)), acting),
      doAll(member, chooseActs(round, MEMBER_ACTS, neededOf(NEEDED_OF_MEMBER)), acting),
    ]);
    await endRound(round, server);
  };
