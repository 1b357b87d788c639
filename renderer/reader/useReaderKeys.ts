import { useEffect } from 'react';
import type { Reader } from './openReader.ts';
import { commandOf, type ReaderCommand } from './readerKeys.ts';

export interface ReaderPanels {
  openFind(): void;
  findAgain(backwards: boolean): void;
  openTools(): void;
  /** Closes what is open, the innermost first; whether something was. */
  leave(): boolean;
}

const LINE_PX = 60;
/** What stays in sight when a screen is turned. */
const SCREEN = 0.9;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Parts that have all keys for themselves. */
const OWN_KEYS = '[role="menu"], [role="dialog"], [role="alertdialog"], [role="listbox"]';
/** Parts in which arrows choose. */
const OWN_ARROWS = '[role="radiogroup"]';

const isTheirs = (event: KeyboardEvent): boolean => {
  if (!(event.target instanceof Element)) return false;
  if (event.target.closest(OWN_KEYS) !== null) return true;
  return /^(Arrow|Home|End)/.test(event.key) && event.target.closest(OWN_ARROWS) !== null;
};

const isInFind = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[role="search"]') !== null;

const scrollBy = (reader: Reader, screens: number, pixels: number): void => {
  const { container } = reader.view;
  container.scrollBy({ top: screens * container.clientHeight + pixels });
};

const removeSelected = (reader: Reader): void => {
  const { selectedId } = reader.state.get();
  const selected = reader.annotations.getSnapshot().annotations.find(({ id }) => id === selectedId);
  if (selected !== undefined) reader.remove(selected);
};

const leave = (reader: Reader, panels: ReaderPanels): void => {
  const { draft, selectedId, tool } = reader.state.get();
  if (draft !== null) reader.closeNote();
  else if (selectedId !== null) reader.select(null);
  else if (tool !== 'select') reader.setTool('select');
  else if (!panels.leave()) window.getSelection()?.removeAllRanges();
};

const perform = (reader: Reader, panels: ReaderPanels, command: ReaderCommand): void => {
  const { viewer } = reader.view;
  switch (command) {
    case 'scrollUp':
      return scrollBy(reader, 0, -LINE_PX);
    case 'scrollDown':
      return scrollBy(reader, 0, LINE_PX);
    case 'screenUp':
      return scrollBy(reader, -SCREEN, 0);
    case 'screenDown':
      return scrollBy(reader, SCREEN, 0);
    case 'previousPage':
      return void viewer.previousPage();
    case 'nextPage':
      return void viewer.nextPage();
    case 'firstPage':
      viewer.currentPageNumber = 1;
      return;
    case 'lastPage':
      viewer.currentPageNumber = viewer.pagesCount;
      return;
    case 'zoomIn':
      return viewer.increaseScale();
    case 'zoomOut':
      return viewer.decreaseScale();
    case 'fitWidth':
      viewer.currentScaleValue = 'page-width';
      return;
    case 'find':
      return panels.openFind();
    case 'findNext':
      return panels.findAgain(false);
    case 'findPrevious':
      return panels.findAgain(true);
    case 'highlight':
      if (reader.highlightSelection()) return;
      panels.openTools();
      return reader.setTool('highlight');
    case 'ink':
      panels.openTools();
      return reader.setTool('ink');
    case 'note':
      panels.openTools();
      return reader.setTool('note');
    case 'undo':
      return reader.undo();
    case 'redo':
      return reader.redo();
    case 'delete':
      return removeSelected(reader);
    case 'leave':
      return leave(reader, panels);
  }
};

/** The reader's keys, while it is the screen. */
export const useReaderKeys = (reader: Reader | null, panels: ReaderPanels): void => {
  useEffect(() => {
    if (reader === null) return;
    const onKey = (event: KeyboardEvent): void => {
      if (isTheirs(event)) return;
      const command = commandOf(event, isWriting(event.target));
      if (command === null) return;
      event.preventDefault();
      event.stopPropagation();
      if (command === 'leave' && isInFind(event.target)) panels.leave();
      else perform(reader, panels, command);
    };
    // On the way down: react-aria's fields let no key come up again.
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [reader, panels]);
};
