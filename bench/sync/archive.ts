import { createHash } from 'node:crypto';
import { newToken, tokenHashOf } from '../../server/accounts/secrets.ts';
import { GOVERNMENT_RULES } from '../../server/accounts/setup.ts';
import type { WriteTx } from '../../server/storage/port.ts';
import {
  parentOf,
  type RecordKind,
  type RecordOf,
  recordSchemas,
} from '../../shared/domain/records/kinds.ts';
import { type Scope, scopeOf } from '../../shared/domain/scope.ts';
import { type Desk, random } from '../main/office.ts';

/** Records of one session that one member reads; every archive is a whole number of sessions. */
export const PER_MEETING = 200;
const ITEMS = 8;
const PAPERS_PER_ITEM = 4;
const PEOPLE = 30;
/** What is left of `PER_MEETING` are the member's own notes. */
const NOTES =
  PER_MEETING - 1 - PEOPLE - ITEMS * (1 + PAPERS_PER_ITEM + PAPERS_PER_ITEM + 1 + 2) - (1 + ITEMS);
const DAY_MS = 86_400_000;

/** Straight into the store, as a writer of the server: rules and grants are not what is measured. */
interface Writer {
  put<K extends RecordKind>(scope: Scope, kind: K, record: RecordOf<K>): Promise<void>;
  readonly next: () => string;
}

const writerOf = (tx: WriteTx, next: () => string): Writer => ({
  next,
  async put(scope, kind, record) {
    const parsed = recordSchemas[kind].parse(record) as typeof record;
    const body = JSON.stringify(parsed);
    await tx.records.put({ scope, kind, id: parsed.id, parent: parentOf(kind, parsed), body }, '');
  },
});

const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** One paper with `versions` versions of about `bytes` bytes, whose content exists nowhere. */
const putPaper = async (
  writer: Writer,
  at: { readonly meetingId: string; readonly itemId: string; readonly by: string; readonly when: string },
  place: number,
  versions: number,
  bytes: number,
): Promise<void> => {
  const scope = scopeOf('item', at.itemId);
  const paperId = writer.next();
  const ids = Array.from({ length: versions }, () => writer.next());
  for (const [index, id] of ids.entries()) {
    const size = bytes;
    const chunks = Array.from({ length: Math.ceil(size / 1_048_576) }, (_, chunk) => hex(`${id} ${chunk}`));
    await writer.put(scope, 'paperVersion', {
      ...{ id, paperId, n: index + 1, fileName: `bao-cao-${place}-du-thao-${index + 1}.pdf` },
      file: { sha256: hex(id), size, chunks, pages: 24 },
      ...{ addedAt: at.when, addedBy: at.by },
    });
  }
  await writer.put(scope, 'paper', {
    ...{ id: paperId, meetingId: at.meetingId, itemId: at.itemId, slipId: null, order: `a${place}` },
    ...{ title: `Báo cáo tình hình kinh tế - xã hội và dự kiến phân bổ vốn, phần ${place + 1}` },
    ...{ documentType: 'report', agency: 'Bộ Tài chính', number: `${place + 100}/BC-BTC` },
    ...{ classification: 'internal', currentVersionId: ids.at(-1) ?? paperId },
  });
};

const CHOICES = {
  options: [
    { id: 'yes', label: { vi: 'Tán thành', en: 'In favour' }, role: 'yes' as const },
    { id: 'no', label: { vi: 'Không tán thành', en: 'Against' }, role: 'no' as const },
    { id: 'abstain', label: { vi: 'Không biểu quyết', en: 'Abstaining' }, role: 'abstain' as const },
  ],
  max: 1,
};

/** A vote that is over, with its result. */
const putPoll = async (
  writer: Writer,
  meetingId: string,
  itemId: string,
  people: readonly string[],
  when: string,
): Promise<void> => {
  const id = writer.next();
  const scope = scopeOf('item', itemId);
  await writer.put(scope, 'poll', {
    ...{ id, meetingId, itemId, slipId: null, order: 'a0', status: 'announced', previousPollId: null },
    ...{ title: 'Nghị quyết về các nhiệm vụ, giải pháp chủ yếu', documents: [], choices: CHOICES },
    ...{ wording: 'Thông qua Nghị quyết về các nhiệm vụ, giải pháp chủ yếu thực hiện kế hoạch phát triển.' },
    ...{ ruleSet: GOVERNMENT_RULES, late: { kind: 'reject' as const }, live: false, changeable: true },
    ...{ statement: null, hash: null, openedAt: when, closedAt: when, announcedAt: when },
  });
  await writer.put(scope, 'pollResult', {
    ...{ id, pollId: id, provisional: false, passed: true, needed: 16, baseCount: 30, memberCount: 30 },
    ...{ electorateCount: people.length, presentCount: people.length, notVotedCount: 0, lateCount: 0 },
    counts: CHOICES.options.map((option) => ({
      optionId: option.id,
      count: option.id === 'yes' ? people.length : 0,
    })),
    lines: people.slice(0, 10).map((personId) => ({ personId, choices: ['yes'], text: '', conflict: false })),
  });
};

export interface ArchiveOptions {
  /** Of one member, manifest included; rounded to whole sessions. */
  readonly records: number;
  readonly member: string;
  readonly secretary: string;
  readonly bodyId: string;
  /** Of each paper. */
  readonly paperBytes: number;
}

const putMeeting = async (
  writer: Writer,
  options: ArchiveOptions,
  people: readonly string[],
  day: number,
): Promise<void> => {
  const { member, secretary } = options;
  const meetingId = writer.next();
  const start = Date.now() + day * DAY_MS;
  const when = new Date(start).toISOString();
  const scope = scopeOf('meeting', meetingId);
  const scopes = [scope];
  await writer.put(scope, 'meeting', {
    ...{ id: meetingId, bodyId: options.bodyId, title: `Phiên họp Chính phủ thường kỳ ${day}` },
    ...{ kind: 'regular', startsAt: when, endsAt: new Date(start + DAY_MS / 6).toISOString() },
    ...{ place: 'Phòng họp số 1, Trụ sở Chính phủ', status: day < 0 ? 'concluded' : 'invited' },
    ...{ publishedAt: when, conclusion: day < 0 ? 'Chính phủ thống nhất. '.repeat(10) : '' },
  });
  for (const [index, personId] of people.entries()) {
    const role = index === 0 ? 'member' : index === 1 ? 'secretary' : 'member';
    const id = writer.next();
    await writer.put(scope, 'participant', {
      ...{ id, meetingId, personId, role, votes: role === 'member', attendance: 'in_room' },
    });
  }
  for (let item = 0; item < ITEMS; item += 1) {
    const itemId = writer.next();
    scopes.push(scopeOf('item', itemId));
    await writer.put(scopeOf('item', itemId), 'agendaItem', {
      ...{ id: itemId, meetingId, parentId: null, order: `a${item}`, presenterId: null, minutes: 20 },
      ...{ title: `Báo cáo tình hình kinh tế - xã hội, nội dung ${item + 1}`, unit: 'Bộ Tài chính' },
      summary: 'Thảo luận và cho ý kiến về các nhiệm vụ, giải pháp trọng tâm trong thời gian tới.',
    });
    const at = { meetingId, itemId, by: secretary, when };
    for (let paper = 0; paper < PAPERS_PER_ITEM; paper += 1) {
      await putPaper(writer, at, paper, paper === 0 ? 2 : 1, options.paperBytes);
    }
    await putPoll(writer, meetingId, itemId, people, when);
  }
  for (const each of scopes) await writer.put(scopeOf('manifest', member), 'grant', { id: each });
  for (let note = 0; note < NOTES; note += 1) {
    const ciphertext = Buffer.from(random(360)).toString('base64');
    await writer.put(scopeOf('user', member), 'privateNote', { id: writer.next(), ciphertext });
  }
};

/** Years of sessions in the scopes of one member: all over but for the last, which is the member's next. */
export const fillArchive = async (desk: Desk, options: ArchiveOptions): Promise<void> => {
  const { context, government } = desk;
  const meetings = Math.max(1, Math.round(options.records / PER_MEETING));
  const people = [options.member, options.secretary];
  while (people.length < PEOPLE) people.push(context.ids.next());
  for (let n = 0; n < meetings; n += 1) {
    await context.storage.transact(government.organisationId, (tx) =>
      putMeeting(
        writerOf(tx, () => context.ids.next()),
        options,
        people,
        7 * (n + 1 - meetings) + 3,
      ),
    );
  }
};

/** A session of the server for a device that is not enrolled by signing in. Returns its token. */
export const addToken = async (desk: Desk, username: string, deviceId: string): Promise<string> => {
  const { context, government } = desk;
  const token = newToken(random);
  const expiresAt = new Date(Date.now() + 30 * DAY_MS).toISOString();
  await context.storage.transact(government.organisationId, async (tx) => {
    const device = { id: deviceId, personId: government.personId(username), label: 'bench' };
    await writerOf(tx, () => context.ids.next()).put(scopeOf('org', government.organisationId), 'device', {
      ...device,
      publicKey: Buffer.from(random(32)).toString('base64'),
      ...{ enrolledAt: new Date().toISOString(), revokedAt: null },
      ...{ wipeRequestedAt: null, wipedAt: null, loaner: null },
    });
    await tx.accounts.addSession({ tokenHash: tokenHashOf(token), username, deviceId, expiresAt });
  });
  return token;
};
