import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openCabinet } from '../../main/core/cabinet.ts';
import type { Cabinet, Transport } from '../../main/core/ports.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import { pullAnswer, type PullAnswer } from '../../shared/contract/sync.ts';
import { API, PROTOCOL } from '../../shared/contract/version.ts';
import { MEMBER, PASSPHRASE, random } from '../main/office.ts';

/** How long the thread that runs the core could not answer, in milliseconds. */
export interface Stall {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Where pages come from: over HTTP as they are asked for, or from memory, where they were fetched before the clock began. */
export type Source = 'http' | 'memory';

export interface Device extends AsyncDisposable {
  readonly cabinet: Cabinet;
  readonly dataDir: string;
  readonly pages: readonly Uint8Array[];
  readonly token: () => string;
  /** Milliseconds of `performance.now()` at which the first pull was asked for. */
  readonly firstPullAt: () => number;
  readonly firstPull: Promise<unknown>;
  readonly firstByteAt: () => number;
}

const answerOf = (body: Uint8Array): PullAnswer =>
  pullAnswer.parse(JSON.parse(Buffer.from(body).toString('utf8')));

/** Every page of a first copy, as a client that keeps nothing fetches them. */
export const fetchPages = async (transport: Transport, token: string): Promise<readonly Uint8Array[]> => {
  const pages: Uint8Array[] = [];
  let question: object = { epoch: null, asOf: null, page: null, cursors: {}, partial: [] };
  for (;;) {
    const json = { protocol: PROTOCOL, ...question };
    const answer = await transport.request({ method: 'POST', path: `${API}/sync/pull`, token, json });
    if (!answer.ok || answer.value.status !== 200) throw new Error('a pull failed');
    pages.push(answer.value.body);
    const page = answerOf(answer.value.body);
    const cut = page.changes.filter(({ checksum }) => checksum === null);
    const cursors = Object.fromEntries(cut.map(({ scope, to }) => [scope, to]));
    question = {
      epoch: page.epoch,
      asOf: null,
      page: page.next,
      cursors,
      partial: cut.map(({ scope }) => scope),
    };
    if (!page.more) return pages;
  }
};

export const recordsOf = (pages: readonly Uint8Array[]) =>
  pages.flatMap((page) =>
    answerOf(page).changes.flatMap(({ scope, records }) => records.map((r) => [scope, r] as const)),
  );

/** A device that nobody has used, not signed in yet. */
export const openDevice = async (serverUrl: string, source: Source): Promise<Device> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cabinet-bench-device-'));
  const real = createHttpTransport({ serverUrl });
  const seen = { firstPullAt: 0, firstByteAt: 0, token: '', asked: 0 };
  const pages: Uint8Array[] = [];
  let started = (): void => undefined;
  const firstPull = new Promise<void>((resolve) => (started = resolve));
  const transport: Transport = {
    ...real,
    async request(request) {
      seen.token = request.token ?? seen.token;
      if (request.path === `${API}/sync/pull`) {
        if (source === 'memory' && seen.firstPullAt === 0)
          pages.push(...(await fetchPages(real, seen.token)));
        if (seen.firstPullAt === 0) {
          seen.firstPullAt = performance.now();
          started();
        }
        const body = source === 'memory' ? pages[seen.asked] : undefined;
        seen.asked += 1;
        if (body !== undefined) return { ok: true, value: { status: 200, headers: {}, body } };
        const answer = await real.request(request);
        if (answer.ok && source === 'http') pages.push(answer.value.body);
        return answer;
      }
      const { onData } = request;
      if (onData === undefined || seen.firstByteAt > 0) return real.request(request);
      return real.request({
        ...request,
        onData(piece) {
          if (seen.firstByteAt === 0) seen.firstByteAt = performance.now();
          return onData(piece);
        },
      });
    },
  };
  const cabinet = await openCabinet({
    ...{ dataDir, serverUrl, random, transport, keyStore: null, deviceLabel: 'bench' },
    clock: { now: () => Date.now() },
    timers: {
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    log: (event, fields) => {
      if (process.env['BENCH_LOG'] !== undefined) console.error(event, fields);
    },
  });
  return {
    ...{ cabinet, dataDir, pages, firstPull },
    token: () => seen.token,
    firstPullAt: () => seen.firstPullAt,
    firstByteAt: () => seen.firstByteAt,
    async [Symbol.asyncDispose]() {
      await cabinet.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export const signIn = async ({ cabinet }: Device): Promise<void> => {
  const signedIn = await cabinet.call('session.signIn', { username: MEMBER, passphrase: PASSPHRASE });
  if (!signedIn.ok) throw new Error(signedIn.error.code);
};

/** Watches how late this thread's timers are; `stop` tells what was seen. */
export const watchStall = (): (() => Stall) => {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  return () => {
    delays.disable();
    const ms = (nanoseconds: number): number => nanoseconds / 1e6;
    return { p50: ms(delays.percentile(50)), p99: ms(delays.percentile(99)), max: ms(delays.max) };
  };
};
