import { AnnotationEditorType, AnnotationMode, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import {
  EventBus,
  GenericL10n,
  PDFFindController,
  PDFLinkService,
  PDFViewer,
} from 'pdfjs-dist/web/pdf_viewer.mjs';
import { type PageGeometry, rotationOf, type ScreenFrame } from './coordinates.ts';
import { PDFJS } from './pdfSource.ts';

/** What we use of a pdf.js page view; its own types leave these open. */
export interface PageView {
  readonly id: number;
  readonly div: HTMLDivElement;
  readonly pdfPage: PDFPageProxy | null;
  readonly viewport: { readonly viewBox: readonly number[]; readonly rotation: number };
  setPdfPage(page: PDFPageProxy): void;
}

/** The events of pdf.js that are listened to, with what is read of them. */
interface ViewEvents {
  pagesinit: object;
  pagerender: { readonly pageNumber: number };
  pagerendered: { readonly pageNumber: number; readonly error: unknown };
  annotationlayerrendered: { readonly pageNumber: number };
  pagechanging: { readonly pageNumber: number };
  scalechanging: { readonly scale: number; readonly presetValue?: string };
  rotationchanging: { readonly pagesRotation: number };
  updateviewarea: object;
  updatefindmatchescount: { readonly matchesCount: MatchesCount };
  updatefindcontrolstate: { readonly state: number; readonly matchesCount: MatchesCount };
}

export interface MatchesCount {
  /** Which one, from 1; 0 for none. */
  readonly current: number;
  readonly total: number;
}

/** `đ` is no letter with a mark to Unicode: pdf.js would not find "quyết định" by "quyet dinh". */
const foldD = (text: string): string => text.replaceAll('đ', 'd').replaceAll('Đ', 'D');

class VietnameseFindController extends PDFFindController {
  override match(
    query: string | string[],
    pageContent: string,
    pageIndex: number,
  ): { index: number; length: number }[] | undefined {
    const state = this.state as { matchDiacritics?: boolean } | null;
    if (state?.matchDiacritics === true) return super.match(query, pageContent, pageIndex);
    const folded = typeof query === 'string' ? foldD(query) : query.map(foldD);
    return super.match(folded, foldD(pageContent), pageIndex);
  }
}

/** The app translates what it shows itself; pdf.js's own English texts are never asked for. */
class SilentL10n extends GenericL10n {
  override translate(): Promise<void> {
    return Promise.resolve();
  }
  override pause(): void {
    // Nothing observes.
  }
  override resume(): void {
    // Nothing observes.
  }
}

export interface PdfView {
  readonly viewer: PDFViewer;
  readonly links: PDFLinkService;
  readonly container: HTMLDivElement;
  on<E extends keyof ViewEvents>(event: E, listener: (detail: ViewEvents[E]) => void): void;
  find(type: '' | 'again', query: FindQuery, backwards?: boolean): void;
  closeFind(): void;
  pageViews(): readonly PageView[];
  pageView(page: number): PageView | undefined;
  /** Pages that have, or are about to get, a picture: the visible ones and a few around them. */
  cachedPages(): ReadonlySet<PageView>;
  close(): void;
}

export interface FindQuery {
  readonly query: string;
  readonly matchCase: boolean;
  readonly matchDiacritics: boolean;
}

const createParts = (container: HTMLDivElement, pages: HTMLDivElement, signal: AbortSignal) => {
  const eventBus = new EventBus();
  // Addresses outside are not opened from a paper; places inside it are.
  const links = new PDFLinkService({ eventBus });
  links.externalLinkEnabled = false;
  const findController = new VietnameseFindController({ eventBus, linkService: links });
  const options = {
    container,
    viewer: pages,
    eventBus,
    linkService: links,
    findController,
    l10n: new SilentL10n('vi'),
    // Forms and notes of the paper itself are shown as printed: typing into them would be lost.
    annotationMode: AnnotationMode.ENABLE,
    annotationEditorMode: AnnotationEditorType.DISABLE,
    enableAutoLinking: false,
    supportsPinchToZoom: false,
    imageResourcesPath: `${PDFJS}images/`,
    // Known to the class, not to its declared options.
    abortSignal: signal,
  };
  const viewer = new PDFViewer(options);
  links.setViewer(viewer);
  return { eventBus, links, viewer };
};

/** pdf.js's viewer in `container`, whose child `pages` it fills. It shows nothing until `show`. */
export const createPdfView = (container: HTMLDivElement, pages: HTMLDivElement): PdfView => {
  const ending = new AbortController();
  const { eventBus, links, viewer } = createParts(container, pages, ending.signal);
  const pageViews = (): readonly PageView[] => (viewer._pages ?? []) as PageView[];
  return {
    viewer,
    links,
    container,
    on: (event, listener) => eventBus.on(event, listener, { signal: ending.signal }),
    find(type, { query, matchCase, matchDiacritics }, backwards = false) {
      eventBus.dispatch('find', {
        source: viewer,
        type,
        query,
        caseSensitive: matchCase,
        entireWord: false,
        highlightAll: true,
        findPrevious: backwards,
        matchDiacritics,
      });
    },
    closeFind: () => eventBus.dispatch('findbarclose', { source: viewer }),
    pageViews,
    pageView: (page) => pageViews()[page - 1],
    cachedPages: () => viewer.getCachedPageViews() as Set<PageView>,
    close() {
      ending.abort();
      links.setDocument(null);
      // Null is how pdf.js is told to forget its document; its declared type knows it.
      viewer.setDocument(null);
    },
  };
};

/** Hands a document to the view. */
export const showDocument = (view: PdfView, document: PDFDocumentProxy): void => {
  view.links.setDocument(document);
  view.viewer.setDocument(document);
};

export const geometryOf = (view: PageView): PageGeometry => {
  const [x0 = 0, y0 = 0, x1 = 1, y1 = 1] = view.viewport.viewBox;
  return { box: { x0, y0, x1, y1 }, rotation: rotationOf(view.viewport.rotation) };
};

/** The page's content box on the screen, without its border. */
export const frameOf = (view: PageView): ScreenFrame => {
  const { left, top } = view.div.getBoundingClientRect();
  return {
    left: left + view.div.clientLeft,
    top: top + view.div.clientTop,
    width: view.div.clientWidth,
    height: view.div.clientHeight,
  };
};
