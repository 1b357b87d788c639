import type { Annotation } from '../../shared/contract/annotation.ts';
import type { Point, Rect } from './coordinates.ts';
import type { Change } from './history.ts';
import type { Colour } from './readerState.ts';
import { boundsOf, isHit, isNearStroke, simplifyStroke } from './shapes.ts';

/** How far a kept line may be from the drawn one, in points: a quarter of a millimetre is not seen. */
const STROKE_TOLERANCE = 0.2;
/** The schema's limits (shared/contract/annotation.ts). */
const MAX_STROKE_NUMBERS = 20_000;
const MAX_STROKES = 500;
/** Strokes that follow each other within this time and distance are one piece of writing. */
const SAME_WRITING_MS = 1500;
const SAME_WRITING_POINTS = 40;

export type Ink = Extract<Annotation, { type: 'ink' }>;

/** What every new annotation of this open paper begins with. */
export interface Maker {
  readonly paperId: string;
  readonly versionId: string;
  readonly newId: () => string;
  /** RFC 3339 with milliseconds. */
  readonly now: () => string;
}

const begin = (maker: Maker, page: number, colour: Colour) => {
  const now = maker.now();
  const { paperId, versionId } = maker;
  return { id: maker.newId(), paperId, versionId, page, colour, note: '', createdAt: now, updatedAt: now };
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

export const newHighlight = (
  maker: Maker,
  at: { readonly page: number; readonly rects: readonly Rect[]; readonly quote: string },
  colour: Colour,
): Annotation => ({
  ...begin(maker, at.page, colour),
  type: 'highlight',
  quote: at.quote,
  rects: at.rects.map(({ x0, y0, x1, y1 }) => ({
    x0: rounded(x0),
    y0: rounded(y0),
    x1: rounded(x1),
    y1: rounded(y1),
  })),
});

export const newNote = (maker: Maker, page: number, { x, y }: Point, colour: Colour): Annotation => ({
  ...begin(maker, page, colour),
  type: 'note',
  x: rounded(x),
  y: rounded(y),
});

const areClose = (a: Rect, b: Rect): boolean =>
  a.x0 - SAME_WRITING_POINTS < b.x1 &&
  b.x0 - SAME_WRITING_POINTS < a.x1 &&
  a.y0 - SAME_WRITING_POINTS < b.y1 &&
  b.y0 - SAME_WRITING_POINTS < a.y1;

const continues = (last: Ink, next: Ink): boolean =>
  last.page === next.page &&
  last.colour === next.colour &&
  last.width === next.width &&
  last.strokes.length < MAX_STROKES &&
  Date.parse(next.createdAt) - Date.parse(last.updatedAt) < SAME_WRITING_MS &&
  areClose(boundsOf(last), boundsOf(next));

/** A drawn stroke as a change: a piece of writing of its own, or one more stroke of the last one. */
export const inkChange = (
  maker: Maker,
  drawn: { readonly page: number; readonly stroke: readonly number[]; readonly width: number },
  colour: Colour,
  last: Annotation | undefined,
): Change => {
  const stroke = simplifyStroke(drawn.stroke, STROKE_TOLERANCE).slice(0, MAX_STROKE_NUMBERS);
  const ink: Ink = {
    ...begin(maker, drawn.page, colour),
    type: 'ink',
    width: drawn.width,
    strokes: [stroke],
  };
  if (last?.type !== 'ink' || !continues(last, ink)) return { before: null, after: ink };
  return {
    before: last,
    after: { ...last, strokes: [...last.strokes, stroke], updatedAt: ink.updatedAt },
  };
};

/** What an eraser at this point takes away: of writing the strokes it touches, else the whole annotation. */
export const eraseAt = (
  annotations: readonly Annotation[],
  point: Point,
  reach: number,
  now: string,
): Change[] =>
  annotations
    .filter((annotation) => isHit(annotation, point, reach))
    .map((before) => {
      if (before.type !== 'ink') return { before, after: null };
      const strokes = before.strokes.filter(
        (stroke) => !isNearStroke(stroke, point, before.width / 2 + reach),
      );
      return { before, after: strokes.length === 0 ? null : { ...before, strokes, updatedAt: now } };
    });

/** Several changes of a sweep as one per annotation: first before, last after. */
export const joinChanges = (changes: readonly Change[]): Change[] => {
  const byId = new Map<string, Change>();
  for (const { before, after } of changes) {
    const id = before?.id ?? after?.id ?? '';
    byId.set(id, { before: byId.get(id)?.before ?? before, after });
  }
  return [...byId.values()];
};
