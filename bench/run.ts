import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Figure, isMet } from './figure.ts';
import type { BenchOptions } from './sync/options.ts';

/**
 * `npm run bench -- NAME [--only PART] [--quick]`: measures, prints a table, and, when all was measured in full, writes
 * `bench/results/NAME.json`. A missed aim fails nothing.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, quick: { type: 'boolean' } },
});
const name = positionals[0] ?? '';
const options: BenchOptions = { only: values.only ?? null, quick: values.quick ?? false };
const file = join(import.meta.dirname, `${name}.ts`);
const known = /^[a-z]+$/.test(name) && !['run', 'figure'].includes(name);
if (
  !known ||
  !(await access(file).then(
    () => true,
    () => false,
  ))
) {
  console.error('npm run bench -- NAME, where NAME is a file of bench/: main, sync');
  process.exit(2);
}

const show = (value: number | null): string =>
  value === null ? '–' : Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);

const rowOf = (figure: Figure): Record<string, string> => {
  const met = isMet(figure);
  return {
    name: figure.name,
    value: `${show(figure.value)} ${figure.unit}`,
    floor: show(figure.floor),
    ratio: show(figure.ratio),
    aim: figure.aim === null ? '–' : `${figure.better === 'lower' ? '≤' : '≥'} ${show(figure.aim)}`,
    verdict: met === null ? '' : met ? 'met' : 'MISSED',
  };
};

const module = (await import(file)) as {
  measure: (options: BenchOptions) => Promise<Figure[]>;
};
const figures = await module.measure(options);
console.table(figures.map(rowOf));
if (options.only !== null || options.quick) process.exit(0);
const results = join(import.meta.dirname, 'results');
await mkdir(results, { recursive: true });
await writeFile(join(results, `${name}.json`), `${JSON.stringify(figures, null, 2)}\n`);
process.exit(0);
