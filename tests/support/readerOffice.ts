import { randomBytes } from 'node:crypto';
import type { Transport, TransportRequest } from '../../main/core/ports.ts';
import { idsOfUpload } from '../../main/core/uploads/uploadedPaper.ts';
import { type Loopback, serveLoopback } from '../../main/loopback/loopback.ts';
import type { Annotation } from '../../shared/contract/annotation.ts';
import { CHUNK_BYTES, type PaperVersion } from '../../shared/domain/records/paper.ts';
import { startTestClient, type TestClient, type TestNetwork, testNetwork } from './client.ts';
import { startTestServer, type TestServer } from './server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  PASSPHRASE,
  upload,
  uploadEnded,
} from './smallGovernment.ts';
import { until } from './until.ts';

export interface OfficePaper {
  readonly id: string;
  /** Oldest first. */
  readonly versions: readonly PaperVersion[];
}

/** A member's device: the real core, shown by the real browser host. */
export interface ReaderDevice extends AsyncDisposable {
  readonly client: TestClient;
  readonly loopback: Loopback;
  /** The paper's own annotations as this device's core keeps them. */
  kept(paper: OfficePaper): Promise<readonly Annotation[]>;
  /** The paper's current version is on this device, file and all. */
  has(paper: OfficePaper): Promise<void>;
  /** The program ended and started again on the same folder; its port is another one. */
  restarted(): Promise<ReaderDevice>;
}

/** The real server with a small government, a secretary who hands in papers, and a member's devices. */
export interface ReaderOffice extends AsyncDisposable {
  readonly server: TestServer;
  readonly secretary: TestClient;
  readonly meetingId: string;
  readonly itemId: string;
  /** Uploaded and checked by the server; several files are its versions, in order. */
  addPaper(title: string, files: readonly Uint8Array[]): Promise<OfficePaper>;
  /** Of the member `an`, signed in. */
  openDevice(transport?: Transport): Promise<ReaderDevice>;
}

/** A link on which files come slowly: what is past the first chunk is held until the gate is opened. */
export interface SlowFiles {
  readonly network: TestNetwork;
  readonly transport: Transport;
  open(): void;
}

export const slowFiles = (serverUrl: string): SlowFiles => {
  const network = testNetwork(serverUrl);
  const gate = Promise.withResolvers<void>();
  const slowly = async (request: TransportRequest) => {
    const held: Uint8Array[] = [];
    let passed = 0;
    const answer = await network.request({
      ...request,
      onData(piece) {
        if (passed < CHUNK_BYTES) void request.onData?.(piece);
        else held.push(Buffer.from(piece));
        passed += piece.length;
      },
    });
    const { signal } = request;
    if (signal !== undefined) signal.addEventListener('abort', () => gate.resolve(), { once: true });
    if (held.length > 0) await gate.promise;
    for (const piece of held) void request.onData?.(piece);
    return answer;
  };
  return {
    network,
    transport: {
      request: (request) => (request.onData === undefined ? network.request(request) : slowly(request)),
      listen: (...about) => network.listen(...about),
      close: () => network.close(),
    },
    open: () => gate.resolve(),
  };
};

const openDevice = async (client: TestClient, build: ReaderBuild): Promise<ReaderDevice> => {
  const { cabinet } = client;
  const random = (count: number): Uint8Array => new Uint8Array(randomBytes(count));
  const loopback = await serveLoopback({ cabinet, ...build, port: 0, random });
  return {
    client,
    loopback,
    async kept({ id }) {
      return (await client.ask('annotations.list', { paperId: id })).annotations;
    },
    has: ({ id, versions }) =>
      until('the paper is here', async () => {
        const answer = await client.call('papers.get', { id });
        if (!answer.ok) return false;
        const { version, availability } = answer.value.view;
        return version.id === versions.at(-1)?.id && availability.state === 'here';
      }),
    async restarted() {
      await loopback.close();
      const again = await client.restarted();
      await again.signIn('an', PASSPHRASE);
      return openDevice(again, build);
    },
    async [Symbol.asyncDispose]() {
      await loopback.close();
      await client[Symbol.asyncDispose]();
    },
  };
};

export interface ReaderBuild {
  /** The built renderer. */
  readonly rendererDir: string;
  readonly bridgeFile: string;
}

const addPaper = async (
  secretary: TestClient,
  itemId: string,
  title: string,
  files: readonly Uint8Array[],
): Promise<OfficePaper> => {
  const [first, ...later] = files.map((bytes) => Buffer.from(bytes));
  if (first === undefined) throw new Error('a paper has at least one version');
  const fileName = `${title}.pdf`;
  const uploadId = await upload(secretary, { kind: 'item', id: itemId }, fileName, first);
  const { paperId: id } = idsOfUpload(uploadId);
  const versions = async () => {
    const answer = await secretary.call('papers.get', { id });
    return answer.ok ? answer.value.versions : [];
  };
  const arrived = (count: number): Promise<void> =>
    until('the version is there', async () => (await versions()).length === count);
  await uploadEnded(secretary, uploadId);
  await arrived(1);
  for (const [index, bytes] of later.entries()) {
    await uploadEnded(secretary, await upload(secretary, { kind: 'paper', id }, fileName, bytes));
    await arrived(index + 2);
  }
  await secretary.synced();
  return { id, versions: await versions() };
};

/** Starts the server with a published session of one item. */
export const openReaderOffice = async (build: ReaderBuild): Promise<ReaderOffice> => {
  const server = await startTestServer({ fill: fillSmallGovernment });
  const secretary = await startTestClient({ serverUrl: server.url });
  await secretary.signIn('thuky', PASSPHRASE);
  await secretary.synced();
  const { meetingId, itemId } = await makeMeeting(secretary);
  await doThere(secretary, 'meeting.publish', { id: meetingId });
  await doThere(secretary, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  return {
    server,
    secretary,
    meetingId,
    itemId,
    addPaper: (title, files) => addPaper(secretary, itemId, title, files),
    async openDevice(transport) {
      const client = await startTestClient({
        serverUrl: server.url,
        ...(transport === undefined ? {} : { transport }),
      });
      await client.signIn('an', PASSPHRASE);
      await client.ask('preferences.set', { theme: 'light' });
      await client.synced();
      return openDevice(client, build);
    },
    async [Symbol.asyncDispose]() {
      await secretary[Symbol.asyncDispose]();
      await server.stop();
    },
  };
};
