import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { backup } from '../../server/cli/backup.ts';
import { type CommandLine, readCommandLine } from '../../server/cli/options.ts';
import { restore } from '../../server/cli/restore.ts';
import { DEFAULT_SETTINGS } from '../../server/context.ts';
import type { Certificate } from '../../server/http/app.ts';
import { type RunningServer, startServer } from '../../server/installation/start.ts';
import { forgetOldTombstones } from '../../server/jobs/tombstones.ts';
import { SAMPLE_KDF } from '../../server/sample/organisation.ts';
import { alarm, serveCommands } from './hostProcess.ts';
import { killerOf, type Plan } from './plan.ts';

let running: RunningServer | null = null;

/** What the operator would see as an error of the program. */
const log = pino({ level: 'error', base: null }, { write: (line: string) => alarm(`server log: ${line}`) });

/** The real server, or one of its commands, in a process of its own that dies where it is told to. */
const commands = {
  async open(args: {
    readonly folder: string;
    readonly plan: Plan | null;
    readonly certificate: Certificate | null;
  }): Promise<{ readonly url: string; readonly setupCode: string | null }> {
    const started = await startServer({
      folder: args.folder,
      host: '127.0.0.1',
      port: 0,
      certificate: args.certificate,
      settings: { ...DEFAULT_SETTINGS, signInsPerMinute: 10_000 },
      kdf: SAMPLE_KDF,
      clock: { now: () => Date.now() },
      random: (count) => new Uint8Array(randomBytes(count)),
      log,
      fill: null,
      reached: killerOf(args.plan),
    });
    if (!started.ok) throw new Error(started.error);
    running = started.value;
    return { url: running.url, setupCode: running.setupCode };
  },
  /** Forgets tombstones but for the newest few, as housekeeping does after very many writes. */
  async forgetTombstones({ kept }: { readonly kept: number }): Promise<void> {
    if (running !== null) await forgetOldTombstones(running.context, kept);
  },
  async close(): Promise<void> {
    await running?.stop();
    running = null;
  },
  /** The `backup` command beside a running server; its exit code. */
  backup: ({
    folder,
    file,
    plan,
  }: {
    readonly folder: string;
    readonly file: string;
    readonly plan: Plan | null;
  }) => backup([file], lineOf(folder), killerOf(plan)),
  restore: ({
    folder,
    file,
    plan,
  }: {
    readonly folder: string;
    readonly file: string;
    readonly plan: Plan | null;
  }) => restore([file], lineOf(folder), killerOf(plan)),
};

/** As an operator types it. */
const lineOf = (folder: string): CommandLine => {
  const line = readCommandLine(['--data', folder]);
  if (!line.ok) throw new Error(line.error);
  return line.value;
};

export type ServerCommands = typeof commands;
serveCommands(commands);
