import { randomBytes } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { addAccount, addPerson } from '../../server/accounts/administration.ts';
import { deriveCredentials } from '../../server/accounts/deriveCredentials.ts';
import type { ServerContext } from '../../server/context.ts';
import { SAMPLE_KDF } from '../../server/sample/organisation.ts';
import { runTransaction, serverActor, writeRecords } from '../../server/sync/transaction.ts';
import { scopeOf } from '../../shared/domain/scope.ts';
import { createIds } from '../../shared/lib/ids.ts';
import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import type { Classification } from '../../shared/domain/records/common.ts';
import type { Poll } from '../../shared/domain/records/poll.ts';
import { pollDraftOf, RULES } from './coreRecords.ts';
import type { TestClient } from './client.ts';
import { until } from './until.ts';

export const PASSPHRASE = 'mật khẩu để thử';
/** A chair and two members; a secretary without a seat. */
export const SMALL = ['chutoa', 'an', 'binh', 'thuky'] as const;
export type SmallUser = (typeof SMALL)[number];

/** `fill` for a test server: the smallest government that can decide something. */
export const fillSmallGovernment = async (context: ServerContext): Promise<void> => {
  const organisationId = context.ids.next();
  const bodyId = context.ids.next();
  const people = SMALL.map((username) => ({ username, id: context.ids.next() }));
  const scope = scopeOf('org', organisationId);
  const credentials = await deriveCredentials(PASSPHRASE, SAMPLE_KDF, context.random);
  await runTransaction(context, organisationId, async (work) => {
    const actor = serverActor(organisationId);
    await writeRecords(context, work, actor, '', ({ tx }) =>
      tx.put(scope, 'organisation', {
        ...{ id: organisationId, name: 'Chính phủ', shortName: 'CP' },
        ...{ highestClassification: 'internal', isolatedNetwork: false },
        timeZone: 'Asia/Ho_Chi_Minh',
      }),
    );
    for (const [rank, { username, id }] of people.entries()) {
      await addPerson(context, work, { id, name: username, position: '', unit: '', rank });
    }
    await writeRecords(context, work, actor, '', async ({ tx }) => {
      const secretaryIds = people.filter(({ username }) => username === 'thuky').map(({ id }) => id);
      await tx.put(scope, 'body', { id: bodyId, name: 'Chính phủ', ruleSet: RULES, secretaryIds });
      for (const { username, id } of people) {
        if (username === 'thuky') continue;
        const role = username === 'chutoa' ? 'chair' : 'member';
        await tx.put(scope, 'membership', {
          id: context.ids.next(),
          bodyId,
          personId: id,
          role,
          votes: true,
        });
      }
    });
    for (const { username, id } of people) {
      await addAccount(context, work, { username, role: 'user', personId: id, credentials });
    }
  });
  await context.storage.transact(organisationId, (tx) => tx.accounts.endSetup());
};

const ids = createIds({ now: () => Date.now() }, (count) => new Uint8Array(randomBytes(count)));
export const newId = (): string => ids.next();

/** A real PDF with text; `megabytes` of incompressible attachment make it span chunks. */
export const realPdf = (text: string, megabytes = 0): Promise<Buffer> =>
  new Promise((resolve) => {
    const document = new PDFDocument({ info: { Title: text } });
    const pieces: Buffer[] = [];
    document.on('data', (piece: Buffer) => void pieces.push(piece));
    document.on('end', () => resolve(Buffer.concat(pieces)));
    document.text(text);
    if (megabytes > 0)
      document.file(randomBytes(Math.round(megabytes * 1024 * 1024)), { name: 'phu-luc.bin' });
    document.end();
  });

/** A mutation that reaches the server and comes back. */
export const doThere = async <N extends MutationName>(
  client: TestClient,
  name: N,
  args: MutationArgs<N>,
): Promise<void> => {
  await client.ask('mutate', { name, args });
  await client.synced();
};

/** Gives a file to the core as the renderer does; resolves with the upload's id. */
export const upload = async (
  client: TestClient,
  owner: { readonly kind: 'item' | 'slip' | 'paper'; readonly id: string },
  name: string,
  bytes: Buffer,
  classification: Classification = 'public',
): Promise<string> => {
  const about = {
    owner,
    name,
    size: bytes.length,
    classification,
    documentType: 'report',
  } as const;
  const { id } = await client.ask('uploads.begin', about);
  for (let at = 0; at < bytes.length; at += 1024 * 1024) {
    await client.ask('uploads.append', { id, bytes: new Uint8Array(bytes.subarray(at, at + 1024 * 1024)) });
  }
  await client.ask('uploads.finish', { id });
  return id;
};

export const uploadEnded = async (client: TestClient, id: string): Promise<void> =>
  until('the upload has ended', async () => {
    const { uploads } = await client.ask('uploads.list', {});
    const state = uploads.find((upload) => upload.id === id)?.state;
    return state === 'done' || state === 'refused';
  });

/** A session in three days with one item, by the secretary; published when asked. */
export const makeMeeting = async (
  secretary: TestClient,
  title = 'Phiên họp thường kỳ',
): Promise<{ readonly meetingId: string; readonly itemId: string }> => {
  const [meetingId, itemId] = [newId(), newId()];
  const { bodies } = await secretary.ask('organisation.get', {});
  const start = Date.now() + 3 * 86_400_000;
  await doThere(secretary, 'meeting.create', {
    ...{ id: meetingId, bodyId: bodies[0]?.record.id ?? '', title, kind: 'regular', place: '' },
    startsAt: new Date(start).toISOString(),
    endsAt: new Date(start + 4 * 3_600_000).toISOString(),
  });
  await doThere(secretary, 'item.create', {
    ...{ id: itemId, meetingId, parentId: null, order: 'a0', title: 'Nội dung thứ nhất', summary: '' },
    ...{ presenterId: null, unit: '', minutes: 30 },
  });
  return { meetingId, itemId };
};

/** A poll on an item of a published meeting, everybody present, opened by the secretary. */
export const openPoll = async (
  secretary: TestClient,
  meetingId: string,
  itemId: string,
  changes: Partial<Poll> = {},
): Promise<string> => {
  const { participants } = await secretary.ask('meetings.get', { id: meetingId });
  for (const { id, attendance } of participants) {
    if (attendance !== 'in_room')
      await doThere(secretary, 'participant.set_attendance', { id, attendance: 'in_room' });
  }
  const pollId = newId();
  const draft = pollDraftOf(pollId, { id: itemId, meetingId } as Parameters<typeof pollDraftOf>[1], changes);
  const { title, wording, documents, choices, ruleSet, late, live, changeable, order } = draft;
  await doThere(secretary, 'poll.create', {
    ...{ id: pollId, owner: { kind: 'item', id: itemId }, order, previousPollId: null },
    ...{ title, wording, documents, choices, ruleSet, late, live, changeable },
  });
  const { rev } = await secretary.ask('polls.get', { id: pollId });
  await doThere(secretary, 'poll.open', { id: pollId, seen: rev });
  return pollId;
};
