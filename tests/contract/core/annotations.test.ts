import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createAnnotations } from '../../../main/core/annotations/annotations.ts';
import { openNote, readingNoteId, sealNote } from '../../../main/core/annotations/seal.ts';
import type { Annotation } from '../../../shared/contract/annotation.ts';
import { privateNote } from '../../../shared/domain/records/private.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { coreBench, disposeBench } from '../../support/coreContext.ts';
import { inDays, uuid } from '../../support/coreRecords.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { fillSmallGovernment, newId, PASSPHRASE } from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

const SECRET = 'Chưa nên thông qua khoản 3: nguồn vốn không rõ';

const noteOf = (id: string, more: Partial<Extract<Annotation, { type: 'note' }>> = {}): Annotation => ({
  ...{ id, paperId: uuid(1), versionId: uuid(2), page: 1, type: 'note', colour: 'yellow', x: 10, y: 20 },
  ...{ note: SECRET, createdAt: inDays(0), updatedAt: inDays(0) },
  ...more,
});

const bytesUnder = (folder: string): { readonly name: string; readonly bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const name = join(entry.parentPath, entry.name);
      return { name, bytes: readFileSync(name) };
    });

describe('sealed notes', () => {
  const key = new Uint8Array(32).fill(7);
  const random = (count: number): Uint8Array => new Uint8Array(count).fill(3);
  const content = { kind: 'annotation', annotation: noteOf(uuid(5)) } as const;

  test('a note opens with its key and its id, and with no other', () => {
    const note = privateNote.parse(sealNote(key, uuid(5), content, random));
    expect(openNote(key, note)).toEqual(content);
    expect(openNote(key, { ...note, id: uuid(6) })).toBe(null);
    expect(openNote(new Uint8Array(32), note)).toBe(null);
    expect(openNote(key, { ...note, ciphertext: 'AAAA' })).toBe(null);
  });

  test('the length of a note tells little of what it says', () => {
    const short = sealNote(
      key,
      uuid(5),
      { kind: 'annotation', annotation: noteOf(uuid(5), { note: 'a' }) },
      random,
    );
    const long = sealNote(
      key,
      uuid(5),
      { kind: 'annotation', annotation: noteOf(uuid(5), { note: 'abcdef' }) },
      random,
    );
    expect(short.ciphertext.length).toBe(long.ciphertext.length);
  });

  test('where somebody reads has one id per paper, which says nothing without the account key', () => {
    const id = readingNoteId(key, uuid(1));
    expect(privateNote.shape.id.safeParse(id).success).toBe(true);
    expect(readingNoteId(key, uuid(1))).toBe(id);
    expect(readingNoteId(key, uuid(2))).not.toBe(id);
    expect(readingNoteId(new Uint8Array(32), uuid(1))).not.toBe(id);
  });
});

describe('annotations on one device', () => {
  test('5,000 are listed in less than 50 ms once opened; a note that does not open is skipped and logged', async () => {
    const bench = coreBench();
    try {
      const { accountKey } = bench.context.account;
      const notes = Array.from({ length: 5000 }, (_, n) => {
        const annotation = noteOf(uuid(10_000 + n), { page: (n % 300) + 1, paperId: uuid(1 + (n % 20)) });
        return sealNote(accountKey, annotation.id, { kind: 'annotation', annotation }, bench.context.random);
      });
      bench.put(`user:${uuid(2)}`, 'privateNote', ...notes, { id: uuid(9), ciphertext: 'AAAA' });
      const { feature } = createAnnotations(bench.context);
      const list = async (paperId: string | null) => {
        const answer = await feature.methods['annotations.list']?.({ paperId });
        return answer?.ok ? answer.value.annotations : [];
      };
      expect(await list(null)).toHaveLength(5000);
      expect(bench.logged).toContainEqual({ event: 'private_notes_skipped', fields: { count: 1 } });
      const begin = performance.now();
      expect(await list(null)).toHaveLength(5000);
      expect(performance.now() - begin).toBeLessThan(50);
      expect(await list(uuid(1))).toHaveLength(250);
    } finally {
      await disposeBench(bench);
    }
  });

  test('of many positions in a paper at most one waits in the outbox, and the last one is never lost', async () => {
    const bench = coreBench();
    const position = {
      paperId: uuid(1),
      versionId: uuid(2),
      page: 1,
      offset: 0,
      zoom: 'auto',
      at: inDays(0),
    };
    const fired: (() => void)[] = [];
    const context = {
      ...bench.context,
      timers: { after: (_: number, run: () => void) => (fired.push(run), () => undefined) },
    };
    const { feature, reading } = createAnnotations(context);
    feature.start?.();
    for (let page = 1; page <= 5; page += 1) reading.put({ ...position, page });
    fired.splice(0).forEach((run) => run());
    await until('one entry', () => bench.outbox().length === 1);
    for (let page = 6; page <= 9; page += 1) reading.put({ ...position, page });
    fired.splice(0).forEach((run) => run());
    await feature.stop?.();
    expect(bench.outbox()).toHaveLength(1);
    const again = await bench.reopen();
    const later = createAnnotations(again.context);
    later.feature.start?.();
    expect(later.reading.get(uuid(1))?.page).toBe(9);
    expect(later.reading.hasOpened(uuid(1), uuid(2))).toBe(true);
    await later.feature.stop?.();
    await disposeBench(again);
  });
});

describe('annotations of a member with two devices', () => {
  let server: TestServer;
  let tablet: TestClient;
  let laptop: TestClient;

  beforeAll(async () => {
    server = await startTestServer({ fill: fillSmallGovernment });
    tablet = await startTestClient({ serverUrl: server.url });
    laptop = await startTestClient({ serverUrl: server.url });
    await tablet.signIn('an', PASSPHRASE);
    await laptop.signIn('an', PASSPHRASE);
    await Promise.all([tablet.synced(), laptop.synced()]);
  });
  afterAll(async () => {
    await tablet[Symbol.asyncDispose]();
    await laptop[Symbol.asyncDispose]();
    await server.stop();
  });

  const notesOn = async (client: TestClient): Promise<string[]> =>
    (await client.ask('annotations.list', { paperId: null })).annotations.map(({ note }) => note);

  test('both see the same annotations; nobody who reads the server or the devices’ files sees a word of them', async () => {
    const id = newId();
    tablet.network.isCut = true;
    await tablet.ask('annotations.put', noteOf(id));
    expect(await notesOn(tablet)).toEqual([SECRET]);
    tablet.network.isCut = false;
    await tablet.ask('sync.now', {});
    await tablet.synced();
    await until('the laptop has it', async () => (await notesOn(laptop)).includes(SECRET));
    const everywhere = [server.dataDir, tablet.dataDir, laptop.dataDir].flatMap(bytesUnder);
    expect(everywhere.length).toBeGreaterThan(3);
    for (const { name, bytes } of everywhere) {
      expect(bytes.includes(SECRET), name).toBe(false);
      expect(bytes.includes('nguồn vốn'), name).toBe(false);
    }
  });

  test('an edit on one device replaces, a removal removes on the other', async () => {
    const id = newId();
    await laptop.ask('annotations.put', noteOf(id, { note: 'một' }));
    await until('the tablet has it', async () => (await notesOn(tablet)).includes('một'));
    await tablet.ask('annotations.put', noteOf(id, { note: 'hai' }));
    await until('the laptop has the edit', async () => (await notesOn(laptop)).includes('hai'));
    expect(await notesOn(laptop)).not.toContain('một');
    await laptop.ask('annotations.remove', { id });
    await until('it is gone on the tablet', async () => !(await notesOn(tablet)).includes('hai'));
  });

  test('what was deleted and brought back is the same annotation on both devices', async () => {
    const id = newId();
    await tablet.ask('annotations.put', noteOf(id, { note: 'xóa nhầm' }));
    await until('the laptop has it', async () => (await notesOn(laptop)).includes('xóa nhầm'));
    await tablet.ask('annotations.remove', { id });
    await until('the laptop lost it', async () => !(await notesOn(laptop)).includes('xóa nhầm'));
    await tablet.ask('annotations.put', noteOf(id, { note: 'xóa nhầm' }));
    expect(await notesOn(tablet)).toContain('xóa nhầm');
    await until('the laptop has it again', async () => (await notesOn(laptop)).includes('xóa nhầm'));
    // All of it in one go, before the server hears of any.
    tablet.network.isCut = true;
    await tablet.ask('annotations.remove', { id });
    await tablet.ask('annotations.put', noteOf(id, { note: 'không xóa nữa' }));
    await tablet.ask('annotations.remove', { id });
    expect(await notesOn(tablet)).not.toContain('không xóa nữa');
    await tablet.ask('annotations.put', noteOf(id, { note: 'giữ lại' }));
    tablet.network.isCut = false;
    await tablet.ask('sync.now', {});
    await until('the laptop has the last word', async () => (await notesOn(laptop)).includes('giữ lại'));
    await tablet.synced();
    expect(await notesOn(tablet)).toContain('giữ lại');
    expect(await notesOn(laptop)).not.toContain('xóa nhầm');
    await laptop.ask('annotations.remove', { id });
    await until('both lost it', async () => !(await notesOn(tablet)).includes('giữ lại'));
  });

  test.each(['the edit', 'the delete'])(
    'an edit beats a delete made meanwhile on another device when %s reaches the server first',
    async (first) => {
      const id = newId();
      const edited = `đã sửa; trước: ${first}`;
      await tablet.ask('annotations.put', noteOf(id, { note: 'ban đầu' }));
      await until('the laptop has it', async () => (await notesOn(laptop)).includes('ban đầu'));
      tablet.network.isCut = laptop.network.isCut = true;
      await tablet.ask('annotations.remove', { id });
      await laptop.ask('annotations.put', noteOf(id, { note: edited }));
      const order = first === 'the edit' ? [laptop, tablet] : [tablet, laptop];
      for (const device of order) {
        device.network.isCut = false;
        await device.ask('sync.now', {});
        await device.synced();
      }
      for (const device of [tablet, laptop]) {
        await until('the edit is there', async () => (await notesOn(device)).includes(edited));
        expect(await notesOn(device)).not.toContain('ban đầu');
      }
      // Seen by both, it can be deleted.
      await tablet.ask('annotations.remove', { id });
      await until('it is gone', async () => !(await notesOn(laptop)).includes(edited));
    },
  );

  test('the page one left on one device is where the other opens the paper', async () => {
    const position = {
      paperId: newId(),
      versionId: newId(),
      page: 7,
      offset: 0.25,
      zoom: 'page-width',
      at: inDays(0),
    };
    await tablet.ask('reading.put', position);
    expect((await tablet.ask('reading.get', { paperId: position.paperId })).position).toEqual(position);
    await until('the laptop knows the page', async () => {
      const answer = await laptop.ask('reading.get', { paperId: position.paperId });
      return answer.position?.page === 7;
    });
  });
});
