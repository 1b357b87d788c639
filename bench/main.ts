import { build } from '../main/build.ts';
import type { Figure } from './figure.ts';
import { launchBrowser } from './main/browser.ts';
import { measureFirstSync } from './main/firstSync.ts';
import { measureOpening } from './main/opening.ts';
import { measureVotes } from './main/votes.ts';

/** The main job's three figures: opening a paper, the first sync, a vote on its way. */
export const measure = async (): Promise<Figure[]> => {
  await build(['renderer', 'loopback']);
  const synced = await measureFirstSync();
  const browser = await launchBrowser();
  try {
    const opened = await measureOpening(browser);
    const voted = await measureVotes(browser);
    return [...opened, ...synced, ...voted];
  } finally {
    await browser.close();
  }
};
