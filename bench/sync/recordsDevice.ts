import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStore } from '../../main/core/store/store.ts';
import { isRecordKind, parentOf, type RecordOf } from '../../shared/domain/records/kinds.ts';
import { random } from '../main/office.ts';
import { openDevice, recordsOf, signIn, type Source, type Stall, watchStall } from './device.ts';
import { momentWhen } from '../moment.ts';

/** The program of one device: takes a first copy of the records in, then inserts the same rows raw. Prints JSON. */
export interface RecordsMeasured {
  readonly rows: number;
  readonly bytes: number;
  /** From the first pull until the copy is complete. */
  readonly ms: number;
  /** Time that this process computed in `ms` and in `rawMs`: tells on a busy machine what they do not. */
  readonly cpuMs: number;
  readonly rawCpuMs: number;
  /** The same rows into the same table of another new store: one prepared statement, one transaction. */
  readonly rawMs: number;
  readonly stall: Stall;
  /** Of this process after the copy and a full collection. */
  readonly rssMb: number;
}

type Row = readonly [scope: number, kind: string, id: string, rev: number, parent: string, body: string];

const rowsOf = (pages: readonly Uint8Array[]): readonly Row[] => {
  const scopes = new Map<string, number>();
  return recordsOf(pages).flatMap(([scope, [id, kind, rev, body]]): Row[] => {
    if (body === null || !isRecordKind(kind)) return [];
    const no = scopes.get(scope) ?? scopes.size + 1;
    scopes.set(scope, no);
    return [[no, kind, id, rev, parentOf(kind, JSON.parse(body) as RecordOf<typeof kind>), body]];
  });
};

const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const insertRaw = async (rows: readonly Row[]): Promise<{ readonly ms: number; readonly cpuMs: number }> => {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-raw-'));
  const made = createStore(join(folder, 'raw.db'), random(32));
  if (!made.ok) throw new Error(made.error.code);
  const db = made.value;
  const insert = db.prepare(
    'INSERT INTO rows (scope, kind, id, rev, parent, body) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const cpuBefore = cpu();
  const start = performance.now();
  db.transaction(() => {
    for (const row of rows) insert.run(...row);
  })();
  const ms = performance.now() - start;
  const cpuMs = cpu() - cpuBefore;
  db.close();
  await rm(folder, { recursive: true, force: true });
  return { ms, cpuMs };
};

const [serverUrl = '', source = 'http'] = process.argv.slice(2);
const device = await openDevice(serverUrl, source as Source);
const complete = momentWhen(device.cabinet, (state) => state.complete);
const filed = momentWhen(device.cabinet, ({ files }) => files.total > 0);
const before = device.firstPull.then(() => cpu());
await signIn(device);
const stop = watchStall();
const ms = (await complete) - device.firstPullAt();
const cpuMs = cpu() - (await before);
await filed;
const stall = stop();
globalThis.gc?.();
const rssMb = process.memoryUsage.rss() / 1e6;
const rows = rowsOf(device.pages);
const bytes = device.pages.reduce((sum, page) => sum + page.length, 0);
await device[Symbol.asyncDispose]();
const raw = await insertRaw(rows);
const measured: RecordsMeasured = {
  ...{ rows: rows.length, bytes, ms, cpuMs, stall, rssMb },
  ...{ rawMs: raw.ms, rawCpuMs: raw.cpuMs },
};
console.log(JSON.stringify(measured));
process.exit(0);
