import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { databaseFile } from '../../../server/installation/dataFolder.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import type { TestClient } from '../../support/client.ts';
import {
  allTaken,
  comeBack,
  cut,
  type RestoreOffice,
  runServer,
  startRestoreOffice,
} from '../../support/restoreOffice.ts';
import {
  doThere,
  makeMeeting,
  newId,
  openPoll,
  realPdf,
  upload,
  uploadEnded,
} from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';
import { castOn } from '../../support/votingOffice.ts';

const using = disposingAfterEach();

/** A session in progress, known to a secretary and two members. */
const hold = async (office: RestoreOffice) => {
  const thuky = await office.clientOf('thuky');
  const an = await office.clientOf('an');
  const binh = await office.clientOf('binh');
  const { meetingId, itemId } = await makeMeeting(thuky);
  await doThere(thuky, 'meeting.publish', { id: meetingId });
  await doThere(thuky, 'meeting.set_status', { id: meetingId, status: 'in_session' });
  for (const client of [an, binh]) await client.ask('sync.now', {});
  return { office, thuky, an, binh, meetingId, itemId };
};
type Session = Awaited<ReturnType<typeof hold>>;

/** What people do between the backup and the loss, acknowledged and pulled by each of them. */
const work = async ({ thuky, an, binh, meetingId, itemId }: Session) => {
  const pollId = await openPoll(thuky, meetingId, itemId);
  await castOn(an, pollId, ['yes']);
  await castOn(binh, pollId, ['no']);
  for (const client of [an, binh]) await client.synced();
  const uploadId = await upload(
    thuky,
    { kind: 'item', id: itemId },
    'To trinh.pdf',
    await realPdf('Tờ trình', 1.5),
  );
  await uploadEnded(thuky, uploadId);
  const seen = thuky.context.records.getSync('agendaItem', itemId)?.rev ?? 0;
  await doThere(thuky, 'item.edit', { id: itemId, seen, summary: 'Sau khi sao lưu' });
  await doThere(thuky, 'poll.close', { id: pollId });
  await doThere(thuky, 'poll.announce', { id: pollId });
  const [version] = thuky.context.records.all('paperVersion');
  const noteId = newId();
  await an.ask('sync.now', {});
  await an.context.outbox.enqueue('private.put', {
    id: noteId,
    ciphertext: Buffer.alloc(64, 7).toString('base64'),
  });
  for (const client of [thuky, an, binh]) await allTaken(client);
  return { pollId, noteId, sha256: version?.body.file.sha256 ?? '' };
};
type Work = Awaited<ReturnType<typeof work>>;

/** What of it must be the same afterwards. */
const pictureOf = (client: TestClient, { pollId, noteId }: Work, { itemId }: Session) => {
  const { records } = client.context;
  const poll = records.confirmed.getSync('poll', pollId)?.body;
  return {
    poll: { status: poll?.status, hash: poll?.hash, openedAt: poll?.openedAt },
    result: records.confirmed.getSync('pollResult', pollId)?.body,
    summary: records.confirmed.getSync('agendaItem', itemId)?.body.summary,
    papers: records.confirmed.all('paper').map(({ body }) => body.title),
    note: records.confirmed.getSync('privateNote', noteId)?.body.ciphertext,
  };
};

const onServer = <T>(office: RestoreOffice, read: (db: Database.Database) => T): T => {
  const db = new Database(databaseFile(office.folder()), { readonly: true });
  try {
    return read(db);
  } finally {
    db.close();
  }
};

/** Everything is there once, the log is one tree with its proofs, and what devices hold adds up to what the server has. */
const expectSound = async ({ office, thuky, an, binh }: Session, { pollId }: Work): Promise<void> => {
  for (const client of [thuky, an, binh]) {
    for (const { name, checksum } of client.context.db
      .prepare<[], { name: string; checksum: Buffer }>('SELECT name, checksum FROM scopes')
      .all()) {
      const sum = onServer(office, (db) =>
        db.prepare<[string], { checksum: string }>('SELECT checksum FROM scope WHERE name = ?').get(name),
      );
      expect([name, checksum.toString('hex')]).toEqual([name, sum?.checksum ?? '0'.repeat(64)]);
    }
  }
  const ballots = onServer(office, (db) =>
    db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM ballot WHERE poll_id = ?').get(pollId),
  );
  expect(ballots?.n).toBe(2);
  const applied = onServer(office, (db) =>
    db
      .prepare<[], { n: number }>(
        `SELECT count(*) AS n FROM (SELECT mutation_id FROM mutation_result WHERE code IS NULL
          GROUP BY mutation_id HAVING count(*) > 1)`,
      )
      .get(),
  );
  expect(applied?.n).toBe(0);
  await office.stop();
  const checked = await runServer(['check', '--data', office.folder()]);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringContaining('sound')]);
};

const ORDERS = {
  'the secretary first': ['thuky', 'an', 'binh'],
  'the members first': ['an', 'binh', 'thuky'],
  'the secretary between the members': ['binh', 'thuky', 'an'],
} as const;

describe('a server that is killed, deleted and restored from its backup', () => {
  test.each(Object.keys(ORDERS) as (keyof typeof ORDERS)[])(
    'has everything again that was acknowledged, once, with %s to come back',
    async (order) => {
      const session = await hold(using(await startRestoreOffice()));
      const { office, thuky, an, binh } = session;
      const file = await office.backup();
      const done = await work(session);
      const people = [thuky, an, binh];
      const before = people.map((client) => pictureOf(client, done, session));
      expect(before[0]?.poll.status).toBe('announced');
      expect(before[0]?.result?.counts.map(({ count }) => count)).toEqual([1, 1, 0]);
      cut(...people);
      await office.loseAndRestore(file);
      for (const name of ORDERS[order]) await comeBack(session[name]);
      for (const client of people) await allTaken(client);
      for (const client of people) await comeBack(client);
      expect(people.map((client) => pictureOf(client, done, session))).toEqual(before);
      await until('the member has the paper', async () => (await an.cabinet.openFile(done.sha256)).ok);
      await expectSound(session, done);
    },
    180_000,
  );

  test('twice from the same backup still has it, although the second restore knows nothing of the first', async () => {
    const session = await hold(using(await startRestoreOffice()));
    const { office, thuky, an, binh } = session;
    const file = await office.backup();
    const done = await work(session);
    const people = [thuky, an, binh];
    const before = people.map((client) => pictureOf(client, done, session));
    cut(...people);
    await office.loseAndRestore(file);
    for (const client of [thuky, an]) await comeBack(client);
    cut(...people);
    await office.loseAndRestore(file);
    for (const client of [binh, an, thuky]) await comeBack(client);
    for (const client of people) await allTaken(client);
    for (const client of people) await comeBack(client);
    expect(people.map((client) => pictureOf(client, done, session))).toEqual(before);
    await expectSound(session, done);
  }, 180_000);

  test('what a backup holds is let go of; an older backup than the newest brings back what came after the newest', async () => {
    const session = await hold(using(await startRestoreOffice()));
    const { office, thuky, itemId } = session;
    const kept = (): number =>
      Number(thuky.context.db.prepare('SELECT count(*) FROM acknowledged').pluck().get());
    const edit = async (summary: string): Promise<void> => {
      const seen = thuky.context.records.getSync('agendaItem', itemId)?.rev ?? 0;
      await doThere(thuky, 'item.edit', { id: itemId, seen, summary });
    };
    const older = await office.backup();
    await edit('trong bản sao lưu mới hơn');
    await thuky.ask('sync.now', {});
    expect(kept()).toBeGreaterThan(0);
    // Made by another process while the server runs: the next answer says so.
    await office.backup();
    await thuky.ask('sync.now', {});
    expect(kept()).toBe(0);
    const seen = thuky.context.records.getSync('agendaItem', itemId)?.rev ?? 0;
    await doThere(thuky, 'item.edit', { id: itemId, seen, title: 'sau bản sao lưu mới hơn' });
    cut(thuky);
    await office.loseAndRestore(older);
    await comeBack(thuky);
    await allTaken(thuky);
    const item = thuky.context.records.confirmed.getSync('agendaItem', itemId)?.body;
    expect([item?.title, item?.summary]).toEqual(['sau bản sao lưu mới hơn', '']);
    // Its person is told once.
    expect((await thuky.ask('sync.state', {})).restoredAt).not.toBeNull();
    await thuky.ask('sync.restoreSeen', {});
    expect((await thuky.ask('sync.state', {})).restoredAt).toBeNull();
  }, 120_000);

  test('from a backup that was made while people wrote has every write once', async () => {
    const session = await hold(using(await startRestoreOffice()));
    const { office, thuky, an } = session;
    const notes: string[] = [];
    let isMade = false;
    const writing = (async () => {
      while (!isMade || notes.length < 40) {
        const id = newId();
        const ciphertext = Buffer.alloc(40, notes.length).toString('base64');
        const put = await an.context.outbox.enqueue('private.put', { id, ciphertext });
        if (put.ok) notes.push(id);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const file = await office.backup();
    isMade = true;
    await writing;
    await allTaken(an);
    cut(thuky, an);
    await office.loseAndRestore(file);
    for (const client of [an, thuky]) await comeBack(client);
    await allTaken(an);
    const held = new Set(an.context.records.confirmed.all('privateNote').map(({ id }) => id));
    expect(notes.filter((id) => !held.has(id))).toEqual([]);
  }, 120_000);

  test.each([
    ['the earlier writer', 0],
    ['the later writer', 1],
  ])(
    'has the last of two writes of one field, with %s first to come back',
    async (_, first) => {
      const session = await hold(using(await startRestoreOffice()));
      const { office, thuky, itemId } = session;
      const other = await office.clientOf('thuky');
      const file = await office.backup();
      const edit = async (client: TestClient, summary: string): Promise<void> => {
        await client.ask('sync.now', {});
        const seen = client.context.records.getSync('agendaItem', itemId)?.rev ?? 0;
        await doThere(client, 'item.edit', { id: itemId, seen, summary });
        await allTaken(client);
      };
      await edit(thuky, 'trước');
      await edit(other, 'sau');
      cut(thuky, other);
      await office.loseAndRestore(file);
      const writers = first === 0 ? [thuky, other] : [other, thuky];
      for (const client of writers) await comeBack(client);
      for (const client of writers) await allTaken(client);
      for (const client of writers) await comeBack(client);
      const summaries = writers.map(
        ({ context }) => context.records.confirmed.getSync('agendaItem', itemId)?.body.summary,
      );
      expect(summaries).toEqual(['sau', 'sau']);
    },
    120_000,
  );
});
