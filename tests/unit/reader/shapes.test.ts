import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  boundsOf,
  byPlace,
  hitAt,
  isHit,
  isNearStroke,
  mergeLines,
  simplifyStroke,
  strokePath,
} from '../../../renderer/reader/shapes.ts';
import { highlightOf, inkOf, noteOf } from './annotations.ts';

describe('what a point touches', () => {
  it('a stroke is touched along its line, not inside its bounds', () => {
    const ink = inkOf(1);
    expect(isHit(ink, { x: 30, y: 11.5 }, 1)).toBe(true);
    expect(isHit(ink, { x: 20, y: 40 }, 1)).toBe(false);
  });

  it('a dot is touched', () => {
    expect(isNearStroke([5, 5], { x: 6, y: 5 }, 2)).toBe(true);
    expect(isNearStroke([5, 5], { x: 9, y: 5 }, 2)).toBe(false);
  });

  it('the note lies above the stroke, the stroke above the highlight', () => {
    const all = [noteOf(1, { x: 30, y: 15 }), inkOf(2, { strokes: [[0, 15, 60, 15]] }), highlightOf(3)];
    expect(hitAt(all, { x: 30, y: 15 }, 0)?.type).toBe('note');
    expect(hitAt(all, { x: 55, y: 15 }, 0)?.type).toBe('ink');
    expect(hitAt(all, { x: 55, y: 11 }, 0)?.type).toBe('highlight');
    expect(hitAt(all, { x: 200, y: 200 }, 0)).toBeNull();
  });

  it('of two highlights the newer is touched', () => {
    expect(hitAt([highlightOf(2), highlightOf(1)], { x: 20, y: 15 }, 0)?.id).toBe(highlightOf(2).id);
  });
});

describe('the list of own annotations', () => {
  it('is ordered by page, then from the top of the page down', () => {
    const list = [noteOf(1, { page: 2, y: 700 }), noteOf(2, { y: 100 }), noteOf(3, { y: 700 })].toSorted(
      byPlace,
    );
    expect(list.map(({ page, y }) => [page, y])).toEqual([
      [1, 700],
      [1, 100],
      [2, 700],
    ]);
  });
});

describe('strokes', () => {
  it('a straight line keeps its two ends only', () => {
    expect(simplifyStroke([0, 0, 1, 0.01, 2, 0, 3, 0.02, 10, 0], 0.1)).toEqual([0, 0, 10, 0]);
  });

  it('a corner stays', () => {
    expect(simplifyStroke([0, 0, 5, 0, 5, 5], 0.1)).toEqual([0, 0, 5, 0, 5, 5]);
  });

  it('no point of what was drawn is farther from what is kept than the tolerance', () => {
    const coordinate = fc.double({ min: 0, max: 600, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 60 }), (points) => {
        const kept = simplifyStroke(points.flat(), 0.3);
        for (const [x, y] of points) expect(isNearStroke(kept, { x, y }, 0.32)).toBe(true);
      }),
    );
  });

  it('are drawn through their first and last point', () => {
    const path = strokePath([0, 0, 10, 0, 20, 10, 30, 10]);
    expect(path.startsWith('M0 0')).toBe(true);
    expect(path.endsWith('30 10')).toBe(true);
    expect(strokePath([4, 4])).toBe('M4 4l0 0.01');
    expect(strokePath([])).toBe('');
  });

  it('bounds include the width of the pen', () => {
    expect(boundsOf(inkOf(1))).toEqual({ x0: 9, y0: 9, x1: 51, y1: 51 });
  });
});

describe('lines of a selection', () => {
  it('words of one line become one rectangle, lines stay apart', () => {
    const lines = mergeLines([
      { x0: 10, y0: 100, x1: 40, y1: 112 },
      { x0: 44, y0: 101, x1: 90, y1: 113 },
      { x0: 10, y0: 84, x1: 60, y1: 96 },
    ]);
    expect(lines).toEqual([
      { x0: 10, y0: 100, x1: 90, y1: 113 },
      { x0: 10, y0: 84, x1: 60, y1: 96 },
    ]);
  });

  it('two columns of one height stay apart', () => {
    expect(
      mergeLines([
        { x0: 10, y0: 100, x1: 200, y1: 112 },
        { x0: 300, y0: 100, x1: 500, y1: 112 },
      ]),
    ).toHaveLength(2);
  });

  it('boxes without extent are dropped', () => {
    expect(mergeLines([{ x0: 10, y0: 100, x1: 10, y1: 112 }])).toEqual([]);
  });
});
