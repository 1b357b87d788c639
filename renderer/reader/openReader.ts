import type { Annotation } from '../../shared/contract/annotation.ts';
import type { FileRef } from '../../shared/domain/records/paper.ts';
import type { Maker } from './annotationEdits.ts';
import { type AnnotationHost, type AnnotationStore, createAnnotationStore } from './annotationStore.ts';
import type { Change } from './history.ts';
import { attachPageLayers, type PageLayers, type PageTexts } from './pageLayers.ts';
import { createEditing, type Editing } from './editing.ts';
import { failureOf, openPdf } from './pdfSource.ts';
import { createPdfView, type PdfView, showDocument } from './pdfView.ts';
import { attachPenInput } from './penInput.ts';
import { goToPlace, type Place, placeOf } from './readingPlace.ts';
import { type Colour, FIRST_STATE, type ReaderState, type Tool } from './readerState.ts';
import { watchSelection } from './selectionWatch.ts';
import { boundsOf } from './shapes.ts';
import { createValue, type Value } from './value.ts';
import { attachZoomInput } from './zoomInput.ts';

export interface ReaderHost extends AnnotationHost, PageTexts {
  /** Where the reader left this paper; asked while the file is being opened. */
  readonly lastPlace: () => Promise<Place | null>;
  /** Called for every move; the host decides when to keep it. */
  readonly moved: (place: Place) => void;
}

/** One open paper: everything behind the toolbar. It keeps nothing itself; it tells its host. */
export interface Reader {
  readonly state: Value<ReaderState>;
  readonly view: PdfView;
  readonly annotations: AnnotationStore;
  /** `auto`, `page-width`, `page-fit` or a factor. */
  readonly zoomTo: (zoom: string) => void;
  /** A quarter turn to the right. */
  readonly turn: () => void;
  readonly setTool: (tool: Tool) => void;
  readonly setColour: (colour: Colour) => void;
  readonly setInkWidth: (width: number) => void;
  /** Marks the selected words; whether there were any. */
  readonly highlightSelection: () => boolean;
  readonly select: (id: string | null) => void;
  /** Shows an annotation and selects it. */
  readonly goTo: (annotation: Annotation) => void;
  readonly remove: (annotation: Annotation) => void;
  readonly recolour: (annotation: Annotation, colour: Colour) => void;
  /** Opens the note of an annotation for writing. */
  readonly editNote: (annotation: Annotation) => void;
  readonly writeNote: (text: string) => void;
  /** Puts an edited note back into its annotation, for an edit made elsewhere than in the draft. */
  readonly saveNote: (annotation: Annotation, text: string) => void;
  /** Keeps what was written; a new note without words is dropped. */
  readonly closeNote: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly close: () => void;
}

/** Draws whenever something that is drawn has changed. */
const keepDrawn = (
  reader: { readonly state: Value<ReaderState>; readonly store: AnnotationStore },
  editing: Editing,
  layers: PageLayers,
): (() => void) => {
  const draw = (): void => layers.show(editing.shown(), reader.state.get().selectedId);
  reader.store.subscribe(draw);
  reader.state.subscribe(draw);
  return draw;
};

/** Tells the state what pdf.js says. */
const listen = (view: PdfView, state: Value<ReaderState>, moved: () => void): void => {
  view.on('pagechanging', ({ pageNumber }) => state.update({ page: pageNumber }));
  view.on('scalechanging', ({ scale, presetValue }) => state.update({ scale, preset: presetValue ?? null }));
  view.on('updateviewarea', moved);
  view.on('updatefindmatchescount', ({ matchesCount }) => state.update({ matches: matchesCount }));
  view.on('updatefindcontrolstate', ({ state: found, matchesCount }) =>
    state.update({
      matches: matchesCount,
      // FindState of pdf.js: FOUND 0, NOT_FOUND 1, WRAPPED 2, PENDING 3.
      finding: found === 1 ? 'missing' : found === 3 ? 'pending' : 'found',
    }),
  );
};

/** A zoom that follows the window follows it also when a pane beside the page opens. */
const followSize = (view: PdfView, state: Value<ReaderState>, signal: AbortSignal): void => {
  const observer = new ResizeObserver(() => {
    const { preset, status } = state.get();
    if (status === 'ready' && preset !== null) view.viewer.currentScaleValue = preset;
    if (status === 'ready') view.viewer.update();
    state.update({ width: view.container.clientWidth });
  });
  observer.observe(view.container);
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
};

const openInto = async (
  view: PdfView,
  state: Value<ReaderState>,
  opening: ReturnType<typeof openPdf>,
  host: ReaderHost,
  signal: AbortSignal,
): Promise<void> => {
  try {
    const [pdf, place] = await Promise.all([opening.document, host.lastPlace()]);
    if (signal.aborted) return;
    const target = place === null ? null : Math.min(Math.max(1, place.page), pdf.numPages);
    // Its true size, so that the place is right although pdf.js still believes every page to be like the first.
    const first = target === null || target === 1 ? null : await pdf.getPage(target).catch(() => null);
    if (signal.aborted) return;
    view.on('pagesinit', () => {
      if (first !== null) view.pageView(first.pageNumber)?.setPdfPage(first);
      goToPlace(view, place ?? { page: 1, offset: 0, zoom: 'auto' });
      state.update({ status: 'ready', pageCount: pdf.numPages, page: view.viewer.currentPageNumber });
    });
    view.on('pagerendered', () => {
      // Seen in the browser's own timeline, and by the benchmark.
      if (!state.get().painted) performance.mark('reader:first-page');
      state.update({ painted: true });
    });
    showDocument(view, pdf);
  } catch (error) {
    if (!signal.aborted) state.update({ status: failureOf(error) });
  }
};

/**
 * Opens a paper in `container`, whose child `pages` pdf.js fills. Opening starts at once; `state` says how it goes.
 */
export const openReader = (
  elements: { readonly container: HTMLDivElement; readonly pages: HTMLDivElement },
  file: FileRef,
  maker: Maker,
  host: ReaderHost,
): Reader => {
  const opening = openPdf(file);
  const ending = new AbortController();
  const { signal } = ending;
  const state = createValue<ReaderState>(FIRST_STATE);
  const view = createPdfView(elements.container, elements.pages);
  const store = createAnnotationStore(host, maker.now);
  const layers = attachPageLayers(view, host);
  const editing = createEditing(state, store, maker, view);
  const draw = keepDrawn({ state, store }, editing, layers);
  // The pages' style sheet reads which tool is in hand.
  const showTool = (): void => elements.container.setAttribute('data-tool', state.get().tool);
  showTool();
  state.subscribe(showTool);

  listen(view, state, () => {
    const place = state.get().painted ? placeOf(view) : null;
    if (place !== null) host.moved(place);
  });
  const pen = attachPenInput(
    view,
    {
      tool: () => state.get().tool,
      strokeMoved: (page, stroke) =>
        layers.layer(page)?.showStroke(stroke, state.get().colours.ink, state.get().inkWidth),
      strokeEnded: editing.addStroke,
      eraserMoved(at) {
        editing.eraserMoved(at);
        draw();
      },
      eraserEnded() {
        editing.eraserEnded();
        draw();
      },
      tapped: editing.tapped,
    },
    signal,
  );
  attachZoomInput(view, { isDisabled: pen.isPenDown, onStart: pen.cancel }, signal);

  watchSelection(view, state, signal);
  followSize(view, state, signal);
  elements.container.addEventListener(
    'pointerup',
    () => {
      // After the browser has settled the selection of this very click.
      if (state.get().tool === 'highlight') queueMicrotask(() => editing.highlightSelection());
    },
    { signal },
  );
  void openInto(view, state, opening, host, signal);

  const stepped = (changes: readonly Change[]): void => {
    const place = changes[0]?.after ?? changes[0]?.before;
    state.update({ selectedId: null, draft: null });
    if (place !== undefined && place !== null) showPage(place);
  };
  const showPage = (annotation: Annotation): void => {
    if (view.viewer.currentPageNumber !== annotation.page) view.links.goToPage(annotation.page);
  };

  return {
    state,
    view,
    annotations: store,
    zoomTo(zoom) {
      view.viewer.currentScaleValue = zoom;
    },
    turn() {
      view.viewer.pagesRotation = (view.viewer.pagesRotation + 90) % 360;
    },
    setTool(tool) {
      editing.closeNote();
      state.update({ tool, selectedId: null });
      if (tool === 'highlight') editing.highlightSelection();
    },
    setColour(colour) {
      const { tool, colours } = state.get();
      const kind = tool === 'ink' || tool === 'note' ? tool : 'highlight';
      state.update({ colours: { ...colours, [kind]: colour } });
    },
    setInkWidth: (inkWidth) => state.update({ inkWidth }),
    highlightSelection: editing.highlightSelection,
    select: (selectedId) => state.update({ selectedId }),
    goTo(annotation) {
      editing.closeNote();
      const { x0, y1 } = boundsOf(annotation);
      view.links.goToXY(annotation.page, x0, y1, { center: 'vertical' });
      state.update({ selectedId: annotation.id });
    },
    remove(annotation) {
      const { draft } = state.get();
      state.update({ selectedId: null, draft: null });
      if (draft?.isNew !== true) editing.change([{ before: annotation, after: null }]);
    },
    recolour: (annotation, colour) => {
      const { draft } = state.get();
      if (draft?.annotation.id === annotation.id)
        state.update({ draft: { ...draft, annotation: { ...draft.annotation, colour } } });
      if (draft?.isNew !== true) editing.edit(editing.byId(annotation.id) ?? annotation, { colour });
    },
    editNote: editing.editNote,
    writeNote(text) {
      const { draft } = state.get();
      if (draft !== null) state.update({ draft: { ...draft, text } });
    },
    saveNote: (annotation, note) => editing.edit(annotation, { note: note.trim() }),
    closeNote: editing.closeNote,
    undo: () => stepped(store.undo()),
    redo: () => stepped(store.redo()),
    close() {
      editing.closeNote();
      ending.abort();
      view.close();
      opening.close();
    },
  };
};
