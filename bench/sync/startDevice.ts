import { mkdirSync, openSync, closeSync, ftruncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCabinet } from '../../main/core/cabinet.ts';
import type { CoreContext, CreateFeature } from '../../main/core/context.ts';
import { FEATURES } from '../../main/core/features.ts';
import type { Cabinet, KeyStore } from '../../main/core/ports.ts';
import { listProfiles } from '../../main/core/keys/vault.ts';
import { storeFile } from '../../main/core/session/storeFile.ts';
import { openStore } from '../../main/core/store/store.ts';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import { chunkCount, NONCE_BYTES, TAG_BYTES } from '../../main/core/files/chunkFormat.ts';
import { fromBase64 } from '../../shared/lib/bytes.ts';
import { MEMBER, PASSPHRASE, random } from '../main/office.ts';

/** Programs around one device that has everything: `fill`, `start`, `bare`, `store`. Each prints JSON. */
export interface StartMeasured {
  /** From building the core until home has been answered; the key comes from a key store. */
  readonly ms: number;
  /** The same from the beginning of the process, source files and all. */
  readonly fromProcessMs: number;
  readonly rssMb: number;
}

/** Opens without a passphrase, whose Argon2id is slow on purpose. */
const keyStore: KeyStore = { backend: 'bench', wrap: async (secret) => secret, unwrap: async (kept) => kept };

const open = (dataDir: string, serverUrl: string, more: readonly CreateFeature[] = []): Promise<Cabinet> =>
  openCabinet(
    {
      ...{ dataDir, serverUrl, random, keyStore, deviceLabel: 'bench' },
      clock: { now: () => Date.now() },
      timers: {
        after(ms, run) {
          const timer = setTimeout(run, ms);
          return () => clearTimeout(timer);
        },
      },
      transport: createHttpTransport({ serverUrl }),
      log: () => undefined,
    },
    [...FEATURES, ...more],
  );

const untilComplete = async (cabinet: Cabinet, isFiled: boolean): Promise<void> => {
  for (;;) {
    const answer = await cabinet.call('sync.state', {});
    if (answer.ok) {
      const { complete, phase, files } = answer.value as {
        complete: boolean;
        phase: string;
        files: { total: number };
      };
      if (complete && phase === 'up_to_date' && (!isFiled || files.total > 0)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** Signs in, takes all records in, and lays the papers down as a download leaves them, but with holes for ciphertext. */
const fill = async (dataDir: string, serverUrl: string): Promise<unknown> => {
  let context: CoreContext | null = null;
  const capture: CreateFeature = (made) => {
    context = made;
    return { methods: {} };
  };
  const cabinet = await open(dataDir, serverUrl, [capture]);
  const signedIn = await cabinet.call('session.signIn', { username: MEMBER, passphrase: PASSPHRASE });
  if (!signedIn.ok) throw new Error(signedIn.error.code);
  await untilComplete(cabinet, true);
  const { db, dataDir: profile } = context as unknown as CoreContext;
  const files = db.prepare<[], { sha256: string; size: number }>('SELECT sha256, size FROM files').all();
  const mark = db.prepare('UPDATE files SET bitmap = ? WHERE sha256 = ?');
  let bytes = 0;
  db.transaction(() => {
    for (const { sha256, size } of files) {
      const count = chunkCount(size);
      const bitmap = new Uint8Array(Math.ceil(count / 8));
      for (let index = 0; index < count; index += 1)
        bitmap[index >> 3] = (bitmap[index >> 3] ?? 0) | (1 << (index & 7));
      mark.run(bitmap, sha256);
      bytes += size;
      const path = join(profile, 'files', sha256.slice(0, 2), sha256);
      mkdirSync(dirname(path), { recursive: true });
      const handle = openSync(path, 'w');
      ftruncateSync(handle, size + count * (NONCE_BYTES + TAG_BYTES));
      closeSync(handle);
    }
  })();
  await cabinet.close();
  return { files: files.length, bytes };
};

const collectedRssMb = async (): Promise<number> => {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return process.memoryUsage.rss() / 1e6;
};

const start = async (dataDir: string, serverUrl: string): Promise<StartMeasured> => {
  const begin = performance.now();
  const cabinet = await open(dataDir, serverUrl);
  const home = await cabinet.call('home.get', {});
  const end = performance.now();
  if (!home.ok) throw new Error(home.error.code);
  if ((home.value as { next: unknown }).next === null) throw new Error('home shows no session');
  await untilComplete(cabinet, true);
  const rssMb = await collectedRssMb();
  await cabinet.close();
  return { ms: end - begin, fromProcessMs: end, rssMb };
};

/** The same store and nothing else: what SQLite and its pages take. */
const storeOnly = async (dataDir: string, serverUrl: string): Promise<{ readonly rssMb: number }> => {
  const [profile] = listProfiles(dataDir, serverUrl);
  const store = openStore(
    storeFile(profile?.folder ?? ''),
    fromBase64(profile?.vault.byKeyStore?.wrapped ?? ''),
  );
  if (!store.ok) throw new Error(store.error.code);
  store.value.prepare('SELECT sum(length(body)) FROM rows').get();
  return { rssMb: await collectedRssMb() };
};

const [program, dataDir = '', serverUrl = ''] = process.argv.slice(2);
const run = async (): Promise<unknown> => {
  if (program === 'fill') return fill(dataDir, serverUrl);
  if (program === 'start') return start(dataDir, serverUrl);
  if (program === 'store') return storeOnly(dataDir, serverUrl);
  return { rssMb: await collectedRssMb() };
};
console.log(JSON.stringify(await run()));
process.exit(0);
