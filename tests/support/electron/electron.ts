import type Electron from 'electron';
import { report } from './report.ts';

/**
 * What the shell's `import … from 'electron'` gets in tests: the part of Electron's interface that it uses, over a real
 * Chromium. `surface.ts` proves that nothing here is missing from Electron's own declarations.
 */
export { app } from './app.ts';
export { StandInBrowserWindow as BrowserWindow } from './browserWindow.ts';
export { ipcMain } from './ipcMain.ts';
export { nativeTheme } from './nativeTheme.ts';
export { powerMonitor } from './powerMonitor.ts';
export { safeStorage } from './safeStorage.ts';
export { protocol, session } from './sessions.ts';
export { utilityProcess } from './utilityProcess.ts';

export const dialog = {
  showErrorBox(_title: string, content: string): void {
    report({ type: 'dialog', content });
  },
};

export const screen = {
  getAllDisplays: (): { workArea: Electron.Rectangle }[] => [
    { workArea: { x: 0, y: 0, width: 1920, height: 1080 } },
  ],
};

type Template = Electron.MenuItemConstructorOptions;
const labelsOf = new WeakMap<StandInMenu, readonly string[]>();

class StandInMenu {
  static buildFromTemplate(template: (Template | Electron.MenuItem)[]): StandInMenu {
    const menu = new StandInMenu();
    labelsOf.set(
      menu,
      template.map((item) => item.label ?? item.role ?? ''),
    );
    return menu;
  }

  static setApplicationMenu(menu: StandInMenu | null): void {
    report({ type: 'menu', labels: (menu && labelsOf.get(menu)) ?? [] });
  }
}
export { StandInMenu as Menu };
