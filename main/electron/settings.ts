import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** What the shell is told from outside. */
export interface Settings {
  /** Origin of the server, null when nobody has said. */
  readonly serverUrl: string | null;
  /** PEM file of a private certificate authority. */
  readonly ca: string | null;
  /** Folder for everything of this app instance, instead of the platform's own. */
  readonly dataDir: string | null;
}

const settingsFile = z.object({ serverUrl: z.url({ protocol: /^https?$/ }), ca: z.string().optional() });

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * From the command line (`--server=URL --ca=FILE --user-data-dir=DIR`), then the environment (`ECABINET_SERVER`,
 * `ECABINET_CA`), then `server.json` (`{"serverUrl": …, "ca": …}`), which an administrator puts beside the installed
 * program, in its resources folder.
 */
export const readSettings = (
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  resourcesDir: string | undefined,
): Settings => {
  const { values } = parseArgs({
    args: [...argv],
    strict: false,
    options: {
      server: { type: 'string' },
      ca: { type: 'string' },
      'user-data-dir': { type: 'string' },
    },
  });
  const file = resourcesDir === undefined ? null : readSettingsFile(join(resourcesDir, 'server.json'));
  return {
    serverUrl: text(values['server']) ?? text(env['ECABINET_SERVER']) ?? file?.serverUrl ?? null,
    ca: text(values['ca']) ?? text(env['ECABINET_CA']) ?? file?.ca ?? null,
    dataDir: text(values['user-data-dir']),
  };
};

const readSettingsFile = (path: string): z.infer<typeof settingsFile> | null => {
  try {
    return settingsFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};
