import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Rectangle } from 'electron';
import { z } from 'zod';

export const MIN_WIDTH = 1024;
export const MIN_HEIGHT = 700;

const size = { width: z.int().min(1), height: z.int().min(1) };
const windowState = z.object({
  bounds: z.object({ x: z.int(), y: z.int(), ...size }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

/** Where the window was last time; null the first time, or when the file cannot be used. */
export const readWindowState = (path: string): WindowState | null => {
  try {
    return windowState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};

/** Losing this costs a person one drag of the mouse: failures are swallowed. */
export const writeWindowState = (path: string, state: WindowState): void => {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(state));
    renameSync(`${path}.new`, path);
  } catch {
    return;
  }
};

/** The remembered bounds moved onto a screen that is still there; null when none shows enough of them to grasp. */
export const visibleBounds = (bounds: Rectangle, screens: readonly Rectangle[]): Rectangle | null => {
  const screen = screens.find((area) => {
    const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
    return width >= 200 && height >= 100;
  });
  if (!screen) return null;
  return {
    x: Math.max(screen.x, bounds.x),
    y: Math.max(screen.y, bounds.y),
    width: Math.max(MIN_WIDTH, Math.min(bounds.width, screen.width)),
    height: Math.max(MIN_HEIGHT, Math.min(bounds.height, screen.height)),
  };
};
