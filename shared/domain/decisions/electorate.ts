import type { Participant } from '../records/meeting.ts';
import type { Membership } from '../records/organisation.ts';
import type { RuleSet } from '../records/poll.ts';

/** What of a body and a meeting is frozen when a poll opens. Person ids, ascending. */
export interface Snapshot {
  /** R7: who may vote. */
  readonly electorate: readonly string[];
  /** R1: members with a vote who are present. */
  readonly present: readonly string[];
  /** R2: all members of the body with a vote. */
  readonly memberCount: number;
}

const ascending = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].sort();

const voters = (memberships: readonly Membership[]): ReadonlySet<string> =>
  new Set(memberships.filter(({ votes }) => votes).map(({ personId }) => personId));

/** R1: present in the room, or from afar where the body counts that. */
export const isPresent = (participant: Participant, quorum: RuleSet['quorum']): boolean =>
  participant.attendance === 'in_room' || (participant.attendance === 'remote' && quorum.remoteCounts);

/**
 * R7 in a meeting: participants with the right to vote who hold a voting seat in the body. Guests and substitutes
 * never vote; absent members may (from their device), they are only not present.
 */
export const meetingSnapshot = (
  memberships: readonly Membership[],
  participants: readonly Participant[],
  quorum: RuleSet['quorum'],
): Snapshot => {
  const seats = voters(memberships);
  const seated = participants.filter(({ personId }) => seats.has(personId));
  return {
    electorate: ascending(
      seated.filter(({ votes, role }) => votes && role !== 'guest').map(({ personId }) => personId),
    ),
    present: ascending(
      seated.filter((participant) => isPresent(participant, quorum)).map(({ personId }) => personId),
    ),
    memberCount: seats.size,
  };
};

/** R7 for a slip: everybody with a voting seat; there is no presence. */
export const slipSnapshot = (memberships: readonly Membership[]): Snapshot => {
  const seats = voters(memberships);
  return { electorate: ascending(seats), present: [], memberCount: seats.size };
};
