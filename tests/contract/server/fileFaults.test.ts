import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { uploadAnswer, uploadComplete } from '../../../shared/contract/sync.ts';
import { openFileStore, type FileStore } from '../../../server/files/fileStore.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { sha256 } from '../../support/api.ts';
import { faultyFiles, type FaultyFiles } from '../../support/faultyFiles.ts';
import { enter, startOffice, tinyPdf } from '../../support/sampleOffice.ts';
import { mountSmallDisk } from '../../support/smallDisk.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let root: string;
let disk: FaultyFiles;
let files: FileStore;
const whole = randomBytes(2 * CHUNK_BYTES + 4321);
const chunk = (index: number): Buffer => whole.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
const put = (index: number): Promise<void> => files.putChunk('u', index, hashOf(chunk(index)), chunk(index));
const chunkPath = (index: number): string =>
  join(root, 'uploads', 'u', `${index}-${hashOf(chunk(index))}.chunk`);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cabinet-files-'));
  disk = faultyFiles();
  files = openFileStore(root, unwatched, disk);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('uploads on a server whose disk fails', () => {
  test('a system that writes a few bytes at a time loses none of them', async () => {
    disk.most = 65_537;
    for (const index of [0, 1, 2]) await put(index);
    const assembled = await files.assemble('u', 3);
    expect([assembled?.size, assembled?.sha256]).toEqual([whole.length, hashOf(whole)]);
    if (assembled) await files.adopt(assembled);
    expect(readFileSync(files.pathOf(hashOf(whole))).equals(whole)).toBe(true);
  });

  test.each([
    ['write', 'EIO'],
    ['write', 'ENOSPC'],
    ['sync', 'EIO'],
    ['rename', 'EIO'],
    ['open', 'ENOSPC'],
  ] as const)('%s fails with %s: the chunk is not acknowledged and not named', async (operation, code) => {
    await put(0);
    disk.fault = (on, path) => (on === operation && path !== root ? code : null);
    await expect(put(1)).rejects.toThrow(code);
    disk.fault = null;
    expect(await files.chunksOf('u')).toEqual([0]);
    expect(readdirSync(join(root, 'uploads', 'u'))).toEqual([`0-${hashOf(chunk(0))}.chunk`]);
    await put(1);
    expect(await files.chunksOf('u')).toEqual([0, 1]);
  });

  test('a disk that is full in the middle of a chunk leaves nothing of it', async () => {
    disk.most = 100_000;
    let writes = 0;
    disk.fault = (on) => (on === 'write' && ++writes === 5 ? 'ENOSPC' : null);
    await expect(put(0)).rejects.toThrow('ENOSPC');
    expect(await files.chunksOf('u')).toEqual([]);
    expect(readdirSync(join(root, 'uploads', 'u'))).toEqual([]);
  });

  test('the same chunk twice at once is whole, whichever ends first', async () => {
    disk.most = 50_000;
    await Promise.all([put(0), put(0), put(0)]);
    expect(readFileSync(chunkPath(0)).equals(chunk(0))).toBe(true);
  });

  test.each([
    ['cut short', () => truncateSync(chunkPath(1), 1000)],
    [
      'changed in one bit',
      () => {
        const bytes = readFileSync(chunkPath(1));
        bytes[500] = (bytes[500] ?? 0) ^ 1;
        writeFileSync(chunkPath(1), bytes);
      },
    ],
    [
      'unreadable',
      () => {
        disk.fault = (on, path) => (on === 'read' && path === chunkPath(1) ? 'EIO' : null);
      },
    ],
  ])('a chunk that the disk made %s is asked for again, and only that one', async (_, damage) => {
    for (const index of [0, 1, 2]) await put(index);
    damage();
    expect(await files.assemble('u', 3)).toBeNull();
    expect(await files.chunksOf('u')).toEqual([0, 2]);
    disk.fault = null;
    await put(1);
    expect((await files.assemble('u', 3))?.sha256).toBe(hashOf(whole));
  });

  test.each(['rename', 'sync'] as const)(
    '%s fails at the end: not a file yet, and the next try makes it one',
    async (operation) => {
      for (const index of [0, 1, 2]) await put(index);
      const assembled = await files.assemble('u', 3);
      if (assembled === null) throw new Error('not assembled');
      disk.fault = (on) => (on === operation ? 'EIO' : null);
      await expect(files.adopt(assembled)).rejects.toThrow('EIO');
      disk.fault = null;
      const again = await files.assemble('u', 3);
      if (again === null) throw new Error('not assembled');
      await files.adopt(again);
      expect(readFileSync(files.pathOf(hashOf(whole))).equals(whole)).toBe(true);
    },
  );

  test('every folder above a paper is synced, so that a power cut does not take its name', async () => {
    for (const index of [0, 1, 2]) await put(index);
    const assembled = await files.assemble('u', 3);
    disk.done.splice(0);
    if (assembled) await files.adopt(assembled);
    const synced = disk.done.filter(({ operation }) => operation === 'sync').map(({ path }) => path);
    const { sha256: name } = assembled ?? { sha256: '' };
    const two = join(root, 'files', name.slice(0, 2));
    expect(new Set(synced)).toEqual(new Set([root, join(root, 'files'), two, join(two, name.slice(2, 4))]));
  });
});

test('a server with a full disk says so, keeps what it acknowledged, and takes the rest when there is room', async () => {
  const small = mountSmallDisk(48);
  if (small === null) {
    process.stderr.write('No disk can be mounted here (not root): the real full disk was not tried.\n');
    return;
  }
  onTestFinished(() => small[Symbol.dispose]());
  await using server = await startOffice({ dataDir: join(small.folder, 'server') });
  const person = await enter(server, 'thuky');
  const [head = '', rest = ''] = Buffer.from(tinyPdf('Day')).toString('latin1').split('xref\n0 6');
  const padding = `%${'x'.repeat(3 * CHUNK_BYTES)}\n`;
  const tail = rest.replace(/startxref\n\d+/, `startxref\n${head.length + padding.length}`);
  const bytes = new Uint8Array(Buffer.from(`${head}${padding}xref\n0 6${tail}`, 'latin1'));
  const { uploadId } = uploadAnswer.parse((await person.beginUpload('dày.pdf', bytes)).json());
  expect((await person.putChunk(uploadId, 0, bytes)).status).toBe(204);
  small.fill();
  const refused = await person.putChunk(uploadId, 1, bytes);
  expect([refused.status, refused.problem().code]).toEqual([507, 'server_disk']);
  small.free();
  const resumed = uploadAnswer.parse((await person.beginUpload('dày.pdf', bytes)).json());
  expect(resumed).toMatchObject({ uploadId, have: [0] });
  for (const index of [1, 2, 3]) expect((await person.putChunk(uploadId, index, bytes)).status).toBe(204);
  const done = await person.call(`/uploads/${uploadId}/complete`, { method: 'POST' });
  const { file } = uploadComplete.parse(done.json());
  expect(file.sha256).toBe(sha256(bytes));
  expect(sha256(readFileSync(server.context.files.pathOf(file.sha256)))).toBe(file.sha256);
  expect(existsSync(join(server.dataDir, 'uploads', uploadId))).toBe(false);
});
