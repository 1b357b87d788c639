import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { paths } from './paths.ts';

/** Alt and a digit go to a place, in the order of the rail. */
export const PLACE_KEYS = [
  { digit: '1', href: paths.home, label: 'app.rail.home' },
  { digit: '2', href: paths.meetings, label: 'app.rail.meetings' },
  { digit: '3', href: paths.papers, label: 'app.rail.papers' },
  { digit: '4', href: paths.slips, label: 'app.rail.slips' },
  { digit: '5', href: paths.outbox, label: 'app.keys.outbox' },
] as const;

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The app's own keys: `?` lists them, Alt+digit goes to a place. Never while something is being written. */
export const useKeys = (showKeys: () => void): void => {
  const [, navigate] = useLocation();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isWriting(event.target)) return;
      if (event.key === '?' && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        showKeys();
      }
      const place = event.altKey ? PLACE_KEYS.find(({ digit }) => event.code === `Digit${digit}`) : undefined;
      if (place !== undefined) {
        event.preventDefault();
        navigate(place.href);
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate, showKeys]);
};
