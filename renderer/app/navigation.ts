import { type RefObject, useEffect, useLayoutEffect } from 'react';

let moved = false;

/** Until the person has gone anywhere: then nothing takes the focus from where the browser put it. */
export const isFirstScreen = (): boolean => !moved;

/** How far each screen was scrolled when it was left, by address. */
const offsets = new Map<string, number>();

/**
 * Lists remember where one was: the offset of an address is kept while the window lives, and put back as soon as the
 * content is tall enough for it. A screen visited for the first time starts at its top.
 */
export const useScrollMemory = (scroller: RefObject<HTMLElement | null>, path: string): void => {
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const target = offsets.get(path) ?? 0;
    element.scrollTo({ top: target });
    if (target === 0) return;
    // Answers arrive after the first paint: try again while the content grows, until it fits or the person scrolls.
    const observer = new ResizeObserver(() => {
      element.scrollTo({ top: target });
      if (element.scrollTop === target) observer.disconnect();
    });
    for (const child of element.children) observer.observe(child);
    const stop = (): void => observer.disconnect();
    element.addEventListener('wheel', stop, { once: true, passive: true });
    element.addEventListener('keydown', stop, { once: true });
    element.addEventListener('pointerdown', stop, { once: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('wheel', stop);
      element.removeEventListener('keydown', stop);
      element.removeEventListener('pointerdown', stop);
    };
  }, [scroller, path]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const remember = (): void => void offsets.set(path, element.scrollTop);
    element.addEventListener('scroll', remember, { passive: true });
    return () => {
      element.removeEventListener('scroll', remember);
      moved = true;
    };
  }, [scroller, path]);
};

/** After locking, nobody else's places are kept. */
export const forgetPlaces = (): void => {
  offsets.clear();
  moved = false;
};
