import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ShellCommand } from './report.ts';

/**
 * `node launcher.ts MAIN [arguments]`: runs a built shell's entry as Electron would, with `electron` resolved to the
 * stand-in and the arguments where Electron has them.
 */
const standIn = pathToFileURL(join(import.meta.dirname, 'electron.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});

const entry = process.argv[2];
if (entry === undefined) throw new Error('which entry?');
process.argv.splice(1, 1);

const { app, becomeReady } = await import('./app.ts');
const { powerMonitor } = await import('./powerMonitor.ts');
const { anyWindow } = await import('./browserWindow.ts');
process.on('SIGTERM', () => app.quit());
process.on('disconnect', () => app.exit(0));
process.on('message', (command: ShellCommand) => {
  const window = anyWindow();
  if (command.type === 'quit') app.quit();
  if (command.type === 'power') powerMonitor.emit(command.event);
  if (command.type === 'minimize') window?.minimize();
  if (command.type === 'loadURL') window?.loadURL(command.url).catch(() => undefined);
});
await import(pathToFileURL(entry).href);
await becomeReady();
