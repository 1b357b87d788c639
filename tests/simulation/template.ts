import { createHash, createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Transport } from '../../main/core/ports.ts';
import { cabinetError } from '../../shared/contract/errors.ts';
import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import { createIds } from '../../shared/lib/ids.ts';
import { err, ok } from '../../shared/lib/result.ts';
import { logKeyFile } from '../../server/installation/dataFolder.ts';
import { fillSmallGovernment, PASSPHRASE } from '../support/smallGovernment.ts';
import { createLedger } from './ledger.ts';
import { settle } from './settle.ts';
import { createSimClient, type SimClient } from './simClient.ts';
import { createSimServer, type SimServer } from './simServer.ts';
import { createWorld, START } from './world.ts';

/** Devices by name; two members have two each, and two people may edit. */
export const DEVICES = [
  { name: 'thuky-1', username: 'thuky' },
  { name: 'an-1', username: 'an' },
  { name: 'an-2', username: 'an' },
  { name: 'chutoa-1', username: 'chutoa' },
  { name: 'binh-1', username: 'binh' },
  { name: 'thuky-2', username: 'thuky' },
] as const;

/** An installation in session and devices that know it, to be copied for every run. */
export interface Template {
  readonly root: string;
  readonly serverFolder: string;
  clientFolder(name: string): string;
  /** Small papers that the server has checked already, so that no run waits for the checking process. */
  readonly papers: readonly Buffer<ArrayBuffer>[];
  dispose(): void;
}

const PAPERS = 12;
/** RFC 8410: an Ed25519 private key's fixed beginning; here with a fixed seed, so that signatures are the same. */
const LOG_KEY = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});

/** The smallest PDF with one empty page. */
const smallPdf = (text: string): Buffer<ArrayBuffer> =>
  Buffer.from(
    `%PDF-1.4\n%${text}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj ` +
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n',
  );

/** Nothing on the way: the template is made in good weather. */
const directTransport = (server: SimServer): Transport => ({
  async request(request) {
    const answer = await server.handle(request);
    if (answer === null) return err(cabinetError('server_unreachable'));
    if (request.onData === undefined || answer.status >= 300) return ok(answer);
    void request.onData(answer.body);
    return ok({ ...answer, body: new Uint8Array() });
  },
  listen: (_path, _token, _onText, onEnd) => {
    void onEnd;
    return () => undefined;
  },
  close: async () => undefined,
});

const upToDate = async (client: SimClient): Promise<void> => {
  for (let tries = 0; tries < 2000; tries += 1) {
    await settle();
    const state = await client.cabinet().call('sync.state', {});
    if (!state.ok) throw new Error(state.error.code);
    const { phase, waiting } = state.value as { readonly phase: string; readonly waiting: number };
    if (phase === 'up_to_date' && waiting === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  throw new Error(`${client.name} does not get up to date`);
};

const placePapers = async (server: SimServer, papers: readonly Uint8Array[]): Promise<void> => {
  const context = server.context();
  const account = await context?.storage.directory.findAccount('thuky');
  const chair = await context?.storage.directory.findAccount('chutoa');
  if (!context || !account || !chair) throw new Error('the small government is not there');
  for (const bytes of papers) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const path = context.files.pathOf(sha256);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    await context.storage.transact(account.organisationId, async (tx) => {
      await tx.files.add(
        { sha256, size: bytes.length, chunks: [sha256], pages: 1 },
        new Date(START).toISOString(),
      );
      for (const { personId } of [account, chair]) await tx.files.addUploader(sha256, personId);
    });
  }
};

/** A session with everybody in the room, two items and a paper on the first. */
const holdSession = async (
  secretary: SimClient,
  paper: Buffer<ArrayBuffer>,
  newId: () => string,
): Promise<void> => {
  const act = async <N extends MutationName>(name: N, args: MutationArgs<N>): Promise<void> => {
    const answer = await secretary.cabinet().call('mutate', { name, args });
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
    await upToDate(secretary);
  };
  const { records } = secretary.context();
  const bodyId = records.all('body')[0]?.id ?? '';
  const [meetingId, itemId] = [newId(), newId()];
  const instant = (hours: number): string => new Date(START + hours * 3_600_000).toISOString();
  await act('meeting.create', {
    ...{ id: meetingId, bodyId, title: 'Phiên họp thường kỳ', kind: 'regular', place: '' },
    ...{ startsAt: instant(-1), endsAt: instant(5) },
  });
  const item = { meetingId, parentId: null, summary: '', presenterId: null, unit: '', minutes: 30 };
  await act('item.create', { ...item, id: itemId, order: 'a0', title: 'Nội dung một' });
  await act('item.create', { ...item, id: newId(), order: 'a1', title: 'Nội dung hai' });
  await act('meeting.publish', { id: meetingId });
  await act('meeting.set_status', { id: meetingId, status: 'in_session' });
  for (const { id } of [...records.listSync('participant', meetingId)]) {
    await act('participant.set_attendance', { id, attendance: 'in_room' });
  }
  const about = { classification: 'public', documentType: 'report', size: paper.length } as const;
  const begun = await secretary.call('uploads.begin', {
    ...about,
    name: 'bao-cao.pdf',
    owner: { kind: 'item', id: itemId },
  });
  if (!begun.ok) throw new Error(begun.error.code);
  await secretary.call('uploads.append', { id: begun.value.id, bytes: paper });
  await secretary.call('uploads.finish', { id: begun.value.id });
  while (records.listSync('paper', itemId).length === 0) await upToDate(secretary);
};

/** Memory where the system has it: a run makes and removes many small files. */
const newRoot = (): string =>
  mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cabinet-sim-'));

export const buildTemplate = async (): Promise<Template> => {
  const root = newRoot();
  const world = createWorld('template');
  const serverFolder = join(root, 'server');
  mkdirSync(serverFolder);
  writeFileSync(logKeyFile(serverFolder), LOG_KEY.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  const server = createSimServer(world, root, serverFolder);
  await server.start();
  const context = server.context();
  if (context === null) throw new Error('the server is not running');
  await fillSmallGovernment(context);
  const papers = Array.from({ length: PAPERS }, (_, index) => smallPdf(`paper ${index}`));
  await placePapers(server, papers);
  const idRng = world.rng.fork('ids');
  const idBytes = (count: number) => idRng.bytes(count);
  const ids = createIds(world.clock, idBytes);
  const clientFolder = (name: string): string => join(root, name);
  for (const { name, username } of DEVICES) {
    const ledger = createLedger(world, () => 0);
    const rng = world.rng.fork(name);
    const client = createSimClient({
      world,
      ledger,
      name,
      username,
      root,
      first: clientFolder(name),
      rng,
      mayMismatch: () => false,
    });
    await client.start(directTransport(server));
    const signedIn = await client.call('session.signIn', { username, passphrase: PASSPHRASE });
    if (!signedIn.ok) throw new Error(signedIn.error.code);
    await upToDate(client);
    const [first] = papers;
    if (name === 'thuky-1' && first !== undefined) await holdSession(client, first, () => ids.next());
    await client.stop();
  }
  await server.stop();
  if (world.failures.length > 0) throw new Error(world.failures.join('\n'));
  return {
    root,
    serverFolder,
    clientFolder,
    papers,
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
};
