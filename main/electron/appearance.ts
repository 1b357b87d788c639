import { nativeTheme, type BrowserWindow } from 'electron';
import { clientMethods } from '../../shared/contract/client.ts';
import type { Cabinet } from '../core/ports.ts';
import { setMenu } from './menu.ts';
import { themeBackground } from './window.ts';

/** Makes window and menu follow the theme and the language that the person chose in the app. */
export const followPreferences = (
  cabinet: Pick<Cabinet, 'call' | 'onChanged'>,
  window: () => BrowserWindow | null,
  isPackaged: boolean,
): void => {
  const apply = async (): Promise<void> => {
    const answer = await cabinet.call('preferences.get', {});
    if (!answer.ok) return;
    const preferences = clientMethods['preferences.get'].result.safeParse(answer.value);
    if (!preferences.success) return;
    nativeTheme.themeSource = preferences.data.theme;
    setMenu(preferences.data.language, isPackaged);
  };
  nativeTheme.on('updated', () => {
    const open = window();
    if (open && !open.isDestroyed()) open.setBackgroundColor(themeBackground());
  });
  cabinet.onChanged((topics) => {
    if (topics.includes('preferences')) void apply();
  });
  setMenu('vi', isPackaged);
  void apply();
};
