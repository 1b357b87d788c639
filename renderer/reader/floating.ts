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

/** Below the end of the selected words of the paper; null when none are selected. */
export const belowSelection = (view: PdfView): ContentPoint | null => {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (view.viewer.viewer?.contains(range.commonAncestorContainer) !== true) return null;
  // Boxes of whole layers and of line ends are among them; words are not that high, and not empty.
  const words = [...range.getClientRects()].filter(
    ({ width, height }) => width > 1 && height > 1 && height < view.container.clientHeight / 2,
  );
  const last = words.at(-1);
  return last === undefined ? null : contentPoint(view, last.right - 24, last.bottom + GAP);
};
