import type { AgendaItem, Meeting, Participant } from '../../shared/domain/records/meeting.ts';
import type { Body, Organisation } from '../../shared/domain/records/organisation.ts';
import type { Paper, PaperVersion } from '../../shared/domain/records/paper.ts';
import type { Poll } from '../../shared/domain/records/poll.ts';
import type { ServedFile } from './fileServer.ts';

/** Valid records for tests of the client's own parts; ids are numbers made UUIDs. */
export const uuid = (n: number): string => `01990000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

const DAY = 86_400_000;
/** An instant so many days from now. */
export const inDays = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

export const RULES: Body['ruleSet'] = {
  quorum: { fraction: { num: 2, den: 3, exclusive: false }, remoteCounts: true },
  base: 'members',
  threshold: { num: 1, den: 2, exclusive: true },
};

export const organisationOf = (id: string): Organisation => ({
  ...{ id, name: 'Chính phủ', shortName: 'CP', highestClassification: 'internal', isolatedNetwork: false },
  timeZone: 'Asia/Ho_Chi_Minh',
});

export const bodyOf = (id: string, more: Partial<Body> = {}): Body => ({
  ...{ id, name: 'Chính phủ', ruleSet: RULES, secretaryIds: [] },
  ...more,
});

export const meetingOf = (id: string, days: number, more: Partial<Meeting> = {}): Meeting => ({
  id,
  bodyId: uuid(10),
  title: `Phiên họp ${id.slice(-2)}`,
  kind: 'regular',
  startsAt: inDays(days),
  endsAt: inDays(days + 0.3),
  place: 'Phòng họp số 1',
  status: 'invited',
  publishedAt: inDays(-1),
  conclusion: '',
  ...more,
});

export const participantOf = (
  id: string,
  meetingId: string,
  personId: string,
  role: Participant['role'] = 'member',
): Participant => ({
  ...{ id, meetingId, personId, role, votes: role !== 'guest', attendance: 'in_room' },
});

export const itemOf = (
  id: string,
  meetingId: string,
  order: string,
  title = `Nội dung ${order}`,
): AgendaItem => ({
  ...{ id, meetingId, parentId: null, order, title, summary: '', presenterId: null, unit: '', minutes: 30 },
});

export const paperOf = (
  id: string,
  item: AgendaItem,
  versionId: string,
  more: Partial<Paper> = {},
): Paper => ({
  id,
  meetingId: item.meetingId,
  itemId: item.id,
  slipId: null,
  order: 'a0',
  title: 'Tờ trình',
  documentType: 'submission',
  agency: '',
  number: '',
  classification: 'public',
  currentVersionId: versionId,
  ...more,
});

export const versionOf = (
  id: string,
  paperId: string,
  file: Pick<ServedFile, 'sha256' | 'size' | 'chunks'>,
  n = 1,
): PaperVersion => ({
  id,
  paperId,
  n,
  fileName: 'to-trinh.pdf',
  file: { sha256: file.sha256, size: file.size, chunks: [...file.chunks], pages: 3 },
  addedAt: inDays(-1),
  addedBy: uuid(99),
});

export const pollDraftOf = (id: string, item: AgendaItem, more: Partial<Poll> = {}): Poll => ({
  id,
  meetingId: item.meetingId,
  itemId: item.id,
  slipId: null,
  order: 'a0',
  status: 'draft',
  previousPollId: null,
  statement: null,
  hash: null,
  openedAt: null,
  closedAt: null,
  announcedAt: null,
  title: 'Nghị quyết',
  wording: 'Thông qua Nghị quyết.',
  documents: [],
  choices: {
    max: 1,
    options: [
      { id: 'yes', label: { vi: 'Tán thành', en: 'Yes' }, role: 'yes' },
      { id: 'no', label: { vi: 'Không tán thành', en: 'No' }, role: 'no' },
      { id: 'abstain', label: { vi: 'Không biểu quyết', en: 'Abstain' }, role: 'abstain' },
    ],
  },
  ruleSet: RULES,
  late: { kind: 'reject' },
  live: false,
  changeable: true,
  ...more,
});
