import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import * as nodeFiles from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { STORED_CHUNK_BYTES } from '../../../main/core/files/chunkFormat.ts';
import { writeJsonAtomically } from '../../../main/core/keys/atomicFile.ts';
import { createIntake } from '../../../main/core/uploads/intake.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import type { ServedFile } from '../../support/fileServer.ts';
import { fileOf, openPaperDesk, type PaperDesk } from '../../support/paperDesk.ts';
import { until } from '../../support/until.ts';

let desk: PaperDesk;
beforeEach(async () => {
  desk = await openPaperDesk();
});
afterEach(() => desk[Symbol.asyncDispose]());

const errorCode = (): string | undefined => desk.files.filesState?.().error?.code;
const later = (): void => {
  desk.bench.ahead += 120_000;
  desk.pulled();
};

describe('papers on a disk that fails', () => {
  test('a system that writes and reads a few bytes at a time loses none of them', async () => {
    desk.disk.most = 70_001;
    const file = fileOf(3);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test.each([
    ['write', 'EIO', 'disk_failing'],
    ['write', 'ENOSPC', 'disk_full'],
    ['sync', 'EIO', 'disk_failing'],
    ['open', 'EACCES', 'disk_failing'],
    ['mkdir', 'EROFS', 'disk_failing'],
  ] as const)(
    '%s fails with %s: nothing counts as here, %s is said, and it comes when the fault is over',
    async (operation, code, said) => {
      const file = fileOf(3);
      desk.disk.fault = (on, path) =>
        on === operation && path.startsWith(join(desk.bench.dir, 'files/')) ? code : null;
      desk.give(1, file);
      desk.pulled();
      await until('the reason', () => errorCode() === said);
      expect(desk.store.table.get(file.sha256)?.have).toBe(0);
      await expect(desk.read(file)).rejects.toThrow('file_not_here');
      desk.disk.fault = null;
      later();
      await until('the file', () => desk.isHere(file));
      expect((await desk.read(file)).equals(file.bytes)).toBe(true);
      expect(errorCode()).toBeUndefined();
    },
  );

  test('a disk that is full in the middle of a chunk leaves that chunk out, and only that', async () => {
    const file = fileOf(4);
    let left = STORED_CHUNK_BYTES + 300_000;
    desk.disk.most = 100_000;
    desk.disk.fault = (on, path) => {
      if (on !== 'write' || !path.endsWith(file.sha256)) return null;
      left -= 100_000;
      return left < 0 ? 'ENOSPC' : null;
    };
    desk.give(1, file);
    desk.pulled();
    await until('the reason', () => errorCode() === 'disk_full');
    expect(desk.store.table.get(file.sha256)?.have).toBeLessThanOrEqual(1);
    desk.disk.fault = null;
    later();
    await until('the file', () => desk.isHere(file));
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('chunks whose sync failed are written again, not synced again: the system may have forgotten them', async () => {
    const file = fileOf(2);
    let failures = 0;
    desk.disk.fault = (on) => (on === 'sync' && failures++ === 0 ? 'EIO' : null);
    desk.give(1, file);
    desk.pulled();
    await until('the failure', () => failures > 0);
    const before = desk.server.asked.length;
    await until('the end of it', () => errorCode() === 'disk_failing');
    later();
    await until('the file', () => desk.isHere(file));
    expect(desk.server.asked.length).toBeGreaterThan(before);
  });

  test('a read that fails is an error and never other bytes; it works when the fault is over', async () => {
    const file = fileOf(2);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    desk.disk.fault = (on) => (on === 'read' ? 'EIO' : null);
    await expect(desk.read(file)).rejects.toThrow('EIO');
    expect(desk.isHere(file)).toBe(true);
    desk.disk.fault = null;
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('a file whose bytes are gone while its row has them is fetched again when it is opened: no read fails', async () => {
    const file = fileOf(2);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    rmSync(desk.pathOf(file));
    await expect(desk.read(file)).rejects.toThrow('file_not_here');
    await until('the file again', () => desk.isHere(file));
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('a chunk that stays unreadable is fetched again', async () => {
    const file = fileOf(2);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    desk.server.asked.splice(0);
    desk.disk.fault = (on) => (on === 'read' ? 'EIO' : null);
    for (let n = 0; n < 3; n += 1) await expect(desk.read(file)).rejects.toThrow();
    desk.disk.fault = null;
    await until('the file again', () => desk.isHere(file));
    expect(desk.server.asked).toEqual([{ sha256: file.sha256, from: 0, to: CHUNK_BYTES }]);
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test.each([
    ['cut short', (path: string) => truncateSync(path, STORED_CHUNK_BYTES + 5000)],
    [
      'changed in one bit',
      (path: string) => {
        const bytes = readFileSync(path);
        bytes[STORED_CHUNK_BYTES + 77] = (bytes[STORED_CHUNK_BYTES + 77] ?? 0) ^ 4;
        writeFileSync(path, bytes);
      },
    ],
  ])('a file that was %s on the disk shows no wrong byte, and is made whole', async (_, damage) => {
    const file = fileOf(3);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    await desk.restart();
    damage(desk.pathOf(file));
    for (let n = 0; n < 3; n += 1) {
      const shown = await desk.read(file).catch(() => null);
      expect(shown === null || shown.equals(file.bytes)).toBe(true);
      await until('the file again', () => desk.isHere(file));
    }
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });

  test('bytes that are being deleted never take those with them that are written next', async () => {
    const file = fileOf(3);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    // Taken away and given back at once, before the disk has deleted anything.
    const { scopes } = { scopes: [...desk.store.table.scopes(file.sha256)] };
    for (const scope of scopes) desk.store.drop(file.sha256, scope);
    desk.pulled();
    await until('the file again', () => desk.isHere(file));
    await desk.store.writer.flush();
    expect(existsSync(desk.pathOf(file))).toBe(true);
    expect((await desk.read(file)).equals(file.bytes)).toBe(true);
  });
});

describe('a chunk that is being read while the app closes asks nothing of the closed store', () => {
  const readWhileClosing = async (file: ServedFile): Promise<Uint8Array | undefined> => {
    const opened = desk.store.open(file.sha256);
    const open = desk.disk.open.bind(desk.disk);
    desk.disk.open = async (...args) => {
      desk.disk.open = open;
      await desk.files.stop?.();
      await desk.bench.close();
      return open(...args);
    };
    return opened?.read(0, file.bytes.length);
  };

  test('it is read to its end', async () => {
    const file = fileOf(1);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    const bytes = await readWhileClosing(file);
    expect(bytes && file.bytes.equals(bytes)).toBe(true);
  });

  test('a damaged one is not here, which is noted when it is read again', async () => {
    const file = fileOf(1);
    desk.give(1, file);
    desk.pulled();
    await until('the file', () => desk.isHere(file));
    writeFileSync(desk.pathOf(file), randomBytes(file.bytes.length));
    await expect(readWhileClosing(file)).rejects.toThrow('chunk is not here');
    await desk.restart();
    await expect(desk.store.readChunk(file.sha256, 0)).rejects.toThrow('a stored chunk does not open');
  });
});

describe('files of one’s own on a disk that fails', () => {
  const bytes = randomBytes(2 * CHUNK_BYTES + 99);
  const intake = () => {
    const { dir, context } = desk.bench;
    const taking = createIntake(join(dir, 'uploads'), 'one', bytes.length, context.random, desk.disk);
    onTestFinished(() => taking.discard());
    return taking;
  };

  test('are taken in whole when the system writes a few bytes at a time', async () => {
    desk.disk.most = 99_991;
    const taking = intake();
    for (let at = 0; at < bytes.length; at += 300_000) await taking.append(bytes.subarray(at, at + 300_000));
    const file = await taking.finish(desk.store, 'upload:one');
    const opened = desk.store.open(file?.sha256 ?? '');
    expect(Buffer.from((await opened?.read(0, bytes.length)) ?? []).equals(bytes)).toBe(true);
  });

  test.each(['ENOSPC', 'EIO'])(
    'a write that fails with %s says so, and nothing counts as taken',
    async (code) => {
      desk.disk.fault = (on) => (on === 'write' ? code : null);
      const taking = intake();
      await expect(taking.append(bytes)).rejects.toThrow(code);
      desk.disk.fault = null;
      await taking.discard();
      expect(readdirSync(join(desk.bench.dir, 'uploads'))).toEqual([]);
      expect([...desk.store.table.all()]).toEqual([]);
    },
  );

  test.each(['sync', 'write', 'read'] as const)(
    'when a %s fails at the end, it is not said to be kept',
    async (operation) => {
      const taking = intake();
      await taking.append(bytes);
      desk.disk.fault = (on) => (on === operation ? 'EIO' : null);
      await expect(taking.finish(desk.store, 'upload:one')).rejects.toThrow('EIO');
      expect([...desk.store.table.all()].some(({ have, count }) => have === count)).toBe(false);
    },
  );

  test('a sync that another asked for, and that failed, does not let it count as kept', async () => {
    const taking = intake();
    await taking.append(bytes);
    let others: Promise<void> | null = null;
    let writes = 0;
    desk.disk.fault = (on) => {
      if (on === 'write') writes += 1;
      return on === 'sync' && others === null ? 'EIO' : null;
    };
    const { writer } = desk.store;
    // As the downloads do: whatever is written is synced, together.
    const watch = setInterval(() => {
      if (writes < 3 || writer.pendingBytes() < bytes.length) return;
      clearInterval(watch);
      void writer.flush().catch(() => undefined);
      others = Promise.resolve();
    });
    onTestFinished(() => clearInterval(watch));
    await expect(taking.finish(desk.store, 'upload:one')).rejects.toThrow();
  });
});

describe('small files written whole or not at all', () => {
  let folder = '';
  const path = (): string => join(folder, 'vault.json');
  const kept = (): unknown => JSON.parse(readFileSync(path(), 'utf8'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cabinet-small-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('however few bytes are written at a time', () => {
    const writeSync = (handle: number, bytes: Uint8Array, offset: number, length: number): number =>
      nodeFiles.writeSync(handle, bytes, offset, Math.min(7, length));
    writeJsonAtomically(path(), { keys: 'a'.repeat(500) }, undefined, { ...nodeFiles, writeSync });
    expect(kept()).toEqual({ keys: 'a'.repeat(500) });
  });

  test.each(['writeSync', 'fsyncSync', 'renameSync'] as const)('%s fails: the file is as it was', (call) => {
    const fail = (): never => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    };
    writeJsonAtomically(path(), { n: 1 });
    expect(() => writeJsonAtomically(path(), { n: 2 }, undefined, { ...nodeFiles, [call]: fail })).toThrow(
      'EIO',
    );
    expect(kept()).toEqual({ n: 1 });
    expect(readdirSync(folder)).toEqual(['vault.json']);
  });
});
