import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';

const pdfjs = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

const TYPES: Readonly<Record<string, string>> = {
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.pdf': 'application/pdf',
};

/** `PDFViewer` alone: everything loaded and built, waiting for the address of a file. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>bare</title>
<link rel="stylesheet" href="/pdfjs/web/pdf_viewer.css">
<style>html,body{margin:0;height:100%}#container{position:absolute;overflow:auto}</style>
<div id="container"><div class="pdfViewer"></div></div>
<script type="module">
const pdfjs = await import('/pdfjs/build/pdf.min.mjs');
const { EventBus, PDFLinkService, PDFViewer } = await import('/pdfjs/web/pdf_viewer.mjs');
pdfjs.GlobalWorkerOptions.workerSrc = '/pdfjs/build/pdf.worker.min.mjs';
const container = document.getElementById('container');
const make = ({ left, top, width, height }) => {
  Object.assign(container.style, { left: left + 'px', top: top + 'px', width: width + 'px', height: height + 'px' });
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus });
  const viewer = new PDFViewer({ container, eventBus, linkService });
  linkService.setViewer(viewer);
  eventBus.on('pagesinit', () => { viewer.currentScaleValue = 'auto'; });
  return { eventBus, linkService, viewer };
};
window.bare = { make, async open({ eventBus, linkService, viewer }, url) {
  const painted = new Promise((resolve) =>
    eventBus.on('pagerendered', ({ pageNumber }) => { if (pageNumber === 1) resolve(performance.now()); }));
  const start = performance.now();
  const pdf = await pdfjs.getDocument({
    url,
    cMapUrl: '/pdfjs/cmaps/', cMapPacked: true, iccUrl: '/pdfjs/iccs/',
    standardFontDataUrl: '/pdfjs/standard_fonts/', wasmUrl: '/pdfjs/wasm/',
    enableXfa: false, verbosity: 0,
  }).promise;
  linkService.setDocument(pdf);
  viewer.setDocument(pdf);
  return (await painted) - start;
} };
</script>`;

const sendFile = async (path: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { size } = await stat(path);
  const type = {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'accept-ranges': 'bytes',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range === null ? 0 : Number(range[1]);
  const last = range === null || range[2] === '' ? size - 1 : Math.min(Number(range[2]), size - 1);
  const headers = { ...type, 'content-length': String(last - start + 1) };
  if (range === null) response.writeHead(200, headers);
  else response.writeHead(206, { ...headers, 'content-range': `bytes ${start}-${last}/${size}` });
  await pipeline(createReadStream(path, { start, end: last }), response).catch(() => undefined);
};

export interface BareServer extends AsyncDisposable {
  readonly origin: string;
}

/** A plain static server with ranges: the page, pdf.js's own files, and papers under `/papers/`. */
export const serveBarePage = async (papers: ReadonlyMap<string, string>): Promise<BareServer> => {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = normalize(new URL(request.url ?? '/', 'http://bare').pathname);
    if (path === '/') {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(PAGE);
      return;
    }
    const paper = path.startsWith('/papers/') ? papers.get(path.slice('/papers/'.length)) : undefined;
    await sendFile(paper ?? join(pdfjs, path.replace(/^\/pdfjs\//, '')), request, response);
  };
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.writeHead(404).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
