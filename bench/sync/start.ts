import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { against, alone, type Figure, median } from '../figure.ts';
import { runProgram } from './child.ts';
import type { BenchOptions } from './options.ts';
import { openArchive } from './records.ts';
import type { StartMeasured } from './startDevice.ts';

const ROUNDS = 5;
/** 20,000 versions of this size are 10 GB. */
const PAPER_BYTES = 500_000;

/** Start of the core with years of sessions until home is answered, and what the process takes when it has nothing to do. */
export const measureStart = async ({ quick }: BenchOptions): Promise<Figure[]> => {
  await using office = await openArchive(quick ? 10_000 : 100_000, PAPER_BYTES);
  const dataDir = await mkdtemp(join(tmpdir(), 'cabinet-bench-start-'));
  try {
    const filled = await runProgram<{ files: number; bytes: number }>('startDevice.ts', [
      'fill',
      dataDir,
      office.url,
    ]);
    console.log(`start: ${filled.files} papers, ${(filled.bytes / 1e9).toFixed(1)} GB as sparse files`);
    const started: StartMeasured[] = [];
    const bare: number[] = [];
    const store: number[] = [];
    for (let n = 0; n < (quick ? 1 : ROUNDS); n += 1) {
      started.push(await runProgram<StartMeasured>('startDevice.ts', ['start', dataDir, office.url]));
      bare.push((await runProgram<{ rssMb: number }>('startDevice.ts', ['bare'])).rssMb);
      store.push(
        (await runProgram<{ rssMb: number }>('startDevice.ts', ['store', dataDir, office.url])).rssMb,
      );
      const { ms, fromProcessMs, rssMb } = started.at(-1) ?? { ms: 0, fromProcessMs: 0, rssMb: 0 };
      console.log(
        `start, round ${n + 1}: ${Math.round(ms)} ms (from process ${Math.round(fromProcessMs)} ms), ${Math.round(rssMb)} MB; bare Node ${Math.round(bare.at(-1) ?? 0)} MB, with a store ${Math.round(store.at(-1) ?? 0)} MB`,
      );
    }
    const rss = median(started.map(({ rssMb }) => rssMb));
    const whole = median(started.map(({ fromProcessMs }) => fromProcessMs));
    return [
      alone('start until home is answered', 'ms', median(started.map(({ ms }) => ms)), 300, 'lower'),
      alone('the same from the beginning of the process', 'ms', whole, null, 'lower'),
      against('idle memory, beside bare Node', 'MB', rss, median(bare), null, 'lower'),
      against('idle memory, beside Node with a store open', 'MB', rss, median(store), null, 'lower'),
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
};
