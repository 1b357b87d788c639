/** Commands that a process of these tests takes: one argument, any answer that can be cloned. */
export type Commands = Readonly<Record<string, (args: never) => unknown>>;

export interface Ask {
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
}

/** What comes back: an answer to one command, or something that happened. */
export type Told =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly reason: string }
  | { readonly type: 'event'; readonly name: string; readonly fields: unknown };

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);

export const tell = (told: Told): void => {
  if (process.connected) process.send?.(told);
};

/** Something happened that never should: the round fails with it. */
export const alarm = (text: string): void => tell({ type: 'event', name: 'alarm', fields: text });

/** Serves commands to the process that started this one, and ends with it. */
export const serveCommands = (commands: Commands): void => {
  process.on('message', ({ id, name, args }: Ask) => {
    const run = commands[name] as ((args: unknown) => unknown) | undefined;
    Promise.resolve()
      .then(() => run?.(args))
      .then(
        (value) => tell({ type: 'answer', id, value }),
        (cause: unknown) => tell({ type: 'failure', id, reason: reasonOf(cause) }),
      );
  });
  process.once('disconnect', () => process.exit(0));
  process.on('unhandledRejection', (cause) => alarm(`unhandled rejection: ${reasonOf(cause)}`));
  process.on('uncaughtException', (cause) => alarm(`uncaught: ${reasonOf(cause)}`));
};
