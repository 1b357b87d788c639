import type { Figure } from './figure.ts';
import { measureCrowd } from './sync/crowd.ts';
import { measureGrowth } from './sync/growth.ts';
import type { BenchOptions } from './sync/options.ts';
import { measurePapers } from './sync/papers.ts';
import { measureRecords } from './sync/records.ts';
import { measureStart } from './sync/start.ts';

const PARTS: Readonly<Record<string, (options: BenchOptions) => Promise<Figure[]>>> = {
  records: measureRecords,
  papers: measurePapers,
  start: measureStart,
  crowd: measureCrowd,
  growth: measureGrowth,
};

/** Sync, store and files: each part for itself, one after another. */
export const measure = async (options: BenchOptions): Promise<Figure[]> => {
  const chosen = Object.entries(PARTS).filter(([name]) => options.only === null || options.only === name);
  if (chosen.length === 0) throw new Error(`--only takes one of ${Object.keys(PARTS).join(', ')}`);
  const figures: Figure[] = [];
  for (const [name, part] of chosen) {
    console.log(`\n— ${name}`);
    figures.push(...(await part(options)));
  }
  return figures;
};
