import { belowSelection } from './floating.ts';
import type { PdfView } from './pdfView.ts';
import type { ReaderState } from './readerState.ts';
import type { Value } from './value.ts';

/** How long a selection made by keys rests before its menu appears. */
const SELECTION_REST_MS = 250;

/** Tells where the selected words end, when the pointer that selects them is up. */
export const watchSelection = (view: PdfView, state: Value<ReaderState>, signal: AbortSignal): void => {
  let isDown = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const measure = (): void => {
    clearTimeout(timer);
    if (!isDown && !signal.aborted) state.update({ selectionAt: belowSelection(view) });
  };
  const onDown = (): void => {
    isDown = true;
  };
  const onUp = (): void => {
    isDown = false;
    // After the browser has settled the selection of this very click.
    timer = setTimeout(measure, 0);
  };
  view.container.addEventListener('pointerdown', onDown, { signal });
  document.addEventListener('pointerup', onUp, { signal });
  document.addEventListener('pointercancel', onUp, { signal });
  document.addEventListener(
    'selectionchange',
    () => {
      clearTimeout(timer);
      if (window.getSelection()?.isCollapsed !== false) state.update({ selectionAt: null });
      else timer = setTimeout(measure, SELECTION_REST_MS);
    },
    { signal },
  );
};
