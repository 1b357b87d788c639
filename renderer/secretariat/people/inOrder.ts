import type { Participant } from '../../../shared/domain/records/meeting.ts';
import type { Person } from '../../../shared/domain/records/organisation.ts';

const ROLE_ORDER: readonly Participant['role'][] = ['chair', 'member', 'secretary', 'guest'];

/** By role, then in protocol order. */
export const inProtocolOrder = (
  participants: readonly Participant[],
  people: ReadonlyMap<string, Person>,
): readonly Participant[] => {
  const rank = ({ personId }: Participant): number => people.get(personId)?.rank ?? Number.MAX_SAFE_INTEGER;
  return [...participants].sort(
    (a, b) => ROLE_ORDER.indexOf(a.role) - ROLE_ORDER.indexOf(b.role) || rank(a) - rank(b),
  );
};
