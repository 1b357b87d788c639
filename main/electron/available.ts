import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Whether the Electron program can be run here. Plain Node: `main/start.ts` asks before it chooses a host. The
 * package has no install script; requiring it would start a download of about 120 MB, so nothing here requires it.
 */
const PROBE_MS = 3000;
const DEFAULT_MIRROR = 'https://github.com/electron/electron/releases/download/';

/** What the answer depends on besides files; tests give other machines. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  /** Folder of the installed electron package, null when there is none. */
  readonly folder: string | null;
}

export interface AvailabilityOptions {
  readonly machine?: Machine;
  /** Fetch the program when it is missing and its host answers, within this time. Without it nothing is downloaded. */
  readonly download?: { readonly limitMs: number; readonly say: (line: string) => void };
}

/** Null when Electron can be started; otherwise one sentence that says why not. Never takes more than the limits. */
export const electronUnavailableReason = async (
  options: AvailabilityOptions = {},
): Promise<string | null> => {
  const machine = options.machine ?? thisMachine();
  const noDisplay = displayMissing(machine);
  if (noDisplay !== null) return noDisplay;
  const { env, folder } = machine;
  if (folder === null) return 'The electron package is not installed.';
  if (programPath(folder, env) !== null) return null;
  const address = mirror(env);
  const { host } = new URL(address);
  if (!(await answers(address))) {
    return `The Electron program is not on this machine and its download host (${host}) cannot be reached.`;
  }
  if (!options.download) {
    return 'The Electron program has not been downloaded yet; "npx install-electron" fetches it.';
  }
  options.download.say(`Fetching the Electron program from ${host} (about 120 MB) …`);
  await runInstall(folder, options.download.limitMs);
  return programPath(folder, env) === null
    ? 'The Electron program could not be downloaded in time; "npx install-electron" tries again without a limit.'
    : null;
};

/** Path of the Electron program when it is installed, complete and of this version; null otherwise. */
export const electronProgram = (): string | null => {
  const folder = packageFolder();
  return folder === null ? null : programPath(folder, process.env);
};

const thisMachine = (): Machine => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  folder: packageFolder(),
});

const displayMissing = ({ platform, env, isRoot }: Machine): string | null => {
  if (platform !== 'linux') return null;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    return 'There is no display for a window (neither DISPLAY nor WAYLAND_DISPLAY is set).';
  }
  // Chromium's sandbox refuses root, and the shell never runs without its sandbox.
  if (isRoot) return 'Electron does not run as root, because its sandbox does not.';
  return null;
};

const packageFolder = (): string | null => {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
};

const readText = (path: string): string | null =>
  existsSync(path) ? readFileSync(path, 'utf8').trim() : null;

/** The same conditions as the package's own `install.js`. */
const programPath = (folder: string, env: Machine['env']): string | null => {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const name = readText(join(folder, 'path.txt'));
  if (override) {
    const path = join(override, name ?? 'electron');
    return existsSync(path) ? path : null;
  }
  if (!name) return null;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  if (readText(join(folder, 'dist', 'version'))?.replace(/^v/, '') !== version) return null;
  const path = join(folder, 'dist', name);
  return existsSync(path) ? path : null;
};

/** Where `@electron/get` would fetch from. */
const mirror = (env: Machine['env']): string => {
  const set =
    env['npm_config_electron_mirror'] ?? env['NPM_CONFIG_ELECTRON_MIRROR'] ?? env['ELECTRON_MIRROR'];
  return set !== undefined && URL.canParse(set) ? set : DEFAULT_MIRROR;
};

const answers = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(PROBE_MS),
    });
    await answer.body?.cancel();
    return true;
  } catch {
    return false;
  }
};

const runInstall = (folder: string, limitMs: number): Promise<void> =>
  new Promise((done) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    const timer = setTimeout(() => child.kill('SIGTERM'), limitMs);
    const end = (): void => {
      clearTimeout(timer);
      done();
    };
    child.once('exit', end);
    child.once('error', end);
  });
