import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeFiles } from '../../../main/core/files/nodeFiles.ts';
import { createIntake } from '../../../main/core/uploads/intake.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import {
  fillSmallGovernment,
  makeMeeting,
  PASSPHRASE,
  realPdf,
  upload,
  uploadEnded,
} from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

let server: TestServer;
let secretary: TestClient;
let itemId: string;

beforeAll(async () => {
  server = await startTestServer({ fill: fillSmallGovernment });
  secretary = await startTestClient({ serverUrl: server.url });
  await secretary.signIn('thuky', PASSPHRASE);
  await secretary.synced();
  ({ itemId } = await makeMeeting(secretary));
});
afterAll(async () => {
  await secretary[Symbol.asyncDispose]();
  await server.stop();
});

const sentOf = async (id: string): Promise<number> =>
  (await secretary.ask('uploads.list', {})).uploads.find((each) => each.id === id)?.sentBytes ?? 0;

test('uploads keep to the speed that their person chose, all of them together', async () => {
  const rate = 2 * CHUNK_BYTES;
  await secretary.ask('preferences.set', { paperRate: rate });
  const files = await Promise.all(['mot', 'hai'].map((text) => realPdf(text, 2.5)));
  const began = performance.now();
  const owner = { kind: 'item', id: itemId } as const;
  const ids = [];
  for (const [n, bytes] of files.entries())
    ids.push(await upload(secretary, owner, `tai-lieu-${n}.pdf`, bytes));
  for (const id of ids) await uploadEnded(secretary, id);
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  // The first chunk goes at once.
  const leastMs = ((bytes - CHUNK_BYTES) / rate) * 1000 - 300;
  expect(performance.now() - began).toBeGreaterThan(leastMs);
});

test('an upload that waits for its turn goes on at once when the limit is lifted', async () => {
  await secretary.ask('preferences.set', { paperRate: 1000 });
  const id = await upload(secretary, { kind: 'item', id: itemId }, 'cham.pdf', await realPdf('cham', 2.5));
  await until('it has begun', async () => (await sentOf(id)) > 0);
  // At this speed the next chunk would come a quarter of an hour later.
  await secretary.ask('preferences.set', { paperRate: null });
  await uploadEnded(secretary, id);
});

/** Files of this device's folder of uploads that this process holds open. */
const openUploads = (client: TestClient): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const path = readlinkSync(join('/proc/self/fd', fd));
      return path.startsWith(client.dataDir) && path.includes('/uploads') ? [path] : [];
    } catch {
      return [];
    }
  });

test('a lock while a file is being handed over leaves nothing of it open, whatever is handed over after', async () => {
  const size = 8 * CHUNK_BYTES;
  const about = { owner: { kind: 'item', id: itemId }, name: 'dang-doc.pdf', size } as const;
  const { id } = await secretary.ask('uploads.begin', {
    ...about,
    ...{ classification: 'public', documentType: 'report' },
  });
  const piece = new Uint8Array(CHUNK_BYTES);
  await secretary.ask('uploads.append', { id, bytes: piece });
  expect(openUploads(secretary)).toHaveLength(1);
  const handed = Array.from({ length: 6 }, () => secretary.call('uploads.append', { id, bytes: piece }));
  const locked = secretary.ask('session.lock', {});
  const late: Promise<unknown>[] = [];
  for (let turn = 0; turn < 40; turn += 1) {
    late.push(secretary.call('uploads.append', { id, bytes: piece }));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all([locked, ...handed, ...late]);
  expect(openUploads(secretary)).toEqual([]);
});

test('what is handed over after a file was given up is passed over, and opens nothing', async () => {
  const folder = join(secretary.dataDir, 'uploads');
  const random = (count: number) => new Uint8Array(randomBytes(count));
  const intake = createIntake(folder, 'given-up', 3 * CHUNK_BYTES, random, nodeFiles);
  const piece = new Uint8Array(CHUNK_BYTES);
  await intake.append(piece);
  const late = [intake.discard(), intake.append(piece), intake.append(piece)];
  await Promise.all(late);
  expect(openUploads(secretary)).toEqual([]);
  expect(existsSync(join(folder, 'given-up'))).toBe(false);
});
