import { open } from 'node:fs/promises';
import { against, alone, type Figure, median } from '../figure.ts';
import { curl, fillWithPapers, MB } from '../main/firstSync.ts';
import { openOffice } from '../main/office.ts';
import { runProgram } from './child.ts';
import type { BenchOptions } from './options.ts';
import type { PapersMeasured } from './papersDevice.ts';

const PAPERS = 300;
const ROUNDS = 5;

/** What `curl` leaves out and the app does not: the bytes are on the disk, not only in the system's memory. */
const syncAll = async (paths: readonly string[]): Promise<void> => {
  await Promise.all(
    paths.map(async (path) => {
      const handle = await open(path, 'r+');
      await handle.datasync();
      await handle.close();
    }),
  );
};

/** Papers of 1 MB, checked, sealed and synced, beside one `curl` that fetches the same files onto the disk and syncs them. */
export const measurePapers = async ({ quick }: BenchOptions): Promise<Figure[]> => {
  const count = quick ? 50 : PAPERS;
  await using office = await openOffice((desk) => fillWithPapers(desk, count));
  const { url, prepared: files } = office;
  const speed = (ms: number): number => ((count * MB) / 1_000_000 / ms) * 1000;
  const own: PapersMeasured[] = [];
  const peer: number[] = [];
  for (let n = 0; n < (quick ? 1 : ROUNDS); n += 1) {
    const down = await runProgram<PapersMeasured>('papersDevice.ts', [url]);
    own.push(down);
    peer.push(await curl(url, down.token, files, [], syncAll));
    console.log(
      `papers, round ${n + 1}: app, curl with fsync ${[down.ms, peer.at(-1) ?? 0].map((ms) => Math.round(speed(ms))).join(', ')} MB/s; stall p99 ${Math.round(down.stall.p99)} max ${Math.round(down.stall.max)} ms`,
    );
  }
  const ownMs = median(own.map(({ ms }) => ms));
  return [
    against('papers of 1 MB, beside curl', 'MB/s', speed(ownMs), speed(median(peer)), 0.8, 'higher'),
    alone('stall while papers arrive, p99', 'ms', median(own.map(({ stall }) => stall.p99)), 16, 'lower'),
    alone('stall while papers arrive, max', 'ms', median(own.map(({ stall }) => stall.max)), 50, 'lower'),
  ];
};
