import { z } from 'zod';
import { id, instant } from '../domain/records/common.ts';

/**
 * A member's own annotations as the renderer and the core know them. They leave the device only as the ciphertext of
 * a `privateNote`. Coordinates are PDF user space of the unrotated page (points, origin bottom left), so that zoom,
 * rotation and screen play no part.
 */
const coordinate = z.number().min(-20_000).max(20_000);
const rect = z.strictObject({ x0: coordinate, y0: coordinate, x1: coordinate, y1: coordinate });
const base = {
  id,
  paperId: id,
  versionId: id,
  /** From 1. */ page: z.int().min(1),
  createdAt: instant,
  updatedAt: instant,
};

export const ANNOTATION_COLOURS = ['yellow', 'green', 'blue', 'pink', 'red', 'ink'] as const;
const colour = z.enum(ANNOTATION_COLOURS);

export const annotation = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('highlight'),
    colour,
    /** One per line of text. */
    rects: z.array(rect).min(1).max(500),
    /** The words it covers, as read from the page. */
    quote: z.string().max(20_000),
    note: z.string().max(20_000),
  }),
  z.strictObject({
    ...base,
    type: z.literal('ink'),
    colour,
    /** Stroke width in points. */
    width: z.number().min(0.2).max(40),
    /** Strokes of x, y, x, y … */
    strokes: z.array(z.array(coordinate).min(2).max(20_000)).min(1).max(500),
    note: z.string().max(20_000),
  }),
  z.strictObject({
    ...base,
    type: z.literal('note'),
    colour,
    x: coordinate,
    y: coordinate,
    note: z.string().max(20_000),
  }),
]);
export type Annotation = z.infer<typeof annotation>;

/** Where somebody was in a paper; travels like an annotation. One per paper. */
export const readingPosition = z.strictObject({
  paperId: id,
  versionId: id,
  page: z.int().min(1),
  /** Offset from the top of the page, as a fraction of its height. */
  offset: z.number().min(0).max(1),
  /** Zoom: `auto`, `page-width`, `page-fit` or a factor such as `1.25`. */
  zoom: z.string().max(20),
  at: instant,
});
export type ReadingPosition = z.infer<typeof readingPosition>;

/** What the ciphertext of a private note says once opened. */
export const privateContent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('annotation'), annotation }),
  z.strictObject({
    kind: z.literal('reading'),
    position: readingPosition,
    /** Versions of the paper that its reader has opened on any device, the last one first. */
    opened: z.array(id).max(100).optional(),
  }),
]);
export type PrivateContent = z.infer<typeof privateContent>;
