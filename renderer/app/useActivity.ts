import { useEffect } from 'react';
import { call } from './cabinet.ts';

const AT_MOST_EVERY_MS = 30_000;
const AT_LEAST_EVERY_MS = 60_000;
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/**
 * Tells the core how long ago somebody last touched the app, and nothing else of it: what it goes by is its own. Also
 * said when nothing happens, so that a core that was started again knows too.
 */
export const useActivity = (): void => {
  useEffect(() => {
    let touchedAt = performance.now();
    let saidAt = -AT_MOST_EVERY_MS;
    const say = (): void => {
      saidAt = performance.now();
      void call('session.activity', { idleSeconds: Math.floor((saidAt - touchedAt) / 1000) });
    };
    const touched = (): void => {
      touchedAt = performance.now();
      if (touchedAt - saidAt >= AT_MOST_EVERY_MS) say();
    };
    say();
    for (const name of TOUCHES) window.addEventListener(name, touched, { passive: true, capture: true });
    const timer = setInterval(say, AT_LEAST_EVERY_MS);
    return () => {
      clearInterval(timer);
      for (const name of TOUCHES) window.removeEventListener(name, touched, { capture: true });
    };
  }, []);
};
