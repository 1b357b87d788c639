import type { Actor, RecordReader } from './mutation.ts';
import type { Participant } from './records/meeting.ts';

export type MeetingRole = Participant['role'];

/** Somebody's part in a meeting; undefined for who has none. */
export const participantOf = async (
  reader: RecordReader,
  meetingId: string,
  personId: string,
): Promise<Participant | undefined> => {
  const participants = await reader.list('participant', meetingId);
  return participants.find(({ body }) => body.personId === personId)?.body;
};

/** Secretaries and the chair prepare a meeting and conduct its polls. */
export const isConductingRole = (role: MeetingRole | undefined): boolean =>
  role === 'secretary' || role === 'chair';

/** Whether somebody may edit a meeting with all that is in it, and open, close and announce its polls. */
export const conductsMeeting = async (
  reader: RecordReader,
  meetingId: string,
  personId: string,
): Promise<boolean> => isConductingRole((await participantOf(reader, meetingId, personId))?.role);

/** Whether somebody belongs to a body's secretariat: creates its meetings and slips. */
export const isBodySecretary = async (
  reader: RecordReader,
  bodyId: string,
  personId: string,
): Promise<boolean> => (await reader.get('body', bodyId))?.body.secretaryIds.includes(personId) ?? false;

/** A slip is looked after by its officer and by the secretariat of its body. */
export const conductsSlip = async (
  reader: RecordReader,
  slip: { readonly bodyId: string; readonly officerId: string },
  personId: string,
): Promise<boolean> => slip.officerId === personId || (await isBodySecretary(reader, slip.bodyId, personId));

/** System administrators edit the organisation, its bodies, people and memberships. */
export const administers = (actor: Actor): boolean => actor.accountRole === 'system_administrator';
