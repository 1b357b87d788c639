import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { AGAIN_MS, backupName, createSchedule } from '../../../server/backup/schedule.ts';
import { call } from '../../support/api.ts';
import { runServer } from '../../support/restoreOffice.ts';
import { startServerProcess } from '../../support/server.ts';
import { until } from '../../support/until.ts';

const HOUR_MS = 3_600_000;
const NIGHT = Date.UTC(2026, 10, 22, 3);

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'scheduled-backups-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A schedule over a clock of the test's own; each backup is one small file. */
const scheduleIn = async (keep: number) => {
  const to = await newFolder();
  const state = { now: NIGHT, fails: false, errors: [] as string[] };
  const log = pino(
    { level: 'error' },
    new Writable({
      write(line: Buffer, _encoding, done) {
        state.errors.push(line.toString());
        done();
      },
    }),
  );
  const schedule = createSchedule({
    plan: { to, everyHours: 24, keep },
    clock: { now: () => state.now },
    log,
    async make(file) {
      if (state.fails) throw new Error('no space left on device');
      await writeFile(file, 'whole');
    },
  });
  return { state, tick: () => schedule.tick(), names: async () => (await readdir(to)).sort(), to };
};

test('one is made when the last is old enough, also after a restart, and the oldest goes only when a new one is whole', async () => {
  const { state, tick, names } = await scheduleIn(2);
  await tick();
  await tick();
  expect(await names()).toEqual([backupName(NIGHT)]);
  state.now += 23 * HOUR_MS;
  await tick();
  expect(await names()).toHaveLength(1);
  for (let day = 1; day <= 3; day += 1) {
    state.now = NIGHT + day * 24 * HOUR_MS;
    await tick();
  }
  expect(await names()).toEqual([2, 3].map((day) => backupName(NIGHT + day * 24 * HOUR_MS)));
});

test('one that fails is logged with what to do and tried again sooner; the good ones and other files stay', async () => {
  const { state, tick, names, to } = await scheduleIn(1);
  await writeFile(join(to, 'notes.txt'), 'of the operator');
  await tick();
  const good = [backupName(NIGHT), 'notes.txt'].sort();
  state.now += 24 * HOUR_MS;
  state.fails = true;
  await tick();
  await tick();
  expect(state.errors).toHaveLength(1);
  expect(state.errors[0]).toContain('Make room there');
  expect(await names()).toEqual(good);
  state.fails = false;
  state.now += AGAIN_MS;
  await tick();
  expect(await names()).toEqual([backupName(state.now), 'notes.txt'].sort());
});

test('half a backup that a killed server has left goes at the next start, also when no new one is due; other files stay', async () => {
  const { state, tick, names, to } = await scheduleIn(2);
  await writeFile(join(to, backupName(NIGHT - HOUR_MS)), 'whole');
  await writeFile(join(to, `${backupName(NIGHT)}.part`), 'half');
  await writeFile(join(to, 'mine.tar.part'), 'of the operator');
  await tick();
  expect(await names()).toEqual([backupName(NIGHT - HOUR_MS), 'mine.tar.part'].sort());
  // What appears later is the work of another hand until the next one is due.
  await writeFile(join(to, `${backupName(NIGHT)}.part`), 'half');
  await tick();
  expect(await names()).toHaveLength(3);
  state.now += 24 * HOUR_MS;
  await tick();
  expect((await names()).filter((name) => name.endsWith('.part'))).toEqual(['mine.tar.part']);
});

test('the running server makes one at once, says when, and it can be restored', async () => {
  const root = await newFolder();
  const [data, to] = [join(root, 'data'), join(root, 'backups')];
  const server = await startServerProcess([
    '--data',
    data,
    '--port',
    '0',
    '--backup-to',
    to,
    '--backup-keep',
    '3',
  ]);
  onTestFinished(() => server.kill());
  await until(
    'the health route tells of it',
    async () => {
      const { lastBackupAt } = (await call(server.url, '/health')).json() as { lastBackupAt: string | null };
      return lastBackupAt !== null;
    },
    30_000,
  );
  const [name = ''] = await readdir(to);
  expect(name).toMatch(/^e-cabinet-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z\.tar$/);
  expect(await server.stop()).toBe(0);
  const restored = await runServer(['restore', join(to, name), '--data', join(root, 'restored')]);
  expect(restored.code).toBe(0);
});
