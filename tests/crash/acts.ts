import type { ClientAnswer } from '../../shared/contract/client.ts';
import type { Annotation } from '../../shared/contract/annotation.ts';
import type { MutationArgs, MutationName } from '../../shared/domain/mutations/args.ts';
import type { Rng } from '../simulation/seeded.ts';
import { newId } from '../support/api.ts';
import type { Ledger, Truth } from './ledger.ts';
import type { DevicePost } from './post.ts';
import type { Template } from './template.ts';

/** What people do in a round, and what of it they were promised. */
export interface Acting {
  readonly template: Template;
  readonly ledger: Ledger;
  readonly rng: Rng;
}

export type Act = (device: DevicePost, acting: Acting) => Promise<void>;

const CHUNK = 1024 * 1024;
const soon = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

const note = (
  { ledger }: Acting,
  device: DevicePost,
  answer: ClientAnswer<'mutate'> | ClientAnswer<'annotations.put'> | null,
  promised: {
    readonly what: string;
    readonly marker: string;
    readonly holds: ((truth: Truth) => boolean) | null;
  },
): void => {
  // Died before it answered: whether it was done is open, and it is done once at most.
  if (answer === null) return;
  if (answer.ok) return ledger.promised({ who: device.name, ...promised });
  if (answer.error.code === 'needs_connection') ledger.refused(device.name, promised.what, promised.marker);
};

const mutate = async <N extends MutationName>(
  device: DevicePost,
  acting: Acting,
  name: N,
  args: MutationArgs<N>,
  marker: string,
  holds: ((truth: Truth) => boolean) | null,
): Promise<ClientAnswer<'mutate'> | null> => {
  const answer = await device.call('mutate', { name, args });
  note(acting, device, answer, { what: `${name} ${marker}`, marker, holds });
  return answer;
};

const createMeeting: Act = async (device, acting) => {
  const id = newId();
  const args = {
    ...{ id, bodyId: acting.template.bodyId, title: `Phiên họp ${id}`, kind: 'regular' as const, place: '' },
    ...{ startsAt: soon(48), endsAt: soon(52) },
  };
  await mutate(
    device,
    acting,
    'meeting.create',
    args,
    id,
    (truth) => truth.body('meeting', id) !== undefined,
  );
};

const createItem: Act = async (device, acting) => {
  const id = newId();
  const args = {
    ...{ id, meetingId: acting.template.meetingId, parentId: null, order: 'a5', title: `Nội dung ${id}` },
    ...{ summary: '', presenterId: null, unit: '', minutes: 10 },
  };
  await mutate(
    device,
    acting,
    'item.create',
    args,
    args.title,
    (truth) => truth.body('agendaItem', id) !== undefined,
  );
};

const editMeeting: Act = async (device, acting) => {
  const view = await device.ask('meetings.get', { id: acting.template.meetingId });
  const marker = newId();
  await mutate(
    device,
    acting,
    'meeting.edit',
    { id: acting.template.meetingId, seen: view.rev, place: `Phòng ${marker}` },
    marker,
    null,
  );
};

/** A draft with an item, published: its participants may read it from then on. */
const publish: Act = async (device, acting) => {
  const id = newId();
  const itemId = newId();
  const meeting = {
    ...{ id, bodyId: acting.template.bodyId, title: `Công bố ${id}`, kind: 'regular' as const, place: '' },
    ...{ startsAt: soon(72), endsAt: soon(76) },
  };
  await mutate(
    device,
    acting,
    'meeting.create',
    meeting,
    meeting.title,
    (truth) => truth.body('meeting', id) !== undefined,
  );
  const item = {
    ...{ id: itemId, meetingId: id, parentId: null, order: 'a0', title: `Nội dung ${itemId}` },
    ...{ summary: '', presenterId: null, unit: '', minutes: 10 },
  };
  await mutate(
    device,
    acting,
    'item.create',
    item,
    item.title,
    (truth) => truth.body('agendaItem', itemId) !== undefined,
  );
  await device.ask('sync.now', {});
  const answer = await device.call('mutate', { name: 'meeting.publish', args: { id } });
  if (answer?.ok !== true) return;
  acting.ledger.promised({
    ...{ who: device.name, what: `meeting.publish ${id}`, marker: `{"id":"${id}"}` },
    holds: (truth) => truth.body('meeting', id)?.includes('"invited"') === true,
  });
};

/** Something that only the server can refuse: its author is told, and the entry goes. */
const beRefused: Act = async (device, acting) => {
  const id = newId();
  const marker = newId();
  const args = {
    ...{
      id,
      owner: { kind: 'item' as const, id: acting.template.itemId },
      order: 'a9',
      title: `Không có ${marker}`,
    },
    ...{ documentType: 'report' as const, agency: '', number: '', classification: 'public' as const },
    ...{
      versionId: newId(),
      fileName: 'khong-co.pdf',
      sha256: acting.rng.pick('0123456789abcdef'.split('')).repeat(64),
    },
  };
  // Without a connection it would be refused at once.
  await device.ask('sync.now', {});
  const answer = await device.call('mutate', { name: 'paper.add', args });
  if (answer?.ok === true && answer.value.state === 'applied')
    acting.ledger.fail('a paper without a file was taken');
  acting.ledger.refused(device.name, `paper.add ${marker}`, marker);
  for (const entry of (await device.ask('outbox.list', {})).entries) {
    if (entry.state === 'refused') await device.call('outbox.dismiss', { id: entry.id });
  }
};

const uploadPdf =
  (index: number): Act =>
  async (device, acting) => {
    const pdf = acting.template.pdfs[index];
    if (pdf === undefined) throw new Error('no such file in the template');
    const title = `tep ${newId()}`;
    const begun = await device.call('uploads.begin', {
      ...{
        owner: { kind: 'item' as const, id: acting.template.itemId },
        name: `${title}.pdf`,
        size: pdf.length,
      },
      ...{ classification: 'public' as const, documentType: 'report' as const },
    });
    if (begun?.ok !== true) return;
    const { id } = begun.value;
    for (let at = 0; at < pdf.length; at += CHUNK) {
      const bytes = new Uint8Array(pdf.subarray(at, at + CHUNK));
      if ((await device.call('uploads.append', { id, bytes }))?.ok !== true) return;
    }
    const finished = await device.call('uploads.finish', { id });
    // Killed while it was read: it is not in the list any more, and its person gives it again.
    if (finished?.ok !== true) return;
    if (!(await device.ask('uploads.list', {})).uploads.some((upload) => upload.id === id)) return;
    acting.ledger.promised({
      ...{ who: device.name, what: `upload ${title}`, marker: `${title}.pdf` },
      holds: (truth) => truth.hasPaperTitled(title),
    });
  };

/** Not a PDF: the server forgets what it has of it. */
const uploadNonsense: Act = async (device, acting) => {
  const bytes = new Uint8Array(Buffer.from(`no pdf ${newId()}`));
  const begun = await device.call('uploads.begin', {
    ...{
      owner: { kind: 'item' as const, id: acting.template.itemId },
      name: 'khong-phai.pdf',
      size: bytes.length,
    },
    ...{ classification: 'public' as const, documentType: 'report' as const },
  });
  if (begun?.ok !== true) return;
  const { id } = begun.value;
  if ((await device.call('uploads.append', { id, bytes }))?.ok !== true) return;
  await device.call('uploads.finish', { id });
};

/** Made and taken away again: only a tombstone stays. */
const removeItem: Act = async (device, acting) => {
  const id = newId();
  const args = {
    ...{ id, meetingId: acting.template.meetingId, parentId: null, order: 'a6', title: `Thừa ${id}` },
    ...{ summary: '', presenterId: null, unit: '', minutes: 10 },
  };
  await mutate(device, acting, 'item.create', args, `Thừa ${id}`, null);
  await device.call('mutate', { name: 'item.remove', args: { id } });
};

const removePaper: Act = async (device, acting) => {
  const paper = acting.template.papers[1];
  if (paper === undefined) throw new Error('no such paper in the template');
  const answer = await device.call('mutate', { name: 'paper.remove', args: { id: paper.id } });
  if (answer?.ok !== true) return;
  acting.ledger.promised({
    ...{ who: device.name, what: `paper.remove ${paper.id}`, marker: `{"id":"${paper.id}"}` },
    holds: (truth) => truth.body('paper', paper.id) === undefined,
  });
};

const annotate: Act = async (device, acting) => {
  const [paper] = acting.template.papers;
  if (paper === undefined) throw new Error('no paper in the template');
  const id = newId();
  const at = new Date().toISOString();
  const annotation: Annotation = {
    ...{ id, paperId: paper.id, versionId: paper.versionId, page: 1, createdAt: at, updatedAt: at },
    ...{ type: 'note', colour: 'blue', x: 10, y: 10, note: `Ghi chú ${id}` },
  };
  const answer = await device.call('annotations.put', annotation);
  const holds = (truth: Truth): boolean => truth.body('privateNote', id) !== undefined;
  note(acting, device, answer, { what: `annotation ${id}`, marker: id, holds });
};

const vote: Act = async (device, acting) => {
  const { pollId } = acting.template;
  const poll = await device.ask('polls.get', { id: pollId });
  const choice = acting.rng.pick(poll.poll.choices.options).id;
  const answer = await device.call('ballots.cast', { pollId, choices: [choice], text: '' });
  if (answer?.ok !== true) return;
  const { ballotId } = answer.value;
  acting.ledger.promised({
    ...{ who: device.name, what: `ballot ${ballotId}`, marker: null },
    holds: (truth) => truth.hasBallot(ballotId),
  });
};

const attend: Act = async (device, acting) => {
  const { participants } = await device.ask('meetings.get', { id: acting.template.meetingId });
  const state = await device.ask('session.state', {});
  const own = participants.find(({ personId }) => personId === state.person?.id);
  if (own === undefined) return;
  const attendance = acting.rng.pick(['in_room', 'remote'] as const);
  await device.call('mutate', { name: 'participant.set_attendance', args: { id: own.id, attendance } });
};

const read: Act = async (device, acting) => {
  const paper = acting.rng.pick(acting.template.papers);
  const page = 1 + acting.rng.int(3);
  const at = new Date().toISOString();
  await device.call('reading.put', {
    ...{ paperId: paper.id, versionId: paper.versionId, page, offset: 0.5, zoom: 'auto', at },
  });
};

export const SECRETARY_ACTS: readonly Act[] = [createMeeting, createItem, editMeeting, publish, beRefused];
export const MEMBER_ACTS: readonly Act[] = [annotate, annotate, vote, attend, read];
export const BIG_UPLOAD = uploadPdf(0);
export const SMALL_UPLOAD = uploadPdf(1);
export { annotate, beRefused, createItem, createMeeting, removeItem, removePaper, uploadNonsense, vote };
