import { useEffect } from 'react';
import type { Preferences } from '../../shared/contract/client.ts';
import { setLanguage } from '../i18n/i18n.ts';
import { useQuery } from './cabinet.ts';

const DARK = '(prefers-color-scheme: dark)';

const applyTheme = (theme: Preferences['theme']): void => {
  const dark = theme === 'dark' || (theme === 'system' && matchMedia(DARK).matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
};

/** Puts language, theme and text size on the document. */
export const applyPreferences = async (preferences: Preferences): Promise<void> => {
  document.documentElement.lang = preferences.language;
  document.documentElement.dataset['textSize'] = preferences.textSize;
  applyTheme(preferences.theme);
  await setLanguage(preferences.language);
};

/** Follows the preferences, and the system's theme where the person left it to the system. */
export const usePreferences = (): Preferences | null => {
  const query = useQuery('preferences.get', {});
  const preferences = query.status === 'ready' ? query.value : null;
  useEffect(() => {
    if (preferences === null) return;
    void applyPreferences(preferences);
    const media = matchMedia(DARK);
    const follow = (): void => applyTheme(preferences.theme);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, [preferences]);
  return preferences;
};
