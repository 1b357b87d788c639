import type { MeetingView } from '../../../shared/contract/client.ts';

/** Something that a session needs or usually has before it is published. */
export interface Check {
  readonly key: 'items' | 'presenters' | 'papers' | 'chair' | 'members' | 'documents' | 'future';
  readonly state: 'ok' | 'look' | 'missing';
  /** How many of how many. */
  readonly have: number;
  readonly total: number;
}

const check = (key: Check['key'], have: number, total: number, isNeeded = false): Check => ({
  key,
  have,
  total,
  state: have >= total && (total > 0 || !isNeeded) ? 'ok' : isNeeded ? 'missing' : 'look',
});

/** What is there and what is missing; only `missing` stands in the way of publishing. */
export const checksOf = (view: MeetingView, now: number): readonly Check[] => {
  const items = view.items.length;
  const papers = view.items.flatMap((item) => item.papers);
  const polls = view.items.flatMap((item) => item.polls);
  const current = new Map(papers.map(({ paper }) => [paper.id, paper.currentVersionId]));
  const upToDate = polls.filter(({ poll }) =>
    poll.documents.every(({ paperId, versionId }) => current.get(paperId) === versionId),
  );
  const chairs = view.participants.filter(({ role }) => role === 'chair').length;
  const voters = view.participants.filter(({ votes }) => votes).length;
  return [
    check('items', items, Math.max(1, items), true),
    check('presenters', view.items.filter(({ item }) => item.presenterId !== null).length, items),
    check('papers', view.items.filter((item) => item.papers.length > 0).length, items),
    check('chair', Math.min(1, chairs), 1),
    check('members', voters, view.quorum.members),
    check('documents', upToDate.length, polls.length),
    check('future', Date.parse(view.meeting.startsAt) > now ? 1 : 0, 1),
  ];
};
