import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test, vi } from 'vitest';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { servedFile, type ServedFile } from '../../support/fileServer.ts';
import { openPaperDesk, type PaperDesk } from '../../support/paperDesk.ts';
import { mountSmallDisk, type SmallDisk } from '../../support/smallDisk.ts';
import { until } from '../../support/until.ts';

const MB = CHUNK_BYTES;
const MINUTE = 60_000;
const paper = (megabytes: number): ServedFile => servedFile(randomBytes(megabytes * MB));

/** A device whose folder lies on a real disk of so many megabytes; null where none can be mounted. */
const deskOn = async (megabytes: number): Promise<{ desk: PaperDesk; small: SmallDisk } | null> => {
  const small = mountSmallDisk(megabytes);
  if (small === null) {
    process.stderr.write('No disk can be mounted here (not root): the real full disk was not tried.\n');
    return null;
  }
  vi.stubEnv('TMPDIR', small.folder);
  const desk = await openPaperDesk();
  vi.unstubAllEnvs();
  onTestFinished(async () => {
    small.free();
    await desk[Symbol.asyncDispose]();
    small[Symbol.dispose]();
  });
  expect(desk.bench.dir.startsWith(small.folder)).toBe(true);
  return { desk, small };
};

const errorOf = (desk: PaperDesk): string | undefined => desk.files.filesState?.().error?.code;

test('a disk that is full in the middle of a paper stops it with its reason; what is whole stays, and it goes on with room', async () => {
  const on = await deskOn(96);
  if (on === null) return;
  const { desk, small } = on;
  const file = paper(40);
  desk.bench.context.preferences.set({ paperRate: 12 * MB });
  desk.give(1, file);
  desk.pulled();
  await until('some of it', () => desk.store.availability(file).haveBytes >= 4 * MB, MINUTE);
  small.fill();
  await until('the reason', () => errorOf(desk) === 'disk_full', MINUTE);
  const whole = desk.store.availability(file).haveBytes;
  expect(whole).toBeGreaterThanOrEqual(4 * MB);
  expect(desk.isHere(file)).toBe(false);
  const before = desk.server.asked.length;
  small.free();
  desk.bench.context.preferences.set({ paperRate: null });
  await until('the whole', () => desk.isHere(file), MINUTE);
  expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  expect(errorOf(desk)).toBeUndefined();
  // What was whole before was not asked for again.
  const asked = desk.server.asked.slice(before).reduce((sum, { from, to }) => sum + to - from, 0);
  expect(asked).toBeLessThanOrEqual(file.size - whole);
});

test('on a disk without a free byte a paper can be given up all the same', async () => {
  const on = await deskOn(48);
  if (on === null) return;
  const { desk, small } = on;
  const old = paper(12);
  desk.give(1, old, -30, { status: 'closed' });
  desk.pulled();
  await until('the old one', () => desk.isHere(old), MINUTE);
  small.fill();
  await desk.store.evict(old.sha256);
  expect(desk.isHere(old)).toBe(false);
  expect(existsSync(desk.pathOf(old))).toBe(false);
  // The note lies in the store: a new start knows it too.
  await desk.restart();
  expect(desk.store.table.get(old.sha256)?.have).toBe(0);
});

test('a disk that fills up while the next session arrives: a past one makes room, and the paper comes', async () => {
  const on = await deskOn(48);
  if (on === null) return;
  const { desk, small } = on;
  const [old, next] = [paper(12), paper(20)];
  desk.give(1, old, -30, { status: 'closed' });
  desk.pulled();
  await until('the old one', () => desk.isHere(old), MINUTE);
  desk.bench.context.preferences.set({ paperRate: 8 * MB });
  desk.give(2, next);
  desk.pulled();
  await until('some of the next', () => desk.store.availability(next).haveBytes >= 4 * MB, MINUTE);
  small.fill();
  await until('room', () => !desk.isHere(old), MINUTE);
  await until('more of the next', () => desk.store.availability(next).haveBytes >= 10 * MB, MINUTE);
});
