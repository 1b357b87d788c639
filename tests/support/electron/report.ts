/** What the stand-in tells the test that started it, and what the test may tell it. Plain values over Node's channel. */
export type ShellEvent =
  | { readonly type: 'ready'; readonly debuggerUrl: string }
  | { readonly type: 'loaded'; readonly url: string }
  | {
      readonly type: 'permission';
      readonly permission: string;
      readonly request: boolean;
      readonly granted: boolean;
    }
  | {
      readonly type: 'navigation';
      readonly url: string;
      readonly prevented: boolean;
      readonly mainFrame: boolean;
    }
  | { readonly type: 'windowOpen'; readonly url: string; readonly action: 'allow' | 'deny' }
  | { readonly type: 'blocked'; readonly url: string }
  /** A request left for somewhere else than the app. */
  | { readonly type: 'outside'; readonly url: string }
  | { readonly type: 'forked'; readonly pid: number }
  | { readonly type: 'exited'; readonly code: number }
  | {
      readonly type: 'window';
      readonly action: 'show' | 'focus' | 'restore' | 'minimize' | 'background';
      readonly value?: string;
    }
  | { readonly type: 'webPreferences'; readonly value: Readonly<Record<string, unknown>> }
  | { readonly type: 'menu'; readonly labels: readonly string[] }
  | { readonly type: 'dialog'; readonly content: string }
  | { readonly type: 'theme'; readonly source: string };

export type ShellCommand =
  | { readonly type: 'minimize' }
  | { readonly type: 'power'; readonly event: 'suspend' | 'lock-screen' }
  | { readonly type: 'loadURL'; readonly url: string }
  | { readonly type: 'quit' };

export const report = (event: ShellEvent): void => {
  if (process.connected) process.send?.(event);
};
