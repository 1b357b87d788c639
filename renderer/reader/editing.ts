import type { Annotation } from '../../shared/contract/annotation.ts';
import { eraseAt, inkChange, joinChanges, type Maker, newHighlight, newNote } from './annotationEdits.ts';
import type { AnnotationStore } from './annotationStore.ts';
import type { Change } from './history.ts';
import type { PdfView } from './pdfView.ts';
import type { PagePoint } from './penInput.ts';
import type { Colour, ReaderState } from './readerState.ts';
import { hitAt } from './shapes.ts';
import { readSelection } from './textSelection.ts';
import type { Value } from './value.ts';

const asList = (annotation: Annotation | undefined): readonly Annotation[] =>
  annotation === undefined ? [] : [annotation];

/** What a person's hand does to annotations: tapping, drawing, erasing, marking, writing. Knows nothing of pdf.js's events. */
export const createEditing = (
  state: Value<ReaderState>,
  store: AnnotationStore,
  maker: Maker,
  view: PdfView,
) => {
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
    state.update({ draft: null, selectedId: null });
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

export type Editing = ReturnType<typeof createEditing>;
