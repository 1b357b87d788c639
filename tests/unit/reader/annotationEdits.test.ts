import { describe, expect, it } from 'vitest';
import { annotation } from '../../../shared/contract/annotation.ts';
import {
  eraseAt,
  inkChange,
  joinChanges,
  type Maker,
  newHighlight,
  newNote,
} from '../../../renderer/reader/annotationEdits.ts';
import { highlightOf, idOf, inkOf, noteOf } from './annotations.ts';

const makerAt = (iso: string): Maker => ({
  paperId: idOf(900),
  versionId: idOf(901),
  newId: () => idOf(77),
  now: () => iso,
});
const maker = makerAt('2026-12-03T01:00:05.000Z');
const drawn = { page: 1, stroke: [10, 10, 20, 10.01, 30, 10, 30, 40], width: 2 };

describe('new annotations', () => {
  it('fit the contract, with coordinates to hundredths of a point', () => {
    const highlight = newHighlight(
      maker,
      { page: 3, rects: [{ x0: 1.23456, y0: 2, x1: 3, y1: 4 }], quote: 'quyết định' },
      'green',
    );
    const note = newNote(maker, 2, { x: 10.5555, y: -3.333 }, 'pink');
    const ink = inkChange(maker, drawn, 'blue', undefined).after;
    for (const made of [highlight, note, ink]) expect(annotation.safeParse(made).success).toBe(true);
    expect(highlight).toMatchObject({ rects: [{ x0: 1.23 }], page: 3 });
    expect(note).toMatchObject({ x: 10.56, y: -3.33 });
  });
});

describe('handwriting', () => {
  const last = inkOf(1, { updatedAt: '2026-12-03T01:00:04.500Z', colour: 'blue' });

  it('strokes that follow each other closely are one piece of writing', () => {
    const { before, after } = inkChange(maker, drawn, 'blue', last);
    expect(before).toBe(last);
    expect(after).toMatchObject({ id: last.id, updatedAt: maker.now() });
    expect(after?.type === 'ink' ? after.strokes : []).toEqual([...last.strokes, [10, 10, 30, 10, 30, 40]]);
  });

  it.each([
    ['after a pause', makerAt('2026-12-03T01:00:06.500Z'), drawn, 'blue'],
    ['in another colour', maker, drawn, 'red'],
    ['with another pen', maker, { ...drawn, width: 4 }, 'blue'],
    ['on another page', maker, { ...drawn, page: 2 }, 'blue'],
    ['far away', maker, { ...drawn, stroke: [400, 400, 450, 420] }, 'blue'],
  ] as const)('a stroke %s begins another', (_, by, stroke, colour) => {
    expect(inkChange(by, stroke, colour, last)).toMatchObject({ before: null, after: { id: idOf(77) } });
  });
});

describe('the eraser', () => {
  it('takes the strokes it touches and leaves the others of the same writing', () => {
    const ink = inkOf(1, {
      strokes: [
        [0, 0, 100, 0],
        [0, 50, 100, 50],
      ],
    });
    const [change] = eraseAt([ink], { x: 50, y: 51 }, 3, maker.now());
    expect(change?.after).toMatchObject({ strokes: [[0, 0, 100, 0]], updatedAt: maker.now() });
  });

  it('takes highlights and notes whole, and nothing it does not touch', () => {
    const changes = eraseAt(
      [highlightOf(1), noteOf(2), noteOf(3, { x: 400 })],
      { x: 15, y: 15 },
      1,
      maker.now(),
    );
    expect(changes).toEqual([{ before: highlightOf(1), after: null }]);
  });

  it('a sweep over one annotation is one change, from what it was to what is left', () => {
    const [a, b, c] = [inkOf(1), inkOf(1, { width: 3 }), inkOf(1, { width: 4 })];
    expect(
      joinChanges([
        { before: a, after: b },
        { before: noteOf(2), after: null },
        { before: b, after: c },
      ]),
    ).toEqual([
      { before: a, after: c },
      { before: noteOf(2), after: null },
    ]);
  });
});
