import { join } from 'node:path';
import { z } from 'zod';
import type { Preferences } from '../../../shared/contract/client.ts';
import { readJson, writeJsonAtomically } from '../keys/atomicFile.ts';

/** Read leniently: a file from another version loses one choice, not all. */
const stored = z.object({
  language: z.enum(['vi', 'en']).catch('vi'),
  theme: z.enum(['light', 'dark', 'system']).catch('system'),
  textSize: z.enum(['normal', 'large', 'larger']).catch('normal'),
  readerNight: z.boolean().optional().catch(undefined),
  lockAfter: z.int().min(1).max(240).optional().catch(undefined),
});

/** What this device's people chose; readable while locked, so it holds nothing of theirs. */
export interface PreferenceFile {
  get(): Preferences;
  /** Throws what the file system says. */
  set(change: { readonly [K in keyof Preferences]?: Preferences[K] | undefined }): void;
}

export const openPreferences = (dataDir: string): PreferenceFile => {
  const path = join(dataDir, 'preferences.json');
  let current: Preferences = readJson(path, stored) ?? stored.parse({});
  return {
    get: () => current,
    set(change) {
      const next: Preferences = {
        language: change.language ?? current.language,
        theme: change.theme ?? current.theme,
        textSize: change.textSize ?? current.textSize,
        readerNight: change.readerNight ?? current.readerNight,
        lockAfter: change.lockAfter ?? current.lockAfter,
      };
      writeJsonAtomically(path, next);
      current = next;
    },
  };
};
