import { useSyncExternalStore } from 'react';

const KEY = 'reader.night';
const listeners = new Set<() => void>();
let night: boolean | null = null;

/** Storage may be refused to a page; then the choice lasts as long as the window. */
const stored = (): boolean => {
  try {
    return localStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
};

const isNight = (): boolean => (night ??= stored());

const toggle = (): void => {
  night = !isNight();
  try {
    localStorage.setItem(KEY, night ? '1' : '0');
  } catch {
    // See above.
  }
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Dark paper, for all papers on this device, and how to change it. */
export const useNight = (): readonly [boolean, () => void] => [
  useSyncExternalStore(subscribe, isNight),
  toggle,
];
