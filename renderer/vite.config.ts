import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Folders that pdf.js reads at run time; without them scans and some fonts render blank without any error. */
const PDFJS_FOLDERS = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];
/** Icons of notes that stand in a PDF itself (`imageResourcesPath`). */
const PDFJS_IMAGES = join('web', 'images');
/** A worker's CSP is that of its own response: its name is fixed so that the hosts can give it one. */
const PDFJS_WORKER = 'pdf.worker.min.mjs';

/** In the path, so that the hosts can let a browser keep these files for ever (main/core/host/assets.ts). */
const manifest: unknown = JSON.parse(readFileSync(join(pdfjs, 'package.json'), 'utf8'));
const VERSION =
  typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';

const TYPES: Readonly<Record<string, string>> = {
  mjs: 'text/javascript',
  js: 'text/javascript',
  wasm: 'application/wasm',
  svg: 'image/svg+xml',
};

/** pdf.js's own files under `/pdfjs/<version>/`, unchanged and unhashed, in the build and while developing. */
const pdfjsFiles = (): Plugin => {
  const files = new Map<string, string>([[PDFJS_WORKER, join(pdfjs, 'build', PDFJS_WORKER)]]);
  for (const folder of PDFJS_FOLDERS) {
    for (const name of readdirSync(join(pdfjs, folder))) {
      files.set(`${folder}/${name}`, join(pdfjs, folder, name));
    }
  }
  for (const name of readdirSync(join(pdfjs, PDFJS_IMAGES))) {
    if (name.startsWith('annotation-')) files.set(`images/${name}`, join(pdfjs, PDFJS_IMAGES, name));
  }
  return {
    name: 'pdfjs-files',
    generateBundle() {
      for (const [name, path] of files) {
        this.emitFile({ type: 'asset', fileName: `pdfjs/${VERSION}/${name}`, source: readFileSync(path) });
      }
    },
    configureServer(server) {
      server.middlewares.use(`/pdfjs/${VERSION}`, (request, response, next) => {
        const name = normalize((request.url ?? '').split('?')[0] ?? '').replace(/^[/\\]+/, '');
        const path = files.get(name);
        if (path === undefined || !existsSync(path)) return next();
        response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
        createReadStream(path).pipe(response);
      });
    },
  };
};

export default defineConfig({
  root: here,
  base: './',
  publicDir: false,
  plugins: [react(), pdfjsFiles()],
  build: {
    outDir: join(here, '../dist/renderer'),
    emptyOutDir: true,
    target: 'chrome140',
    // `font-src 'self'` and `img-src 'self'`: nothing as a data URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // zod is told to do without `new Function` before any chunk that makes schemas is evaluated.
        codeSplitting: { groups: [{ name: 'zod', test: /node_modules[/\\]zod[/\\]|zodWithoutEval/ }] },
      },
    },
  },
});
