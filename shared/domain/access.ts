import { statementOf } from './decisions/statement.ts';
import type { RecordReader } from './mutation.ts';
import type { Meeting, Participant } from './records/meeting.ts';
import type { RecordKind, RecordOf } from './records/kinds.ts';
import type { Slip } from './records/poll.ts';
import { isConductingRole } from './rights.ts';
import { parseScope, type Scope, scopeOf } from './scope.ts';

/**
 * Who may read what, derived from records alone. The server keeps the answer as `grant` records: after a mutation has
 * done all its writes, it asks `scopesTouched` about each and makes the grants of those scopes equal to `readersOf`.
 *
 * - `user:` and `manifest:` their owner · `org:` everybody known to the organisation
 * - `meeting:` and its `item:`s: its secretaries and chair from the start, all participants once it is published
 * - `prep:` of a meeting: its secretaries and chair; of a slip: its officer and the secretariat of its body
 * - `slip:` its officer and that secretariat from the start, from the sending on the electorate of its questions
 */

const NOBODY: ReadonlySet<string> = new Set();

const meetingReaders = (meeting: Meeting, participants: readonly Participant[]): ReadonlySet<string> =>
  new Set(
    participants
      .filter(({ role }) => meeting.publishedAt !== null || isConductingRole(role))
      .map(({ personId }) => personId),
  );

const participantsOf = async (reader: RecordReader, meetingId: string): Promise<readonly Participant[]> =>
  (await reader.list('participant', meetingId)).map(({ body }) => body);

const readersOfMeeting = async (reader: RecordReader, id: string): Promise<ReadonlySet<string>> => {
  const meeting = await reader.get('meeting', id);
  return meeting === undefined ? NOBODY : meetingReaders(meeting.body, await participantsOf(reader, id));
};

const readersOfItem = async (reader: RecordReader, id: string): Promise<ReadonlySet<string>> => {
  const item = await reader.get('agendaItem', id);
  return item === undefined ? NOBODY : readersOfMeeting(reader, item.body.meetingId);
};

const slipConductors = async (reader: RecordReader, slip: Slip): Promise<ReadonlySet<string>> => {
  const body = await reader.get('body', slip.bodyId);
  return new Set([slip.officerId, ...(body?.body.secretaryIds ?? [])]);
};

/** The electorate as it was frozen: who lost the seat since may still vote, who gained one may not. */
const slipElectorate = async (reader: RecordReader, slipId: string): Promise<readonly string[]> => {
  const polls = await reader.list('poll', slipId);
  return polls.flatMap(({ body }) => statementOf(body)?.electorate ?? []);
};

const slipReaders = async (reader: RecordReader, slip: Slip): Promise<ReadonlySet<string>> => {
  const conductors = await slipConductors(reader, slip);
  if (slip.status === 'draft') return conductors;
  return new Set([...conductors, ...(await slipElectorate(reader, slip.id))]);
};

const readersOfSlip = async (reader: RecordReader, id: string): Promise<ReadonlySet<string>> => {
  const slip = await reader.get('slip', id);
  return slip === undefined ? NOBODY : slipReaders(reader, slip.body);
};

const readersOfPrep = async (reader: RecordReader, id: string): Promise<ReadonlySet<string>> => {
  const slip = await reader.get('slip', id);
  if (slip !== undefined) return slipConductors(reader, slip.body);
  if ((await reader.get('meeting', id)) === undefined) return NOBODY;
  const participants = await participantsOf(reader, id);
  return new Set(participants.filter(({ role }) => isConductingRole(role)).map(({ personId }) => personId));
};

const readersOfOrg = async (reader: RecordReader): Promise<ReadonlySet<string>> =>
  new Set((await reader.list('person', '')).map(({ id }) => id));

/** Everybody who may read a scope, person ids. Empty for what is no scope or names nothing that exists. */
export const readersOf = async (scope: string, reader: RecordReader): Promise<ReadonlySet<string>> => {
  const parsed = parseScope(scope);
  if (parsed === null) return NOBODY;
  switch (parsed.kind) {
    case 'org':
      return readersOfOrg(reader);
    case 'user':
    case 'manifest':
      return new Set([parsed.id]);
    case 'meeting':
      return readersOfMeeting(reader, parsed.id);
    case 'item':
      return readersOfItem(reader, parsed.id);
    case 'slip':
      return readersOfSlip(reader, parsed.id);
    case 'prep':
      return readersOfPrep(reader, parsed.id);
  }
};

const meetingScopes = async (reader: RecordReader, meetingId: string): Promise<readonly Scope[]> => [
  scopeOf('meeting', meetingId),
  scopeOf('prep', meetingId),
  ...(await reader.list('agendaItem', meetingId)).map(({ id }) => scopeOf('item', id)),
];

const slipScopes = (slipId: string): readonly Scope[] => [scopeOf('slip', slipId), scopeOf('prep', slipId)];

const scopesOfMeetingsFor = async (personId: string, reader: RecordReader): Promise<readonly Scope[]> => {
  const scopes: Scope[] = [];
  for (const { id, body } of await reader.list('meeting', '')) {
    const participants = await participantsOf(reader, id);
    const role = participants.find((participant) => participant.personId === personId)?.role;
    const conducts = isConductingRole(role);
    if (role === undefined || (!conducts && body.publishedAt === null)) continue;
    const all = await meetingScopes(reader, id);
    scopes.push(...(conducts ? all : all.filter((scope) => scope !== scopeOf('prep', id))));
  }
  return scopes;
};

const scopesOfSlipsFor = async (personId: string, reader: RecordReader): Promise<readonly Scope[]> => {
  const scopes: Scope[] = [];
  for (const { id, body } of await reader.list('slip', '')) {
    if ((await slipConductors(reader, body)).has(personId)) scopes.push(...slipScopes(id));
    else if ((await slipReaders(reader, body)).has(personId)) scopes.push(scopeOf('slip', id));
  }
  return scopes;
};

/**
 * Every scope that a person may read, but for the manifest itself, which they always read. Walks all meetings and
 * slips: for the first grants of a person and for checking; afterwards `scopesTouched` says what may have changed.
 */
export const scopesOf = async (personId: string, reader: RecordReader): Promise<ReadonlySet<Scope>> => {
  const person = await reader.get('person', personId);
  if (person === undefined) return new Set();
  return new Set([
    scopeOf('user', personId),
    person.scope,
    ...(await scopesOfMeetingsFor(personId, reader)),
    ...(await scopesOfSlipsFor(personId, reader)),
  ]);
};

/** What a write made of a record: null before its creation, null after its removal. */
export interface RecordChange<K extends RecordKind = RecordKind> {
  readonly kind: K;
  readonly scope: Scope;
  readonly before: RecordOf<K> | null;
  readonly after: RecordOf<K> | null;
}

type Touched<K extends RecordKind> = (
  change: RecordChange<K>,
  reader: RecordReader,
) => Promise<readonly Scope[]>;

const isNewOrGone = ({ before, after }: RecordChange): boolean => (before === null) !== (after === null);

/** Only the kinds that decide about reading. */
const TOUCHED: { readonly [K in RecordKind]?: Touched<K> } = {
  person: async (change) => {
    const id = change.after?.id ?? change.before?.id;
    return isNewOrGone(change) && id !== undefined ? [change.scope, scopeOf('user', id)] : [];
  },
  body: async ({ before, after }, reader) => {
    if (before?.secretaryIds.join() === after?.secretaryIds.join()) return [];
    const slips = await reader.list('slip', '');
    return slips
      .filter(({ body }) => body.bodyId === (after ?? before)?.id)
      .flatMap(({ id }) => slipScopes(id));
  },
  meeting: async (change, reader) => {
    const { before, after } = change;
    const id = (after ?? before)?.id;
    const isPublication = before?.publishedAt !== after?.publishedAt;
    return id !== undefined && (isNewOrGone(change) || isPublication) ? meetingScopes(reader, id) : [];
  },
  participant: async ({ before, after }, reader) => {
    const isSame = before?.role === after?.role && before?.personId === after?.personId;
    const meetingId = (after ?? before)?.meetingId;
    return isSame || meetingId === undefined ? [] : meetingScopes(reader, meetingId);
  },
  agendaItem: async (change) => {
    const id = (change.after ?? change.before)?.id;
    return isNewOrGone(change) && id !== undefined ? [scopeOf('item', id)] : [];
  },
  // Its questions open, and with them its electorate is fixed, in the mutation that makes it `sent`.
  slip: async ({ before, after }) => {
    const id = (after ?? before)?.id;
    const isSame = before?.status === after?.status && before?.officerId === after?.officerId;
    return isSame || id === undefined ? [] : slipScopes(id);
  },
};

/**
 * The scopes whose readers may have changed with one write. To be asked, and answered with `readersOf`, after all
 * writes of the mutation are done: both look at the state that results.
 */
export const scopesTouched = async <K extends RecordKind>(
  change: RecordChange<K>,
  reader: RecordReader,
): Promise<readonly Scope[]> => (await TOUCHED[change.kind]?.(change, reader)) ?? [];
