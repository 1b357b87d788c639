import type Electron from 'electron';
import type * as standIn from './electron.ts';
import type { StandInFrame } from './frames.ts';

/**
 * Proof, by the compiler, that the stand-in offers nothing that Electron's own `electron.d.ts` does not: every member
 * exists there, takes whatever Electron's takes, and gives back only what Electron's gives back. A release of Electron
 * that drops or changes one of them fails `npm run types`, not a person's machine.
 */
type Listening = keyof NodeJS.EventEmitter;

/** `never` when `Stand` is a part of `Real`; else the paths of the members that are not. */
export type Drift<Stand, Real, Path extends string> = {
  [Key in Exclude<keyof Stand, Listening> & string]: Key extends keyof Real
    ? MemberDrift<Stand[Key], Real[Key], `${Path}.${Key}`>
    : `${Path}.${Key}`;
}[Exclude<keyof Stand, Listening> & string];

type MemberDrift<Stand, Real, Path extends string> = Stand extends (
  ...args: infer StandArgs
) => infer StandResult
  ? Real extends (...args: infer RealArgs) => infer RealResult
    ? | (RealArgs extends StandArgs ? never : AcceptsFewer<StandArgs, RealArgs, Path>)
      | ResultDrift<Awaited<StandResult>, Awaited<RealResult>, `${Path}()`>
    : Path
  : ResultDrift<Stand, Real, Path>;

/** Fewer parameters are fine, other types are not. */
type AcceptsFewer<StandArgs, RealArgs extends unknown[], Path extends string> = StandArgs extends [
  ...infer Known,
]
  ? RealArgs extends [...{ [At in keyof Known]: Known[At] }, ...unknown[]]
    ? never
    : Path
  : Path;

type ResultDrift<Stand, Real, Path extends string> = [Stand] extends [Real]
  ? never
  : Stand extends readonly (infer StandItem)[]
    ? Real extends readonly (infer RealItem)[]
      ? ResultDrift<StandItem, RealItem, `${Path}[]`>
      : Path
    : Stand extends object
      ? Real extends object
        ? Drift<Stand, Real, Path>
        : Path
      : Path;

/** Does not compile unless nothing drifts; the error names the members. */
type NoDrift<Paths extends never> = Paths;

type Real = typeof Electron;
type Stand = typeof standIn;

/** The module: its names, singletons and functions. */
export type NamesExist = NoDrift<Exclude<keyof Stand, keyof Real>>;
export type ModuleIsPart = NoDrift<Drift<Omit<Stand, 'BrowserWindow' | 'Menu'>, Real, 'electron'>>;
/** Classes: what they construct, what they take, their statics. */
export type WindowIsPart = NoDrift<
  Drift<InstanceType<Stand['BrowserWindow']>, Electron.BrowserWindow, 'BrowserWindow'>
>;
export type WindowTakesThese = NoDrift<
  ConstructorParameters<Real['BrowserWindow']> extends ConstructorParameters<Stand['BrowserWindow']>
    ? never
    : 'new BrowserWindow()'
>;
export type MenuIsPart = NoDrift<Drift<Omit<Stand['Menu'], 'prototype'>, Real['Menu'], 'Menu'>>;
/** What is handed to the shell without being exported: the frames of IPC events, the port of a utility process. */
export type FrameIsPart = NoDrift<Drift<Omit<StandInFrame, 'parent'>, Electron.WebFrameMain, 'WebFrameMain'>>;
/** What a preload gets; it runs in the page, from `pageWorlds.ts`. */
export type BridgeIsPart = NoDrift<Exclude<'exposeInMainWorld', keyof Electron.ContextBridge>>;
export type RendererIsPart = NoDrift<Exclude<'invoke' | 'on' | 'removeListener', keyof Electron.IpcRenderer>>;

/** The events that the stand-in emits; an overload that is gone does not compile. Never called. */
export const emitted = (app: Electron.App, window: Electron.BrowserWindow): void => {
  const { webContents } = window;
  app.on('ready', () => undefined);
  app.on('before-quit', (event) => event.preventDefault());
  app.on('will-quit', () => undefined);
  app.on('quit', (_event, _code: number) => undefined);
  app.on('window-all-closed', () => undefined);
  app.on('second-instance', (_event, _argv: string[], _cwd: string, _data: unknown) => undefined);
  window.on('ready-to-show', () => undefined);
  window.on('close', () => undefined);
  window.on('closed', () => undefined);
  webContents.on('will-navigate', (event) => [
    event.url,
    event.isMainFrame,
    event.isSameDocument,
    event.frame,
  ]);
  webContents.on('will-frame-navigate', (event) => [event.url, event.isMainFrame, event.frame]);
  webContents.on('render-process-gone', (_event, details) => [details.reason, details.exitCode]);
};
