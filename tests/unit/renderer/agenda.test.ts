import { describe, expect, it } from 'vitest';
import { agendaRows } from '../../../renderer/meetings/agenda.ts';
import type { AgendaItem } from '../../../shared/domain/records/meeting.ts';

const item = (id: string, order: string, minutes: number, parentId: string | null = null): AgendaItem => ({
  id,
  meetingId: 'm',
  parentId,
  order,
  title: id,
  summary: '',
  presenterId: null,
  unit: '',
  minutes,
});

const rowsOf = (items: readonly AgendaItem[]) =>
  agendaRows(items, (one) => one, '2026-12-03T01:00:00.000Z').map((row) => [
    row.number,
    row.value.id,
    new Date(row.startsAt).toISOString().slice(11, 16),
    row.minutes,
  ]);

describe('the agenda as it is read', () => {
  it('numbers the tree in its order and starts each item when what stands before it is over', () => {
    expect(
      rowsOf([
        item('c', 'a2', 20),
        item('a', 'a0', 30),
        item('b', 'a1', 5),
        item('b2', 'a1', 25, 'b'),
        item('b1', 'a0', 15, 'b'),
      ]),
    ).toEqual([
      ['1', 'a', '01:00', 30],
      ['2', 'b', '01:30', 45],
      ['2.1', 'b1', '01:35', 15],
      ['2.2', 'b2', '01:50', 25],
      ['3', 'c', '02:15', 20],
    ]);
  });

  it('shows an item whose parent is not there at the top, so that nothing disappears', () => {
    expect(rowsOf([item('x', 'a0', 10, 'gone')])).toEqual([['1', 'x', '01:00', 10]]);
  });
});
