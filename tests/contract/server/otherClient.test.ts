import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Annotation } from '../../../shared/contract/annotation.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { fillSmallGovernment, PASSPHRASE, realPdf } from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';
import { type OtherClient, type PaperFile, signIn } from './otherClient.ts';
import { canonical, drawDevice, drawId, hex, participantId, readingId } from './otherFormats.ts';
import { askServer, Refused } from './otherWire.ts';
import { yesOrNo } from './otherPoll.ts';

/** The real server and the real app beside a client that knows of them what the documents of the protocol say. */
let server: TestServer;
let secretary: OtherClient;
let member: OtherClient;
/** The app itself, of the same person as `member`. */
let app: TestClient;
const meetingId = drawId();
const itemId = drawId();

const prepare = async (): Promise<void> => {
  await secretary.pull();
  const bodyId = secretary.held('body')[0]?.id;
  const [startsAt, endsAt] = [1, 5].map((hour) => `2030-01-02T0${hour}:00:00.000Z`);
  await secretary.do('meeting.create', {
    ...{ id: meetingId, bodyId, title: 'Phiên họp thường kỳ', kind: 'regular', startsAt, endsAt, place: '' },
  });
  await secretary.do('item.create', {
    ...{ id: itemId, meetingId, parentId: null, order: 'a0', title: 'Nội dung 1', summary: '' },
    ...{ presenterId: null, unit: '', minutes: 30 },
  });
  await secretary.do('meeting.publish', { id: meetingId });
  await secretary.do('meeting.set_status', { id: meetingId, status: 'in_session' });
};

beforeAll(async () => {
  // Pages so small that a first pull has many of them.
  server = await startTestServer({
    fill: fillSmallGovernment,
    settings: { page: { records: 4, bytes: 2000 } },
  });
  secretary = await signIn(server.url, 'thuky', PASSPHRASE);
  await prepare();
  member = await signIn(server.url, 'an', PASSPHRASE);
  app = await startTestClient({ serverUrl: server.url });
  await app.signIn('an', PASSPHRASE);
  await app.synced();
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await server.stop();
});

const codeOf = async (failing: Promise<unknown>): Promise<unknown> =>
  failing.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof Refused ? [error.status, error.code, error.params] : error),
  );

describe('signing in', () => {
  test('the server says what it speaks, and how much a passphrase costs', async () => {
    expect(await askServer(server.url)).toMatchObject({ protocol: 2, needsSetup: false });
  });

  test('every device of a person has the same account key, whichever client drew it', async () => {
    const again = await signIn(server.url, 'an', PASSPHRASE);
    expect(again.accountKey.equals(member.accountKey)).toBe(true);
    expect(Buffer.from(app.context.account.accountKey).equals(member.accountKey)).toBe(true);
    expect(secretary.accountKey.equals(member.accountKey)).toBe(false);
  });

  test('what is refused comes with the status and the code that the document names', async () => {
    expect(await codeOf(signIn(server.url, 'an', 'sai'))).toEqual([401, 'credentials_wrong', {}]);
    const { id } = drawDevice();
    expect(await codeOf(member.request(`/files/${hex(id)}`))).toEqual([404, 'not_found', {}]);
    expect(await codeOf(member.request('/nothing'))).toEqual([404, 'unknown_path', {}]);
    const wrong = member.request('/sync/pull', { method: 'POST', json: { protocol: 2, epoch: null } });
    expect(await codeOf(wrong)).toEqual([400, 'bad_request', { field: 'cursors' }]);
    const newer = { protocol: 3, epoch: null, cursors: {} };
    const tooNew = member.request('/sync/pull', { method: 'POST', json: newer });
    expect(await codeOf(tooNew)).toEqual([409, 'protocol_too_new', { protocol: 2 }]);
  });
});

describe('pulling', () => {
  test('everything comes page by page, every checksum fits, and the log’s checkpoint is signed', async () => {
    const fresh = await signIn(server.url, 'an', PASSPHRASE);
    const { pages, checked } = await fresh.pull();
    expect(pages).toBeGreaterThan(3);
    expect(new Set(checked)).toEqual(new Set(fresh.scopes));
    expect(fresh.scopes).toContain(`item:${itemId}`);
    expect(fresh.scopes).not.toContain(`prep:${meetingId}`);
    expect(fresh.held<{ title: string }>('agendaItem')).toMatchObject([{ id: itemId, title: 'Nội dung 1' }]);
    expect(fresh.checkpoint.size).toBeGreaterThan(2);
    // Granted is what is held, but for the manifest itself.
    const granted = fresh.held('grant').map(({ id }) => id);
    expect([...granted, `manifest:${fresh.personId}`].sort()).toEqual([...fresh.scopes].sort());
    expect(await fresh.pull()).toMatchObject({ pages: 1, checked: [] });
  });

  test('a removed record and a scope that may not be read any more go', async () => {
    await member.pull();
    const second = drawId();
    const about = { title: 'Mục bỏ', summary: '', presenterId: null, unit: '', minutes: 5 };
    await secretary.do('item.create', { id: second, meetingId, parentId: null, order: 'a1', ...about });
    await member.pull();
    expect(member.scopes).toContain(`item:${second}`);
    await secretary.do('item.remove', { id: second });
    await member.pull();
    expect(member.scopes).not.toContain(`item:${second}`);
    expect(member.held('agendaItem').map(({ id }) => id)).toEqual([itemId]);
  });
});

describe('pushing', () => {
  const ownPart = () => {
    const id = participantId(meetingId, member.personId);
    return member.held<{ attendance: string }>('participant').find((part) => part.id === id);
  };

  test('a member says where they sit; repeated, it is answered the same and done once', async () => {
    await member.pull();
    const id = ownPart()?.id;
    expect(id).toBeDefined();
    const mutation = member.mutation('participant.set_attendance', { id, attendance: 'in_room' });
    const answer = await member.push(mutation);
    expect(answer).toMatchObject([{ status: 'applied', n: mutation.n, id: mutation.id }]);
    await member.pull();
    const rev = ownPart()?.rev;
    expect(ownPart()?.attendance).toBe('in_room');
    expect(await member.push(mutation)).toEqual(answer);
    await member.pull();
    expect(ownPart()?.rev).toBe(rev);
    await app.ask('sync.now', {});
    await until('the app shows it', async () => {
      const { participants } = await app.ask('meetings.get', { id: meetingId });
      return participants.find((part) => part.id === id)?.attendance === 'in_room';
    });
  });

  test('what is not allowed is rejected with a code; a number left out is refused with the one expected', async () => {
    const [rejected] = await member.push(member.mutation('meeting.publish', { id: meetingId }));
    expect(rejected).toMatchObject({ status: 'rejected', code: 'not_allowed' });
    const next = member.mutation('item.remove', { id: drawId() });
    const gap = codeOf(member.push({ ...next, n: next.n + 1 }));
    expect(await gap).toEqual([409, 'mutation_gap', { expected: next.n }]);
    expect(await member.push(next)).toMatchObject([{ status: 'rejected', code: 'not_found' }]);
  });
});

describe('voting', () => {
  const openPoll = async (): Promise<string> => {
    for (const { id } of secretary.held('participant')) {
      await secretary.do('participant.set_attendance', { id, attendance: 'in_room' });
    }
    const pollId = drawId();
    await secretary.do('poll.create', yesOrNo(pollId, itemId));
    const seen = secretary.held('poll').find(({ id }) => id === pollId)?.rev;
    await secretary.do('poll.open', { id: pollId, seen });
    return pollId;
  };

  test('a ballot is taken, the log proves it, its voter’s app shows it, and a second one replaces it', async () => {
    const pollId = await openPoll();
    await member.pull();
    const first = member.ballot(pollId, ['yes']);
    await member.do('ballot.cast', { signed: first.signed });
    const [receipt] = member.receipts(pollId);
    if (receipt === undefined) throw new Error('no receipt');
    expect(receipt).toMatchObject({ id: first.id, state: 'counts', signed: first.signed });
    expect(receipt.proof.length).toBeGreaterThan(1);
    expect(member.isProven(receipt)).toBe(true);
    expect(member.isProven({ ...receipt, receivedAt: '2030-01-01T00:00:00.000Z' })).toBe(false);
    expect(member.isProven({ ...receipt, proof: receipt.proof.slice(1) })).toBe(false);
    const forged = receipt.checkpoint.replace(/\n\d+\n/, (size) => `\n${Number(size) + 1}\n`);
    expect(() => member.isProven({ ...receipt, checkpoint: forged })).toThrow('log_changed');

    const second = member.ballot(pollId, ['no']);
    await member.do('ballot.cast', { signed: second.signed });
    const states = new Map(member.receipts(pollId).map(({ id, state }) => [id, state]));
    expect(states).toEqual(new Map([...[[first.id, 'superseded'] as const], [second.id, 'counts']]));
    await app.ask('sync.now', {});
    await until('the app shows the vote', async () => {
      const answer = await app.call('polls.get', { id: pollId });
      return answer.ok && answer.value.vote.state === 'received' && answer.value.vote.choices[0] === 'no';
    });

    await secretary.do('poll.close', { id: pollId });
    await member.pull();
    const [result] = member.held<{ counts: unknown }>('pollResult');
    expect(result?.counts).toEqual([
      { optionId: 'yes', count: 0 },
      { optionId: 'no', count: 1 },
    ]);
  });

  test('a ballot whose text or signature is not exact is refused with the code that the document names', async () => {
    const pollId = await openPoll();
    await member.pull();
    const { signed } = member.ballot(pollId, ['yes']);
    const cast = async (changed: Partial<typeof signed>): Promise<unknown> => {
      const args = { signed: { ...signed, ...changed } };
      return (await member.push(member.mutation('ballot.cast', args)))[0]?.code;
    };
    expect(await cast({ bytes: `${signed.bytes} ` })).toBe('ballot_bad_bytes');
    expect(await cast({ bytes: signed.bytes.replace('["yes"]', '["no"]') })).toBe('ballot_bad_signature');
    expect(await cast({})).toBeUndefined();
  });
});

describe('private notes', () => {
  const at = '2030-01-02T03:04:05.678Z';

  test('an annotation sealed by the document is one in the app, and the other way round', async () => {
    const of = { paperId: drawId(), versionId: drawId(), page: 2, createdAt: at, updatedAt: at };
    const mark = {
      id: drawId(),
      ...of,
      type: 'note',
      colour: 'blue',
      x: 10,
      y: 20.5,
      note: 'Xem lại khoản 3',
    };
    await member.putNote(mark.id, { kind: 'annotation', annotation: mark });
    await app.ask('sync.now', {});
    const kept = async () => (await app.ask('annotations.list', { paperId: of.paperId })).annotations;
    await until('the app reads it', async () => (await kept()).length === 1);
    expect(await kept()).toEqual([mark]);

    const annotation: Annotation = {
      ...{ ...of, id: drawId(), type: 'ink', colour: 'red', width: 2, strokes: [[1, 2, 3, 4]], note: '' },
    };
    await app.ask('annotations.put', annotation);
    await app.synced();
    await member.pull();
    expect(member.notes()).toContainEqual({ kind: 'annotation', annotation });
  });

  test('where the app left a paper, and where it goes on, is one note with an id that both make', async () => {
    const paperId = drawId();
    const position = { paperId, versionId: drawId(), page: 7, offset: 0.25, zoom: 'auto', at };
    await member.putNote(readingId(member.accountKey, paperId), { kind: 'reading', position });
    await app.ask('sync.now', {});
    await until('the app knows the page', async () => {
      return (await app.ask('reading.get', { paperId })).position?.page === 7;
    });
    expect((await app.ask('reading.get', { paperId })).position).toEqual(position);
  });
});

describe('pokes and papers', () => {
  test('a poke comes at once, and another when something has moved that the person may read', async () => {
    const heard: number[] = [];
    const stop = member.listen((seq) => void heard.push(seq));
    await until('the first poke', () => heard.length === 1);
    const title = 'Phiên họp đã đổi tên';
    const seen = secretary.held('meeting')[0]?.rev;
    await secretary.do('meeting.edit', { id: meetingId, seen, title });
    await until('the next poke', () => heard.length > 1);
    stop();
    const { asOf } = await member.pull();
    expect(asOf).toBeGreaterThanOrEqual(heard.at(-1) ?? Infinity);
    expect(member.held<{ title: string }>('meeting')[0]?.title).toBe(title);
  });

  test('a paper goes up in chunks and comes down in ranges, whole', async () => {
    const bytes = await realPdf('Báo cáo', 2.2);
    const file = await secretary.upload('bao-cao.pdf', bytes);
    expect(file).toMatchObject({ sha256: hex(bytes), size: bytes.length, pages: 1 });
    expect(file.chunks).toHaveLength(3);
    expect(await secretary.upload('bao-cao.pdf', bytes)).toEqual(file);
    const [id, versionId] = [drawId(), drawId()];
    await secretary.do('paper.add', {
      ...{ id, owner: { kind: 'item', id: itemId }, order: 'a0', versionId, fileName: 'bao-cao.pdf' },
      ...{ sha256: file.sha256, title: 'Báo cáo', documentType: 'report', agency: '', number: '' },
      classification: 'internal',
    });
    // Nobody reads it before a record that names it is theirs.
    await member.pull();
    const [version] = member.held<{ file: PaperFile }>('paperVersion');
    expect(canonical(version?.file)).toBe(canonical(file));
    const here = await member.download(file);
    expect(hex(here)).toBe(file.sha256);
    const beyond = member.request(`/files/${file.sha256}`, { headers: { range: `bytes=${file.size}-` } });
    await expect(beyond).rejects.toThrow('416');
  });

  test('a file that is no PDF is refused with its code, a wrong chunk too', async () => {
    const bytes = randomBytes(5000);
    expect(await codeOf(secretary.upload('la.pdf', bytes))).toEqual([
      422,
      'file_not_pdf',
      { name: 'la.pdf' },
    ]);
    const json = { name: 'b.pdf', size: 10, sha256: hex('b') };
    const begun = await secretary.request('/uploads', { method: 'POST', json });
    const { uploadId } = (await begun.json()) as { uploadId: string };
    const put = secretary.request(`/uploads/${uploadId}/chunks/0`, {
      ...{ method: 'PUT', bytes: randomBytes(10), headers: { 'x-chunk-sha256': hex('c') } },
    });
    expect(await codeOf(put)).toEqual([422, 'upload_chunk_wrong', { index: 0 }]);
    const incomplete = secretary.request(`/uploads/${uploadId}/complete`, { method: 'POST' });
    expect(await codeOf(incomplete)).toEqual([409, 'upload_incomplete', { have: 0, count: 1 }]);
  });
});
