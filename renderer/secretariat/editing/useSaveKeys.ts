import { type KeyboardEvent, useEffect } from 'react';
import { hasUnsaved } from './drafts.ts';

/** Ctrl+S, Ctrl+Enter (Cmd on macOS) within a form. */
export const saveKeys =
  (save: () => void) =>
  (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key !== 'Enter' && event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    event.stopPropagation();
    save();
  };

/** Asks before the window closes over something typed and not saved. */
export const useUnsavedQuestion = (): void => {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (hasUnsaved()) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
};
