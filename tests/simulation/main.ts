import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runSeed, type Outcome } from './run.ts';
import { buildTemplate } from './template.ts';

/**
 * `npm run simulate -- [--seed S] [--steps N] [--seeds K] [--restores] [--wipes] [--narrow] [--processes P] [--results FILE]
 * [--verbose]`: runs K seeds from S on. Prints the hash of each run's trace; of one that fails, what is wrong and what
 * happened last, and ends with code 1. `--restores`: the server is set back to backups too. `--wipes`: devices are ordered to be
 * wiped too. `--narrow`: only what could
 * go wrong when the first seeds were named. `--processes`: so many at once, each with a part of the seeds. `--results`:
 * one line per seed is added to the file, and seeds that stand in it already are not run again.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '150' },
    seeds: { type: 'string', default: '1' },
    processes: { type: 'string', default: '1' },
    results: { type: 'string' },
    restores: { type: 'boolean', default: false },
    wipes: { type: 'boolean', default: false },
    narrow: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const { results, restores, wipes, narrow, verbose } = values;
const [first, count, steps, processes] = [values.seed, values.seeds, values.steps, values.processes].map(
  Number,
) as [number, number, number, number];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Seeds by how they ended, from lines `SEED ok …` and `SEED FAILED …`. */
const readResults = (): ReadonlyMap<number, boolean> => {
  if (results === undefined || !existsSync(results)) return new Map();
  const lines = readFileSync(results, 'utf8').split('\n');
  const ended = lines.flatMap((line): [number, boolean][] => {
    const [, seed, how] = /^(\d+) (ok|FAILED) /.exec(line) ?? [];
    return seed === undefined ? [] : [[Number(seed), how === 'ok']];
  });
  return new Map(ended);
};

const report = (outcome: Outcome, ms: number): void => {
  const ended = `${outcome.seed} ${outcome.failures.length === 0 ? 'ok' : 'FAILED'}`;
  say(`seed ${ended} trace ${outcome.traceHash.slice(0, 16)} ${ms} ms`);
  const [first = ''] = outcome.failures;
  if (results !== undefined)
    appendFileSync(results, `${ended} ${outcome.traceHash.slice(0, 16)} ${first.split('\n')[0] ?? ''}\n`);
  if (outcome.failures.length === 0) return;
  if (!verbose) for (const line of outcome.lines) say(`    ${line}`);
  for (const failure of outcome.failures) say(`  WRONG: ${failure}`);
};

/** Runs them here, one after the other; returns those that failed. */
const runHere = async (seeds: readonly number[]): Promise<readonly number[]> => {
  const template = await buildTemplate();
  const failed: number[] = [];
  const onLine = verbose ? (line: string) => say(`    ${line}`) : undefined;
  try {
    for (const seed of seeds) {
      const start = performance.now();
      const outcome = await runSeed({ template, seed, steps, restores, wipes, narrow, onLine });
      if (outcome.failures.length > 0) failed.push(seed);
      report(outcome, Math.round(performance.now() - start));
    }
  } finally {
    template.dispose();
  }
  return failed;
};

const runPart = (from: number, seeds: number): Promise<readonly number[]> =>
  new Promise((resolve, reject) => {
    const flags = [
      ...(restores ? ['--restores'] : []),
      ...(wipes ? ['--wipes'] : []),
      ...(narrow ? ['--narrow'] : []),
    ];
    const numbers = ['--seed', String(from), '--seeds', String(seeds), '--steps', String(steps)];
    const file = results === undefined ? [] : ['--results', results];
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), ...numbers, ...flags, ...file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (piece: Buffer) => {
      process.stdout.write(piece);
      said = (said + piece.toString()).slice(-100_000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const ending = /(\d+) of (\d+) seeds hold(?:; failed: ([\d ]+))?\n$/.exec(said);
      if (ending === null) reject(new Error(`the process of seeds from ${from} ended with ${String(code)}`));
      else resolve((ending[3] ?? '').split(' ').filter(Boolean).map(Number));
    });
  });

const runParts = async (): Promise<readonly number[]> => {
  const share = Math.ceil(count / processes);
  const starts = Array.from({ length: processes }, (_, index) => first + index * share);
  const parts = starts.map((from) => runPart(from, Math.max(0, Math.min(share, first + count - from))));
  return (await Promise.all(parts)).flat();
};

const known = readResults();
const wanted = Array.from({ length: count }, (_, index) => first + index);
const before = wanted.filter((seed) => known.get(seed) === false);
const failed =
  processes > 1
    ? await runParts()
    : [...before, ...(await runHere(wanted.filter((seed) => !known.has(seed))))];
say(
  `${count - failed.length} of ${count} seeds hold${failed.length === 0 ? '' : `; failed: ${failed.join(' ')}`}`,
);
process.exit(failed.length === 0 ? 0 : 1);
