import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCabinet } from '../../main/core/cabinet.ts';
import type { Transport } from '../../main/core/ports.ts';
import { createStore } from '../../main/core/store/store.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import { pullAnswer, type WireRecord } from '../../shared/contract/sync.ts';
import { API } from '../../shared/contract/version.ts';
import { momentWhen } from '../moment.ts';
import { MEMBER, PASSPHRASE, random } from './office.ts';

/** The program of one device: syncs for the first time with the server named, and prints what that took as JSON. */

/** What the network saw of a first sync, in milliseconds of `performance.now()`. */
interface Seen {
  firstPullAt: number;
  firstByteAt: number;
  token: string;
  readonly pages: Uint8Array[];
}

const watched = (serverUrl: string, seen: Seen): Transport => {
  const real = createHttpTransport({ serverUrl });
  return {
    ...real,
    async request(request) {
      const isPull = request.path === `${API}/sync/pull`;
      if (isPull && seen.firstPullAt === 0) seen.firstPullAt = performance.now();
      const { onData } = request;
      if (seen.firstByteAt > 0 || onData === undefined) {
        const answer = await real.request(request);
        if (isPull && answer.ok) seen.pages.push(answer.value.body);
        return answer;
      }
      seen.token = request.token ?? '';
      return real.request({
        ...request,
        onData(piece) {
          if (seen.firstByteAt === 0) seen.firstByteAt = performance.now();
          return onData(piece);
        },
      });
    },
  };
};

interface FirstSync {
  readonly seen: Seen;
  readonly recordsMs: number;
  readonly filesMs: number;
}

/** A device nobody has used: signs in and waits until everything is here. */
const syncFirst = async (serverUrl: string): Promise<FirstSync> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'cabinet-bench-device-'));
  const seen: Seen = { firstPullAt: 0, firstByteAt: 0, token: '', pages: [] };
  const cabinet = await openCabinet({
    dataDir,
    serverUrl,
    clock: { now: () => Date.now() },
    random,
    timers: {
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
    transport: watched(serverUrl, seen),
    keyStore: null,
    deviceLabel: 'bench',
    log: () => undefined,
  });
  const complete = momentWhen(cabinet, (state) => state.complete);
  const whole = momentWhen(cabinet, ({ files }) => files.total > 0 && files.have === files.total);
  const signedIn = await cabinet.call('session.signIn', { username: MEMBER, passphrase: PASSPHRASE });
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  const recordsAt = await complete;
  const filesAt = await whole;
  await cabinet.close();
  await rm(dataDir, { recursive: true, force: true });
  return { seen, recordsMs: recordsAt - seen.firstPullAt, filesMs: filesAt - seen.firstByteAt };
};

const recordsOf = (pages: readonly Uint8Array[]): readonly WireRecord[] =>
  pages.flatMap((page) =>
    pullAnswer
      .parse(JSON.parse(Buffer.from(page).toString('utf8')))
      .changes.flatMap(({ records }) => records),
  );

/** The same rows into a plain table of a store with the same settings: one prepared statement, one transaction. */
const insertRaw = async (records: readonly WireRecord[]): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), 'cabinet-bench-raw-'));
  const made = createStore(join(folder, 'raw.db'), random(32));
  if (!made.ok) throw new Error(made.error.code);
  const db = made.value;
  db.exec('CREATE TABLE raw (kind TEXT, id TEXT, rev INTEGER, body TEXT, PRIMARY KEY (id, kind)) STRICT');
  const insert = db.prepare('INSERT INTO raw (kind, id, rev, body) VALUES (?, ?, ?, ?)');
  const start = performance.now();
  db.transaction(() => {
    for (const [id, kind, rev, body] of records) insert.run(kind, id, rev, body);
  })();
  const ms = performance.now() - start;
  db.close();
  await rm(folder, { recursive: true, force: true });
  return ms;
};

const { seen, recordsMs, filesMs } = await syncFirst(process.argv[2] ?? '');
const rows = recordsOf(seen.pages);
const rawMs = await insertRaw(rows);
console.log(JSON.stringify({ rows: rows.length, recordsMs, rawMs, filesMs, token: seen.token }));
process.exit(0);
