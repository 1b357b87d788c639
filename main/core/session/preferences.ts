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
  paperLimit: z.int().min(0).nullable().catch(null),
  paperRate: z.int().min(1000).nullable().catch(null),
  papersOnOpening: z.boolean().catch(false),
});

/** The choices of this device's people, for those parts of the core that follow them. */
export interface DevicePreferences {
  get(): Preferences;
  /** Returns how to stop listening. */
  onChanged(listener: () => void): () => void;
}

/** What this device's people chose; readable while locked, so it holds nothing of theirs. */
export interface PreferenceFile extends DevicePreferences {
  /** Throws what the file system says. */
  set(change: { readonly [K in keyof Preferences]?: Preferences[K] | undefined }): void;
}

export const openPreferences = (dataDir: string): PreferenceFile => {
  const path = join(dataDir, 'preferences.json');
  let current: Preferences = readJson(path, stored) ?? stored.parse({});
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    set(change) {
      const next: Preferences = {
        language: change.language ?? current.language,
        theme: change.theme ?? current.theme,
        textSize: change.textSize ?? current.textSize,
        readerNight: change.readerNight ?? current.readerNight,
        lockAfter: change.lockAfter ?? current.lockAfter,
        // Null is a choice here.
        paperLimit: change.paperLimit === undefined ? current.paperLimit : change.paperLimit,
        paperRate: change.paperRate === undefined ? current.paperRate : change.paperRate,
        papersOnOpening: change.papersOnOpening ?? current.papersOnOpening,
      };
      writeJsonAtomically(path, next);
      current = next;
      for (const listener of [...listeners]) listener();
    },
  };
};
