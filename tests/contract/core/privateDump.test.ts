import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Annotation } from '../../../shared/contract/annotation.ts';
import { filesUnder, foundIn, foundUnder, needlesOf, needlesOfBytes } from '../../support/byteSearch.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { meetingArgs, PASSPHRASE } from '../../support/installation.ts';
import { tinyPdf } from '../../support/sampleOffice.ts';
import { type ServerProcess, startServerProcess } from '../../support/server.ts';
import { newId, upload, uploadEnded } from '../../support/smallGovernment.ts';
import { columnsOf, tablesOf } from '../../support/stores/storeFixtures.ts';

/** What a member writes, in every place where something can be written, before and after an edit, deleted or not. */
const WRITTEN = {
  quote: 'đoạn được tô: tăng thu bền vững',
  note: 'ghi chú bên lề: chưa thuyết phục',
  edited: 'ghi chú đã sửa: hỏi lại Bộ Tài chính',
  deleted: 'ghi chú sẽ xoá: không nên thông qua',
  ink: 'lời kèm nét vẽ: xem phụ lục ba',
  stroke: '313.37712345',
  zoom: '1.77123456',
  public: 'Phiên họp ai cũng đọc được',
} as const;
const SECRET = Object.values(WRITTEN).filter((text) => text !== WRITTEN.public);

let root: string;
const logs: string[] = [];
let accountKey: Buffer;
const data = () => join(root, 'data');
const device = () => join(root, 'device');

const base = (paperId: string, versionId: string) => ({
  ...{ id: newId(), paperId, versionId, page: 1, createdAt: '2026-11-20T01:00:00.000Z' },
  updatedAt: '2026-11-20T01:00:00.000Z',
});

const write = async (client: TestClient, paperId: string, versionId: string): Promise<void> => {
  const put = (annotation: Annotation) => client.ask('annotations.put', annotation);
  const stroke = Number(WRITTEN.stroke);
  const rects = [{ x0: 1, y0: 2, x1: 3, y1: 4 }];
  const highlight: Annotation = {
    ...{ ...base(paperId, versionId), type: 'highlight', colour: 'yellow', rects },
    ...{ quote: WRITTEN.quote, note: WRITTEN.note },
  };
  await put(highlight);
  const strokes = [[stroke, 2, stroke, 4]];
  await put({
    ...{ ...base(paperId, versionId), type: 'ink', colour: 'red', width: 2, strokes, note: WRITTEN.ink },
  });
  const gone = base(paperId, versionId);
  await put({ ...gone, type: 'note', colour: 'blue', x: 1, y: 2, note: WRITTEN.deleted });
  await client.synced();
  await put({ ...highlight, note: WRITTEN.edited });
  await client.ask('annotations.remove', { id: gone.id });
  const position = { paperId, versionId, page: 7, offset: 0.5, zoom: WRITTEN.zoom };
  await client.ask('reading.put', { ...position, at: '2026-11-20T01:00:00.000Z' });
  await client.synced();
};

const prepare = async (client: TestClient): Promise<{ paperId: string; versionId: string }> => {
  const [bodyId = ''] = (await client.ask('session.state', {})).secretaryOf;
  const [meetingId, itemId] = [newId(), newId()];
  const meeting = meetingArgs(meetingId, bodyId, WRITTEN.public);
  await client.ask('mutate', { name: 'meeting.create', args: meeting });
  const item = { title: 'Nội dung', summary: '', presenterId: null, unit: '', minutes: 10, order: 'a0' };
  const args = { ...item, id: itemId, meetingId, parentId: null };
  await client.ask('mutate', { name: 'item.create', args });
  const pdf = Buffer.from(tinyPdf('to trinh'));
  await uploadEnded(client, await upload(client, { kind: 'item', id: itemId }, 'to-trinh.pdf', pdf));
  await client.synced();
  const [version] = client.context.records.all('paperVersion');
  if (version === undefined) throw new Error('the paper is not there');
  return { paperId: version.body.paperId, versionId: version.id };
};

const startServer = (): Promise<ServerProcess> => startServerProcess(['--data', data(), '--port', '0']);

/** Program output is text that somebody keeps, too. */
const keepOutput = ({ stdout, stderr }: ServerProcess): void => void logs.push(...stdout, ...stderr);

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'cabinet-dump-'));
  mkdirSync(join(root, 'copies'));
  const first = await startServer();
  let client = await startTestClient({ serverUrl: first.url, dataDir: device() });
  await client.ask('session.setup', {
    ...{ code: first.setupCode ?? '', organisationName: 'Chính phủ', bodyName: 'Chính phủ' },
    ...{ username: 'quan.tri', name: 'Nguyễn Văn Quản', position: '', passphrase: PASSPHRASE },
  });
  await client.signIn('quan.tri', PASSPHRASE);
  await client.synced();
  const { paperId, versionId } = await prepare(client);
  await write(client, paperId, versionId);
  accountKey = Buffer.from(client.context.account.accountKey);
  // As both folders lie while everything runs, write-ahead logs included, and as a power cut would leave them.
  cpSync(data(), join(root, 'copies', 'running'), { recursive: true });
  cpSync(device(), join(root, 'copies', 'device'), { recursive: true });
  client = await client.restarted();
  await client.signIn('quan.tri', PASSPHRASE);
  await client.synced();
  const program = join(import.meta.dirname, '../../../server/main.ts');
  execFileSync(process.execPath, [program, 'backup', join(root, 'backup.tar'), '--data', data()]);
  await first.stop();
  keepOutput(first);
  const second = await startServer();
  await second.stop();
  keepOutput(second);
  const { annotations } = await client.ask('annotations.list', { paperId });
  expect(annotations.map((each) => each.note).sort()).toEqual([WRITTEN.edited, WRITTEN.ink].sort());
  await client.close();
  writeFileSync(join(root, 'server.log'), logs.join('\n'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Every table of a database as statements would say it. */
const sqlDump = (file: string): Buffer => {
  const db = new Database(file, { readonly: true });
  const rows = tablesOf(db).flatMap((table) => {
    const columns = columnsOf(db, table).map((name) => `quote("${name}") AS "${name}"`);
    return db.prepare(`SELECT ${columns.join(', ')} FROM "${table}"`).all();
  });
  db.close();
  return Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
};

const secrets = () => [
  ...SECRET.flatMap((text) => [...needlesOf(text)]),
  ...needlesOfBytes('the account key', accountKey),
  ...needlesOf(PASSPHRASE),
];

test('what was read is all there is: databases, write-ahead logs, papers, log key, backup, output', () => {
  const files = filesUnder(root).map((file) => file.slice(root.length));
  for (const name of ['/data/server.db', '/copies/running/server.db-wal', '/backup.tar', '/server.log']) {
    expect(files).toContain(name);
  }
  expect(files.filter((name) => name.startsWith('/data/files/'))).toHaveLength(1);
  expect(files.some((name) => name.startsWith('/copies/device/') && name.endsWith('cabinet.db-wal'))).toBe(
    true,
  );
  expect(logs.filter((line) => line.includes('"route":"/api/v1/sync/push"')).length).toBeGreaterThan(3);
  expect(readdirSync(data()).sort()).toEqual(expect.arrayContaining(['files', 'log.key', 'server.db']));
});

test('no byte of the server, of its backup or of its output holds a word of private annotations', () => {
  expect(foundUnder(secrets(), root)).toEqual([]);
});

test('no statement of a dump of the server’s database says a word of them', () => {
  for (const file of [join(data(), 'server.db'), join(root, 'copies/running/server.db')]) {
    const dump = sqlDump(file);
    expect(dump.includes('ciphertext')).toBe(true);
    expect(foundIn(dump, secrets())).toEqual([]);
  }
});

test('the search finds what is there: in what everybody may read, and on the server only', () => {
  const open = needlesOf(WRITTEN.public);
  expect(foundUnder(open, data(), join(root, 'copies/running')).length).toBeGreaterThan(0);
  expect(foundIn(sqlDump(join(data(), 'server.db')), open)).toContain(`${WRITTEN.public} as UTF-8`);
  expect(foundUnder(open, device())).toEqual([]);
});

test.each([
  ['as it was typed', (text: string) => Buffer.from(text.normalize('NFC'))],
  ['decomposed', (text: string) => Buffer.from(text.normalize('NFD'))],
  ['in UTF-16', (text: string) => Buffer.from(text, 'utf16le')],
  ['in UTF-16, the other way round', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ['in base64', (text: string) => Buffer.from(Buffer.from(`{"a":"${text}"}`).toString('base64'))],
  ['in base64, one later', (text: string) => Buffer.from(Buffer.from(`{"ab":"${text}"}`).toString('base64'))],
  [
    'in base64, two later',
    (text: string) => Buffer.from(Buffer.from(`{"abc":"${text}"}`).toString('base64url')),
  ],
  ['as JSON of JSON', (text: string) => Buffer.from(JSON.stringify(JSON.stringify({ text })))],
  [
    'escaped',
    (text: string) =>
      Buffer.from(text.replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)),
  ],
  ['in hexadecimal', (text: string) => Buffer.from(Buffer.from(text).toString('hex'))],
  ['in a URL', (text: string) => Buffer.from(`?q=${encodeURIComponent(text)}`)],
  ['deflated', (text: string) => deflateSync(`before ${text} after`)],
  ['gzipped', (text: string) => gzipSync(`before ${text} after`)],
])('the search would find one of them %s, planted among the papers', (_name, form) => {
  for (const text of SECRET) {
    const folder = join(root, 'planted');
    mkdirSync(folder);
    const bytes = Buffer.concat([Buffer.alloc(1000, 0x78), form(text), Buffer.alloc(1000, 0x1f)]);
    writeFileSync(join(folder, 'ab'.repeat(32)), bytes);
    const found = foundUnder(needlesOf(text), folder);
    rmSync(folder, { recursive: true });
    expect(found.length).toBeGreaterThan(0);
  }
});

test('the search would find one in the write-ahead log and in free pages of the database', () => {
  const folder = join(root, 'planted');
  mkdirSync(folder);
  const file = join(folder, 'server.db');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec('CREATE TABLE t (text TEXT)');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.prepare('INSERT INTO t VALUES (?)').run(WRITTEN.deleted);
  expect(foundUnder(needlesOf(WRITTEN.deleted), folder).join()).toContain('server.db-wal');
  db.exec('DELETE FROM t');
  db.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(foundUnder(needlesOf(WRITTEN.deleted), folder).join()).toContain('server.db: ');
  rmSync(folder, { recursive: true });
});
