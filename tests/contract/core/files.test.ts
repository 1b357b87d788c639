import { randomBytes } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  mkdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Feature } from '../../../main/core/context.ts';
import { STORED_CHUNK_BYTES } from '../../../main/core/files/chunkFormat.ts';
import { createFiles } from '../../../main/core/files/files.ts';
import { createFileStore, type FileStore } from '../../../main/core/files/fileStore.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { coreBench, disposeBench, type CoreBench } from '../../support/coreContext.ts';
import { inDays, itemOf, meetingOf, paperOf, uuid, versionOf } from '../../support/coreRecords.ts';
import { servedFile, startFileServer, type FileServer, type ServedFile } from '../../support/fileServer.ts';
import { until } from '../../support/until.ts';

let server: FileServer;
let bench: CoreBench;
let store: FileStore;
let files: Feature;
const pulled = { first: true, changes: [], gone: [] };

const open = (made: CoreBench): void => {
  bench = made;
  store = createFileStore(bench.context);
  files = createFiles(bench.context, store);
  files.start?.();
};

/** A paper of an item of its own in a meeting so many days from now. */
const givePaper = (n: number, file: ServedFile, days = 3, scope = `item:${uuid(200 + n)}`): void => {
  server.add(file);
  const meeting = meetingOf(uuid(100 + n), days);
  const item = itemOf(uuid(200 + n), meeting.id, 'a0');
  const paper = paperOf(uuid(300 + n), item, uuid(400 + n));
  bench.put(`meeting:${meeting.id}`, 'meeting', meeting);
  bench.put(`item:${item.id}`, 'agendaItem', item);
  bench.put(scope, 'paper', paper);
  bench.put(scope, 'paperVersion', versionOf(uuid(400 + n), paper.id, file));
};

const storedPath = (sha256: string): string => join(bench.dir, 'files', sha256.slice(0, 2), sha256);
const fileOf = (chunks: number): ServedFile => servedFile(randomBytes((chunks - 1) * CHUNK_BYTES + 1234));
const isHere = (file: ServedFile) => () => store.isHere(file.sha256);

const readAll = async (file: ServedFile): Promise<Uint8Array> => {
  const opened = await files.openFile?.(file.sha256);
  if (!opened?.ok) throw new Error('not here');
  return opened.value.read(0, opened.value.size);
};

beforeEach(async () => {
  server = await startFileServer();
  open(coreBench({ url: server.url }));
});
afterEach(async () => {
  await files.stop?.();
  await disposeBench(bench);
  await server.close();
});

describe('papers on the device', () => {
  test('what a readable record names comes by itself, and is read back from any place', async () => {
    const file = fileOf(12);
    givePaper(1, file);
    files.onPulled?.(pulled);
    await until('the file', isHere(file));
    expect(Buffer.from(await readAll(file)).equals(file.bytes)).toBe(true);
    const opened = await files.openFile?.(file.sha256);
    if (!opened?.ok) throw new Error('not here');
    const [start, end] = [CHUNK_BYTES - 7, 3 * CHUNK_BYTES + 9];
    expect(Buffer.from(await opened.value.read(start, end)).equals(file.bytes.subarray(start, end))).toBe(
      true,
    );
    await expect(opened.value.read(0, file.size + 1)).rejects.toThrow(RangeError);
    expect(files.filesState?.()).toEqual({
      ...{ have: 1, total: 1, haveBytes: file.size, totalBytes: file.size, error: null },
      ...{ away: 0, awayBytes: 0, fetching: 0, rate: null, secondsLeft: null, paused: false },
    });
  });

  test('a chunk on the disk is a nonce, ciphertext and a tag, and no plain bytes of the paper', async () => {
    const file = servedFile(Buffer.alloc(2 * CHUNK_BYTES + 5, 'Mật: phương án nhân sự. '));
    givePaper(1, file);
    files.onPulled?.(pulled);
    await until('the file', isHere(file));
    expect(statSync(storedPath(file.sha256)).size).toBe(2 * STORED_CHUNK_BYTES + 5 + 28);
    await files.stop?.();
    await bench.close();
    for (const entry of readdirSync(bench.dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      expect(bytes.includes('phương án'), entry.name).toBe(false);
    }
  });

  test('an interrupted download goes on by chunk after the app is restarted', async () => {
    const file = fileOf(20);
    server.cutAfter = 3 * CHUNK_BYTES + 500_000;
    givePaper(1, file);
    files.onPulled?.(pulled);
    await until('some chunks', () => (store.table.get(file.sha256)?.have ?? 0) >= 3);
    await files.stop?.();
    const { haveBytes } = store.availability(file);
    expect(haveBytes).toBeLessThan(file.size);
    server.cutAfter = null;
    server.asked.splice(0);
    open(await bench.reopen());
    await until('the file', isHere(file));
    const asked = server.asked.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(asked).toBe(file.size - haveBytes);
    expect(Buffer.from(await readAll(file)).equals(file.bytes)).toBe(true);
  });

  test('bytes that are not the file’s are refused, said so, never shown, and fetched again later', async () => {
    const file = fileOf(3);
    const good = fileOf(2);
    server.alter = (sha256, bytes, from) => {
      if (sha256 === file.sha256 && from === 0) bytes[CHUNK_BYTES + 3] = (bytes[CHUNK_BYTES + 3] ?? 0) ^ 1;
      return bytes;
    };
    givePaper(1, file);
    givePaper(2, good);
    files.onPulled?.(pulled);
    await until('the trouble', () => files.filesState?.().error?.code === 'file_damaged');
    await until('the other file', isHere(good));
    expect(store.table.get(file.sha256)?.have).toBe(2);
    expect(await files.openFile?.(file.sha256)).toEqual({
      ok: false,
      error: { code: 'file_not_here', params: {} },
    });
    server.alter = null;
    bench.ahead += 60_000;
    files.onPulled?.({ ...pulled, first: false });
    await until('the file', isHere(file));
    expect(files.filesState?.().error).toBe(null);
  });

  test('what the person opens comes before everything else', async () => {
    const many = Array.from({ length: 12 }, () => fileOf(8));
    many.forEach((file, n) => givePaper(n, file, n + 1));
    const wanted = many.at(-1) ?? fileOf(1);
    files.onPulled?.(pulled);
    expect((await files.openFile?.(wanted.sha256))?.ok).toBe(false);
    await until('the wanted file', isHere(wanted));
    expect(server.asked.findIndex(({ sha256 }) => sha256 === wanted.sha256)).toBeLessThan(6);
  });

  test('the nearest session comes first, then the rest, then older versions', async () => {
    const [past, far, near, old] = [fileOf(1), fileOf(1), fileOf(1), fileOf(1)];
    givePaper(1, past, -9);
    givePaper(2, far, 9);
    givePaper(3, near, 2);
    server.add(old);
    bench.put(`item:${uuid(203)}`, 'paperVersion', versionOf(uuid(499), uuid(303), old, 2));
    bench.put(`meeting:${uuid(101)}`, 'meeting', meetingOf(uuid(101), -9, { status: 'concluded' }));
    files.onPulled?.(pulled);
    await until('all', () => files.filesState?.().have === 4);
    expect(server.asked.map(({ sha256 }) => sha256)).toEqual(
      [near, far, past, old].map(({ sha256 }) => sha256),
    );
    expect(inDays(0) > inDays(-1)).toBe(true);
  });

  test('many files of a first pull are taken on a part at a time, and whoever opens one meanwhile waits for none', async () => {
    const many = Array.from({ length: 450 }, (_, n) => servedFile(randomBytes(20 + n)));
    for (const [n, file] of many.entries()) givePaper(n, file);
    const known = (): number => many.filter(({ sha256 }) => store.table.get(sha256)).length;
    files.onPulled?.(pulled);
    // At every turn of the event loop: the parts follow one another at once.
    while (known() === 0) await new Promise((resolve) => void setImmediate(resolve));
    expect(known()).toBeLessThan(many.length);
    const last = many.at(-1);
    if (last === undefined) throw new Error('there are many');
    expect((await files.openFile?.(last.sha256))?.ok).toBe(false);
    expect(known()).toBe(many.length);
    await until('the last one', isHere(last));
  });

  test('a file goes with the last scope that refers to it', async () => {
    const file = fileOf(2);
    givePaper(1, file);
    givePaper(2, file);
    files.onPulled?.(pulled);
    await until('the file', isHere(file));
    expect(store.table.scopes(file.sha256).size).toBe(2);
    bench.removeScope(`item:${uuid(201)}`);
    files.onPulled?.({ first: false, changes: [], gone: [`item:${uuid(201)}`] });
    expect(existsSync(storedPath(file.sha256))).toBe(true);
    expect(Buffer.from(await readAll(file)).equals(file.bytes)).toBe(true);
    bench.removeScope(`item:${uuid(202)}`);
    files.onPulled?.({ first: false, changes: [], gone: [`item:${uuid(202)}`] });
    await until('the deletion', () => !existsSync(storedPath(file.sha256)));
    expect(bench.db.prepare('SELECT count(*) AS n FROM file_wraps').get()).toEqual({ n: 0 });
    expect((await files.openFile?.(file.sha256))?.ok).toBe(false);
  });

  test('a full disk pauses downloads and says so; what is here stays readable; it goes on by itself', async () => {
    const [first, second] = [fileOf(2), fileOf(2)];
    givePaper(1, first);
    files.onPulled?.(pulled);
    await until('the first file', isHere(first));
    // The kernel's own full device: every write to it fails with ENOSPC.
    mkdirSync(join(bench.dir, 'files', second.sha256.slice(0, 2)), { recursive: true });
    symlinkSync('/dev/full', storedPath(second.sha256));
    givePaper(2, second);
    files.onPulled?.(pulled);
    await until('the pause', () => files.filesState?.().error?.code === 'disk_full');
    expect(Buffer.from(await readAll(first)).equals(first.bytes)).toBe(true);
    rmSync(storedPath(second.sha256));
    bench.ahead += 60_000;
    files.onPulled?.({ ...pulled, first: false });
    await until('the second file', isHere(second));
    await until('the end of the reason', () => files.filesState?.().error === null);
  });

  test('a chunk that the disk changed is noticed when read and fetched again', async () => {
    const file = fileOf(3);
    givePaper(1, file);
    files.onPulled?.(pulled);
    await until('the file', isHere(file));
    const bytes = readFileSync(storedPath(file.sha256));
    bytes[STORED_CHUNK_BYTES + 100] = (bytes[STORED_CHUNK_BYTES + 100] ?? 0) ^ 1;
    writeFileSync(storedPath(file.sha256), bytes);
    server.asked.splice(0);
    await expect(readAll(file)).rejects.toThrow('does not open');
    await until('the file again', isHere(file));
    expect(server.asked).toEqual([{ sha256: file.sha256, from: CHUNK_BYTES, to: 2 * CHUNK_BYTES }]);
    expect(Buffer.from(await readAll(file)).equals(file.bytes)).toBe(true);
  });

  test('a file that went missing from the disk comes again after a restart; one that nobody knows is deleted', async () => {
    const file = fileOf(1);
    givePaper(1, file);
    files.onPulled?.(pulled);
    await until('the file', isHere(file));
    await files.stop?.();
    rmSync(storedPath(file.sha256));
    const stray = join(bench.dir, 'files', file.sha256.slice(0, 2), '0'.repeat(64));
    writeFileSync(stray, 'x');
    open(await bench.reopen());
    await until('the stray file’s end', () => !existsSync(stray));
    await until('the file again', () => existsSync(storedPath(file.sha256)) && store.isHere(file.sha256));
    expect(Buffer.from(await readAll(file)).equals(file.bytes)).toBe(true);
  });

  test('a server that is gone is waited for, and what it has comes when it is back', async () => {
    const file = fileOf(4);
    givePaper(1, file);
    await server.close();
    files.onPulled?.(pulled);
    await until('the reason', () => files.filesState?.().error?.code === 'server_unreachable');
    const { url } = server;
    server = await startFileServer();
    server.add(file);
    await files.stop?.();
    const again = bench;
    await again.close();
    expect(url).not.toBe(server.url);
    open(await again.reopen(server.url));
    await until('the file', isHere(file));
  });
});
