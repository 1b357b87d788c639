import { createPageTaker } from '../../../main/core/store/incoming.ts';
import type { PullAnswer } from '../../../shared/contract/sync.ts';
import type { Annotation } from '../../../shared/contract/annotation.ts';
import type { PaperVersion } from '../../../shared/domain/records/paper.ts';
import { type ApiPerson, newId } from '../api.ts';
import { startTestClient, type TestClient } from '../client.ts';
import { tinyPdf } from '../sampleOffice.ts';
import { PASSPHRASE, upload } from '../smallGovernment.ts';
import { until } from '../until.ts';
import { vote, type WorkedServer } from '../workedServer.ts';

/** What is written on the paper: found again in what a later version opens. */
export const QUOTE = 'Nhiệm vụ, giải pháp chủ yếu';

const annotationsOn = (version: PaperVersion): readonly Annotation[] => {
  const at = '2026-11-20T01:00:00.000Z';
  const base = () => ({
    ...{ id: newId(), paperId: version.paperId, versionId: version.id, page: 1 },
    ...{ createdAt: at, updatedAt: at },
  });
  const rects = [{ x0: 72, y0: 690, x1: 300, y1: 704 }];
  return [
    { ...base(), type: 'highlight', colour: 'yellow', rects, quote: QUOTE, note: 'Hỏi lại Bộ' },
    { ...base(), type: 'ink', colour: 'ink', width: 1.5, strokes: [[10, 10, 20, 25, 30, 12]], note: '' },
    { ...base(), type: 'note', colour: 'blue', x: 100, y: 200, note: 'Ghi chú riêng' },
  ];
};

const versionsOf = (client: TestClient, paperId: string): readonly PaperVersion[] =>
  client.context.records.listSync('paperVersion', paperId).map(({ body }) => body);

const read = (client: TestClient, version: PaperVersion, page: number): Promise<object> =>
  client.ask('reading.put', {
    ...{ paperId: version.paperId, versionId: version.id, page, offset: 0.25, zoom: 'page-width' },
    at: '2026-11-20T02:00:00.000Z',
  });

/** An edit that somebody else was faster with: refused, and kept with its reason. */
const beLate = async (client: TestClient, { paperId, people }: WorkedServer): Promise<void> => {
  const seen = client.context.records.getSync('paper', paperId)?.rev ?? 0;
  client.network.isCut = true;
  const edit = { id: paperId, seen, title: 'Tờ trình sửa ở đây' };
  await client.ask('mutate', { name: 'paper.edit', args: edit });
  await people.thuky.do('paper.edit', { ...edit, title: 'Tờ trình sửa ở kia' });
  client.network.isCut = false;
  await until('the refusal is here', async () => {
    await client.ask('sync.now', {});
    const { entries } = await client.ask('outbox.list', {});
    return entries.some(({ state }) => state === 'refused');
  });
};

/** What is done with a network: annotated, voted, and once refused. */
const workOnline = async (client: TestClient, worked: WorkedServer, version: PaperVersion): Promise<void> => {
  for (const annotation of annotationsOn(version)) await client.ask('annotations.put', annotation);
  await client.ask('annotations.list', { paperId: version.paperId });
  await read(client, version, 1);
  await client.ask('ballots.cast', { pollId: worked.livePoll, choices: ['yes'], text: '' });
  await client.synced();
  await beLate(client, worked);
};

/** What others do meanwhile, which is news here. */
const workElsewhere = async (client: TestClient, worked: WorkedServer): Promise<void> => {
  const { thuky, binh } = worked.people;
  await client.ask('home.get', {});
  const sha256 = await thuky.uploaded('moi.pdf', tinyPdf('moi'));
  await thuky.do('paper.add_version', {
    ...{ id: worked.paperId, versionId: newId(), fileName: 'moi.pdf', sha256 },
  });
  await vote(binh, worked.livePoll, 'no');
  await until('the news is here', async () => {
    await client.ask('sync.now', {});
    return versionsOf(client, worked.paperId).some(({ n }) => n === 3);
  });
  await client.ask('home.get', {});
};

/** What waits: the network is gone. */
const workOffline = async (
  client: TestClient,
  worked: WorkedServer,
  version: PaperVersion,
): Promise<void> => {
  client.network.isCut = true;
  const [annotation] = annotationsOn(version);
  if (annotation !== undefined) await client.ask('annotations.put', annotation);
  await client.ask('ballots.cast', { pollId: worked.livePoll, choices: ['abstain'], text: '' });
  await read(client, version, 2);
  await read(client, version, 3);
  const bytes = Buffer.from(tinyPdf('gui sau'));
  const id = await upload(client, { kind: 'item', id: worked.itemId }, 'gui-sau.pdf', bytes);
  await until('the upload waits', async () => {
    const { uploads } = await client.ask('uploads.list', {});
    return uploads.some((each) => each.id === id && each.state !== 'reading');
  });
};

/** A page of a round that never came to its end: what is staged and not shown. */
const stagePage = async (client: TestClient, person: ApiPerson): Promise<void> => {
  const pages: PullAnswer[] = await person.pull();
  const [page] = pages;
  if (page === undefined) throw new Error('no page was pulled');
  const changes = page.changes.map((change) => ({ ...change, to: change.to - 1, checksum: null }));
  await createPageTaker(client.context.db).take({ ...page, changes, more: true });
};

/**
 * A real client on a real server with something in every table of its store: records, staged rows, an outbox with what
 * waits and what was refused, files, uploads, news, a visit, reading positions. Its network is cut at the end.
 */
export const startWorkedClient = async (worked: WorkedServer): Promise<TestClient> => {
  const client = await startTestClient({ serverUrl: worked.server.url });
  await client.signIn('chutoa', PASSPHRASE);
  await client.synced();
  const version = versionsOf(client, worked.paperId).find(({ n }) => n === 2);
  if (version === undefined) throw new Error('the paper has no second version');
  await workOnline(client, worked, version);
  await workElsewhere(client, worked);
  await until('every paper is here', async () => {
    const { files } = await client.ask('sync.state', {});
    return files.have === files.total;
  });
  await workOffline(client, worked, version);
  await stagePage(client, worked.people.chutoa);
  return client;
};
