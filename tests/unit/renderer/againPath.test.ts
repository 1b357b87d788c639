import { describe, expect, it } from 'vitest';
import { againPath } from '../../../renderer/outbox/againPath.ts';
import { mutationArgs } from '../../../shared/domain/mutations/args.ts';

const NOWHERE = { pollId: null, paperId: null, itemId: null, meetingId: null, slipId: null, leads: false };
const IN_ITEM = { ...NOWHERE, itemId: 'i', meetingId: 'm' };

describe('where a refused deed can be done again', () => {
  it('is the poll, or the slip, for a ballot, also for who leads there', () => {
    expect(againPath('ballot.cast', { ...IN_ITEM, pollId: 'p', leads: true })).toBe('/polls/p');
    expect(againPath('ballot.cast', { ...NOWHERE, pollId: 'p', slipId: 's' })).toBe('/slips/s');
  });

  it.each([
    ['meeting.edit', '/secretariat/meetings/m'],
    ['item.edit', '/secretariat/meetings/m'],
    ['paper.edit', '/secretariat/meetings/m/papers'],
    ['participant.invite', '/secretariat/meetings/m/people'],
    ['poll.create', '/secretariat/meetings/m/votes'],
  ])('is the tab of the preparation for %s by who leads the session', (name, path) => {
    expect(againPath(name, { ...IN_ITEM, leads: true })).toBe(path);
  });

  it('is what can be read for who leads nothing there', () => {
    expect(againPath('item.edit', IN_ITEM)).toBe('/meetings/m/items/i');
    expect(againPath('paper.edit', { ...IN_ITEM, paperId: 'p' })).toBe('/papers/p');
    expect(againPath('participant.set_attendance', { ...NOWHERE, meetingId: 'm' })).toBe('/meetings/m');
  });

  it('is the slip where it is prepared, or a new one', () => {
    expect(againPath('poll.edit', { ...NOWHERE, slipId: 's', leads: true })).toBe('/secretariat/slips/s');
    expect(againPath('slip.create', NOWHERE)).toBe('/secretariat/slips/new');
    expect(againPath('meeting.create', NOWHERE)).toBe('/secretariat/meetings/new');
  });

  it('is nowhere only when nothing of what it was about is here', () => {
    const nowhere = Object.keys(mutationArgs).filter((name) => againPath(name, NOWHERE) === null);
    const families = new Set(nowhere.map((name) => name.split('.')[0]));
    expect([...families]).toEqual(['meeting', 'participant', 'item', 'paper', 'poll', 'ballot', 'slip']);
    const here = { pollId: 'p', paperId: 'd', itemId: 'i', meetingId: 'm', slipId: null, leads: false };
    expect(nowhere.filter((name) => againPath(name, here) === null)).toEqual([]);
  });
});
