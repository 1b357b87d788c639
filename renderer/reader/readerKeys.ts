/** The reader's own keys, for the list that `?` shows. Labels are translation keys. */
export const READER_KEYS = [
  { keys: ['↑', '↓'], label: 'reader.keys.scroll' },
  { keys: ['←', '→'], label: 'reader.keys.pages' },
  { keys: ['Page Up', 'Page Down'], label: 'reader.keys.screens' },
  { keys: ['Home', 'End'], label: 'reader.keys.ends' },
  { keys: ['+', '−'], label: 'reader.keys.zoom' },
  { keys: ['0'], label: 'reader.keys.fit' },
  { keys: ['Ctrl', 'F'], label: 'reader.keys.find' },
  { keys: ['F3', 'Shift F3'], label: 'reader.keys.findNext' },
  { keys: ['H'], label: 'reader.keys.highlight' },
  { keys: ['I'], label: 'reader.keys.ink' },
  { keys: ['N'], label: 'reader.keys.note' },
  { keys: ['Ctrl', 'Z'], label: 'reader.keys.undo' },
  { keys: ['Ctrl', 'Shift', 'Z'], label: 'reader.keys.redo' },
  { keys: ['Delete'], label: 'reader.keys.delete' },
  { keys: ['Esc'], label: 'reader.keys.leave' },
] as const;

export type ReaderCommand =
  | 'scrollUp'
  | 'scrollDown'
  | 'screenUp'
  | 'screenDown'
  | 'previousPage'
  | 'nextPage'
  | 'firstPage'
  | 'lastPage'
  | 'zoomIn'
  | 'zoomOut'
  | 'fitWidth'
  | 'find'
  | 'findNext'
  | 'findPrevious'
  | 'highlight'
  | 'ink'
  | 'note'
  | 'undo'
  | 'redo'
  | 'delete'
  | 'leave';

const PLAIN: Readonly<Record<string, ReaderCommand>> = {
  ArrowUp: 'scrollUp',
  ArrowDown: 'scrollDown',
  ArrowLeft: 'previousPage',
  ArrowRight: 'nextPage',
  PageUp: 'screenUp',
  PageDown: 'screenDown',
  Home: 'firstPage',
  End: 'lastPage',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fitWidth',
  h: 'highlight',
  i: 'ink',
  n: 'note',
  Delete: 'delete',
  Backspace: 'delete',
};
const WITH_CTRL: Readonly<Record<string, ReaderCommand>> = {
  f: 'find',
  g: 'findNext',
  z: 'undo',
  y: 'redo',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  '0': 'fitWidth',
};

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * What a key asks for. While something is being written (`isWriting`) only finding and leaving are asked for: letters
 * and the undo of the text belong to the text.
 */
export const commandOf = (event: Pressed, isWriting: boolean): ReaderCommand | null => {
  if (event.altKey) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const ctrl = event.ctrlKey || event.metaKey;
  if (key === 'Escape') return 'leave';
  if (key === 'F3' || (ctrl && key === 'g')) return event.shiftKey ? 'findPrevious' : 'findNext';
  if (ctrl && key === 'f') return 'find';
  if (isWriting) return null;
  if (ctrl) return key === 'z' && event.shiftKey ? 'redo' : (WITH_CTRL[key] ?? null);
  return PLAIN[key] ?? null;
};
