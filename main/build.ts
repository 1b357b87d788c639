import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build as viteBuild, type InlineConfig } from 'vite';

/**
 * Builds what runs from a bundle: the renderer, the loopback host's bridge, the Electron shell. Server and core run
 * from source. A part is built again only when something that it could have been made from has changed.
 */
export type Part = 'renderer' | 'loopback' | 'electron';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const SOURCES: Readonly<Record<Part, readonly string[]>> = {
  renderer: ['renderer', 'shared', 'package-lock.json'],
  loopback: ['main/loopback', 'shared', 'package-lock.json'],
  electron: ['main', 'shared', 'package-lock.json'],
};

const configsOf = async (part: Part): Promise<InlineConfig[]> => {
  switch (part) {
    case 'renderer':
      return [{ configFile: join(root, 'renderer', 'vite.config.ts') }];
    case 'loopback':
      return [
        {
          configFile: false,
          root,
          build: {
            outDir: join(dist, 'loopback'),
            emptyOutDir: true,
            target: 'chrome140',
            lib: {
              entry: join(root, 'main/loopback/bridge.ts'),
              formats: ['iife'],
              name: 'bridge',
              fileName: () => 'bridge.js',
            },
          },
        },
      ];
    case 'electron': {
      const { electronBuildConfigs } = await import('./electron/vite.config.ts');
      return electronBuildConfigs();
    }
  }
};

/** Names, sizes and times of all files below a path, as one hash. */
const fingerprint = async (paths: readonly string[]): Promise<string> => {
  const hash = createHash('sha256');
  const visit = async (path: string): Promise<void> => {
    const info = await stat(join(root, path));
    if (!info.isDirectory()) {
      hash.update(`${path} ${info.size} ${info.mtimeMs}\n`);
      return;
    }
    for (const name of (await readdir(join(root, path))).sort()) await visit(`${path}/${name}`);
  };
  for (const path of paths) await visit(path);
  return hash.digest('hex');
};

const buildPart = async (part: Part): Promise<void> => {
  const stampFile = join(dist, `${part}.stamp`);
  const stamp = await fingerprint(SOURCES[part]);
  const last = await readFile(stampFile, 'utf8').catch(() => '');
  if (last === stamp) return;
  for (const config of await configsOf(part)) await viteBuild({ logLevel: 'warn', ...config });
  await mkdir(dist, { recursive: true });
  await writeFile(stampFile, stamp);
};

/** Builds the parts that are out of date. Rejects with the bundler's error. */
export const build = async (parts: readonly Part[]): Promise<void> => {
  for (const part of parts) await buildPart(part);
};

if (import.meta.main) await build(['renderer', 'loopback', 'electron']);
