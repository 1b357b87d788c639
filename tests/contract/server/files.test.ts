import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { uploadAnswer, uploadComplete } from '../../../shared/contract/sync.ts';
import { checkPdf } from '../../../server/jobs/pdfCheck.ts';
import { type ApiPerson, newId, sha256 } from '../../support/api.ts';
import { enter, prepareMeeting, startOffice, tinyPdf } from '../../support/sampleOffice.ts';

const codeOf = async (person: ApiPerson, name: string, bytes: Uint8Array): Promise<string> => {
  const answer = await person.upload(name, bytes);
  return answer.status === 200 ? 'accepted' : answer.problem().code;
};

/** Larger than two chunks, and still a PDF: padding in a comment before the table. */
const largePdf = (): Uint8Array => {
  const [head = '', rest = ''] = Buffer.from(tinyPdf('Lon')).toString('latin1').split('xref\n0 6');
  const padding = `%${'x'.repeat(2 * CHUNK_BYTES)}\n`;
  const tail = rest.replace(/startxref\n\d+/, `startxref\n${head.length + padding.length}`);
  return new Uint8Array(Buffer.from(`${head}${padding}xref\n0 6${tail}`, 'latin1'));
};

describe('bad input is refused at upload, named, with the reason', () => {
  test('the table of refusals, each with the name of its file', async () => {
    await using server = await startOffice({ settings: { maxUploadBytes: 3 * CHUNK_BYTES } });
    const person = await enter(server, 'thuky');
    const whole = tinyPdf('Toan van');
    const zip = Buffer.concat([Buffer.from('504b0304140006000800', 'hex'), Buffer.alloc(4000, 1)]);
    expect(await codeOf(person, 'ok.pdf', whole)).toBe('accepted');
    expect(await codeOf(person, 'tờ trình.docx', zip)).toBe('file_not_pdf');
    expect(await codeOf(person, 'rỗng.pdf', new Uint8Array(0))).toBe('file_empty');
    expect(await codeOf(person, 'cắt.pdf', whole.subarray(0, whole.length - 60))).toBe('file_truncated');
    expect(await codeOf(person, 'lớn.pdf', new Uint8Array(3 * CHUNK_BYTES + 1))).toBe('file_too_large');
    const hollow = Buffer.from('%PDF-1.4\nnothing here\nstartxref\n0\n%%EOF\n');
    expect(await codeOf(person, 'hỏng.pdf', hollow)).toBe('file_unreadable');
    const refused = await person.upload('tờ trình.docx', zip);
    expect(refused.problem().detail).toContain('tờ trình.docx');
  });

  test('what was refused is not kept, and the same bytes can be tried again', async () => {
    await using server = await startOffice();
    const person = await enter(server, 'thuky');
    const bytes = Buffer.from('not a pdf');
    for (let n = 0; n < 2; n += 1) expect(await codeOf(person, 'x.pdf', bytes)).toBe('file_not_pdf');
    expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
    expect(existsSync(join(server.dataDir, 'files'))).toBe(false);
  });

  const folder = resolve(import.meta.dirname, '../../../../shared/data/pdfs');
  const REFUSED: Readonly<Record<string, string>> = {
    'real-empty.pdf': 'file_empty',
    'real-password-example.pdf': 'file_password',
  };
  test.runIf(existsSync(folder))(
    'of the real papers, the empty and the locked one are refused and all others accepted',
    async () => {
      const outcomes: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const name of readdirSync(folder).filter((file) => file.endsWith('.pdf'))) {
        const checked = await checkPdf(join(folder, name), 20_000);
        outcomes[name] = checked.ok ? 'accepted' : checked.error;
        expected[name] = REFUSED[name] ?? 'accepted';
      }
      expect(outcomes).toEqual(expected);
      expect(outcomes['real-malformed-from-issue-932.pdf']).toBe('accepted');
    },
  );

  test.runIf(existsSync(folder))(
    'a cut copy of each real Vietnamese paper is refused as truncated',
    async () => {
      await using server = await startOffice();
      const person = await enter(server, 'thuky');
      for (const name of readdirSync(folder).filter((file) => /^vi-.*\.pdf$/.test(file))) {
        const bytes = readFileSync(join(folder, name));
        for (const part of [0.35, 0.8]) {
          const cut = bytes.subarray(0, Math.floor(bytes.length * part));
          expect([name, part, await codeOf(person, name, cut)]).toEqual([name, part, 'file_truncated']);
        }
      }
    },
  );

  test('the real papers are where they are expected, or this run says that they are not', () => {
    if (!existsSync(folder))
      process.stderr.write(`No real papers at ${folder}: the checks on them did not run.\n`);
    expect(readdirSync(resolve(import.meta.dirname)).length).toBeGreaterThan(0);
  });
});

describe('uploads', () => {
  test('go on after an interruption with the chunks that are missing', async () => {
    await using server = await startOffice();
    const person = await enter(server, 'thuky');
    const bytes = largePdf();
    const begun = uploadAnswer.parse((await person.beginUpload('lớn.pdf', bytes)).json());
    expect([begun.have, begun.file]).toEqual([[], null]);
    expect((await person.putChunk(begun.uploadId, 1, bytes)).status).toBe(204);
    const incomplete = await person.call(`/uploads/${begun.uploadId}/complete`, { method: 'POST' });
    expect(incomplete.problem().code).toBe('upload_incomplete');
    const resumed = uploadAnswer.parse((await person.beginUpload('lớn.pdf', bytes)).json());
    expect(resumed).toEqual({ uploadId: begun.uploadId, have: [1], file: null });
    for (const index of [0, 2])
      expect((await person.putChunk(begun.uploadId, index, bytes)).status).toBe(204);
    const done = await person.call(`/uploads/${begun.uploadId}/complete`, { method: 'POST' });
    const { file } = uploadComplete.parse(done.json());
    expect(file).toMatchObject({ sha256: sha256(bytes), size: bytes.length, pages: 1 });
    expect(file.chunks).toEqual(
      [0, 1, 2].map((index) => sha256(bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES))),
    );
    const again = uploadAnswer.parse((await person.beginUpload('lớn.pdf', bytes)).json());
    expect(again.file).toEqual(file);
    const stranger = await enter(server, 'botruong.yte');
    const theirs = uploadAnswer.parse((await stranger.beginUpload('lớn.pdf', bytes)).json());
    expect([theirs.file, theirs.uploadId === begun.uploadId]).toEqual([null, false]);
  });

  test('a chunk whose bytes are not what its hash says is refused and asked for again', async () => {
    await using server = await startOffice();
    const person = await enter(server, 'thuky');
    const bytes = tinyPdf('Chunk');
    const { uploadId } = uploadAnswer.parse((await person.beginUpload('a.pdf', bytes)).json());
    const damaged = Uint8Array.from(bytes, (byte, index) => (index === 9 ? byte ^ 1 : byte));
    const put = (index: number, sent: Uint8Array, hash: string) =>
      person.call(`/uploads/${uploadId}/chunks/${index}`, {
        method: 'PUT',
        bytes: sent,
        headers: { 'x-chunk-sha256': hash },
      });
    expect((await put(0, damaged, sha256(bytes))).problem().code).toBe('upload_chunk_wrong');
    expect((await put(1, bytes, sha256(bytes))).problem().code).toBe('upload_chunk_wrong');
    expect((await put(0, damaged, sha256(damaged))).status).toBe(204);
    const done = await person.call(`/uploads/${uploadId}/complete`, { method: 'POST' });
    expect(done.problem().code).toBe('file_damaged');
  });

  test('somebody else’s upload does not exist for others', async () => {
    await using server = await startOffice();
    const [mine, theirs] = [await enter(server, 'thuky'), await enter(server, 'thuky2')];
    const bytes = tinyPdf('Cua toi');
    const { uploadId } = uploadAnswer.parse((await mine.beginUpload('a.pdf', bytes)).json());
    expect((await theirs.putChunk(uploadId, 0, bytes)).status).toBe(404);
  });

  test('a chunk larger than a chunk is not read', async () => {
    await using server = await startOffice();
    const person = await enter(server, 'thuky');
    const answer = await person.call(`/uploads/${newId()}/chunks/0`, {
      method: 'PUT',
      bytes: new Uint8Array(2 * CHUNK_BYTES),
      headers: { 'x-chunk-sha256': '0'.repeat(64) },
    });
    expect(answer.status).toBe(413);
  });
});

test('a file is downloaded whole or by range, named by its hash', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const { itemId } = await prepareMeeting(person);
  const bytes = tinyPdf('Tai ve');
  const hash = await person.uploaded('a.pdf', bytes);
  await person.do('paper.add', {
    id: newId(),
    owner: { kind: 'item', id: itemId },
    order: 'a0',
    versionId: newId(),
    fileName: 'a.pdf',
    sha256: hash,
    title: 'A',
    documentType: 'report',
    agency: '',
    number: '',
    classification: 'public',
  });
  const get = (headers: Record<string, string> = {}, method = 'GET') =>
    person.call(`/files/${hash}`, { method, headers });
  const whole = await get();
  expect([whole.status, whole.headers.get('etag'), whole.text]).toEqual([
    200,
    `"${hash}"`,
    Buffer.from(bytes).toString('utf8'),
  ]);
  const part = await get({ range: 'bytes=5-8' });
  expect([part.status, part.text, part.headers.get('content-range')]).toEqual([
    206,
    whole.text.slice(5, 9),
    `bytes 5-8/${bytes.length}`,
  ]);
  expect((await get({ range: 'bytes=-6' })).text).toBe('%%EOF\n');
  const beyond = await get({ range: `bytes=${bytes.length}-` });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
  const head = await get({}, 'HEAD');
  expect([head.status, head.text, head.headers.get('content-length')]).toEqual([
    200,
    '',
    String(bytes.length),
  ]);
  expect((await get({ 'if-none-match': `"${hash}"` })).status).toBe(304);
  expect((await get({ range: 'bytes=0-3', 'if-range': '"another"' })).status).toBe(200);
  expect((await person.call('/files/nonsense')).status).toBe(400);
});
