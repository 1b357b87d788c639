import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, request as forward } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { titleOfFileName } from '../../../main/core/uploads/title.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  PASSPHRASE,
  realPdf,
  type SmallUser,
  upload,
  uploadEnded,
} from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

const PDFS = join(import.meta.dirname, '../../../../shared/data/pdfs');

let server: TestServer;
let secretary: TestClient;
let meetingId: string;
let itemId: string;

const clientOf = async (username: SmallUser, serverUrl = server.url): Promise<TestClient> => {
  const client = await startTestClient({ serverUrl });
  await client.signIn(username, PASSPHRASE);
  await client.synced();
  return client;
};

beforeAll(async () => {
  server = await startTestServer({ fill: fillSmallGovernment });
  secretary = await clientOf('thuky');
  ({ meetingId, itemId } = await makeMeeting(secretary));
  await doThere(secretary, 'meeting.publish', { id: meetingId });
});
afterAll(async () => {
  await secretary[Symbol.asyncDispose]();
  await server.stop();
});

const papers = async (client: TestClient) =>
  (await client.ask('meetings.get', { id: meetingId })).items.flatMap((item) => item.papers);
const paperNamed = async (client: TestClient, title: string) =>
  (await papers(client)).find(({ paper }) => paper.title === title);
const errorOf = async (client: TestClient, id: string) =>
  (await client.ask('uploads.list', {})).uploads.find((view) => view.id === id)?.error?.code;

const bytesOf = async (client: TestClient, sha256: string): Promise<Buffer | null> => {
  const opened = await client.cabinet.openFile(sha256);
  return opened.ok ? Buffer.from(await opened.value.read(0, opened.value.size)) : null;
};

describe('titles', () => {
  test.each([
    ['Bao_cao__KT-XH.pdf', 'Bao cao KT-XH'],
    ['Tờ trình.v2.PDF', 'Tờ trình.v2'],
    ['C:\\Tai lieu\\To trinh.pdf', 'To trinh'],
    ['To\u031b\u0300 tri\u0300nh.pdf', 'Tờ trình'],
    ['.pdf', '.pdf'],
  ])('the file %j becomes the paper %j', (name, title) => {
    expect(titleOfFileName(name)).toBe(title);
  });
});

describe('uploading papers', () => {
  test('many at once: each becomes a paper in the order in which they were chosen, and is here without a download', async () => {
    const files = await Promise.all(
      [2.5, 0, 1.2].map(async (megabytes, n) => ({
        name: `Tai_lieu_so_${n + 1}.pdf`,
        bytes: await realPdf(`Tai lieu ${n + 1}`, megabytes),
      })),
    );
    const owner = { kind: 'item', id: itemId } as const;
    const ids = await Promise.all(files.map(({ name, bytes }) => upload(secretary, owner, name, bytes)));
    for (const id of ids) await uploadEnded(secretary, id);
    await until('three papers', async () => (await papers(secretary)).length === 3);
    const views = await papers(secretary);
    expect(views.map(({ paper }) => paper.title)).toEqual([
      'Tai lieu so 1',
      'Tai lieu so 2',
      'Tai lieu so 3',
    ]);
    expect(views.map(({ availability }) => availability.state)).toEqual(['here', 'here', 'here']);
    for (const [n, view] of views.entries()) {
      expect(
        (await bytesOf(secretary, view.version.file.sha256))?.equals(files[n]?.bytes ?? Buffer.alloc(0)),
      ).toBe(true);
    }
    expect(secretary.network.paths.filter((path) => path.includes('/files/'))).toEqual([]);
  });

  test('a member’s app has them without asking', async () => {
    const member = await clientOf('an');
    try {
      await until('all are here', async () => {
        const views = await papers(member);
        return views.length >= 3 && views.every(({ availability }) => availability.state === 'here');
      });
      const [view] = await papers(member);
      const sha256 = view?.version.file.sha256 ?? '';
      member.network.isCut = true;
      const bytes = await bytesOf(member, sha256);
      expect(bytes?.subarray(0, 5).toString()).toBe('%PDF-');
      expect(bytes?.length).toBe(view?.version.file.size);
    } finally {
      await member[Symbol.asyncDispose]();
    }
  });

  test('what the server refuses is named with its reason, and the other files of the batch go on', async () => {
    const good = await realPdf('Tài liệu tốt', 0.1);
    const batch: [string, Buffer, string | undefined][] = [
      ['rong.pdf', Buffer.alloc(0), 'file_empty'],
      ['van-ban.docx', Buffer.from('PK\u0003\u0004 not a PDF at all'), 'file_not_pdf'],
      ['cut.pdf', good.subarray(0, good.length >> 1), 'file_truncated'],
      ['con-lai.pdf', good, undefined],
    ];
    const password = join(PDFS, 'real-password-example.pdf');
    if (existsSync(password)) batch.push(['khoa.pdf', readFileSync(password), 'file_password']);
    else process.stderr.write(`not tried with a real protected PDF: ${password} is missing\n`);
    const owner = { kind: 'item', id: itemId } as const;
    const ids = await Promise.all(batch.map(([name, bytes]) => upload(secretary, owner, name, bytes)));
    for (const [n, id] of ids.entries()) {
      await uploadEnded(secretary, id);
      expect(await errorOf(secretary, id), batch[n]?.[0]).toBe(batch[n]?.[2]);
    }
    await until('the good one', async () => (await paperNamed(secretary, 'con-lai')) !== undefined);
    for (const id of ids) await secretary.ask('uploads.remove', { id });
    expect((await secretary.ask('uploads.list', {})).uploads.some(({ id }) => ids.includes(id))).toBe(false);
    expect((await paperNamed(secretary, 'con-lai'))?.availability.state).toBe('here');
  });

  test('chosen offline, the app restarted meanwhile: it goes when the server is there, and once', async () => {
    const bytes = await realPdf('Soạn khi mất mạng', 1.5);
    secretary.network.isCut = true;
    await upload(secretary, { kind: 'item', id: itemId }, 'ngoai_tuyen.pdf', bytes);
    expect((await secretary.ask('uploads.list', {})).uploads.at(-1)?.state).toBe('waiting');
    secretary = await secretary.restarted();
    secretary.network.isCut = true;
    await secretary.signIn('thuky', PASSPHRASE);
    expect((await secretary.ask('uploads.list', {})).uploads.at(-1)).toMatchObject({
      state: 'waiting',
      name: 'ngoai_tuyen.pdf',
    });
    expect(readdirSync(secretary.dataDir, { recursive: true }).join()).not.toContain('ngoai');
    secretary.network.isCut = false;
    await secretary.ask('sync.now', {});
    await until('the paper', async () => (await paperNamed(secretary, 'ngoai tuyen')) !== undefined);
    expect((await papers(secretary)).filter(({ paper }) => paper.title === 'ngoai tuyen')).toHaveLength(1);
    expect((await paperNamed(secretary, 'ngoai tuyen'))?.availability.state).toBe('here');
  });

  test('a new version of a paper replaces what is read and keeps the older one', async () => {
    const before = await paperNamed(secretary, 'Tai lieu so 2');
    const id = await upload(
      secretary,
      { kind: 'paper', id: before?.paper.id ?? '' },
      'lan-2.pdf',
      await realPdf('Lần 2'),
    );
    await uploadEnded(secretary, id);
    await until('version 2', async () => (await paperNamed(secretary, 'Tai lieu so 2'))?.version.n === 2);
    const { versions } = await secretary.ask('papers.get', { id: before?.paper.id ?? '' });
    expect(versions.map(({ n }) => n)).toEqual([1, 2]);
    expect((await bytesOf(secretary, before?.version.file.sha256 ?? ''))?.subarray(0, 5).toString()).toBe(
      '%PDF-',
    );
  });

  test('R21: a paper of a class that may not be held never leaves the device', async () => {
    const { id } = await secretary.ask('uploads.begin', {
      ...{ owner: { kind: 'item', id: itemId }, name: 'mat.pdf', size: 10 },
      ...{ classification: 'secret', documentType: 'report' },
    });
    await secretary.ask('uploads.append', { id, bytes: new Uint8Array(10) });
    await secretary.ask('uploads.finish', { id });
    expect(await errorOf(secretary, id)).toBe('paper_classification_refused');
    await secretary.ask('uploads.remove', { id });
  });
});

describe('a network that changes bytes', () => {
  test('wrong bytes are refused and never shown; the right ones come when they are sent', async () => {
    let tampering = true;
    const proxy = createServer((request, response) => {
      const upstream = forward(
        `${server.url}${request.url ?? ''}`,
        { method: request.method, headers: request.headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          const tampered = tampering && (request.url?.includes('/files/') ?? false);
          answer.on('data', (piece: Buffer) => {
            const changed = Buffer.from(piece);
            if (tampered) changed[0] = (changed[0] ?? 0) ^ 1;
            response.write(changed);
          });
          answer.on('end', () => response.end());
        },
      );
      upstream.on('error', () => response.destroy());
      request.pipe(upstream);
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const member = await clientOf('binh', url);
    try {
      await until('the damage is noticed', async () => {
        const { files } = await member.ask('sync.state', {});
        const failures = member.logged.filter(({ event }) => event === 'download_failed').length;
        return files.error?.code === 'file_damaged' && failures >= files.total;
      });
      const [view] = await papers(member);
      const sha256 = view?.version.file.sha256 ?? '';
      expect(await member.cabinet.openFile(sha256)).toMatchObject({
        ok: false,
        error: { code: 'file_not_here' },
      });
      expect(view?.availability.haveBytes).toBe(0);
      tampering = false;
      member.ahead += 3_600_000;
      await member.ask('files.want', { sha256 });
      await until('all are here', async () => {
        const { files } = await member.ask('sync.state', {});
        return files.total > 0 && files.have === files.total;
      });
      expect((await bytesOf(member, sha256))?.subarray(0, 5).toString()).toBe('%PDF-');
    } finally {
      await member[Symbol.asyncDispose]();
      proxy.closeAllConnections();
      proxy.close();
    }
  });
});
