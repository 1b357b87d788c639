import type { Annotation } from '../../shared/contract/annotation.ts';
import type { Point, Rect } from './coordinates.ts';

/** Side of a note's pin in points. */
export const PIN_SIZE = 20;

const bounded = (rects: readonly Rect[]): Rect =>
  rects.reduce((all, rect) => ({
    x0: Math.min(all.x0, rect.x0),
    y0: Math.min(all.y0, rect.y0),
    x1: Math.max(all.x1, rect.x1),
    y1: Math.max(all.y1, rect.y1),
  }));

const strokeBounds = (stroke: readonly number[], margin: number): Rect => {
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i + 1 < stroke.length; i += 2) {
    const x = stroke[i] ?? 0;
    const y = stroke[i + 1] ?? 0;
    x0 = Math.min(x0, x);
    x1 = Math.max(x1, x);
    y0 = Math.min(y0, y);
    y1 = Math.max(y1, y);
  }
  return { x0: x0 - margin, y0: y0 - margin, x1: x1 + margin, y1: y1 + margin };
};

/** The smallest rectangle around an annotation, in page coordinates. */
export const boundsOf = (annotation: Annotation): Rect => {
  switch (annotation.type) {
    case 'highlight':
      return bounded(annotation.rects);
    case 'ink':
      return bounded(annotation.strokes.map((stroke) => strokeBounds(stroke, annotation.width / 2)));
    case 'note': {
      const half = PIN_SIZE / 2;
      const { x, y } = annotation;
      return { x0: x - half, y0: y - half, x1: x + half, y1: y + half };
    }
  }
};

const isInside = (rect: Rect, { x, y }: Point, margin: number): boolean =>
  x >= rect.x0 - margin && x <= rect.x1 + margin && y >= rect.y0 - margin && y <= rect.y1 + margin;

/** Square of the distance from a point to a line segment. */
const squaredDistance = (p: Point, ax: number, ay: number, bx: number, by: number): number => {
  const dx = bx - ax;
  const dy = by - ay;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - ax) * dx + (p.y - ay) * dy) / length));
  return (p.x - ax - along * dx) ** 2 + (p.y - ay - along * dy) ** 2;
};

/** Whether a point is within `reach` points of the middle of a stroke. */
export const isNearStroke = (stroke: readonly number[], point: Point, reach: number): boolean => {
  if (!isInside(strokeBounds(stroke, reach), point, 0)) return false;
  const limit = reach * reach;
  for (let i = 0; i + 1 < stroke.length; i += 2) {
    const next = i + 3 < stroke.length ? i + 2 : i;
    const distance = squaredDistance(
      point,
      stroke[i] ?? 0,
      stroke[i + 1] ?? 0,
      stroke[next] ?? 0,
      stroke[next + 1] ?? 0,
    );
    if (distance <= limit) return true;
  }
  return false;
};

/** Whether a point on the page touches an annotation; `tolerance` in points, for fingers. */
export const isHit = (annotation: Annotation, point: Point, tolerance: number): boolean => {
  switch (annotation.type) {
    case 'highlight':
      return annotation.rects.some((rect) => isInside(rect, point, tolerance / 2));
    case 'ink':
      return annotation.strokes.some((stroke) =>
        isNearStroke(stroke, point, annotation.width / 2 + tolerance),
      );
    case 'note':
      return isInside(boundsOf(annotation), point, tolerance);
  }
};

/** What is drawn above comes first: notes over ink over highlights, the newest above. */
const LEVEL = { note: 2, ink: 1, highlight: 0 } as const;

/** Drawing order, lowest first. */
export const byDrawingOrder = (a: Annotation, b: Annotation): number =>
  LEVEL[a.type] - LEVEL[b.type] || (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0);

/** The topmost annotation that a point touches. */
export const hitAt = (
  annotations: readonly Annotation[],
  point: Point,
  tolerance: number,
): Annotation | null =>
  annotations.toSorted(byDrawingOrder).findLast((annotation) => isHit(annotation, point, tolerance)) ?? null;

/** Reading order within a paper: page, then from the top down. */
export const byPlace = (a: Annotation, b: Annotation): number =>
  a.page - b.page || boundsOf(b).y1 - boundsOf(a).y1 || (a.id < b.id ? -1 : 1);

const short = (value: number): string => String(Math.round(value * 100) / 100);

/** SVG path of one stroke: smooth through the middles between its points. A single point is a dot. */
export const strokePath = (stroke: readonly number[]): string => {
  const at = (i: number): number => stroke[i] ?? 0;
  const count = Math.floor(stroke.length / 2);
  if (count === 0) return '';
  let path = `M${short(at(0))} ${short(at(1))}`;
  if (count === 1) return `${path}l0 0.01`;
  if (count === 2) return `${path}L${short(at(2))} ${short(at(3))}`;
  for (let i = 1; i < count - 1; i += 1) {
    const [x, y] = [at(2 * i), at(2 * i + 1)];
    const last = i === count - 2;
    const endX = last ? at(2 * i + 2) : (x + at(2 * i + 2)) / 2;
    const endY = last ? at(2 * i + 3) : (y + at(2 * i + 3)) / 2;
    path += `Q${short(x)} ${short(y)} ${short(endX)} ${short(endY)}`;
  }
  return path;
};

/** SVG path of the lines of a highlight. */
export const highlightPath = (rects: readonly Rect[]): string =>
  rects
    .map(({ x0, y0, x1, y1 }) => `M${short(x0)} ${short(y0)}H${short(x1)}V${short(y1)}H${short(x0)}Z`)
    .join('');

/**
 * A stroke with as few points as show the same line (Ramer–Douglas–Peucker), rounded to hundredths of a point.
 * `tolerance` in points.
 */
export const simplifyStroke = (stroke: readonly number[], tolerance: number): number[] => {
  const count = Math.floor(stroke.length / 2);
  const at = (i: number): Point => ({ x: stroke[2 * i] ?? 0, y: stroke[2 * i + 1] ?? 0 });
  const keep = new Uint8Array(count);
  if (count > 0) keep[0] = keep[count - 1] = 1;
  const spans: [number, number][] = [[0, count - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [from, to] = span;
    const [a, b] = [at(from), at(to)];
    let farthest = -1;
    let distance = tolerance * tolerance;
    for (let i = from + 1; i < to; i += 1) {
      const d = squaredDistance(at(i), a.x, a.y, b.x, b.y);
      if (d > distance) [farthest, distance] = [i, d];
    }
    if (farthest >= 0) {
      keep[farthest] = 1;
      spans.push([from, farthest], [farthest, to]);
    }
  }
  const out: number[] = [];
  for (let i = 0; i < count; i += 1) {
    if (keep[i] === 1) out.push(Math.round(at(i).x * 100) / 100, Math.round(at(i).y * 100) / 100);
  }
  return out;
};

/**
 * The boxes of single words as one rectangle per line: boxes that overlap in height by more than half and touch, or
 * nearly touch, become one. Works on the shown page and on one turned by a quarter alike, since it is given rectangles
 * along the direction of the text.
 */
export const mergeLines = (rects: readonly Rect[]): Rect[] => {
  const lines: Rect[] = [];
  for (const rect of rects) {
    if (rect.x1 - rect.x0 < 0.1 || rect.y1 - rect.y0 < 0.1) continue;
    const last = lines.at(-1);
    const height = rect.y1 - rect.y0;
    if (last !== undefined) {
      const overlap = Math.min(last.y1, rect.y1) - Math.max(last.y0, rect.y0);
      const gap = Math.max(rect.x0 - last.x1, last.x0 - rect.x1);
      if (overlap > Math.min(height, last.y1 - last.y0) / 2 && gap < height) {
        lines[lines.length - 1] = bounded([last, rect]);
        continue;
      }
    }
    lines.push(rect);
  }
  return lines;
};
