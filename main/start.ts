import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import open from 'open';
import { build } from './build.ts';
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

/** Written into a data folder, so that \`--fresh\` never deletes a folder that is something else. */
const MARKER = '.e-cabinet-data';
const root = join(import.meta.dirname, '..');

class StartError extends Error {}

interface Options {
  readonly data: string;
  readonly port: number;
  readonly fresh: boolean;
  readonly empty: boolean;
}

const readOptions = (): Options => {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: join(root, 'data') },
      port: { type: 'string', default: '4380' },
      fresh: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    process.exit(0);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new StartError(`--port ${values.port} is not a port number.`);
  return { data: resolve(values.data), port, fresh: values.fresh, empty: values.empty };
};

const prepareFolder = async (options: Options): Promise<void> => {
  try {
    await mkdir(options.data, { recursive: true });
    await access(options.data, constants.W_OK);
  } catch {
    throw new StartError(`The data folder ${options.data} cannot be written. Choose another with --data.`);
  }
  const names = await readdir(options.data);
  const ours = names.length === 0 || names.includes(MARKER);
  if (!ours)
    throw new StartError(`The folder ${options.data} holds other files. Choose an empty one with --data.`);
  if (options.fresh) {
    for (const name of names) await rm(join(options.data, name), { recursive: true, force: true });
  }
  await writeFile(join(options.data, MARKER), '');
};

interface RunningServer {
  readonly url: string;
  readonly process: ChildProcess;
}

/** Starts the server as a process of its own and passes on what it prints. Rejects with its last sentence. */
const startServer = async (options: Options): Promise<RunningServer> => {
  const args = [join(root, 'server/main.ts'), '--data', join(options.data, 'server'), '--host', '127.0.0.1'];
  args.push('--port', String(options.port), ...(options.empty ? [] : ['--sample']));
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolvePromise, reject) => {
    let complaint = '';
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.trim() !== '') complaint = line;
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening (\S+)$/.exec(line)?.[1];
      if (url === undefined) {
        if (!line.startsWith('{')) console.log(line);
      } else resolvePromise({ url, process: child });
    });
    child.once('exit', (code) =>
      reject(new StartError(complaint || `The server ended with code ${code ?? 'none'}.`)),
    );
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
    [root, `--server=${serverUrl}`, `--user-data-dir=${join(options.data, 'app')}`],
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
    dataDir: join(options.data, 'app'),
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

const main = async (): Promise<void> => {
  const options = readOptions();
  await prepareFolder(options);
  const stopped = new Promise<void>((stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  console.log('Preparing the app …');
  await build(['renderer', 'loopback']);
  const server = await startServer(options);
  try {
    await runApp(server.url, options, stopped);
  } finally {
    await stopChild(server.process);
  }
};

try {
  await main();
  process.exit(0);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  console.error(error.message);
  process.exit(1);
}
