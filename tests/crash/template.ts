import { openKeyStore } from '../support/watchedCore.ts';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAccount, addPerson } from '../../server/accounts/administration.ts';
import { deriveCredentials } from '../../server/accounts/deriveCredentials.ts';
import type { ServerContext } from '../../server/context.ts';
import { SAMPLE_KDF } from '../../server/sample/organisation.ts';
import { runTransaction } from '../../server/sync/transaction.ts';
import { startTestClient, type TestClient } from '../support/client.ts';
import { startTestServer } from '../support/server.ts';
import {
  doThere,
  fillSmallGovernment,
  makeMeeting,
  openPoll,
  PASSPHRASE,
  realPdf,
  upload,
  uploadEnded,
} from '../support/smallGovernment.ts';
import { until } from '../support/until.ts';
import type { Tap } from './tap.ts';

export const ADMINISTRATOR = 'quantri';
export { PASSPHRASE };

/** An installation in session with its devices, to be copied for every round. */
export interface Template {
  readonly root: string;
  readonly serverFolder: string;
  /** The data folder of `thuky` or `an`, who know everything. */
  clientFolder(username: string): string;
  readonly meetingId: string;
  readonly itemId: string;
  readonly pollId: string;
  readonly bodyId: string;
  /** Papers of the item; the first spans several chunks. Those of a past session lie on every device too. */
  readonly papers: readonly { readonly id: string; readonly versionId: string }[];
  /** Files that nobody has uploaded yet; the first spans several chunks. */
  readonly pdfs: readonly Buffer[];
  dispose(): void;
}

const addAdministrator = async (context: ServerContext): Promise<void> => {
  const [organisationId = ''] = await context.storage.directory.organisationIds();
  const credentials = await deriveCredentials(PASSPHRASE, SAMPLE_KDF, context.random);
  const personId = context.ids.next();
  await runTransaction(context, organisationId, async (work) => {
    await addPerson(context, work, { id: personId, name: 'Quản trị', position: '', unit: '', rank: 9 });
    await addAccount(context, work, {
      ...{ username: ADMINISTRATOR, role: 'system_administrator' as const },
      ...{ personId, credentials },
    });
  });
};

/** Memory where the system has it: rounds make and remove many small files. */
const newRoot = (): string =>
  mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'cabinet-crash-'));

const allHere = (client: TestClient): Promise<void> =>
  until('all papers are here', async () => {
    const { files } = await client.ask('sync.state', {});
    return files.total > 0 && files.have === files.total;
  });

const addPapers = async (
  secretary: TestClient,
  itemId: string,
  name: string,
  megabytes: readonly number[],
): Promise<void> => {
  for (const [index, size] of megabytes.entries()) {
    const pdf = await realPdf(`${name} ${index}`, size);
    const owner = { kind: 'item', id: itemId } as const;
    await uploadEnded(secretary, await upload(secretary, owner, `tai-lieu-${index}.pdf`, pdf));
  }
  await secretary.synced();
};

/** One that is over: its papers may be given up. */
const holdPastSession = async (secretary: TestClient): Promise<void> => {
  const { meetingId, itemId } = await makeMeeting(secretary, 'Phiên họp đã qua');
  await doThere(secretary, 'meeting.publish', { id: meetingId });
  await doThere(secretary, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  await addPapers(secretary, itemId, 'Tài liệu cũ', [1.2, 0]);
  await doThere(secretary, 'meeting.set_status', { id: meetingId, status: 'closed' });
};

/** Makes the installation through `tap`, so that devices find the same address in every round. */
export const buildTemplate = async (tap: Tap): Promise<Template> => {
  const root = newRoot();
  const serverFolder = join(root, 'server');
  const clientFolder = (username: string): string => join(root, username);
  for (const folder of [serverFolder, clientFolder('thuky'), clientFolder('an')]) mkdirSync(folder);
  const server = await startTestServer({
    dataDir: serverFolder,
    async fill(context) {
      await fillSmallGovernment(context);
      await addAdministrator(context);
    },
  });
  tap.connectTo(server.url);
  const open = async (username: string): Promise<TestClient> => {
    const client = await startTestClient({
      ...{ serverUrl: tap.url, dataDir: clientFolder(username), keyStore: openKeyStore },
    });
    await client.signIn(username, PASSPHRASE);
    await client.synced();
    return client;
  };
  const secretary = await open('thuky');
  const { meetingId, itemId } = await makeMeeting(secretary);
  await doThere(secretary, 'meeting.publish', { id: meetingId });
  await doThere(secretary, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  await addPapers(secretary, itemId, 'Tài liệu', [1.6, 0, 0]);
  await holdPastSession(secretary);
  const pollId = await openPoll(secretary, meetingId, itemId, { changeable: true });
  await allHere(secretary);
  const member = await open('an');
  await allHere(member);
  const papers = secretary.context.records
    .listSync('paper', itemId)
    .map(({ id, body }) => ({ id, versionId: body.currentVersionId }));
  const bodyId = secretary.context.records.all('body')[0]?.id ?? '';
  for (const each of [member, secretary]) await each.close();
  await server.stop();
  const pdfs = await Promise.all(
    [1.3, 0, 0, 0].map((megabytes, index) => realPdf(`Mới ${index}`, megabytes)),
  );
  return {
    ...{ root, serverFolder, clientFolder, meetingId, itemId, pollId, bodyId, papers, pdfs },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
};
