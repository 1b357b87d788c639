import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFileStore } from '../../../server/files/fileStore.ts';
import { partOf } from '../../../server/files/sendPart.ts';
import { CHUNK_BYTES } from '../../../shared/domain/records/paper.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { faultyFiles, type FaultyFiles } from '../../support/faultyFiles.ts';
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

const using = disposingAfterEach();

interface Sending {
  readonly server: TestServer;
  /** The disk from which the server sends papers. */
  readonly disk: FaultyFiles;
  readonly logged: string[];
  readonly thuky: TestClient;
  readonly clientOf: (username: SmallUser) => Promise<TestClient>;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** A real server with one published paper of several chunks; its disk fails when the test says so. */
const startSending = async (): Promise<Sending> => {
  const logged: string[] = [];
  const lines = new Writable({
    write(line: Buffer, _encoding, done) {
      logged.push(line.toString());
      done();
    },
  });
  const server = using(await startTestServer({ fill: fillSmallGovernment, log: pino(lines) }));
  const disk = faultyFiles();
  const faulty = openFileStore(server.dataDir, unwatched, disk);
  Object.assign(server.context.files, {
    read: (...args: Parameters<typeof faulty.read>) => faulty.read(...args),
  });
  const clientOf = async (username: SmallUser): Promise<TestClient> => {
    const client = using(await startTestClient({ serverUrl: server.url }));
    await client.signIn(username, PASSPHRASE);
    return client;
  };
  const thuky = await clientOf('thuky');
  await thuky.synced();
  const { meetingId, itemId } = await makeMeeting(thuky);
  const bytes = await realPdf('Tờ trình', 3.5);
  const id = await upload(thuky, { kind: 'item', id: itemId }, 'To trinh.pdf', bytes);
  await uploadEnded(thuky, id);
  await thuky.synced();
  await doThere(thuky, 'meeting.publish', { id: meetingId });
  const [version] = thuky.context.records.all('paperVersion');
  return { server, disk, logged, thuky, clientOf, sha256: version?.body.file.sha256 ?? '', bytes };
};

/** Fails from the read on that would pass so many megabytes of a paper. */
const failAfter = (disk: FaultyFiles, megabytes: number): void => {
  let reads = 0;
  disk.fault = (operation, path) => {
    if (operation !== 'read' || !path.includes('/files/')) return null;
    reads += 1;
    return reads > megabytes * 4 ? 'EIO' : null;
  };
};

/** What came of a paper, and whether it looked whole to whoever reads HTTP. */
const fetchWhole = async ({ server, thuky, sha256 }: Sending) => {
  const token = thuky.context.db.prepare<[], string>(`SELECT value FROM meta WHERE key = 'token'`).pluck();
  const headers = { authorization: `Bearer ${token.get()}` };
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${server.url}/api/v1/files/${sha256}`, { headers }, resolve).on('error', reject);
  });
  let got = 0;
  const socket = answer.socket;
  await new Promise<void>((resolve) => {
    answer.on('data', (piece: Buffer) => void (got += piece.length));
    answer.once('error', () => undefined);
    answer.once('close', resolve);
  });
  const promised = Number(answer.headers['content-length']);
  return { status: answer.statusCode, promised, got, isWhole: answer.complete, isCut: socket.destroyed };
};

describe('a paper that cannot be read while it is sent', () => {
  test('ends the connection in its middle, is logged, and the server goes on', async () => {
    const at = await startSending();
    failAfter(at.disk, 2);
    const cut = await fetchWhole(at);
    expect(cut).toMatchObject({ status: 200, promised: at.bytes.length, isWhole: false, isCut: true });
    expect(cut.got).toBeLessThan(at.bytes.length);
    expect(at.logged.filter((line) => line.includes('could not be read to its end'))).toHaveLength(1);
    at.disk.fault = null;
    expect(await fetchWhole(at)).toMatchObject({ got: at.bytes.length, isWhole: true });
  });

  test('before its first byte is answered as a failing disk', async () => {
    const at = await startSending();
    at.disk.fault = (operation) => (operation === 'open' ? 'EIO' : null);
    expect(await fetchWhole(at)).toMatchObject({ status: 507, isWhole: true });
  });

  test('is tried again by a device, which reports it, keeps what has come, and has it whole when the disk is well', async () => {
    const at = await startSending();
    failAfter(at.disk, 2);
    const an = await at.clientOf('an');
    await until('the failure', () => an.logged.some(({ event }) => event === 'download_failed'));
    await until('it is reported', async () => (await an.ask('sync.state', {})).files.error !== null);
    await until('it has been tried again', () => {
      const failures = an.logged.filter(({ event }) => event === 'download_failed');
      return failures.length > 1;
    });
    const { have, haveBytes } = (await an.ask('sync.state', {})).files;
    expect([have, haveBytes > 0]).toEqual([0, true]);
    at.disk.fault = null;
    await until('the paper is here', async () => (await an.ask('sync.state', {})).files.have === 1);
    const file = await an.cabinet.openFile(at.sha256);
    expect(file.ok && file.value.size).toBe(at.bytes.length);
    expect((await an.ask('sync.state', {})).files.error).toBeNull();
  });
});

test('a file that has become shorter than was promised fails instead of ending', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cabinet-part-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'file');
  const bytes = randomBytes(CHUNK_BYTES);
  writeFileSync(path, bytes);
  const collect = async (start: number, end: number): Promise<Buffer> =>
    Buffer.concat(await partOf({ disk: faultyFiles(), path, start, end, outlet: null }).toArray());
  expect((await collect(5, CHUNK_BYTES)).equals(bytes.subarray(5))).toBe(true);
  await expect(collect(0, CHUNK_BYTES + 1)).rejects.toMatchObject({ code: 'EIO' });
});
