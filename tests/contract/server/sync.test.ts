import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { poke, pushAnswer, type WireMutation } from '../../../shared/contract/sync.ts';
import { API, PROTOCOL } from '../../../shared/contract/version.ts';
import { databaseFile } from '../../../server/installation/dataFolder.ts';
import { openSqlite } from '../../../server/storage/sqlite/sqlite.ts';
import { PAGE } from '../../../server/sync/pull.ts';
import { type ApiPerson, call, newId, signInRequestFor } from '../../support/api.ts';
import { enter, passphraseOf, prepareMeeting, startOffice, tinyPdf } from '../../support/sampleOffice.ts';
import type { TestServer } from '../../support/server.ts';

const note = (person: ApiPerson, id = newId()): WireMutation =>
  person.mutation('private.put', { id, ciphertext: Buffer.from(`note ${id}`).toString('base64') });

const rawPush = (person: ApiPerson, mutations: readonly WireMutation[]) =>
  person.call('/sync/push', { json: { protocol: PROTOCOL, mutations } });

/** Every live scope of a person holds exactly what the server says it sums to. */
const expectChecksums = (person: ApiPerson): void => {
  for (const [scope, checksum] of person.checksums) {
    if (person.cursors.has(scope)) expect([scope, person.checksumOf(scope)]).toEqual([scope, checksum]);
  }
};

test('a mutation pushed twice has one effect and the same answer', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const mutation = note(person);
  const first = await person.push([mutation]);
  const counter = () => server.context.storage.read(person.session.organisationId, (view) => view.counter());
  const after = await counter();
  expect(await person.push([mutation])).toEqual(first);
  expect(await counter()).toBe(after);
  expect(first[0]).toMatchObject({ status: 'applied', seq: after, n: 1 });
});

test('two pushes of the same outbox at the same time have one effect', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const outbox = Array.from({ length: 20 }, () => note(person));
  const answers = await Promise.all([person.push(outbox), person.push(outbox), person.push(outbox)]);
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  await person.pull();
  expect(person.held('privateNote').length).toBe(20);
});

test('a gap in the numbers is refused and says which number is expected', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const [first, second, third] = [note(person), note(person), note(person)];
  await person.push([first]);
  const gap = await rawPush(person, [third]);
  expect([gap.status, gap.problem().code, gap.problem().params]).toEqual([
    409,
    'mutation_gap',
    { expected: 2 },
  ]);
  const otherUnderTheSameNumber = await rawPush(person, [{ ...first, id: newId() }]);
  expect(otherUnderTheSameNumber.problem().code).toBe('mutation_gap');
  expect((await person.push([second, third])).map(({ status }) => status)).toEqual(['applied', 'applied']);
});

test('a device set back to an older copy of its disk does nothing twice: the answer goes by the mutation', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const [first, second, fresh] = [note(person), note(person), note(person)];
  const answers = await person.push([first, second]);
  // It counts from 1 again: one that it had sent, then one that its other life never made.
  const partly = await rawPush(person, [
    { ...first, n: 1 },
    { ...fresh, n: 2 },
  ]);
  expect(pushAnswer.parse(partly.json()).results).toEqual(answers.slice(0, 1));
  const gap = await rawPush(person, [{ ...fresh, n: 2 }]);
  expect(gap.problem().params).toEqual({ expected: 3 });
  // Numbered anew, with one among them that was answered under its first number.
  const again = await rawPush(person, [
    { ...second, n: 3 },
    { ...fresh, n: 4 },
  ]);
  expect(pushAnswer.parse(again.json()).results).toEqual(answers.slice(1));
  const last = await rawPush(person, [{ ...fresh, n: 3 }]);
  expect(pushAnswer.parse(last.json()).results).toMatchObject([{ id: fresh.id, n: 3, status: 'applied' }]);
  await person.pull();
  expect(person.held('privateNote').length).toBe(3);
});

test('a refusal is an answer like any other: kept, repeated, and the line goes on', async () => {
  await using server = await startOffice();
  const member = await enter(server, 'botruong.yte');
  const forbidden = member.mutation('person.create', {
    id: newId(),
    name: 'X',
    position: '',
    unit: '',
    rank: 1,
  });
  const unknown = { ...note(member), name: 'world.end' };
  const results = await member.push([forbidden, unknown, note(member)]);
  expect(results.map((result) => (result.status === 'rejected' ? result.code : 'applied'))).toEqual([
    'not_allowed',
    'invalid',
    'applied',
  ]);
  expect(await member.push([forbidden, unknown])).toEqual(results.slice(0, 2));
});

test('a mutation at which the server fails is tried three times, then refused, and the line goes on', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const { storage } = server.context;
  const poisoned = note(person);
  const real = storage.transact.bind(storage);
  // The store throws for this one record only, as a bug in a rule would.
  Object.assign(storage, {
    transact: (organisationId: string, work: Parameters<typeof real>[1]) =>
      real(organisationId, (tx) => {
        const put = tx.records.put.bind(tx.records);
        const records = Object.assign(Object.create(tx.records) as typeof tx.records, {
          put: (record: Parameters<typeof put>[0], writer: string) => {
            if (record.id === (poisoned.args as { id: string }).id) throw new Error('a bug');
            return put(record, writer);
          },
        });
        return work(Object.assign(Object.create(tx) as typeof tx, { records }));
      }),
  });
  const before = note(person);
  const order = [
    { ...before, n: 1 },
    { ...poisoned, n: 2 },
    { ...note(person), n: 3 },
  ];
  expect((await person.push(order)).map(({ status }) => status)).toEqual(['applied']);
  expect((await rawPush(person, order.slice(1))).problem().code).toBe('internal');
  const third = await person.push(order.slice(1));
  expect(third.map((result) => (result.status === 'rejected' ? result.code : 'applied'))).toEqual([
    'server_failed',
    'applied',
  ]);
  expect(await person.push(order.slice(1))).toEqual(third);
});

test('a full disk of the server refuses nothing: nothing is kept or counted, and with room the line goes on', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const { storage } = server.context;
  const real = storage.transact.bind(storage);
  let isFull = true;
  Object.assign(storage, {
    transact: (organisationId: string, work: Parameters<typeof real>[1]) =>
      real(organisationId, (tx) => {
        const put: typeof tx.records.put = async (...args) => {
          if (isFull) throw new SqliteDatabase.SqliteError('database or disk is full', 'SQLITE_FULL');
          return tx.records.put(...args);
        };
        return work({ ...tx, records: { ...tx.records, put } });
      }),
  });
  const outbox = [note(person), note(person)];
  for (let tries = 0; tries < 5; tries += 1) expect((await rawPush(person, outbox)).status).toBe(507);
  isFull = false;
  expect((await person.push(outbox)).map(({ status }) => status)).toEqual(['applied', 'applied']);
});

test('a member never gets a draft meeting; publishing grants it, checksums hold throughout', async () => {
  await using server = await startOffice();
  const secretary = await enter(server, 'thuky');
  const chair = await enter(server, 'thutuong');
  const member = await enter(server, 'botruong.yte');
  const { meetingId } = await prepareMeeting(secretary);
  await member.pull();
  expect(member.held('meeting')).toEqual([]);
  expect(member.held('agendaItem')).toEqual([]);
  await chair.pull();
  expect(chair.held('meeting').map(({ id }) => id)).toEqual([meetingId]);
  await secretary.do('meeting.publish', { id: meetingId });
  await member.pull();
  expect(member.held('meeting').map(({ id }) => id)).toEqual([meetingId]);
  expect(member.held('agendaItem').length).toBe(1);
  expect(member.held('grant').map(({ id }) => id)).not.toContain(`prep:${meetingId}`);
  for (const person of [member, chair]) expectChecksums(person);
});

test('who is removed from a meeting loses it: gone at the next pull, the grant is a tombstone', async () => {
  await using server = await startOffice();
  const secretary = await enter(server, 'thuky');
  const guest = await enter(server, 'khachmoi');
  const { meetingId, itemId } = await prepareMeeting(secretary);
  const participant = newId();
  const people = [{ id: participant, personId: guest.personId, role: 'guest' as const }];
  await secretary.do('participant.invite', { meetingId, people });
  const other = await prepareMeeting(secretary);
  await secretary.do('meeting.publish', { id: meetingId });
  await secretary.do('meeting.publish', { id: other.meetingId });
  await guest.pull();
  expect(guest.held('meeting').map(({ id }) => id)).toEqual([meetingId]);
  await secretary.do('participant.remove', { id: participant });
  const [page] = await guest.pull();
  expect(page?.gone.toSorted()).toEqual([`item:${itemId}`, `meeting:${meetingId}`]);
  const manifest = page?.changes.find(({ scope }) => scope.startsWith('manifest:'));
  expect(manifest?.records.map(([id, kind, , body]) => [id, kind, body]).toSorted()).toEqual([
    [`item:${itemId}`, 'grant', null],
    [`meeting:${meetingId}`, 'grant', null],
  ]);
  expect(guest.held('meeting')).toEqual([]);
  expectChecksums(guest);
});

test('a large first pull comes in bounded pages and adds up', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const ciphertext = Buffer.alloc(60_000, 5).toString('base64');
  const outbox = Array.from({ length: 40 }, () =>
    person.mutation('private.put', { id: newId(), ciphertext }),
  );
  await person.push(outbox);
  const pages = await person.pull();
  expect(pages.length).toBeGreaterThan(2);
  for (const page of pages) {
    const bytes = page.changes
      .flatMap(({ records }) => records)
      .reduce((sum, [, , , body]) => sum + (body?.length ?? 0), 0);
    expect(bytes).toBeLessThan(PAGE.bytes + 2 * ciphertext.length);
  }
  expect(pages.slice(0, -1).every(({ more }) => more)).toBe(true);
  expect(person.held('privateNote').length).toBe(40);
  expectChecksums(person);
});

test('nothing new is a small answer; scopes that have not moved are not named', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  await person.pull();
  const [page] = await person.pull();
  expect([page?.changes, page?.gone, page?.more]).toEqual([[], [], false]);
  await person.push([note(person)]);
  const [moved] = await person.pull();
  expect(moved?.changes.map(({ scope }) => scope)).toEqual([`user:${person.personId}`]);
  expect(moved?.changes[0]?.to).toBe(moved?.asOf);
});

test('a removal reaches a device that was away as a tombstone, and a new device not at all', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const id = newId();
  await person.push([note(person, id), note(person)]);
  await person.pull();
  const other = await enter(server, 'thuky');
  await other.do('private.remove', { id });
  const [page] = await person.pull();
  const own = page?.changes.find(({ scope }) => scope === `user:${person.personId}`);
  expect(own?.records).toEqual([[id, 'privateNote', expect.any(Number), null]]);
  const fresh = await enter(server, 'thuky');
  const pages = await fresh.pull();
  const all = pages.flatMap(({ changes }) => changes.flatMap(({ records }) => records));
  expect(all.some(([, , , body]) => body === null)).toBe(false);
  expectChecksums(fresh);
});

test('a cursor older than the forgotten tombstones starts its scope over', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const other = await enter(server, 'thuky');
  const id = newId();
  await person.push([note(person, id), note(person)]);
  await person.pull();
  await other.do('private.remove', { id });
  await server.context.storage.transact(person.session.organisationId, async (tx) =>
    tx.records.forgetTombstones(await tx.counter()),
  );
  const [page] = await person.pull();
  const own = page?.changes.find(({ scope }) => scope === `user:${person.personId}`);
  expect([own?.reset, own?.records.length]).toEqual([true, 1]);
  expectChecksums(person);
});

test('another epoch is told, so that the client starts over', async () => {
  await using server = await startOffice();
  const person = await enter(server, 'thuky');
  const answer = await person.call('/sync/pull', {
    json: { protocol: PROTOCOL, epoch: newId(), cursors: {} },
  });
  expect([answer.status, answer.problem().code]).toEqual([409, 'epoch_changed']);
});

test('a stale edit is refused with the newer revision; edits queued on one device follow one another', async () => {
  await using server = await startOffice();
  const [first, second] = [await enter(server, 'thuky'), await enter(server, 'thuky2')];
  const { meetingId, itemId } = await prepareMeeting(first);
  const people = [{ id: newId(), personId: second.personId, role: 'secretary' as const }];
  await first.do('participant.invite', { meetingId, people });
  await first.pull();
  await second.pull();
  const seen = second.held('agendaItem').find(({ id }) => id === itemId)?.rev ?? 0;
  await first.do('item.edit', { id: itemId, seen, title: 'Một' });
  await first.do('item.edit', { id: itemId, seen, title: 'Một, sửa' });
  const stale = await second.mutate('item.edit', { id: itemId, seen, title: 'Hai' });
  expect(stale).toMatchObject({ status: 'rejected', code: 'stale_revision' });
});

/** Connects to the pokes and collects their numbers. */
const listen = async (server: TestServer, token: string) => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${API}/pokes`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const seqs: number[] = [];
  const waiting: (() => void)[] = [];
  socket.on('message', (data: Buffer) => {
    seqs.push(poke.parse(JSON.parse(data.toString('utf8'))).seq);
    for (const wake of waiting.splice(0)) wake();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const next = async (): Promise<number> => {
    if (seqs.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return seqs.shift() ?? 0;
  };
  return { seqs, next, closed, close: () => socket.terminate() };
};

test('a poke reaches those whose scopes have moved, and nobody else', async () => {
  await using server = await startOffice();
  const secretary = await enter(server, 'thuky');
  const chair = await enter(server, 'thutuong');
  const member = await enter(server, 'botruong.yte');
  const atChair = await listen(server, chair.token);
  const atMember = await listen(server, member.token);
  await Promise.all([atChair.next(), atMember.next()]);
  const { meetingId } = await prepareMeeting(secretary);
  const seq = await atChair.next();
  expect(seq).toBeGreaterThan(0);
  expect(atMember.seqs).toEqual([]);
  await secretary.do('meeting.publish', { id: meetingId });
  expect(await atMember.next()).toBeGreaterThan(seq);
  atChair.close();
  atMember.close();
});

test('nobody listens without a token, and a disabled account is cut off', async () => {
  await using server = await startOffice();
  await expect(listen(server, 'x'.repeat(43))).rejects.toThrow(/401/);
  const admin = await enter(server, 'quantri');
  const member = await enter(server, 'botruong.yte');
  const socket = await listen(server, member.token);
  await socket.next();
  await admin.call('/accounts/botruong.yte/disable', { method: 'POST' });
  expect(await socket.closed).toBe(4401);
});

test('a revoked device loses the server at once, its owner’s other devices do not', async () => {
  await using server = await startOffice();
  const lost = await enter(server, 'botruong.yte');
  const kept = await enter(server, 'botruong.yte');
  const other = await enter(server, 'thuky');
  const socket = await listen(server, lost.token);
  await socket.next();
  expect(await other.mutate('device.revoke', { id: lost.device.id })).toMatchObject({ code: 'not_allowed' });
  expect(await kept.mutate('device.revoke', { id: lost.device.id })).toMatchObject({ status: 'applied' });
  expect(await socket.closed).toBe(4401);
  const pull = await lost.call('/sync/pull', { json: { protocol: PROTOCOL, epoch: null, cursors: {} } });
  expect([pull.status, pull.problem().code]).toEqual([403, 'device_revoked']);
  const again = await signInRequestFor(server.url, 'botruong.yte', passphraseOf('botruong.yte'), lost.device);
  expect((await call(server.url, '/auth/sign-in', { json: again })).problem().code).toBe('device_revoked');
  await kept.pull();
  expect(kept.held('device').filter(({ body }) => !body.includes('"revokedAt":null')).length).toBe(1);
});

test('what another process writes is poked too', async () => {
  await using server = await startOffice();
  const admin = await enter(server, 'quantri');
  const socket = await listen(server, admin.token);
  await socket.next();
  const other = openSqlite(databaseFile(server.dataDir), {
    newId,
    random: (count) => new Uint8Array(count),
    kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
  });
  if (!other.ok) throw new Error(other.error.message);
  const { organisationId } = admin.session;
  const record = {
    scope: `org:${organisationId}`,
    kind: 'person',
    id: newId(),
    parent: '',
    body: '{}',
  } as const;
  const rev = await other.value.transact(organisationId, (tx) => tx.records.put(record, ''));
  await other.value.close();
  expect(await socket.next()).toBe(rev);
  socket.close();
});

test('a paper is read by its meeting only: its file is downloaded by who holds the grant', async () => {
  await using server = await startOffice();
  const secretary = await enter(server, 'thuky');
  const member = await enter(server, 'botruong.yte');
  const { meetingId, itemId } = await prepareMeeting(secretary);
  const sha256 = await secretary.uploaded('Báo cáo.pdf', tinyPdf('Bao cao'));
  const add = (person: ApiPerson, owner: string) =>
    person.mutate('paper.add', {
      id: newId(),
      owner: { kind: 'item', id: owner },
      order: 'a0',
      versionId: newId(),
      fileName: 'Báo cáo.pdf',
      sha256,
      title: 'Báo cáo',
      documentType: 'report',
      agency: '',
      number: '',
      classification: 'public',
    });
  const download = (person: ApiPerson) => person.call(`/files/${sha256}`).then(({ status }) => status);
  expect(await download(secretary)).toBe(404);
  expect((await add(secretary, itemId)).status).toBe('applied');
  expect([await download(secretary), await download(member)]).toEqual([200, 404]);
  await secretary.do('meeting.publish', { id: meetingId });
  expect(await download(member)).toBe(200);
  // Knowing a hash is not having the file: who can neither read nor has uploaded it cannot put it anywhere.
  const second = await enter(server, 'thuky2');
  const elsewhere = await prepareMeeting(second);
  const stranger = await enter(server, 'khachmoi');
  expect(await download(stranger)).toBe(404);
  expect(await add(second, elsewhere.itemId)).toMatchObject({ status: 'rejected', code: 'file_unknown' });
});
