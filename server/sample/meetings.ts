import { orderBetween, ordersBetween } from '../../shared/lib/order.ts';
import { participantId } from '../../shared/domain/derivedId.ts';
import type { Ids } from '../../shared/lib/ids.ts';
import type { SampleItem } from './agenda.ts';
import type { SampleActors } from './author.ts';
import { hours, iso } from './dates.ts';
import type { SampleGovernment } from './organisation.ts';

/** A prepared meeting: the ids of its items by the keys of the agenda. */
export interface SampleMeeting {
  readonly id: string;
  readonly itemIds: ReadonlyMap<string, string>;
}

export interface MeetingFrame {
  readonly title: string;
  readonly place: string;
  readonly startsAt: number;
  readonly guests: readonly string[];
}

/** Everything that making the sample needs. */
export interface SampleWork {
  readonly government: SampleGovernment;
  readonly actors: SampleActors;
  readonly ids: Ids;
}

const createItems = async (
  work: SampleWork,
  meetingId: string,
  parentId: string | null,
  items: readonly SampleItem[],
  itemIds: Map<string, string>,
): Promise<void> => {
  const orders = ordersBetween(null, null, items.length);
  for (const [index, { key, presenter, children, ...fields }] of items.entries()) {
    const id = work.ids.next();
    itemIds.set(key, id);
    await work.actors.act('thuky', 'item.create', {
      ...fields,
      id,
      meetingId,
      parentId,
      presenterId: work.government.personId(presenter),
      order: orders[index] ?? orderBetween(null, null),
    });
    await createItems(work, meetingId, id, children, itemIds);
  }
};

/** Created by the secretary; members come from the body, a second secretary and guests are invited. */
export const createMeeting = async (
  work: SampleWork,
  frame: MeetingFrame,
  agenda: readonly SampleItem[],
): Promise<SampleMeeting> => {
  const { government, actors, ids } = work;
  const id = ids.next();
  await actors.act('thuky', 'meeting.create', {
    id,
    bodyId: government.bodyId,
    title: frame.title,
    kind: 'regular',
    startsAt: iso(frame.startsAt),
    endsAt: iso(frame.startsAt + hours(4)),
    place: frame.place,
  });
  const invited = [
    { username: 'thuky2', role: 'secretary' as const },
    ...frame.guests.map((username) => ({ username, role: 'guest' as const })),
  ];
  await actors.act('thuky', 'participant.invite', {
    meetingId: id,
    people: invited.map(({ username, role }) => {
      const personId = government.personId(username);
      return { id: participantId(id, personId), personId, role };
    }),
  });
  const itemIds = new Map<string, string>();
  await createItems(work, id, null, agenda, itemIds);
  return { id, itemIds };
};
