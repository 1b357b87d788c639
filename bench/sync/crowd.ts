import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { request } from 'undici';
import { API, PROTOCOL } from '../../shared/contract/version.ts';
import { alone, against, type Figure, quantile } from '../figure.ts';
import { openOffice } from '../main/office.ts';
import { type Crowd, fillCrowd } from './crowdOffice.ts';
import type { BenchOptions } from './options.ts';
import { pushOf, RECORDS } from './writes.ts';

const CLIENTS = 2000;
const PROCESSES = 2;
const ROUNDS = 3;

const start = (program: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** The next line that the program prints. */
const linesOf = (child: ChildProcess): (() => Promise<string>) => {
  if (child.stdout === null) throw new Error('nothing is printed');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const line = await lines.next();
    if (line.done === true) throw new Error('a program ended early');
    return line.value;
  };
};

/** Milliseconds from the write until each client has all its records. */
const measureRound = async (url: string, file: string, crowd: Crowd, first: number): Promise<number[]> => {
  const size = Math.ceil(crowd.members.length / PROCESSES);
  const readers = Array.from({ length: PROCESSES }, (_, n) =>
    linesOf(start('crowdClients.ts', [url, file, `${n * size}`, `${(n + 1) * size}`, `${RECORDS}`])),
  );
  for (const next of readers) if ((await next()) !== 'ready') throw new Error('a client is not ready');
  const began = Date.now();
  const answer = await request(`${url}${API}/sync/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${crowd.secretary}` },
    body: pushOf(crowd.epoch, crowd.itemId, first),
  });
  if (answer.statusCode !== 200) throw new Error(`the push ended with ${answer.statusCode}`);
  const text = await answer.body.text();
  if (text.includes('"rejected"')) throw new Error('the push was refused');
  const moments = await Promise.all(readers.map(async (next) => JSON.parse(await next()) as number[]));
  return moments.flat().map((moment) => moment - began);
};

/** What the server answers to the first client, as the floor sends it. */
const sampleAnswer = async (url: string, crowd: Crowd): Promise<string> => {
  const [member] = crowd.members;
  const answer = await request(`${url}${API}/sync/pull`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${member?.token ?? ''}` },
    body: JSON.stringify({ protocol: PROTOCOL, epoch: crowd.epoch, asOf: crowd.asOf, cursors: {} }),
  });
  return answer.body.text();
};

/** 2,000 connected devices are poked and each pulls 20 records, beside bare `ws` and `node:http` doing the same. */
export const measureCrowd = async ({ quick }: BenchOptions): Promise<Figure[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-crowd-'));
  await using office = await openOffice((desk) => fillCrowd(desk, quick ? 200 : CLIENTS));
  const file = join(folder, 'crowd.json');
  const answerFile = join(folder, 'answer.json');
  const own: number[] = [];
  const floor: number[] = [];
  let crowd = office.prepared;
  for (let n = 0; n < (quick ? 1 : ROUNDS); n += 1) {
    await writeFile(file, JSON.stringify(crowd), { mode: 0o600 });
    const mine = await measureRound(office.url, file, crowd, 1 + n * RECORDS);
    const answer = await sampleAnswer(office.url, crowd);
    await writeFile(answerFile, answer, { mode: 0o600 });
    const bare = start('bareCrowd.ts', [answerFile]);
    const url = (await linesOf(bare)()).replace('listening ', '');
    const theirs = await measureRound(url, file, crowd, 1 + n * RECORDS);
    bare.kill('SIGTERM');
    own.push(quantile(mine, 0.99));
    floor.push(quantile(theirs, 0.99));
    console.log(
      `crowd, round ${n + 1}: ${mine.length} clients p50 ${quantile(mine, 0.5)} p99 ${own.at(-1)} ms; bare p50 ${quantile(theirs, 0.5)} p99 ${floor.at(-1)} ms`,
    );
    const { asOf } = JSON.parse(answer) as { asOf: number };
    crowd = { ...crowd, asOf };
  }
  await rm(folder, { recursive: true, force: true });
  return [
    alone('2,000 clients, write to last record, p99', 'ms', quantile(own, 0.5), 1000, 'lower'),
    against(
      'the same beside bare ws and http',
      'ms',
      quantile(own, 0.5),
      quantile(floor, 0.5),
      null,
      'lower',
    ),
  ];
};
