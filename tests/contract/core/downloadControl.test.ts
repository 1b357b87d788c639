import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ClientMethod, ClientResult } from '../../../shared/contract/client.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { servedFile, type ServedFile } from '../../support/fileServer.ts';
import { openPaperDesk, type PaperDesk } from '../../support/paperDesk.ts';
import { until } from '../../support/until.ts';

let desk: PaperDesk;
beforeEach(async () => {
  desk = await openPaperDesk();
});
afterEach(() => desk[Symbol.asyncDispose]());

const MB = CHUNK_BYTES;
const fileOf = (megabytes: number): ServedFile => servedFile(randomBytes(megabytes * MB));
const cap = (bytes: number | null): void => desk.bench.context.preferences.set({ paperRate: bytes });
const state = () => {
  const files = desk.files.filesState?.();
  if (!files) throw new Error('no state of files');
  return files;
};
const call = async <M extends ClientMethod>(method: M, args: object): Promise<ClientResult<M>> => {
  const handler = desk.files.methods[method] as ((given: object) => Promise<unknown>) | undefined;
  const answer = (await handler?.(args)) as { ok: boolean; value: ClientResult<M> } | undefined;
  if (!answer?.ok) throw new Error(`${method} was refused`);
  return answer.value;
};
const setPaused = (paused: boolean) => call('files.setPaused', { paused });
const downloads = async () => (await call('files.downloads', {})).downloads;
const have = (file: ServedFile): number => desk.store.availability(file).haveBytes;
/** Several turns of everything: what was going to happen by itself has begun. */
const turns = async (): Promise<void> => {
  for (let n = 0; n < 200; n += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('the cap', () => {
  test('holds five requests together to so many bytes per second, within a few per cent over five seconds', async () => {
    const rate = 4 * MB;
    cap(rate);
    const many = Array.from({ length: 5 }, () => fileOf(4));
    many.forEach((file, n) => desk.give(n, file));
    desk.pulled();
    await until('the beginning', () => state().fetching > 0);
    const began = performance.now();
    await until('the half', () => (state().rate ?? 0) > 0);
    expect(state().fetching).toBeGreaterThan(1);
    await until('all', () => many.every((file) => desk.isHere(file)));
    const seconds = (performance.now() - began) / 1000;
    const measured = (20 * MB) / seconds;
    process.stderr.write(
      `cap ${rate} B/s, measured ${Math.round(measured)} B/s over ${seconds.toFixed(2)} s\n`,
    );
    expect(measured / rate).toBeGreaterThan(0.9);
    expect(measured / rate).toBeLessThan(1.05);
  });

  test('does not hold up records: a request of another kind is answered at once', async () => {
    cap(20_000);
    const file = fileOf(8);
    desk.give(1, file);
    desk.pulled();
    await until('the beginning', () => state().fetching > 0);
    const other = servedFile(Buffer.from('records'));
    desk.server.add(other);
    const began = performance.now();
    const answer = await desk.bench.context.server.request({ method: 'GET', path: `/files/${other.sha256}` });
    expect(answer.ok).toBe(true);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test('is shown as the rate, with the time that is left; both are none when nothing runs', async () => {
    expect(state()).toMatchObject({ rate: null, secondsLeft: null, fetching: 0 });
    cap(2 * MB);
    const file = fileOf(8);
    desk.give(1, file);
    desk.pulled();
    await until('a part of it', () => have(file) >= 4 * MB);
    const { rate, secondsLeft, totalBytes, haveBytes } = state();
    expect(Math.abs((rate ?? 0) / (2 * MB) - 1)).toBeLessThan(0.15);
    expect(secondsLeft).toBe(Math.ceil((totalBytes - haveBytes) / (rate ?? 1)));
    cap(null);
    await until('all of it', () => desk.isHere(file));
    await until('the end', () => state().fetching === 0);
    expect(state()).toMatchObject({ rate: null, secondsLeft: null });
  });
});

describe('pausing and putting off', () => {
  test('pausing ends what runs at once, holds over a restart, and goes on from the chunks that are here', async () => {
    cap(MB);
    const [file, other] = [fileOf(10), fileOf(2)];
    desk.give(1, file);
    desk.give(2, other);
    desk.pulled();
    await until('a chunk', () => have(file) >= MB);
    await setPaused(true);
    await until('the end of requests', () => state().fetching === 0);
    // After the one that is under way: what was written counts now.
    await desk.store.writer.flush();
    const [kept, asked] = [have(file), desk.server.asked.length];
    cap(null);
    desk.pulled();
    await turns();
    await desk.restart();
    desk.pulled();
    await until('the list', async () => state().total === 2 && (await downloads()).length > 0);
    expect((await downloads()).every((download) => download.state === 'waiting')).toBe(true);
    await turns();
    expect([have(file), desk.server.asked.length, state().paused]).toEqual([kept, asked, true]);
    await setPaused(false);
    await until('both', () => desk.isHere(file) && desk.isHere(other));
    const again = desk.server.asked.slice(asked).filter(({ sha256 }) => sha256 === file.sha256);
    expect(again.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(file.size - kept);
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('what is opened comes also while the rest is paused', async () => {
    await setPaused(true);
    const [opened, other] = [fileOf(2), fileOf(2)];
    desk.give(1, opened);
    desk.give(2, other);
    desk.pulled();
    await until('both are known', () => state().total === 2);
    await expect(desk.read(opened)).rejects.toThrow('file_not_here');
    await until('the one', () => desk.isHere(opened));
    await turns();
    expect(have(other)).toBe(0);
  });

  test('a paper that is put off loses what has come of it at once, stays away over a restart, and comes when opened', async () => {
    cap(MB);
    const [file, other] = [fileOf(10), fileOf(1)];
    desk.give(1, file, 1);
    desk.give(2, other, 2);
    desk.pulled();
    await until('a chunk', () => have(file) >= MB);
    expect((await downloads())[0]).toMatchObject({
      ...{ sha256: file.sha256, title: 'Tờ trình số 1', state: 'fetching', totalBytes: file.size },
    });
    await call('files.cancel', { sha256: file.sha256 });
    expect(desk.store.availability(file)).toEqual({ state: 'away', haveBytes: 0, totalBytes: file.size });
    expect(existsSync(desk.pathOf(file))).toBe(false);
    cap(null);
    await until('the other', () => desk.isHere(other));
    await desk.restart();
    desk.pulled();
    await until('the state', () => state().away === 1);
    await turns();
    expect(have(file)).toBe(0);
    await expect(desk.read(file)).rejects.toThrow('file_not_here');
    await until('the paper', () => desk.isHere(file));
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('with papers only on opening nothing comes by itself', async () => {
    desk.bench.context.preferences.set({ papersOnOpening: true });
    const [opened, other] = [fileOf(2), fileOf(2)];
    desk.give(1, opened);
    desk.give(2, other);
    desk.pulled();
    await until('both are known', () => state().away === 2);
    await expect(desk.read(opened)).rejects.toThrow('file_not_here');
    await until('the one', () => desk.isHere(opened));
    await turns();
    expect([have(other), desk.store.availability(other).state]).toEqual([0, 'away']);
    desk.bench.context.preferences.set({ papersOnOpening: false });
    await until('the other', () => desk.isHere(other));
  });
});

describe('what was promised of downloads', () => {
  test('ranges are aligned to chunks and several run at once', async () => {
    const file = fileOf(40);
    cap(10 * MB);
    desk.give(1, file);
    desk.pulled();
    await until('several requests', () => desk.server.asked.length >= 4);
    expect(state().haveBytes).toBeLessThan(file.size / 2);
    cap(null);
    await until('the file', () => desk.isHere(file));
    for (const { from, to } of desk.server.asked)
      expect([from % MB, to === file.size || to % MB === 0]).toEqual([0, true]);
  });
});
