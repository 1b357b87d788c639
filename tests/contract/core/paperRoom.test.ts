import { randomBytes } from 'node:crypto';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { servedFile, type ServedFile } from '../../support/fileServer.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { openPaperDesk, type PaperDesk } from '../../support/paperDesk.ts';
import { until } from '../../support/until.ts';

let desk: PaperDesk;
beforeEach(async () => {
  desk = await openPaperDesk();
});
afterEach(() => desk[Symbol.asyncDispose]());

const MB = CHUNK_BYTES;
const fileOf = (megabytes: number): ServedFile => servedFile(randomBytes(megabytes * MB));
const closed = { status: 'closed' } as const;
const limit = (bytes: number | null): void => desk.bench.context.preferences.set({ paperLimit: bytes });
const stateOf = (file: ServedFile): string => desk.store.availability(file).state;
const states = (...files: readonly ServedFile[]): readonly string[] => files.map(stateOf);
const onDisk = (): number => desk.store.table.totals().haveBytes;
const settled = (): Promise<void> =>
  until('downloads have ended', () => {
    const { have, total, fetching } = desk.files.filesState?.() ?? { have: 0, total: 1, fetching: 0 };
    return total > 0 && have === total && fetching === 0;
  });

describe('when not all papers have room', () => {
  test('those of the oldest closed sessions go first, before what comes would exceed the limit', async () => {
    const [old, middle, recent] = [fileOf(3), fileOf(3), fileOf(3)];
    desk.give(1, old, -30, closed);
    desk.give(2, middle, -20, closed);
    desk.give(3, recent, -10, closed);
    limit(9 * MB);
    desk.pulled();
    await settled();
    expect(states(old, middle, recent)).toEqual(['here', 'here', 'here']);
    const next = fileOf(4);
    desk.give(4, next, 2);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, onDisk());
    }, 1);
    desk.pulled();
    await until('the next session’s', () => stateOf(next) === 'here');
    clearInterval(watch);
    expect(states(old, middle, recent, next)).toEqual(['away', 'away', 'here', 'here']);
    expect(most).toBeLessThanOrEqual(9 * MB);
    await until('their bytes’ end', () => !existsSync(desk.pathOf(old)) && !existsSync(desk.pathOf(middle)));
    expect(desk.files.filesState?.()).toMatchObject({
      away: 2,
      awayBytes: old.size + middle.size,
      total: 2,
      have: 2,
    });
    expect((await desk.read(next)).equals(next.bytes)).toBe(true);
  });

  test('what was given up is not fetched again by itself, however often things are looked at anew', async () => {
    const many = Array.from({ length: 6 }, () => fileOf(2));
    many.forEach((file, n) => desk.give(n, file, -30 + n, closed));
    limit(7 * MB);
    desk.pulled();
    await settled();
    const asked = desk.server.asked.length;
    for (let n = 0; n < 20; n += 1) {
      desk.bench.ahead += 60_000;
      desk.pulled();
      await desk.files.methods['files.downloads']?.({});
    }
    await desk.restart();
    desk.pulled();
    await settled();
    expect(desk.server.asked.length).toBe(asked);
    expect(many.filter((file) => stateOf(file) === 'here')).toHaveLength(3);
  });

  test('what is opened is fetched all the same, counts as recently used, and others make room', async () => {
    const many = Array.from({ length: 4 }, () => fileOf(2));
    many.forEach((file, n) => desk.give(n, file, -30 + n, closed));
    const [oldest, second, third, newest] = many;
    if (!oldest || !second || !third || !newest) throw new Error('four files');
    limit(5 * MB);
    desk.pulled();
    await settled();
    expect(states(oldest, second, third, newest)).toEqual(['away', 'away', 'here', 'here']);
    await expect(desk.read(oldest)).rejects.toThrow('file_not_here');
    await until('the one that is opened', () => stateOf(oldest) === 'here');
    expect((await desk.read(oldest)).equals(oldest.bytes)).toBe(true);
    expect(onDisk()).toBeLessThanOrEqual(5 * MB);
    expect(states(second, third, newest)).toEqual(['away', 'away', 'here']);
    // Long after it was closed again it is still the one that was used last.
    desk.bench.ahead += 5 * 3_600_000;
    await desk.restart();
    desk.pulled();
    await settled();
    expect(states(oldest, newest)).toEqual(['here', 'here']);
  });

  test('papers of a running or the next session, an open paper and an upload are never given up', async () => {
    const [running, next, open, upload] = [fileOf(2), fileOf(2), fileOf(2), fileOf(2)];
    desk.give(1, running, 0, { status: 'in_session' });
    desk.give(2, next, 1);
    desk.give(3, open, -40, closed);
    desk.give(4, upload, -41, closed);
    desk.pulled();
    await settled();
    desk.store.table.transaction(() => desk.store.table.refer(upload, 'upload:mine'));
    await desk.read(open);
    limit(0);
    desk.pulled();
    expect(states(running, next, open, upload)).toEqual(['here', 'here', 'here', 'here']);
    for (const file of [running, next, open, upload])
      expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('the person is told when even the next session does not fit, and when it does again', async () => {
    const [first, second] = [fileOf(2), fileOf(2)];
    limit(3 * MB);
    desk.give(1, first, 1);
    desk.give(2, second, 1);
    desk.pulled();
    await until('the first', () => [first, second].some((file) => stateOf(file) === 'here'));
    await settled();
    limit(0);
    const third = fileOf(1);
    desk.give(1, third, 1);
    desk.pulled();
    await until('the reason', () => desk.files.filesState?.().error?.code === 'papers_limit');
    limit(null);
    await until('all of them', () => stateOf(third) === 'here');
    expect(desk.files.filesState?.().error).toBeNull();
  });

  test('a limit that is lowered is kept to at once, and one that is raised brings papers back', async () => {
    const many = Array.from({ length: 4 }, () => fileOf(2));
    many.forEach((file, n) => desk.give(n, file, -30 + n, closed));
    desk.pulled();
    await settled();
    limit(3 * MB);
    expect(onDisk()).toBeLessThanOrEqual(3 * MB);
    expect(many.map(stateOf)).toEqual(['away', 'away', 'away', 'here']);
    limit(null);
    await until('all again', () => many.every((file) => stateOf(file) === 'here'));
  });

  test('a disk that is nearly full gives up the oldest and stops fetching by itself; an open paper still comes', async () => {
    const [old, recent] = [fileOf(2), fileOf(2)];
    desk.give(1, old, -30, closed);
    desk.give(2, recent, -10, closed);
    desk.pulled();
    await settled();
    // 5 % of 100 MB are left to everything else.
    const disk = (freeMb: number) => ({ bsize: MB, blocks: 100, bavail: freeMb });
    desk.disk.space = disk(4);
    const coming = fileOf(2);
    desk.give(3, coming, 2);
    await desk.restart();
    desk.pulled();
    await until('room', () => stateOf(old) === 'away');
    expect(stateOf(coming)).toBe('away');
    expect(desk.files.filesState?.().error?.code).toBe('disk_full');
    await expect(desk.read(coming)).rejects.toThrow('file_not_here');
    await until('the open paper', () => stateOf(coming) === 'here');
    desk.disk.space = disk(90);
    await desk.restart();
    desk.pulled();
    await until('all', () => states(old, recent, coming).every((state) => state === 'here'));
  });

  test('killed between the row and the disk, a given-up paper is away, and its bytes go at the next start', async () => {
    const file = fileOf(2);
    desk.give(1, file, -30, closed);
    desk.pulled();
    await settled();
    desk.disk.fault = (operation, path) => (operation === 'rm' && path.endsWith(file.sha256) ? 'EIO' : null);
    limit(0);
    expect(stateOf(file)).toBe('away');
    expect(existsSync(desk.pathOf(file))).toBe(true);
    desk.disk.fault = null;
    await desk.restart();
    desk.pulled();
    expect(desk.store.table.get(file.sha256)?.have).toBe(0);
    await until('the end of its bytes', () => !existsSync(desk.pathOf(file)));
    limit(null);
    await until('the paper', () => stateOf(file) === 'here');
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('a paper that is given up and opened at once is whole', async () => {
    const file = fileOf(3);
    desk.give(1, file, -30, closed);
    desk.pulled();
    await settled();
    for (let n = 0; n < 5; n += 1) {
      void desk.store.evict(file.sha256);
      await expect(desk.read(file)).rejects.toThrow('file_not_here');
      await until('the paper', () => desk.isHere(file));
      expect((await desk.read(file)).equals(file.bytes)).toBe(true);
      expect(statSync(desk.pathOf(file)).size).toBeGreaterThan(3 * MB);
    }
  });
});

test('the look through the disk at the start reads lists of folders and no single file', async () => {
  const many = Array.from({ length: 30 }, () => fileOf(1));
  many.forEach((file, n) => desk.give(n, file));
  desk.pulled();
  await settled();
  const lost = many[3] ?? fileOf(1);
  await desk.restart();
  desk.disk.done.splice(0);
  const stray = desk.pathOf(fileOf(1));
  await until('a folder', () => existsSync(desk.pathOf(lost)));
  writeFileSync(desk.pathOf(lost), '');
  await desk.store.check();
  expect(desk.disk.done.filter(({ operation }) => operation === 'open' || operation === 'read')).toEqual([]);
  expect(desk.disk.done.filter(({ operation }) => operation === 'readdir').length).toBeLessThanOrEqual(31);
  expect(existsSync(stray)).toBe(false);
});
