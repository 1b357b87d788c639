import { randomBytes } from 'node:crypto';
import type { MutationArgs } from '../../shared/domain/mutations/args.ts';
import type { Poll } from '../../shared/domain/records/poll.ts';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';
import { uploadAnswer } from '../../shared/contract/sync.ts';
import { type ApiPerson, newId, signInAs } from './api.ts';
import { draftOf } from './government.ts';
import { tinyPdf } from './sampleOffice.ts';
import { fillSmallGovernment, PASSPHRASE, SMALL, type SmallUser } from './smallGovernment.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './server.ts';

/** A server on which something of every kind has been done, and who did it. */
export interface WorkedServer {
  readonly server: TestServer;
  readonly people: Readonly<Record<SmallUser, ApiPerson>>;
  readonly meetingId: string;
  readonly itemId: string;
  readonly paperId: string;
  /** Announced; its result is signed into the log. */
  readonly announcedPoll: string;
  /** Closed, and takes late ballots until 2100. */
  readonly closedPoll: string;
  /** Open, with totals that everybody sees. */
  readonly livePoll: string;
  readonly slipId: string;
  /** SHA-256 of a paper of two chunks, unless told to be smaller. */
  readonly largePaper: string;
  /** An upload of which the first chunk has arrived. */
  readonly uploadId: string;
}

const order = (n: number): string => `a${n}`;

const addPaper = async (
  secretary: ApiPerson,
  itemId: string,
  sha256: string,
  place: number,
): Promise<string> => {
  const id = newId();
  await secretary.do('paper.add', {
    ...{ id, owner: { kind: 'item', id: itemId }, order: order(place), versionId: newId() },
    ...{ fileName: 'to-trinh.pdf', sha256, title: 'Tờ trình', documentType: 'submission' },
    ...{ agency: 'Bộ Tài chính', number: '12/TTr-BTC', classification: 'internal' },
  });
  return id;
};

const record = (person: ApiPerson, kind: string, id: string) => {
  const found = person.held(kind).find((held) => held.id === id);
  if (found === undefined) throw new Error(`no ${kind} ${id}`);
  return found;
};

const openPoll = async (secretary: ApiPerson, itemId: string, changes: Partial<Poll>): Promise<string> => {
  const id = newId();
  await secretary.do('poll.create', {
    ...draftOf(changes),
    ...{ id, owner: { kind: 'item', id: itemId }, order: 'a0', previousPollId: null },
  });
  await secretary.pull();
  await secretary.do('poll.open', { id, seen: record(secretary, 'poll', id).rev });
  return id;
};

/** Votes on a device of one's own; returns the ballot's id. */
export const vote = async (person: ApiPerson, pollId: string, choice: string): Promise<string> => {
  await person.pull();
  const { hash } = JSON.parse(record(person, 'poll', pollId).body) as Poll;
  const { id, signed } = person.ballot(pollId, hash ?? '', [choice]);
  await person.do('ballot.cast', { signed });
  return id;
};

const holdMeeting = async (secretary: ApiPerson) => {
  await secretary.pull();
  const bodyId = secretary.held('body')[0]?.id ?? '';
  const [meetingId, itemId, childId, goneId] = [newId(), newId(), newId(), newId()];
  await secretary.do('meeting.create', {
    ...{ id: meetingId, bodyId, title: 'Phiên họp thường kỳ', kind: 'regular', place: 'Hà Nội' },
    ...{ startsAt: '2030-01-02T01:00:00.000Z', endsAt: '2030-01-02T05:00:00.000Z' },
  });
  const item = (id: string, parentId: string | null, place: number): MutationArgs<'item.create'> => ({
    ...{ id, meetingId, parentId, order: order(place), title: `Nội dung ${place}`, summary: 'Tóm tắt' },
    ...{ presenterId: secretary.personId, unit: 'Bộ Tài chính', minutes: 30 },
  });
  await secretary.do('item.create', item(itemId, null, 0));
  await secretary.do('item.create', item(childId, itemId, 1));
  await secretary.do('item.create', item(goneId, null, 2));
  await secretary.do('item.remove', { id: goneId });
  await secretary.do('meeting.publish', { id: meetingId });
  await secretary.do('meeting.set_status', { id: meetingId, status: 'in_session' });
  await secretary.pull();
  for (const { id } of secretary.held('participant')) {
    await secretary.do('participant.set_attendance', { id, attendance: 'in_room' });
  }
  return { bodyId, meetingId, itemId };
};

const sendSlip = async (secretary: ApiPerson, bodyId: string): Promise<string> => {
  const id = newId();
  const deadline = '2090-01-02T01:00:00.000Z';
  await secretary.do('slip.create', { id, bodyId, title: 'Phiếu lấy ý kiến', question: 'Đồng ý?', deadline });
  await secretary.do('poll.create', {
    ...draftOf({ title: 'Câu hỏi' }),
    ...{ id: newId(), owner: { kind: 'slip', id }, order: 'a0', previousPollId: null },
  });
  await secretary.do('slip.send', { id });
  return id;
};

const workPapers = async (secretary: ApiPerson, itemId: string, largeBytes: number) => {
  const paperId = await addPaper(secretary, itemId, await secretary.uploaded('a.pdf', tinyPdf('mot')), 0);
  const second = await secretary.uploaded('b.pdf', tinyPdf('hai'));
  await secretary.do('paper.add_version', {
    ...{ id: paperId, versionId: newId(), fileName: 'b.pdf', sha256: second },
  });
  const largePaper = await secretary.uploaded('lon.pdf', tinyPdf('x'.repeat(largeBytes)));
  await addPaper(secretary, itemId, largePaper, 1);
  const goneId = await addPaper(secretary, itemId, await secretary.uploaded('c.pdf', tinyPdf('ba')), 2);
  await secretary.do('paper.remove', { id: goneId });
  const bytes = new Uint8Array(CHUNK_BYTES + 10).fill(7);
  const { uploadId } = uploadAnswer.parse((await secretary.beginUpload('d.pdf', bytes)).json());
  await secretary.putChunk(uploadId, 0, bytes);
  return { paperId, largePaper, uploadId };
};

const workPolls = async ({ thuky, an, binh, chutoa }: WorkedServer['people'], itemId: string) => {
  const announcedPoll = await openPoll(thuky, itemId, { title: 'Nghị quyết' });
  await vote(an, announcedPoll, 'yes');
  await vote(binh, announcedPoll, 'no');
  await vote(chutoa, announcedPoll, 'yes');
  await thuky.do('poll.close', { id: announcedPoll });
  await thuky.do('poll.announce', { id: announcedPoll });
  const late = { kind: 'accept', until: '2090-01-02T01:00:00.000Z' } as const;
  const closedPoll = await openPoll(thuky, itemId, { title: 'Quyết định', late });
  await vote(an, closedPoll, 'yes');
  await thuky.do('poll.close', { id: closedPoll });
  const livePoll = await openPoll(thuky, itemId, { title: 'Kế hoạch', live: true });
  await vote(binh, livePoll, 'abstain');
  const cancelled = await openPoll(thuky, itemId, { title: 'Bỏ' });
  await thuky.do('poll.cancel', { id: cancelled });
  return { announcedPoll, closedPoll, livePoll };
};

/** Makes an installation and works on it as people do, over the protocol. The caller stops the server. */
export const startWorkedServer = async (
  options: TestServerOptions & { readonly largeBytes?: number } = {},
): Promise<WorkedServer> => {
  const server = await startTestServer({ fill: fillSmallGovernment, ...options });
  const enter = (username: string) => signInAs(server.url, username, PASSPHRASE);
  const people = Object.fromEntries(
    await Promise.all(SMALL.map(async (username) => [username, await enter(username)] as const)),
  ) as Record<SmallUser, ApiPerson>;
  const { thuky, an } = people;
  const { bodyId, meetingId, itemId } = await holdMeeting(thuky);
  const papers = await workPapers(thuky, itemId, options.largeBytes ?? CHUNK_BYTES);
  const polls = await workPolls(people, itemId);
  const slipId = await sendSlip(thuky, bodyId);
  const note = newId();
  await an.do('private.put', { id: newId(), ciphertext: randomBytes(200).toString('base64') });
  await an.do('private.put', { id: note, ciphertext: randomBytes(100).toString('base64') });
  await an.do('private.remove', { id: note });
  // Refused, and answered all the same.
  await an.mutate('meeting.publish', { id: meetingId });
  const lost = await enter('an');
  await an.do('device.revoke', { id: lost.device.id });
  // One that made the server fail once, and never came again.
  await server.context.storage.transact(an.session.organisationId, (tx) =>
    tx.devices.countFailure(lost.device.id, 1),
  );
  return { server, people, meetingId, itemId, slipId, ...papers, ...polls };
};
