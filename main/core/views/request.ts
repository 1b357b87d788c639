import type { Participant } from '../../../shared/domain/records/meeting.ts';
import type { Slip } from '../../../shared/domain/records/poll.ts';
import { meetingSnapshot, slipSnapshot, type Snapshot } from '../../../shared/domain/decisions/electorate.ts';
import { isConductingRole, type MeetingRole } from '../../../shared/domain/rights.ts';
import { ownVotes, type OwnVotes } from '../ballots/ballots.ts';
import type { CoreContext } from '../context.ts';
import type { FileStore } from '../files/fileStore.ts';
import type { ReadingPositions } from '../annotations/readingPositions.ts';

/** What views are made from. */
export interface ViewSources {
  readonly context: CoreContext;
  readonly store: FileStore;
  readonly reading: ReadingPositions;
}

/** One answer's look at the records: what many of its parts ask for is found once. */
export interface ViewRequest extends ViewSources {
  readonly records: CoreContext['records'];
  readonly me: string;
  readonly votes: OwnVotes;
  participants(meetingId: string): readonly Participant[];
  /** Null for who has no part in it. */
  role(meetingId: string): MeetingRole | null;
  conductsMeeting(meetingId: string): boolean;
  conductsSlip(slip: Slip): boolean;
  /** Electorate and presence as they would be frozen now. */
  meetingSnapshot(meetingId: string): Snapshot;
  slipSnapshot(slip: Slip): Snapshot;
}

const EMPTY: Snapshot = { electorate: [], present: [], memberCount: 0 };

/** Remembers the answer for a key. */
const once = <T>(make: (key: string) => T): ((key: string) => T) => {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
};

export const viewRequest = (sources: ViewSources): ViewRequest => {
  const { records, account } = sources.context;
  const me = account.personId;
  let votes: OwnVotes | null = null;
  const participants = once((meetingId) =>
    records.listSync('participant', meetingId).map(({ body }) => body),
  );
  const role = (meetingId: string): MeetingRole | null =>
    participants(meetingId).find(({ personId }) => personId === me)?.role ?? null;
  const memberships = once((bodyId) => records.listSync('membership', bodyId).map(({ body }) => body));
  const meetingSnapshotOf = once((meetingId) => {
    const meeting = records.getSync('meeting', meetingId)?.body;
    const body = meeting && records.getSync('body', meeting.bodyId)?.body;
    return body ? meetingSnapshot(memberships(body.id), participants(meetingId), body.ruleSet.quorum) : EMPTY;
  });
  return {
    ...sources,
    records,
    me,
    get votes() {
      votes ??= ownVotes(sources.context);
      return votes;
    },
    participants,
    role,
    conductsMeeting: (meetingId) => isConductingRole(role(meetingId) ?? undefined),
    conductsSlip: ({ officerId, bodyId }) =>
      officerId === me || (records.getSync('body', bodyId)?.body.secretaryIds.includes(me) ?? false),
    meetingSnapshot: meetingSnapshotOf,
    slipSnapshot: ({ bodyId }) => slipSnapshot(memberships(bodyId)),
  };
};
