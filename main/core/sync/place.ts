import type { OutboxEntry } from '../../../shared/contract/client.ts';
import type { RecordKind, RecordOf } from '../../../shared/domain/records/kinds.ts';
import type { SyncReader } from '../store/records.ts';
import { idsIn } from './concern.ts';

type Place = NonNullable<OutboxEntry['place']>;

/** Whether this person prepares and leads the session: its secretaries and its chair. */
const leadsMeeting = (reader: SyncReader, meetingId: string, personId: string): boolean =>
  reader
    .listSync('participant', meetingId)
    .some(({ body }) => body.personId === personId && (body.role === 'chair' || body.role === 'secretary'));

const leadsSlip = (reader: SyncReader, slipId: string, personId: string): boolean => {
  const slip = reader.getSync('slip', slipId)?.body;
  if (slip === undefined) return false;
  const secretaryIds = reader.getSync('body', slip.bodyId)?.body.secretaryIds ?? [];
  return slip.officerId === personId || secretaryIds.includes(personId);
};

/**
 * Where its person can do again what an entry was about: of the records that its arguments name those that are here, with
 * what these stand in. A record that the entry itself would have made is not.
 */
export const placeOf = (reader: SyncReader, args: unknown, personId: string): Place => {
  const ids = idsIn(args);
  const first = <K extends RecordKind>(kind: K): RecordOf<K> | undefined => {
    for (const id of ids) {
      const found = reader.getSync(kind, id);
      if (found !== undefined) return found.body;
    }
    return undefined;
  };
  const poll = first('poll');
  const paper = first('paper');
  const itemId = poll?.itemId ?? paper?.itemId ?? first('agendaItem')?.id ?? null;
  const item = itemId === null ? undefined : reader.getSync('agendaItem', itemId)?.body;
  const meetingId = item?.meetingId ?? first('meeting')?.id ?? first('participant')?.meetingId ?? null;
  const slipId = poll?.slipId ?? paper?.slipId ?? first('slip')?.id ?? null;
  return {
    ...{ pollId: poll?.id ?? null, paperId: paper?.id ?? null, itemId: item?.id ?? null, meetingId, slipId },
    leads:
      (meetingId !== null && leadsMeeting(reader, meetingId, personId)) ||
      (slipId !== null && leadsSlip(reader, slipId, personId)),
  };
};
