import { err, ok, type Result } from '../lib/result.ts';
import type { MutationContext, RecordReader, Stored } from './mutation.ts';
import type { AgendaItem, Meeting } from './records/meeting.ts';
import type { Slip } from './records/poll.ts';
import { refusal, type Refusal } from './refusal.ts';
import { conductsMeeting, conductsSlip } from './rights.ts';
import { type Scope, scopeOf } from './scope.ts';

/** Where papers and polls stand: an agenda item of a meeting, or an opinion slip. */
export type Place =
  | {
      readonly kind: 'item';
      readonly id: string;
      readonly scope: Scope;
      readonly bodyId: string;
      readonly item: AgendaItem;
      readonly meeting: Meeting;
    }
  | {
      readonly kind: 'slip';
      readonly id: string;
      readonly scope: Scope;
      readonly bodyId: string;
      readonly slip: Slip;
    };

/** How a mutation names a place. */
export interface PlaceName {
  readonly kind: 'item' | 'slip';
  readonly id: string;
}

/** The parents that papers and polls carry, for a place. */
export const parentsIn = (
  place: Place,
): { readonly meetingId: string | null; readonly itemId: string | null; readonly slipId: string | null } =>
  place.kind === 'item'
    ? { meetingId: place.meeting.id, itemId: place.id, slipId: null }
    : { meetingId: null, itemId: null, slipId: place.id };

/** The name of the place that a paper or a poll stands in. */
export const placeNameOf = (record: {
  readonly itemId: string | null;
  readonly slipId: string | null;
}): PlaceName =>
  record.itemId === null ? { kind: 'slip', id: record.slipId ?? '' } : { kind: 'item', id: record.itemId };

/** Scope of what only those who conduct the place see. */
export const prepScopeOf = (place: Place): Scope =>
  scopeOf('prep', place.kind === 'item' ? place.meeting.id : place.id);

export const findPlace = async (reader: RecordReader, name: PlaceName): Promise<Place | undefined> => {
  if (name.kind === 'slip') {
    const slip: Stored<'slip'> | undefined = await reader.get('slip', name.id);
    return (
      slip && { kind: 'slip', id: name.id, scope: slip.scope, bodyId: slip.body.bodyId, slip: slip.body }
    );
  }
  const item = await reader.get('agendaItem', name.id);
  const meeting = item && (await reader.get('meeting', item.body.meetingId));
  return (
    meeting && {
      kind: 'item',
      id: name.id,
      scope: item.scope,
      bodyId: meeting.body.bodyId,
      item: item.body,
      meeting: meeting.body,
    }
  );
};

/** Whether somebody may edit what stands in a place and conduct its polls. */
export const conductsPlace = (reader: RecordReader, place: Place, personId: string): Promise<boolean> =>
  place.kind === 'item'
    ? conductsMeeting(reader, place.meeting.id, personId)
    : conductsSlip(reader, place.slip, personId);

/** A place that the actor conducts, in whatever state. */
export const conductedPlace = async (
  context: MutationContext,
  name: PlaceName,
): Promise<Result<Place, Refusal>> => {
  const place = await findPlace(context.tx, name);
  if (place === undefined) return err(refusal('not_found'));
  const allowed = await conductsPlace(context.tx, place, context.actor.personId);
  return allowed ? ok(place) : err(refusal('not_allowed'));
};

/** Meetings in these states are over: their agenda, papers, people and questions stay as they are. */
const ENDED: readonly Meeting['status'][] = ['closed', 'concluded', 'cancelled'];

/** Refuses changes to what belongs to a meeting that is over. */
export const endedRefusal = (meeting: Meeting): Refusal | null =>
  ENDED.includes(meeting.status) ? refusal('meeting_wrong_status', { status: meeting.status }) : null;

/** A place that the actor conducts and whose content may still change. */
export const editablePlace = async (
  context: MutationContext,
  name: PlaceName,
): Promise<Result<Place, Refusal>> => {
  const place = await conductedPlace(context, name);
  if (!place.ok) return place;
  if (place.value.kind === 'slip') {
    return place.value.slip.status === 'draft' ? place : err(refusal('slip_not_draft'));
  }
  const ended = endedRefusal(place.value.meeting);
  return ended === null ? place : err(ended);
};

/** A meeting that the actor conducts and that is not over. */
export const editableMeeting = async (
  context: MutationContext,
  meetingId: string,
): Promise<Result<Meeting, Refusal>> => {
  const meeting = await context.tx.get('meeting', meetingId);
  if (meeting === undefined) return err(refusal('not_found'));
  if (!(await conductsMeeting(context.tx, meetingId, context.actor.personId))) {
    return err(refusal('not_allowed'));
  }
  const ended = endedRefusal(meeting.body);
  return ended === null ? ok(meeting.body) : err(ended);
};
