import type { RecordReader, Stored } from '../../shared/domain/mutation.ts';
import { placeNameOf } from '../../shared/domain/place.ts';
import type { RecordKind, RecordOf } from '../../shared/domain/records/kinds.ts';
import { parseScope, type Scope, scopeOf } from '../../shared/domain/scope.ts';
import type { Organisation } from './context.ts';

/** A record that another one names. */
interface Reference {
  readonly kind: RecordKind;
  readonly id: string;
}

const to = (kind: RecordKind, ids: readonly (string | null)[]): readonly Reference[] =>
  ids.filter((id) => id !== null).map((id) => ({ kind, id }));

const toPlace = (record: { readonly itemId: string | null; readonly slipId: string | null }) => {
  const { kind, id } = placeNameOf(record);
  return to(kind === 'item' ? 'agendaItem' : 'slip', [id]);
};

/**
 * What each kind names and must find. Not here: who presents an item (the rules take anybody), the earlier round of a poll
 * and the documents of a draft, which may have gone since.
 */
const REFERENCES: { readonly [K in RecordKind]: (record: RecordOf<K>) => readonly Reference[] } = {
  organisation: () => [],
  body: (body) => to('person', body.secretaryIds),
  person: () => [],
  membership: (seat) => [...to('body', [seat.bodyId]), ...to('person', [seat.personId])],
  device: (device) => to('person', [device.personId]),
  meeting: (meeting) => to('body', [meeting.bodyId]),
  participant: (part) => [...to('meeting', [part.meetingId]), ...to('person', [part.personId])],
  agendaItem: (item) => [...to('meeting', [item.meetingId]), ...to('agendaItem', [item.parentId])],
  paper: (paper) => [
    ...toPlace(paper),
    ...to('meeting', [paper.meetingId]),
    ...to('paperVersion', [paper.currentVersionId]),
  ],
  paperVersion: (version) => [...to('paper', [version.paperId]), ...to('person', [version.addedBy])],
  poll: (poll) => [
    ...toPlace(poll),
    ...to('meeting', [poll.meetingId]),
    ...to('paperVersion', poll.statement === null ? [] : poll.documents.map(({ versionId }) => versionId)),
  ],
  pollResult: (result) => [
    ...to('poll', [result.pollId]),
    ...to(
      'person',
      result.lines.map(({ personId }) => personId),
    ),
  ],
  turnout: (turnout) => [...to('poll', [turnout.pollId]), ...to('person', turnout.votedIds)],
  slip: (slip) => [...to('body', [slip.bodyId]), ...to('person', [slip.officerId])],
  ballotReceipt: (receipt) => to('poll', [receipt.pollId]),
  privateNote: () => [],
  recoveryRequest: (request) => to('device', [request.answeredBy]),
  grant: () => [],
};

type ScopeFor<K extends RecordKind> = (
  record: Stored<K>,
  at: { readonly organisationId: string; readonly reader: RecordReader },
) => Promise<Scope | null>;

const orgScope: ScopeFor<RecordKind> = async (_record, { organisationId }) => scopeOf('org', organisationId);

const placeScope = (record: { readonly itemId: string | null; readonly slipId: string | null }): Scope => {
  const { kind, id } = placeNameOf(record);
  return scopeOf(kind, id);
};

/** Where somebody's own records stand: with a person who exists. */
const ownScope =
  (kind: 'user' | 'manifest'): ScopeFor<RecordKind> =>
  async ({ scope }, { reader }) => {
    const parsed = parseScope(scope);
    const isOwn = parsed?.kind === kind && (await reader.get('person', parsed.id)) !== undefined;
    return isOwn ? scope : null;
  };

/** The one scope in which a record of each kind may stand; null where that cannot be said. */
const SCOPES: { readonly [K in RecordKind]: ScopeFor<K> } = {
  organisation: orgScope,
  body: orgScope,
  person: orgScope,
  membership: orgScope,
  device: orgScope,
  meeting: async ({ id }) => scopeOf('meeting', id),
  participant: async ({ body }) => scopeOf('meeting', body.meetingId),
  agendaItem: async ({ id }) => scopeOf('item', id),
  paper: async ({ body }) => placeScope(body),
  paperVersion: async ({ body }, { reader }) => (await reader.get('paper', body.paperId))?.scope ?? null,
  poll: async ({ body }) => placeScope(body),
  pollResult: async ({ body }, { reader }) => (await reader.get('poll', body.pollId))?.scope ?? null,
  turnout: async ({ body }, { reader }) => {
    const poll = (await reader.get('poll', body.pollId))?.body;
    return poll === undefined ? null : scopeOf('prep', poll.meetingId ?? poll.slipId ?? '');
  },
  slip: async ({ id }) => scopeOf('slip', id),
  ballotReceipt: ownScope('user'),
  privateNote: ownScope('user'),
  recoveryRequest: ownScope('user'),
  grant: ownScope('manifest'),
};

const ofKind = <K extends RecordKind>(record: Stored<K>, organisation: Organisation) => {
  const { id: organisationId, reader } = organisation;
  return {
    references: REFERENCES[record.kind](record.body),
    scope: SCOPES[record.kind](record, { organisationId, reader }),
  };
};

/** What a record names, and whether it stands where it belongs. Problems of `references`. */
export const checkReferences = async (organisation: Organisation, record: Stored): Promise<void> => {
  const { findings, reader } = organisation;
  findings.examined('references');
  const subject = `The record ${record.kind} ${record.id}`;
  const { references, scope } = ofKind(record, organisation);
  for (const { kind, id } of references) {
    const found = await reader.get(kind, id);
    if (found === undefined) findings.problem('reference_missing', subject, `${kind} ${id}`);
  }
  const right = await scope;
  const isOwn = record.kind === 'grant' || record.kind === 'privateNote' || record.kind === 'ballotReceipt';
  if (right === null ? isOwn : right !== record.scope) {
    findings.problem('reference_scope', subject, `it stands in ${record.scope}`);
  }
  if (record.kind === 'agendaItem' && 'presenterId' in record.body && record.body.presenterId !== null) {
    const presenter = await reader.get('person', record.body.presenterId);
    if (presenter === undefined) findings.note('presenter_unknown', subject);
  }
};
