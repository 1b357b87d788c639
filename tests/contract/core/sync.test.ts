import { describe, expect, test } from 'vitest';
import { scopeOf } from '../../../shared/domain/scope.ts';
import { newId } from '../../support/api.ts';
import type { TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { type Installation, meetingArgs, startInstallation } from '../../support/installation.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();
const installation = async (): Promise<Installation> => using(await startInstallation());

const titles = (client: TestClient): string[] =>
  client.context.records
    .all('meeting')
    .map(({ body }) => body.title)
    .sort();
const rowsIn = (client: TestClient, scope: string): number =>
  Number(
    client.context.db
      .prepare('SELECT count(*) FROM rows JOIN scopes ON scopes.no = rows.scope WHERE scopes.name = ?')
      .pluck()
      .get(scope),
  );
const counterOf = (at: Installation): Promise<number> =>
  at.server.context.storage.read(at.admin.context.account.organisationId, (view) => view.counter());
const edit = (client: TestClient, id: string, title: string) =>
  client.call('mutate', {
    name: 'meeting.edit',
    args: { id, title, seen: client.context.records.getSync('meeting', id)?.rev ?? 0 },
  });

/** A second device of the administrator. */
const otherDevice = (at: Installation): Promise<TestClient> => at.clientOf('quan.tri');

describe('what is done offline', () => {
  test('is on screen at once, survives a restart, and arrives once when the network is back', async () => {
    const at = await installation();
    const other = await otherDevice(at);
    at.admin.network.isCut = true;
    const id = newId();
    const args = meetingArgs(id, at.bodyId, 'Phiên họp soạn trên máy bay');
    expect(await at.admin.ask('mutate', { name: 'meeting.create', args })).toEqual({ state: 'kept' });
    expect(await edit(at.admin, id, 'Phiên họp thường kỳ')).toMatchObject({ ok: true });
    expect(titles(at.admin)).toEqual(['Phiên họp thường kỳ']);
    expect((await at.admin.ask('sync.state', {})).waiting).toBe(2);

    const again = using(await at.admin.restarted());
    again.network.isCut = true;
    await again.signIn('quan.tri', 'một câu mật khẩu dài');
    expect(titles(again)).toEqual(['Phiên họp thường kỳ']);
    expect((await again.ask('outbox.list', {})).entries).toMatchObject([
      { name: 'meeting.create', state: 'waiting', about: 'Phiên họp thường kỳ', error: null },
      { name: 'meeting.edit', state: 'waiting' },
    ]);

    again.network.isCut = false;
    await again.ask('sync.now', {});
    await again.synced();
    expect((await again.ask('outbox.list', {})).entries).toEqual([]);
    await until('the other device has it', () => titles(other).length === 1);
    expect(titles(other)).toEqual(['Phiên họp thường kỳ']);
    const [created] = other.context.records.all('meeting');
    expect(created?.rev).toBeGreaterThan(0);
  });

  test('arrives once although the answer was lost and the program was killed before it came', async () => {
    const at = await installation();
    at.admin.network.loseAnswersTo = '/sync/push';
    await at.createMeeting('Phiên họp gửi hai lần');
    await until('the push went out and its answer was lost', async () => {
      const { phase, waiting } = await at.admin.ask('sync.state', {});
      return phase === 'offline' && waiting === 1;
    });
    const counter = await counterOf(at);
    const again = using(await at.admin.restarted());
    await again.signIn('quan.tri', 'một câu mật khẩu dài');
    await again.synced();
    expect(await counterOf(at)).toBe(counter);
    expect(titles(again)).toEqual(['Phiên họp gửi hai lần']);
    expect(again.network.paths.filter((path) => path.endsWith('/sync/push'))).toHaveLength(1);
  });

  test('keeps its order: several edits of one record by one device follow each other', async () => {
    const at = await installation();
    const id = await at.createMeeting('Bản 0');
    await at.admin.synced();
    at.admin.network.isCut = true;
    for (const n of [1, 2, 3]) expect(await edit(at.admin, id, `Bản ${n}`)).toMatchObject({ ok: true });
    at.admin.network.isCut = false;
    await at.admin.ask('sync.now', {});
    await at.admin.synced();
    expect((await at.admin.ask('sync.state', {})).refused).toBe(0);
    expect(at.admin.context.records.confirmed.getSync('meeting', id)?.body.title).toBe('Bản 3');
  });
});

describe('what the rules refuse', () => {
  test('on the device itself is told at once, and nothing is kept', async () => {
    const at = await installation();
    const args = meetingArgs(newId(), newId(), 'Của một cơ quan không có');
    expect(await at.admin.call('mutate', { name: 'meeting.create', args })).toMatchObject({
      error: { code: 'not_found' },
    });
    expect(await at.admin.call('mutate', { name: 'meeting.create', args: {} })).toMatchObject({
      error: { code: 'bad_request' },
    });
    expect((await at.admin.ask('outbox.list', {})).entries).toEqual([]);
  });

  test('of two editors the second is told, sees the newer record, and loses nothing typed', async () => {
    const at = await installation();
    const other = await otherDevice(at);
    const id = await at.createMeeting('Bản đầu');
    await until('the other device has it', () => titles(other).includes('Bản đầu'));
    other.network.isCut = true;
    expect(await edit(other, id, 'Bản của máy thứ hai')).toMatchObject({ ok: true });
    expect(titles(other)).toEqual(['Bản của máy thứ hai']);
    await edit(at.admin, id, 'Bản của máy thứ nhất');
    await at.admin.synced();

    other.network.isCut = false;
    await other.ask('sync.now', {});
    await until('the refusal is here', async () => (await other.ask('sync.state', {})).refused === 1);
    await other.synced();
    expect(titles(other)).toEqual(['Bản của máy thứ nhất']);
    const [entry, ...more] = (await other.ask('outbox.list', {})).entries;
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      name: 'meeting.edit',
      state: 'refused',
      error: { code: 'stale_revision' },
    });
    expect(JSON.parse(entry?.content ?? '')).toMatchObject({ title: 'Bản của máy thứ hai' });
    expect(JSON.parse(entry?.newer ?? '')).toMatchObject({ title: 'Bản của máy thứ nhất' });

    const again = using(await other.restarted());
    await again.signIn('quan.tri', 'một câu mật khẩu dài');
    expect((await again.ask('sync.state', {})).refused).toBe(1);
    await again.ask('outbox.dismiss', { id: entry?.id ?? '' });
    expect((await again.ask('outbox.list', {})).entries).toEqual([]);
  });

  test('what means "now" is refused at once without a connection, and answered by the server with one', async () => {
    const at = await installation();
    await at.addPerson('bo.truong');
    const id = await at.createMeeting('Phiên họp');
    await at.admin.synced();
    at.admin.network.isCut = true;
    await at.admin.ask('sync.now', {});
    const publish = { name: 'meeting.publish', args: { id } } as const;
    expect(await at.admin.call('mutate', publish)).toMatchObject({ error: { code: 'needs_connection' } });
    at.admin.network.isCut = false;
    await at.admin.ask('sync.now', {});
    const answer = await at.admin.call('mutate', publish);
    expect(answer).toMatchObject({ ok: false, error: { code: 'meeting_empty' } });
    expect((await at.admin.ask('outbox.list', {})).entries).toEqual([]);
    await addItem(at, id);
    expect(await at.admin.ask('mutate', publish)).toEqual({ state: 'applied' });
  });

  test('what means "now" and never left before the app ended is not done later, and its author is told', async () => {
    const at = await installation();
    await at.addPerson('bo.truong');
    const id = await at.createMeeting('Phiên họp');
    await at.admin.synced();
    await addItem(at, id);
    await at.admin.synced();
    at.admin.network.isCut = true;
    await at.admin.ask('sync.now', {});
    // As `mutate` leaves it when the app is killed while it waits for the answer.
    expect(await at.admin.context.outbox.enqueue('meeting.publish', { id })).toMatchObject({ ok: true });
    const note = await at.createMeeting('Sau đó');
    const again = using(await at.admin.restarted());
    await again.signIn('quan.tri', 'một câu mật khẩu dài');
    await again.synced();
    expect((await again.ask('outbox.list', {})).entries).toMatchObject([
      { name: 'meeting.publish', state: 'refused', error: { code: 'needs_connection' } },
    ]);
    expect(again.context.records.confirmed.getSync('meeting', id)?.body.status).toBe('draft');
    expect(again.context.records.confirmed.getSync('meeting', note)).toBeDefined();
  });

  test('ballots and private notes do not pass as plain mutations', async () => {
    const at = await installation();
    const args = { id: newId(), ciphertext: 'AAAA' };
    expect(await at.admin.call('mutate', { name: 'private.put', args })).toMatchObject({
      error: { code: 'bad_request' },
    });
  });
});

const addItem = async (at: Installation, meetingId: string): Promise<string> => {
  const id = newId();
  const args = {
    ...{ id, meetingId, parentId: null, order: 'a0', title: 'Nội dung 1', summary: '', presenterId: null },
    ...{ unit: '', minutes: 15 },
  };
  await at.admin.ask('mutate', { name: 'item.create', args });
  return id;
};

const publishedMeeting = async (at: Installation, title: string) => {
  const id = await at.createMeeting(title);
  const itemId = await addItem(at, id);
  await at.admin.ask('mutate', { name: 'meeting.publish', args: { id } });
  return { id, itemId };
};

describe('what one may read', () => {
  test('comes with its publication, by a poke and not by the clock', async () => {
    const at = await installation();
    await at.addPerson('bo.truong');
    const member = await at.clientOf('bo.truong');
    const polls = member.network.paths.length;
    await at.createMeeting('Chưa công bố');
    await publishedMeeting(at, 'Đã công bố');
    await until('the member has it', () => titles(member).length > 0, 5000);
    expect(titles(member)).toEqual(['Đã công bố']);
    expect(member.network.paths.length).toBeGreaterThan(polls);
  });

  test('goes with its revocation: rows, and nothing of them is left in the store', async () => {
    const at = await installation();
    const personId = await at.addPerson('bo.truong');
    const member = await at.clientOf('bo.truong');
    const { id, itemId } = await publishedMeeting(at, 'Phiên họp');
    await until('the member has it', () => titles(member).length === 1);
    const part = at.admin.context.records
      .listSync('participant', id)
      .find(({ body }) => body.personId === personId);
    await at.admin.ask('mutate', { name: 'participant.remove', args: { id: part?.id } });
    await until('it is gone', () => titles(member).length === 0);
    expect(rowsIn(member, scopeOf('meeting', id))).toBe(0);
    expect(rowsIn(member, scopeOf('item', itemId))).toBe(0);
    const { db } = member.context;
    const ownerless = 'SELECT count(*) FROM rows WHERE scope NOT IN (SELECT no FROM scopes)';
    expect(db.prepare(ownerless).pluck().get()).toBe(0);
    expect(member.context.records.getSync('agendaItem', itemId)).toBeUndefined();
  });

  test('is revoked only after what was on its way has been answered; its author keeps what was written', async () => {
    const at = await installation();
    const personId = await at.addPerson('bo.truong');
    const member = await at.clientOf('bo.truong');
    const { id } = await publishedMeeting(at, 'Phiên họp');
    await until('the member has it', () => titles(member).length === 1);
    const part = member.context.records
      .listSync('participant', id)
      .find(({ body }) => body.personId === personId);
    member.network.isCut = true;
    const args = { id: part?.id, attendance: 'in_room' };
    await at.admin.ask('mutate', { name: 'participant.remove', args: { id: part?.id } });
    await at.admin.synced();
    // Done while the answer that takes the meeting away is arriving: too late for the push before it.
    const doing: Promise<unknown>[] = [];
    member.network.tamper = (path, answer) => {
      if (path.endsWith('/sync/pull') && doing.length === 0)
        doing.push(member.call('mutate', { name: 'participant.set_attendance', args }));
      return answer;
    };
    const rowsAtAnswer: number[] = [];
    member.context.outbox.onSettled(() => void rowsAtAnswer.push(rowsIn(member, scopeOf('meeting', id))));
    member.network.isCut = false;
    await member.ask('sync.now', {});
    expect(await Promise.all(doing)).toMatchObject([{ ok: true, value: { state: 'kept' } }]);
    await until('it is gone', () => rowsIn(member, scopeOf('meeting', id)) === 0);
    expect(rowsAtAnswer).toEqual([expect.any(Number)]);
    expect(rowsAtAnswer[0]).toBeGreaterThan(0);
    const [entry] = (await member.ask('outbox.list', {})).entries;
    expect(entry).toMatchObject({ state: 'refused', error: { code: 'not_found' } });
    expect(JSON.parse(entry?.content ?? '')).toEqual(args);
  });
});
