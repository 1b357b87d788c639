import type { Annotation } from '../../shared/contract/annotation.ts';
import { pageRectToScreen } from './coordinates.ts';
import { frameOf, geometryOf, type PdfView } from './pdfView.ts';
import { boundsOf } from './shapes.ts';

/** A place in the scrolled content, CSS pixels from its top left corner: what floats there scrolls with the page. */
export interface ContentPoint {
  readonly left: number;
  readonly top: number;
}

const GAP = 8;

export const contentPoint = (view: PdfView, clientX: number, clientY: number): ContentPoint => {
  const frame = view.container.getBoundingClientRect();
  return {
    left: clientX - frame.left + view.container.scrollLeft,
    top: clientY - frame.top + view.container.scrollTop,
  };
};

/** Below an annotation, as it lies on the screen now. */
export const belowAnnotation = (view: PdfView, annotation: Annotation): ContentPoint | null => {
  const page = view.pageView(annotation.page);
  if (page === undefined) return null;
  const rect = pageRectToScreen(geometryOf(page), frameOf(page), boundsOf(annotation));
  return contentPoint(view, rect.x0, rect.y1 + GAP);
};

/** Below the end of the selected words. */
export const belowSelection = (view: PdfView): ContentPoint | null => {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const rects = selection.getRangeAt(0).getClientRects();
  const last = rects[rects.length - 1];
  return last === undefined ? null : contentPoint(view, last.left, last.bottom + GAP);
};
