import type { PageView, PdfView } from './pdfView.ts';

/** Where somebody is in a paper. */
export interface Place {
  /** From 1. */
  readonly page: number;
  /** Offset from the top of the page, as a fraction of its height. */
  readonly offset: number;
  /** `auto`, `page-width`, `page-fit` or a factor such as `1.25`. */
  readonly zoom: string;
}

export const DEFAULT_ZOOM = 'auto';
const PRESETS = ['auto', 'page-width', 'page-fit', 'page-actual'];

/** A zoom that the viewer understands, whatever was stored by another version of the app. */
export const zoomOf = (text: string): string => {
  if (PRESETS.includes(text)) return text;
  const factor = Number(text);
  return factor >= 0.1 && factor <= 25 ? String(factor) : DEFAULT_ZOOM;
};

/** The page at the top edge of the window, and how far down it. Pages lie one below the other. */
export const placeOf = (view: PdfView): Place | null => {
  const { container, viewer } = view;
  const top = container.scrollTop;
  const pages = view.pageViews();
  let [low, high] = [0, pages.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    const div = pages[middle]?.div;
    if (div === undefined) return null;
    if (div.offsetTop + div.offsetHeight <= top) low = middle + 1;
    else high = middle;
  }
  const page = pages[low];
  if (page === undefined) return null;
  const offset = (top - page.div.offsetTop - page.div.clientTop) / Math.max(1, page.div.clientHeight);
  const zoom = viewer.currentScaleValue;
  return {
    page: page.id,
    offset: Math.min(1, Math.max(0, offset)),
    zoom: PRESETS.includes(zoom) ? zoom : String(Math.round(viewer.currentScale * 1000) / 1000),
  };
};

const scrollTo = (view: PdfView, page: PageView, offset: number): void => {
  const { div } = page;
  // At the very top the margin above the page is shown too, as on first opening.
  view.container.scrollTop =
    offset === 0 ? div.offsetTop : div.offsetTop + div.clientTop + offset * div.clientHeight;
};

/** Goes there at once; before the first picture (in `pagesinit`) nobody sees another page. */
export const goToPlace = (view: PdfView, place: Place): void => {
  const pages = view.pageViews();
  const page = pages[Math.min(Math.max(1, place.page), pages.length) - 1];
  if (page === undefined) return;
  view.viewer.currentPageNumber = page.id;
  view.viewer.currentScaleValue = zoomOf(place.zoom);
  scrollTo(view, page, place.offset);
};
