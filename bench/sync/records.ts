import { against, alone, type Figure, median } from '../figure.ts';
import { MEMBER, openOffice, SECRETARY } from '../main/office.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import { addToken, fillArchive } from './archive.ts';
import { runProgram } from './child.ts';
import { fetchPages, recordsOf } from './device.ts';
import type { BenchOptions } from './options.ts';
import { installPeers, servePouch } from './peers.ts';
import type { RecordsMeasured } from './recordsDevice.ts';

const ROUNDS = 3;

const rate = (count: number, ms: number): number => (count / ms) * 1000;
const round = (value: number): number => Math.round(value);

/** An office with one member's archive, and a token of theirs for those who pull by hand. */
export const openArchive = (records: number, paperBytes = 500_000) =>
  openOffice(async (desk) => {
    const { government } = desk;
    await fillArchive(desk, {
      ...{ records, paperBytes, bodyId: government.bodyId },
      member: government.personId(MEMBER),
      secretary: government.personId(SECRETARY),
    });
    return {
      member: await addToken(desk, MEMBER, desk.context.ids.next()),
      secretary: await addToken(desk, SECRETARY, desk.context.ids.next()),
    };
  });

/** Ingest, pull beside PouchDB, and the stall of the core's thread while it happens. */
export const measureRecords = async ({ quick }: BenchOptions): Promise<Figure[]> => {
  await installPeers();
  await using office = await openArchive(quick ? 10_000 : 100_000);
  const transport = createHttpTransport({ serverUrl: office.url });
  const records = recordsOf(await fetchPages(transport, office.prepared.member)).map(([, record]) => record);
  await transport.close();
  await using pouch = await servePouch(records);
  const memory: RecordsMeasured[] = [];
  const http: RecordsMeasured[] = [];
  const usual: number[] = [];
  const tuned: number[] = [];
  for (let n = 0; n < (quick ? 1 : ROUNDS); n += 1) {
    const ingested = await runProgram<RecordsMeasured>('recordsDevice.ts', [office.url, 'memory']);
    const pulled = await runProgram<RecordsMeasured>('recordsDevice.ts', [office.url, 'http']);
    usual.push(await pouch.pull('usual'));
    tuned.push(await pouch.pull('tuned'));
    memory.push(ingested);
    http.push(pulled);
    const rates = [ingested, pulled].map(({ rows, ms, rawMs }) => [rate(rows, ms), rate(rows, rawMs)]);
    console.log(
      `records, round ${n + 1}: ingest, raw ${rates[0]?.map(round).join(', ')}/s; pull, raw ${rates[1]?.map(round).join(', ')}/s; PouchDB ${round(usual.at(-1) ?? 0)}, tuned ${round(tuned.at(-1) ?? 0)}/s; stall p99 ${round(pulled.stall.p99)} max ${round(pulled.stall.max)} ms`,
    );
  }
  const middle = (all: readonly RecordsMeasured[], of: (one: RecordsMeasured) => number): number =>
    median(all.map(of));
  const own = (one: RecordsMeasured): number => rate(one.rows, one.ms);
  const raw = (one: RecordsMeasured): number => rate(one.rows, one.rawMs);
  const cpu = (one: RecordsMeasured): number => one.rawCpuMs / one.cpuMs;
  return [
    against('ingest, records', 'records/s', middle(memory, own), middle(memory, raw), 0.5, 'higher'),
    alone('ingest, processor time of raw inserts to ours', '×', middle(memory, cpu), null, 'higher'),
    against('pull, records, beside PouchDB', 'records/s', middle(http, own), median(usual), 10, 'higher'),
    against('the same beside PouchDB tuned', 'records/s', middle(http, own), median(tuned), null, 'higher'),
    alone(
      'stall while records arrive, p99',
      'ms',
      middle(http, ({ stall }) => stall.p99),
      16,
      'lower',
    ),
    alone(
      'stall while records arrive, max',
      'ms',
      middle(http, ({ stall }) => stall.max),
      50,
      'lower',
    ),
    alone(
      'memory after it, collected',
      'MB',
      middle(http, ({ rssMb }) => rssMb),
      null,
      'lower',
    ),
  ];
};
