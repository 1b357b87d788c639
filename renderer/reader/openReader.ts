import type { Annotation } from '../../shared/contract/annotation.ts';
import type { FileRef } from '../../shared/domain/records/paper.ts';
import { eraseAt, inkChange, joinChanges, type Maker, newHighlight, newNote } from './annotationEdits.ts';
import { type AnnotationHost, type AnnotationStore, createAnnotationStore } from './annotationStore.ts';
import type { Change } from './history.ts';
import { attachPageLayers, type PageLayers, type PageTexts } from './pageLayers.ts';
import { failureOf, openPdf } from './pdfSource.ts';
import { createPdfView, type PdfView, showDocument } from './pdfView.ts';
import { attachPenInput, type PagePoint } from './penInput.ts';
import { goToPlace, type Place, placeOf } from './readingPlace.ts';
import { type Colour, FIRST_STATE, type ReaderState, type Tool } from './readerState.ts';
import { boundsOf, hitAt } from './shapes.ts';
import { readSelection } from './textSelection.ts';
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
  setTool(tool: Tool): void;
  setColour(colour: Colour): void;
  setInkWidth(width: number): void;
  /** Marks the selected words; whether there were any. */
  highlightSelection(): boolean;
  select(id: string | null): void;
  /** Shows an annotation and selects it. */
  goTo(annotation: Annotation): void;
  remove(annotation: Annotation): void;
  recolour(annotation: Annotation, colour: Colour): void;
  /** Opens the note of an annotation for writing. */
  editNote(annotation: Annotation): void;
  writeNote(text: string): void;
  /** Puts an edited note back into its annotation, for an edit made elsewhere than in the draft. */
  saveNote(annotation: Annotation, text: string): void;
  /** Keeps what was written; a new note without words is dropped. */
  closeNote(): void;
  undo(): void;
  redo(): void;
  close(): void;
}

const asList = (annotation: Annotation | undefined): readonly Annotation[] =>
  annotation === undefined ? [] : [annotation];

/** The parts of a reader that edit annotations: pure in the sense that they know nothing of pdf.js's events. */
const createEditing = (state: Value<ReaderState>, store: AnnotationStore, maker: Maker, view: PdfView) => {
  const all = (): readonly Annotation[] =>
    store.getSnapshot().annotations.filter(({ versionId }) => versionId === maker.versionId);
  const byId = (id: string): Annotation | undefined => all().find((annotation) => annotation.id === id);
  let lastInk: string | null = null;

  const change = (changes: readonly Change[]): void => {
    if (changes.length > 0) store.change(changes);
  };
  const edit = (before: Annotation, part: { note?: string; colour?: Colour }): void =>
    change([{ before, after: { ...before, ...part, updatedAt: maker.now() } }]);

  const closeNote = (): void => {
    const { draft } = state.get();
    if (draft === null) return;
    state.update({ draft: null });
    const note = draft.text.trim();
    if (draft.isNew) {
      if (note !== '') change([{ before: null, after: { ...draft.annotation, note } }]);
    } else {
      const current = byId(draft.annotation.id);
      if (current !== undefined && note !== current.note) edit(current, { note });
    }
  };

  const editNote = (annotation: Annotation): void => {
    closeNote();
    state.update({ selectedId: annotation.id, draft: { annotation, isNew: false, text: annotation.note } });
  };

  const addNote = ({ page, point }: PagePoint): void => {
    closeNote();
    const annotation = newNote(maker, page, point, state.get().colours.note);
    state.update({ draft: { annotation, isNew: true, text: '' }, selectedId: annotation.id, tool: 'select' });
  };

  const addStroke = (page: number, stroke: readonly number[]): void => {
    const { colours, inkWidth } = state.get();
    const last = lastInk === null ? undefined : byId(lastInk);
    const made = inkChange(maker, { page, stroke, width: inkWidth }, colours.ink, last);
    lastInk = made.after?.id ?? null;
    change([made]);
  };

  const highlightSelection = (): boolean => {
    const parts = readSelection(view);
    change(
      parts.map((part) => ({
        before: null,
        after: newHighlight(maker, part, state.get().colours.highlight),
      })),
    );
    if (parts.length > 0) window.getSelection()?.removeAllRanges();
    return parts.length > 0;
  };

  const tapped = ({ page, point, reach }: PagePoint): void => {
    const { tool, selectedId } = state.get();
    if (tool === 'note') {
      addNote({ page, point, reach });
      return;
    }
    if (tool === 'ink' || tool === 'eraser') return;
    const hit = hitAt(
      all().filter((annotation) => annotation.page === page),
      point,
      reach,
    );
    closeNote();
    // A note opens at once; what is drawn is selected first, and opens when it is touched again.
    if (hit !== null && (hit.type === 'note' || hit.id === selectedId)) editNote(hit);
    else state.update({ selectedId: hit?.id ?? null });
  };

  let sweep: Change[] = [];
  const eraserMoved = ({ page, point, reach }: PagePoint): void => {
    const gone = new Map(sweep.map(({ before, after }) => [before?.id, after]));
    const left = all()
      .filter((annotation) => annotation.page === page)
      .flatMap((annotation) =>
        gone.has(annotation.id) ? asList(gone.get(annotation.id) ?? undefined) : [annotation],
      );
    const erased = eraseAt(left, point, reach, maker.now());
    if (erased.length > 0) sweep = joinChanges([...sweep, ...erased]);
  };
  const eraserEnded = (): void => {
    const swept = sweep;
    sweep = [];
    change(swept);
  };

  return {
    all,
    byId,
    /** What is to be seen while an eraser is sweeping and a new note is being written. */
    shown(): readonly Annotation[] {
      const { draft } = state.get();
      const swept = new Map(sweep.map(({ before, after }) => [before?.id, after]));
      const list = all().flatMap((annotation) =>
        swept.has(annotation.id) ? asList(swept.get(annotation.id) ?? undefined) : [annotation],
      );
      return draft?.isNew === true ? [...list, draft.annotation] : list;
    },
    change,
    edit,
    closeNote,
    editNote,
    addStroke,
    highlightSelection,
    tapped,
    eraserMoved,
    eraserEnded,
  };
};

type Editing = ReturnType<typeof createEditing>;

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
    view.on('pagerendered', () => state.update({ painted: true }));
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

  document.addEventListener(
    'selectionchange',
    () => {
      const selection = window.getSelection();
      const hasSelection =
        selection !== null &&
        !selection.isCollapsed &&
        selection.rangeCount > 0 &&
        elements.pages.contains(selection.getRangeAt(0).commonAncestorContainer);
      state.update({ hasSelection });
    },
    { signal },
  );
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
