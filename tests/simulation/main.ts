import { parseArgs } from 'node:util';
import { runSeed, type Outcome } from './run.ts';
import { buildTemplate } from './template.ts';

/**
 * `npm run simulate -- [--seed S] [--steps N] [--seeds K] [--restores] [--verbose]`: runs K seeds from S on. Prints the
 * hash of each run's trace; of one that fails, what is wrong and what happened last, and ends with code 1.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '150' },
    seeds: { type: 'string', default: '1' },
    restores: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const report = (outcome: Outcome, ms: number): void => {
  say(
    `seed ${outcome.seed} ${outcome.failures.length === 0 ? 'ok' : 'FAILED'} trace ${outcome.traceHash.slice(0, 16)} ${ms} ms`,
  );
  if (outcome.failures.length === 0) return;
  if (!values.verbose) for (const line of outcome.lines) say(`    ${line}`);
  for (const failure of outcome.failures) say(`  WRONG: ${failure}`);
};

const [first, count, steps] = [values.seed, values.seeds, values.steps].map(Number) as [
  number,
  number,
  number,
];
const template = await buildTemplate();
const failed: number[] = [];
const onLine = values.verbose ? (line: string) => say(`    ${line}`) : undefined;
try {
  for (let seed = first; seed < first + count; seed += 1) {
    const start = performance.now();
    const outcome = await runSeed({ template, seed, steps, restores: values.restores, onLine });
    if (outcome.failures.length > 0) failed.push(seed);
    report(outcome, Math.round(performance.now() - start));
  }
} finally {
  template.dispose();
}
say(
  `${count - failed.length} of ${count} seeds hold${failed.length === 0 ? '' : `; failed: ${failed.join(' ')}`}`,
);
process.exit(failed.length === 0 ? 0 : 1);
