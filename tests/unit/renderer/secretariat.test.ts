import { describe, expect, it } from 'vitest';
import {
  childrenOf,
  type Placed,
  placeAfterMove,
  placeOfDrop,
} from '../../../renderer/secretariat/agenda/moves.ts';
import { changedFields } from '../../../renderer/secretariat/editing/fields.ts';
import { instantOf, parseDate, parseTime } from '../../../renderer/secretariat/meetings/localTime.ts';
import { documentTypeOf } from '../../../renderer/secretariat/papers/documentTypeOf.ts';
import { choicesOf, listChoices, presetOf } from '../../../renderer/secretariat/polls/choicePresets.ts';

const item = (id: string, order: string, parentId: string | null = null): Placed => ({ id, order, parentId });
const TREE = [
  item('a', 'a0'),
  item('b', 'a1'),
  item('b1', 'a0', 'b'),
  item('b2', 'a1', 'b'),
  item('c', 'a2'),
];

const read = (items: readonly Placed[], parentId: string | null = null): readonly string[] =>
  childrenOf(items, parentId).flatMap(({ id }) => {
    const below = read(items, id);
    return below.length === 0 ? [id] : [`${id}(${below.join(' ')})`];
  });
const moved = (id: string, place: ReturnType<typeof placeAfterMove>): string =>
  read(TREE.map((one) => (one.id === id && place !== null ? { ...one, ...place } : one))).join(' ');

describe('an item of the agenda', () => {
  it('goes up, down, under the one above, and out beside its parent', () => {
    expect(moved('c', placeAfterMove(TREE, 'c', 'up'))).toBe('a c b(b1 b2)');
    expect(moved('a', placeAfterMove(TREE, 'a', 'down'))).toBe('b(b1 b2) a c');
    expect(moved('c', placeAfterMove(TREE, 'c', 'in'))).toBe('a b(b1 b2 c)');
    expect(moved('b1', placeAfterMove(TREE, 'b1', 'out'))).toBe('a b(b2) b1 c');
  });

  it('stays where there is no further', () => {
    expect(placeAfterMove(TREE, 'a', 'up')).toBeNull();
    expect(placeAfterMove(TREE, 'a', 'in')).toBeNull();
    expect(placeAfterMove(TREE, 'c', 'down')).toBeNull();
    expect(placeAfterMove(TREE, 'c', 'out')).toBeNull();
  });

  it('is dropped before, after and on another, never into itself', () => {
    expect(moved('c', placeOfDrop(TREE, 'c', 'a', 'before'))).toBe('c a b(b1 b2)');
    expect(moved('a', placeOfDrop(TREE, 'a', 'b1', 'after'))).toBe('b(b1 a b2) c');
    expect(moved('a', placeOfDrop(TREE, 'a', 'b', 'on'))).toBe('b(b1 b2 a) c');
    expect(placeOfDrop(TREE, 'b', 'b1', 'on')).toBeNull();
  });

  it('finds a place even between siblings that got the same key on two devices', () => {
    const same = [item('a', 'a0'), item('b', 'a0'), item('c', 'a1')];
    const place = placeOfDrop(same, 'c', 'b', 'before');
    expect(place === null ? '' : place.order > 'a0').toBe(true);
  });
});

describe('what is typed', () => {
  const now = new Date('2026-11-21T05:00:00.000Z');
  const here = 'Asia/Ho_Chi_Minh';

  it('is understood as a date, day first, the coming one without a year', () => {
    expect(parseDate('3/12/2026', now, here)).toEqual({ year: 2026, month: 12, day: 3 });
    expect(parseDate('3-12-26', now, here)).toEqual({ year: 2026, month: 12, day: 3 });
    expect(parseDate('5/1', now, here)).toEqual({ year: 2027, month: 1, day: 5 });
    expect(parseDate('31/2/2026', now, here)).toBeNull();
  });

  it('is understood as a time', () => {
    expect(['8', '8:00', '8h30', '0830', '14g15'].map(parseTime)).toEqual([480, 480, 510, 510, 855]);
    expect(parseTime('25:00')).toBeNull();
    expect(instantOf({ year: 2026, month: 12, day: 3 }, 510, here)).toBe('2026-12-03T01:30:00.000Z');
  });

  it('is sent only where it says something else than before', () => {
    const base = { title: 'a', list: [1, 2], minutes: 5 };
    expect(changedFields(base, { ...base, list: [1, 2], minutes: 6 })).toEqual({ minutes: 6 });
  });
});

describe('a first guess', () => {
  it("of a paper's type comes from its file's name", () => {
    expect(documentTypeOf('Du_thao_Nghi_quyet.pdf')).toBe('draft_resolution');
    expect(documentTypeOf('412-BC-BTC.pdf')).toBe('report');
    expect(documentTypeOf('Tờ trình số 5.pdf')).toBe('submission');
    expect(documentTypeOf('scan0001.pdf')).toBe('other');
  });

  it('of choices recognises the presets and lists of options (R5)', () => {
    expect(presetOf(choicesOf('agree'))).toBe('agree');
    expect(presetOf(listChoices(['A', ' ', 'B'], 5))).toBe('list');
    expect(listChoices(['A', ' ', 'B'], 5)).toMatchObject({
      max: 2,
      options: [{ id: 'option_1' }, { id: 'option_2' }],
    });
  });
});
