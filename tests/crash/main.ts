import { parseArgs } from 'node:util';
import { CORE_POINTS } from '../../main/core/points.ts';
import { SERVER_POINTS } from '../../server/points.ts';
import { aims } from './aims.ts';
import { openBench } from './bench.ts';
import { playRound, type Outcome } from './round.ts';

/**
 * `npm run crash -- [--seed S] [--rounds N] [--at POINT] [--each]`: N rounds from seed S on. In each a process of the real
 * server or of a real device is killed with SIGKILL at a named point. `--at`: only at that point; `--each`: one round for each
 * place instead. Prints what is wrong and which points were died at; ends with code 1 when anything is wrong.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '20' },
    at: { type: 'string' },
    each: { type: 'boolean', default: false },
    quiet: { type: 'boolean', default: false },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const [first, asked] = [Number(values.seed), Number(values.rounds)];
const chosen = values.at === undefined ? null : aims.filter(({ point }) => point === values.at);
if (chosen?.length === 0) {
  say(`There is no point ${values.at ?? ''}.`);
  process.exit(2);
}
const rounds = values.each ? aims.length : asked;

const counts = new Map<string, number>();
const failed: number[] = [];
let bloodless = 0;

const report = (outcome: Outcome): void => {
  const { seed, aim, count, deaths, failures, ms } = outcome;
  for (const at of deaths) {
    const key = `${aim.side} ${at}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  if (deaths.length === 0) bloodless += 1;
  if (failures.length > 0) failed.push(seed);
  if (values.quiet && failures.length === 0) return;
  const died = deaths.length === 0 ? 'nobody died' : `died at ${deaths.join(', ')}`;
  say(
    `${failures.length === 0 ? 'ok    ' : 'FAILED'} seed ${seed} ${aim.side} ${aim.point} ×${count} (${aim.name}): ${died}; ${ms} ms`,
  );
  for (const failure of failures) say(`    WRONG: ${failure}`);
};

const bench = await openBench();
const start = performance.now();
try {
  for (let round = 0; round < rounds; round += 1) {
    const from = values.each ? aims : chosen;
    report(await playRound(bench, first + round, from?.[round % from.length]));
  }
} finally {
  await bench[Symbol.asyncDispose]();
}
const seconds = (performance.now() - start) / 1000;
const names = [
  ...SERVER_POINTS.map((point) => `server ${point}`),
  ...CORE_POINTS.map((point) => `core ${point}`),
];
say('');
for (const name of names) say(`${String(counts.get(name) ?? 0).padStart(5)} ${name}`);
const reached = names.filter((name) => counts.has(name)).length;
say('');
say(
  `${rounds} rounds in ${seconds.toFixed(1)} s (${(seconds / rounds).toFixed(2)} s each), ${bloodless} in which the place was not passed`,
);
say(`${reached} of ${names.length} points died at`);
say(`${failed.length === 0 ? 'nothing wrong' : `wrong in seeds ${failed.join(' ')}`}`);
process.exit(failed.length === 0 ? 0 : 1);
