import { type Face } from './fonts.ts';

export interface TextStyle {
  readonly face: Face;
  /** In points. */
  readonly size: number;
  /** Black unless told. */
  readonly color?: string;
}

export interface PageSize {
  readonly width: number;
  readonly height: number;
}

export const A4: PageSize = { width: 595.28, height: 841.89 };
export const A4_LANDSCAPE: PageSize = { width: A4.height, height: A4.width };

export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly lineWidth?: number;
}

/**
 * What pages are drawn on: a PDF with text, or a picture of paper. Points, origin at the top left of the page;
 * text is placed by its baseline.
 */
export interface Surface {
  widthOf(text: string, style: TextStyle): number;
  newPage(size: PageSize): void;
  /** Draws on an earlier page (0-based) from here on. */
  goToPage(index: number): void;
  /** `gap` is added to every space between words. */
  text(text: string, x: number, baseline: number, style: TextStyle, gap?: number): void;
  line(x1: number, y1: number, x2: number, y2: number, width: number, color?: string): void;
  rectangle(x: number, y: number, width: number, height: number, paint: Paint): void;
  /** A hand-drawn stroke through the points, for signatures. */
  stroke(points: readonly (readonly [number, number])[], width: number, color: string): void;
  bookmark(title: string, level: 1 | 2): void;
  /** Names this height of the current page, so that a link can lead to it. */
  anchor(name: string, y: number): void;
  link(name: string, x: number, y: number, width: number, height: number): void;
}
