import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { access, constants, mkdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import open from 'open';
import { build } from './build.ts';
import { lockFolder } from './core/session/instanceLock.ts';
import { electronProgram, electronUnavailableReason } from './electron/available.ts';
import { openApp } from './loopback/app.ts';

/**
 * `npm start`: a server with its data in a folder, filled with a sample Government when it is new, and the app: in
 * Electron, or, where its binary or a display is missing, in a browser on this machine.
 */
const USAGE = `npm start -- [--data DIR] [--port N] [--fresh] [--empty]
  --data DIR  folder for the server's and the app's data (default: data)
  --port N    port of the server (default: 4380)
  --fresh     delete that folder's data first
  --empty     no sample: the first run asks for the first administrator`;

/** Written into a data folder: one without it that holds something is somebody else's. */
const MARKER = '.e-cabinet-data';
/** What is ours in a data folder, and what `--fresh` deletes. */
const SERVER = 'server';
const APP = 'app';
const root = join(import.meta.dirname, '..');

/** A sentence for the person who started this. */
class StartError extends Error {}
/** Told to stop before everything ran: no error. */
class StoppedEarly extends Error {}

interface Options {
  readonly data: string;
  readonly port: number;
  readonly fresh: boolean;
  readonly empty: boolean;
}

const parseOptions = () => {
  try {
    return parseArgs({
      options: {
        data: { type: 'string', default: join(root, 'data') },
        port: { type: 'string', default: '4380' },
        fresh: { type: 'boolean', default: false },
        empty: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
};

const readOptions = (): Options => {
  const values = parseOptions();
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const port = Number(values.port);
  if (values.port.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartError(`--port ${values.port} is not a port number.`);
  return { data: resolve(values.data), port, fresh: values.fresh, empty: values.empty };
};

/** Whether the port is free, asked before anything is written. */
const checkPort = (port: number): Promise<void> =>
  new Promise((free, taken) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      taken(
        new StartError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use by another program, perhaps another E-Cabinet. Close it, or choose another port with --port.`
            : `Port ${port} cannot be used (${error.code ?? error.message}). Choose another with --port.`,
        ),
      ),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => free()));
  });

/** What is in a folder; empty when there is none. */
const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new StartError(`The data folder ${folder} cannot be read. Choose another with --data.`);
  }
};

/** Takes the data folder for this run. Returns how to give it back. */
const prepareFolder = async ({ data, fresh }: Options): Promise<() => void> => {
  const names = namesIn(data);
  if (names.length > 0 && !names.includes(MARKER))
    throw new StartError(`The folder ${data} holds other files. Choose an empty one with --data.`);
  let release: () => void;
  try {
    await mkdir(data, { recursive: true });
    await access(data, constants.W_OK);
    await writeFile(join(data, MARKER), '');
  } catch {
    throw new StartError(`The data folder ${data} cannot be written. Choose another with --data.`);
  }
  try {
    release = lockFolder(data);
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error));
  }
  if (fresh) for (const name of [SERVER, APP]) await rm(join(data, name), { recursive: true, force: true });
  return release;
};

interface RunningServer {
  readonly url: string;
  /** Lets it finish what it began, and ends it. */
  stop(): Promise<void>;
}

/** The server's own log lines are JSON; everything else it says is for a person. */
const isLogLine = (line: string): boolean => line.startsWith('{');

/**
 * Starts the server as a process of its own and passes on what it prints. Rejects with its last sentence, or when it is
 * told to stop before the server listens. The server ends with its standard input, so also when this process is killed;
 * in a group of its own, it does not get the Ctrl+C that is meant for this one.
 */
const startServer = async (options: Options, stopped: Promise<void>): Promise<RunningServer> => {
  const args = [join(root, 'server/main.ts'), '--data', join(options.data, SERVER), '--host', '127.0.0.1'];
  args.push('--port', String(options.port), '--end-with-input', ...(options.empty ? [] : ['--sample']));
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  return new Promise((resolvePromise, reject) => {
    let complaint = '';
    let state: 'starting' | 'running' | 'stopping' = 'starting';
    const stop = (): Promise<void> => {
      state = 'stopping';
      return stopChild(child);
    };
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.trim() !== '' && !isLogLine(line)) complaint = line;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening (\S+)$/.exec(line)?.[1];
      if (url === undefined) console.log(line);
      else {
        state = 'running';
        resolvePromise({ url, stop });
      }
    });
    child.once('exit', (code) => {
      reject(new StartError(complaint || `The server ended with code ${code ?? 'none'}.`));
      // After the start nobody waits for the promise: the app goes on offline, and whoever started it is told why.
      if (state === 'running') console.error(`The server has ended; the app goes on offline. ${complaint}`);
    });
    void stopped.then(stop).then(() => reject(new StoppedEarly()));
  });
};

const stopChild = (child: ChildProcess): Promise<void> =>
  new Promise((done) => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGTERM');
  });

/** An Electron that ends sooner than this with an error never showed a window. */
const ELECTRON_STARTS_MS = 10_000;

/** Runs the shell until its last window is closed; false when it could not start. */
const runElectron = async (
  program: string,
  serverUrl: string,
  options: Options,
  stopped: Promise<void>,
): Promise<boolean> => {
  const started = performance.now();
  const child = spawn(
    program,
    [root, `--server=${serverUrl}`, `--user-data-dir=${join(options.data, APP)}`],
    {
      stdio: 'inherit',
    },
  );
  const ended = new Promise<boolean>((done) => {
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0 || performance.now() - started > ELECTRON_STARTS_MS));
  });
  const worked = await Promise.race([ended, stopped.then(() => true)]);
  await stopChild(child);
  return worked;
};

/** In Electron if it can be; otherwise, saying why in one line, in the browser. */
const runApp = async (serverUrl: string, options: Options, stopped: Promise<void>): Promise<void> => {
  let reason = await electronUnavailableReason();
  const program = reason === null ? electronProgram() : null;
  if (program !== null) {
    await build(['electron']);
    if (await runElectron(program, serverUrl, options, stopped)) return;
    reason = 'Electron could not start on this machine.';
  }
  console.log(`\n${reason ?? 'The Electron binary is missing.'} The app runs in the browser instead.`);
  await runLoopback(serverUrl, options, stopped);
};

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

/** Serves the app in the browser host; resolves when it is told to stop. */
const runLoopback = async (serverUrl: string, options: Options, stopped: Promise<void>): Promise<void> => {
  const app = await openApp({
    serverUrl,
    dataDir: join(options.data, APP),
    port: 0,
    random: (count) => randomBytes(count),
  });
  if (!app.ok) throw new StartError(app.error);
  const url = app.value.openUrl();
  console.log(`\nE-Cabinet is open at\n  ${url}\n(the address works once; Ctrl+C stops everything)`);
  if (hasDisplay() && process.env['CI'] === undefined) await open(url).catch(() => undefined);
  await stopped;
  await app.value.close();
};

/** Resolves at the first request to stop. Further ones are the same wish: npm and a terminal both pass on one Ctrl+C. */
const untilStopped = (): Promise<void> =>
  new Promise((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
  });

const main = async (): Promise<void> => {
  const options = readOptions();
  await checkPort(options.port);
  const release = await prepareFolder(options);
  const stopped = untilStopped();
  try {
    console.log('Preparing the app …');
    await build(['renderer', 'loopback']);
    const server = await startServer(options, stopped);
    try {
      await runApp(server.url, options, stopped);
    } finally {
      await server.stop();
    }
  } finally {
    release();
  }
};

try {
  await main();
  process.exit(0);
} catch (error) {
  if (error instanceof StoppedEarly) process.exit(0);
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
