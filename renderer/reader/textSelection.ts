import { type Rect, screenRectToPage } from './coordinates.ts';
import { frameOf, geometryOf, type PageView, type PdfView } from './pdfView.ts';
import { mergeLines } from './shapes.ts';

/** What of a page is selected. */
export interface SelectedText {
  readonly page: number;
  /** One per line, in page coordinates. */
  readonly rects: readonly Rect[];
  readonly quote: string;
}

const MAX_RECTS = 500;
const MAX_QUOTE = 20_000;

/** The part of a text node that lies within a range. */
const partOf = (node: Text, range: Range): Range => {
  const part = document.createRange();
  part.setStart(node, node === range.startContainer ? range.startOffset : 0);
  part.setEnd(node, node === range.endContainer ? range.endOffset : node.length);
  return part;
};

const selectedOn = (page: PageView, layer: Element, range: Range): SelectedText | null => {
  const [geometry, frame] = [geometryOf(page), frameOf(page)];
  const boxes: DOMRect[] = [];
  let quote = '';
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!range.intersectsNode(node)) continue;
    if (node.nodeName === 'BR') quote += ' ';
    if (!(node instanceof Text)) continue;
    const part = partOf(node, range);
    quote += part.toString();
    boxes.push(...part.getClientRects());
  }
  // Merged as they are read, along the lines of the screen, whatever the page's rotation.
  const lines = mergeLines(
    boxes.map(({ left, top, right, bottom }) => ({ x0: left, y0: top, x1: right, y1: bottom })),
  ).slice(0, MAX_RECTS);
  const words = quote.replace(/\s+/gu, ' ').trim().normalize('NFC').slice(0, MAX_QUOTE);
  if (lines.length === 0 || words === '') return null;
  const rects = lines.map(({ x0, y0, x1, y1 }) =>
    screenRectToPage(geometry, frame, { left: x0, top: y0, right: x1, bottom: y1 }),
  );
  return { page: page.id, rects, quote: words };
};

/** The selected text of the paper, page by page; empty when nothing of it is selected. */
export const readSelection = (view: PdfView): readonly SelectedText[] => {
  const selection = window.getSelection();
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return [];
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(view.viewer.container)) return [];
  const found: SelectedText[] = [];
  for (const page of view.cachedPages()) {
    const layer = page.div.querySelector(':scope > .textLayer');
    if (layer === null || !range.intersectsNode(layer)) continue;
    const selected = selectedOn(page, layer, range);
    if (selected !== null) found.push(selected);
  }
  return found.toSorted((a, b) => a.page - b.page);
};
