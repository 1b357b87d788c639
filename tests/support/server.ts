import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pino, { type Logger } from 'pino';
import { DEFAULT_SETTINGS, type ServerContext, type Settings } from '../../server/context.ts';
import type { Certificate } from '../../server/http/app.ts';
import { startServer } from '../../server/installation/start.ts';
import { SAMPLE_KDF } from '../../server/sample/organisation.ts';
import { fillWithSample } from '../../server/sample/sample.ts';
import type { Clock } from '../../shared/lib/clock.ts';

export interface TestServerOptions {
  /** Filled with the sample Government (`sampleSignIns()` says who can sign in). */
  readonly sample?: boolean;
  /** Another installation to go on with; it then stays when the server stops. */
  readonly dataDir?: string;
  readonly host?: string;
  readonly port?: number;
  readonly clock?: Clock;
  readonly settings?: Partial<Settings>;
  readonly certificate?: Certificate;
  /** Where its log goes; nowhere without. */
  readonly log?: Logger;
  /** Runs on an empty installation before it listens, instead of the sample. */
  readonly fill?: (context: ServerContext) => Promise<void>;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly dataDir: string;
  readonly setupCode: string | null;
  readonly context: ServerContext;
  stop(): Promise<void>;
}

/** The real server in this process: real SQLite in a folder of its own, real HTTP on loopback, cheap Argon2id. */
export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'cabinet-server-')));
  const started = await startServer({
    folder: dataDir,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    certificate: options.certificate ?? null,
    settings: { ...DEFAULT_SETTINGS, signInsPerMinute: 1000, ...options.settings },
    kdf: SAMPLE_KDF,
    clock: options.clock ?? { now: () => Date.now() },
    random: (count) => new Uint8Array(randomBytes(count)),
    log: options.log ?? pino({ enabled: false }),
    fill: options.fill ?? (options.sample === true ? fillWithSample : null),
  });
  if (!started.ok) throw new Error(started.error);
  const { url, setupCode, context } = started.value;
  const stop = async (): Promise<void> => {
    await started.value.stop();
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  return { url, dataDir, setupCode, context, stop, [Symbol.asyncDispose]: stop };
};

export interface ServerProcess extends AsyncDisposable {
  /** Empty when it ended before it listened. */
  readonly url: string;
  readonly setupCode: string | null;
  readonly child: ChildProcess;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  /** Resolves with the exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

/** The real program, as an operator starts it; resolves when it listens or has ended. */
export const startServerProcess = async (args: readonly string[]): Promise<ServerProcess> => {
  const program = join(import.meta.dirname, '..', '..', 'server', 'main.ts');
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const stdout: string[] = [];
  const stderr: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const url = await new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      stdout.push(line);
      const listening = /^listening (\S+)$/.exec(line)?.[1];
      if (listening !== undefined) resolve(listening);
    });
    void ended.then(() => resolve(''));
  });
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  const codeLine = stdout.find((line) => line.startsWith('setup code: '));
  return {
    url,
    setupCode: codeLine?.slice('setup code: '.length) ?? null,
    child,
    stdout,
    stderr,
    ended,
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
    [Symbol.asyncDispose]: async () => {
      await end('SIGKILL');
    },
  };
};
