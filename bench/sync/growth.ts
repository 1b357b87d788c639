import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { against, type Figure, median } from '../figure.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import { runProgram } from './child.ts';
import { fetchPages, recordsOf } from './device.ts';
import type { GrowthMeasured } from './growthDevice.ts';
import type { BenchOptions } from './options.ts';
import { openArchive } from './records.ts';
import { pushOf } from './writes.ts';

const SIZES = [1000, 10_000, 100_000] as const;
/** Enough that what the first copy has left to write, for a second or so, does not decide the median. */
const PULLS = 31;
/** Devices, one after another: what else a machine does moves a few milliseconds by half. */
const ROUNDS = 3;

interface Cost extends GrowthMeasured {
  /** Per 1,000 records. */
  readonly ingestMs: number;
  readonly pullMs: number;
}

const measureSize = async (records: number): Promise<Cost> => {
  await using office = await openArchive(records);
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-growth-'));
  const { member, secretary } = office.prepared;
  const transport = createHttpTransport({ serverUrl: office.url });
  const pages = await fetchPages(transport, member);
  await transport.close();
  const rows = recordsOf(pages).map(([scope, record]) => ({ scope, record }));
  const epoch = (JSON.parse(Buffer.from(pages[0] ?? []).toString('utf8')) as { epoch: string }).epoch;
  // Of the last session, which is still to come.
  const item = rows.filter(({ record: [, kind] }) => kind === 'agendaItem').at(-1);
  const files: string[] = [];
  for (let n = 0; n < (1 + ROUNDS) * PULLS; n += 1) {
    files.push(join(folder, `${n}.json`));
    await writeFile(files.at(-1) ?? '', pushOf(epoch, item?.record[0] ?? '', 1 + n * 20));
  }
  const run = (source: string, pushes: readonly string[]) =>
    runProgram<GrowthMeasured>('growthDevice.ts', [office.url, secretary, source, ...pushes]);
  const ingested = await run('memory', files.slice(0, PULLS));
  const rounds: GrowthMeasured[] = [];
  for (let n = 1; n <= ROUNDS; n += 1) {
    rounds.push(await run('http', files.slice(n * PULLS, (n + 1) * PULLS)));
  }
  const middle = (of: (one: GrowthMeasured) => number): number => median(rounds.map(of));
  await rm(folder, { recursive: true, force: true });
  const each = (ms: number): number => (ms / rows.length) * 1000;
  const cost = {
    rows: rows.length,
    firstMs: middle(({ firstMs }) => firstMs),
    twentyMs: middle(({ twentyMs }) => twentyMs),
    nothingMs: middle(({ nothingMs }) => nothingMs),
    homeMs: middle(({ homeMs }) => homeMs),
    homeAgainMs: middle(({ homeAgainMs }) => homeAgainMs),
    ingestMs: each(ingested.firstMs),
    pullMs: each(middle(({ firstMs }) => firstMs)),
  };
  const shown = [cost.ingestMs, cost.pullMs, cost.twentyMs, cost.nothingMs, cost.homeMs, cost.homeAgainMs];
  console.log(
    `growth, ${rows.length} records: ms per 1,000 ingested, pulled; 20 more, nothing new, home, home again: ${shown.map((ms) => ms.toFixed(1)).join(', ')}`,
  );
  return cost;
};

/** What a record costs as records grow 10 and 100 times: the large archive beside the small one. */
export const measureGrowth = async ({ quick }: BenchOptions): Promise<Figure[]> => {
  const costs: Cost[] = [];
  for (const size of quick ? SIZES.slice(0, 2) : SIZES) costs.push(await measureSize(size));
  const [small] = costs;
  const figures: Figure[] = [];
  for (const cost of costs.slice(1)) {
    const times = `× ${Math.round(cost.rows / (small?.rows ?? 1))}`;
    const compare = (name: string, of: (cost: Cost) => number, aim: number | null): void => {
      if (small) figures.push(against(`${name}, records ${times}`, 'ms', of(cost), of(small), aim, 'lower'));
    };
    compare('ingest per 1,000', ({ ingestMs }) => ingestMs, 1.5);
    compare('pull per 1,000', ({ pullMs }) => pullMs, 1.5);
    compare('20 more', ({ twentyMs }) => twentyMs, 1.5);
    compare('home after a pull', ({ homeMs }) => homeMs, null);
  }
  return figures;
};
