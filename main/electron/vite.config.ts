import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

const root = join(import.meta.dirname, '..', '..');

/** Loaded from `node_modules` at run time: Electron itself and what holds native code. */
const EXTERNAL = [
  'electron',
  'better-sqlite3',
  '@node-rs/argon2',
  // Optional native helpers of ws.
  'bufferutil',
  'utf-8-validate',
  ...builtinModules,
  /^node:/,
];

interface Bundle {
  readonly entry: string;
  readonly file: string;
  readonly format: 'es' | 'cjs';
  readonly target: string;
}

const BUNDLES: readonly Bundle[] = [
  { entry: 'main/electron/main.ts', file: 'main.js', format: 'es', target: 'node24' },
  { entry: 'main/electron/core.ts', file: 'core.js', format: 'es', target: 'node24' },
  // A thread that the core starts, from the file beside it.
  {
    entry: 'main/core/store/checkpointThread.ts',
    file: 'checkpointThread.js',
    format: 'es',
    target: 'node24',
  },
  // A sandboxed preload is one CommonJS file that can require nothing but `electron`.
  { entry: 'main/electron/preload.ts', file: 'preload.cjs', format: 'cjs', target: 'chrome140' },
];

/** One configuration for each of the shell's files, in `dist/electron` unless told otherwise. */
export const electronBuildConfigs = (outDir: string = join(root, 'dist', 'electron')): InlineConfig[] =>
  BUNDLES.map((bundle) => ({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    // Node's conditions, or packages would resolve to their browser builds.
    ssr: { noExternal: true },
    build: {
      ssr: join(root, bundle.entry),
      outDir,
      emptyOutDir: false,
      target: bundle.target,
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        external: EXTERNAL,
        output: { format: bundle.format, entryFileNames: bundle.file, codeSplitting: false },
      },
    },
  }));
