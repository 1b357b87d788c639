import { request } from 'undici';
import type { ClientResult } from '../../shared/contract/client.ts';
import { API } from '../../shared/contract/version.ts';
import { median } from '../figure.ts';
import { openDevice, signIn, type Source } from './device.ts';
import { momentWhen } from '../moment.ts';
import { readFile } from 'node:fs/promises';

/** The program of one device that has everything and goes on: `growthDevice.ts URL TOKEN SOURCE PUSHES…`. Prints JSON. */
export interface GrowthMeasured {
  readonly rows: number;
  readonly firstMs: number;
  /** From the answer to a write of 20 records until they are shown. */
  readonly twentyMs: number;
  /** A round that brings nothing. */
  readonly nothingMs: number;
  /** Home after a pull, and again. */
  readonly homeMs: number;
  readonly homeAgainMs: number;
}

const [url = '', token = '', source = 'http', ...pushes] = process.argv.slice(2);
const device = await openDevice(url, source as Source);
const { cabinet } = device;
const complete = momentWhen(device.cabinet, (state) => state.complete);
const filed = momentWhen(device.cabinet, ({ files, phase }) => files.total > 0 && phase === 'up_to_date');
await signIn(device);
const firstMs = (await complete) - device.firstPullAt();
await filed;
// The papers of this archive have no bytes: asking for thousands of them in vain is not what a round costs.
await cabinet.call('files.setPaused', { paused: true });

const timed = async (run: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await run();
  return performance.now() - start;
};
const home = (): Promise<number> => timed(() => cabinet.call('home.get', {}));
const lastSynced = async (): Promise<ClientResult<'sync.state'>> => {
  const answer = await cabinet.call('sync.state', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value as ClientResult<'sync.state'>;
};
const push = async (file: string): Promise<void> => {
  const answer = await request(`${url}${API}/sync/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: await readFile(file),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200 || text.includes('"rejected"'))
    throw new Error(`the push ended with ${text}`);
};

const [twenty, nothing, homes, homesAgain]: [number[], number[], number[], number[]] = [[], [], [], []];
await home();
for (const file of pushes) {
  await push(file);
  twenty.push(await timed(() => cabinet.call('sync.now', {})));
  if ((await lastSynced()).phase !== 'up_to_date') throw new Error('the pull did not end well');
  homes.push(await home());
  homesAgain.push(await home());
  nothing.push(await timed(() => cabinet.call('sync.now', {})));
}
const measured: GrowthMeasured = {
  rows: 0,
  ...{ firstMs, twentyMs: median(twenty), nothingMs: median(nothing) },
  ...{ homeMs: median(homes), homeAgainMs: median(homesAgain) },
};
await device[Symbol.asyncDispose]();
console.log(JSON.stringify(measured));
process.exit(0);
