import type { Annotation } from '../../shared/contract/annotation.ts';
import { type AnnotationSvg, createAnnotationSvg } from './annotationSvg.ts';
import { geometryOf, type PageView, type PdfView } from './pdfView.ts';

export interface PageLayers {
  /** What is to be seen, of all pages. */
  show(annotations: readonly Annotation[], selectedId: string | null): void;
  /** The drawing over a page, if it has one now. */
  layer(page: number): AnnotationSvg | undefined;
}

export interface PageTexts {
  /** Name of a page for screen readers. */
  readonly pageLabel: (page: number) => string;
  /** Stands in place of a page that cannot be shown. */
  readonly pageFailed: (page: number) => string;
}

const PAGE_ERROR = 'pageError';

const markFailed = (view: PageView, text: string): void => {
  if (view.div.querySelector(`:scope > .${PAGE_ERROR}`) !== null) return;
  const box = document.createElement('div');
  box.className = PAGE_ERROR;
  box.setAttribute('role', 'alert');
  box.textContent = text;
  view.div.append(box);
};

/**
 * Puts a drawing over every page that pdf.js keeps a picture of, and an error over every page that it cannot show.
 * pdf.js clears a page whenever it draws it anew; the drawings are then put back in the same turn, so that nothing
 * flickers.
 */
export const attachPageLayers = (view: PdfView, texts: PageTexts): PageLayers => {
  const layers = new Map<number, AnnotationSvg>();
  const failed = new Set<number>();
  let byPage = new Map<number, Annotation[]>();
  let selected: string | null = null;

  const attach = (page: PageView): void => {
    let layer = layers.get(page.id);
    if (layer === undefined) {
      layer = createAnnotationSvg(geometryOf(page));
      layer.show(byPage.get(page.id) ?? [], selected);
      layers.set(page.id, layer);
      page.div.setAttribute('aria-label', texts.pageLabel(page.id));
    }
    layer.putOn(page.div);
    if (failed.has(page.id)) markFailed(page, texts.pageFailed(page.id));
  };

  const sync = (): void => {
    const cached = view.cachedPages();
    const kept = new Set([...cached].map(({ id }) => id));
    for (const [id, layer] of layers) {
      if (kept.has(id)) continue;
      layer.remove();
      layers.delete(id);
    }
    for (const page of cached) attach(page);
  };

  const turn = (): void => {
    sync();
    for (const [id, layer] of layers) {
      const page = view.pageView(id);
      if (page !== undefined) layer.turn(geometryOf(page));
    }
  };

  /** Pages whose description cannot be read never come to be drawn: pdf.js only logs it. */
  const asked = new Set<number>();
  const checkVisible = (): void => {
    const frame = view.container.getBoundingClientRect();
    for (const page of view.pageViews()) {
      if (page.pdfPage !== null || asked.has(page.id)) continue;
      const rect = page.div.getBoundingClientRect();
      if (rect.top > frame.bottom) break;
      if (rect.bottom < frame.top) continue;
      asked.add(page.id);
      view.viewer.pdfDocument?.getPage(page.id).catch(() => {
        failed.add(page.id);
        markFailed(page, texts.pageFailed(page.id));
      });
    }
  };

  view.on('pagerender', sync);
  view.on('pagerendered', ({ pageNumber, error }) => {
    if (error === null || error === undefined) failed.delete(pageNumber);
    else failed.add(pageNumber);
    sync();
  });
  view.on('scalechanging', sync);
  view.on('rotationchanging', turn);
  view.on('updateviewarea', checkVisible);

  return {
    layer: (page) => layers.get(page),
    show(annotations, selectedId) {
      const next = new Map<number, Annotation[]>();
      for (const annotation of annotations) {
        const list = next.get(annotation.page);
        if (list === undefined) next.set(annotation.page, [annotation]);
        else list.push(annotation);
      }
      byPage = next;
      selected = selectedId;
      for (const [page, layer] of layers) layer.show(byPage.get(page) ?? [], selected);
    },
  };
};
