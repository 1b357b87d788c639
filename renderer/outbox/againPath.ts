import type { OutboxEntry } from '../../shared/contract/client.ts';
import { paths } from '../app/paths.ts';
import { type PrepareTab, secretariatPaths } from '../secretariat/secretariatPaths.ts';

type Place = NonNullable<OutboxEntry['place']>;

/** The tab of the preparation on which each kind of deed is done. */
const TABS: Readonly<Record<string, PrepareTab>> = {
  meeting: 'agenda',
  participant: 'people',
  item: 'agenda',
  paper: 'papers',
  poll: 'votes',
};

/** For who reads and votes: the nearest thing that is here. */
const readingPath = ({ pollId, paperId, itemId, meetingId, slipId }: Place): string | null => {
  if (slipId !== null) return paths.slip(slipId);
  if (pollId !== null) return paths.poll(pollId);
  if (paperId !== null) return paths.paper(paperId);
  if (meetingId === null) return null;
  return itemId === null ? paths.meeting(meetingId) : paths.item(meetingId, itemId);
};

const leadingPath = (family: string, { meetingId, slipId }: Place): string | null => {
  if (slipId !== null) return secretariatPaths.slip(slipId);
  return meetingId === null ? null : secretariatPaths.meeting(meetingId, TABS[family] ?? 'agenda');
};

/**
 * The screen on which its person can do a refused deed again, in view of what stands there now. Null when what it was about
 * is not here (any more).
 */
export const againPath = (name: string, place: Place): string | null => {
  const [family = ''] = name.split('.');
  switch (name) {
    case 'meeting.create':
      return secretariatPaths.newMeeting;
    case 'slip.create':
      return secretariatPaths.newSlip;
    case 'ballot.cast':
      return readingPath(place);
  }
  switch (family) {
    case 'device':
      return paths.settings;
    case 'organisation':
    case 'body':
    case 'person':
    case 'membership':
      return paths.admin;
    case 'private':
      return paths.papers;
  }
  return (place.leads ? leadingPath(family, place) : null) ?? readingPath(place);
};
