import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Cabinet } from '../ports.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import { assetHeaders, pageHeaders, paperHeaders, workerHeaders } from './headers.ts';
import { parseRange } from './range.ts';

/** A request as both hosts hand it over: the custom scheme of the shell, HTTP on loopback. */
export interface AssetRequest {
  readonly method: string;
  /** As received, still percent-encoded, beginning with `/`; a query is ignored. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface AssetAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for HEAD and for answers without content. */
  readonly body: Uint8Array | ReadableStream<Uint8Array>;
}

export type AssetHandler = (request: AssetRequest) => Promise<AssetAnswer>;

export interface AssetSources {
  /** Folder of the built renderer, with `index.html`. */
  readonly rendererDir: string;
  readonly cabinet: Pick<Cabinet, 'openFile'>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.otf': 'font/otf',
  '.wasm': 'application/wasm',
  '.icc': 'application/vnd.iccprofile',
  '.txt': 'text/plain; charset=utf-8',
};

/** A paper is sent in pieces of the files' own chunk size, so that each piece costs one decryption. */
const PIECE = 1024 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * Serves what the page may load, to any host: the built renderer, and at `/papers/<sha256>` a paper's bytes with
 * ranges. Every answer carries the security headers. A path without an extension that names no file is a place
 * inside the app and gets `index.html`.
 */
export const createAssetHandler = (sources: AssetSources): AssetHandler => {
  return async (request) => {
    const head = request.method === 'HEAD';
    if (!head && request.method !== 'GET') return problem(405, 'bad_request', { allow: 'GET, HEAD' });
    const segments = pathSegments(request.path);
    if (segments === null) return problem(400, 'bad_request');
    const answer =
      segments[0] === 'papers'
        ? await servePaper(sources.cabinet, segments, request.headers, head)
        : await serveRenderer(sources.rendererDir, segments);
    return head ? { ...answer, body: NOTHING } : answer;
  };
};

/** The decoded segments, or null for a path that tries to leave its folder or cannot be decoded. */
const pathSegments = (path: string): readonly string[] | null => {
  const [encoded = ''] = path.split(/[?#]/, 1);
  if (!encoded.startsWith('/')) return null;
  const segments: string[] = [];
  for (const part of encoded.split('/')) {
    if (part === '') continue;
    let segment: string;
    try {
      segment = decodeURIComponent(part);
    } catch {
      return null;
    }
    // A leading dot covers `.`, `..` and hidden files; `:` is a drive or a stream on Windows.
    if (segment.startsWith('.') || /[/\\:\0]/.test(segment)) return null;
    segments.push(segment);
  }
  return segments;
};

const serveRenderer = async (rendererDir: string, segments: readonly string[]): Promise<AssetAnswer> => {
  const name = segments.at(-1) ?? '';
  const extension = extname(name).toLowerCase();
  if (extension === '') {
    const exact = segments.length > 0 ? await readIfThere(join(rendererDir, ...segments)) : null;
    if (exact) return { status: 200, headers: fileHeaders(segments, exact), body: exact };
    const page = await readIfThere(join(rendererDir, 'index.html'));
    if (!page) return problem(404, 'unknown_path');
    return { status: 200, headers: fileHeaders(['index.html'], page), body: page };
  }
  const bytes = await readIfThere(join(rendererDir, ...segments));
  if (!bytes) return problem(404, 'unknown_path');
  return { status: 200, headers: fileHeaders(segments, bytes), body: bytes };
};

const readIfThere = async (path: string): Promise<Uint8Array | null> => {
  try {
    return await readFile(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return null;
    throw cause;
  }
};

/** Vite puts a content hash in the names of `assets/`; `pdfjs/` has its version in the path. */
const isUnchanging = ([folder, version]: readonly string[]): boolean =>
  folder === 'assets' || (folder === 'pdfjs' && /^\d/.test(version ?? ''));

const fileHeaders = (segments: readonly string[], bytes: Uint8Array): Record<string, string> => {
  const name = segments.at(-1) ?? '';
  const type = TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
  const security = type.startsWith('text/html')
    ? pageHeaders
    : /^pdf\.worker[^/]*\.m?js$/.test(name)
      ? workerHeaders
      : assetHeaders;
  return {
    ...security,
    'content-type': type,
    'content-length': String(bytes.byteLength),
    'cache-control': isUnchanging(segments) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
};

const servePaper = async (
  cabinet: Pick<Cabinet, 'openFile'>,
  segments: readonly string[],
  headers: AssetRequest['headers'],
  head: boolean,
): Promise<AssetAnswer> => {
  const sha256 = segments[1] ?? '';
  if (segments.length !== 2 || !/^[0-9a-f]{64}$/.test(sha256)) return problem(404, 'unknown_path');
  const opened = await cabinet.openFile(sha256);
  if (!opened.ok) return problem(statusOf(opened.error), opened.error.code);
  const file = opened.value;
  const etag = `"${sha256}"`;
  const common = { ...paperHeaders, 'content-type': 'application/pdf', 'accept-ranges': 'bytes', etag };
  const ifRange = headers['if-range'];
  const wanted = ifRange === undefined || ifRange === etag ? headers.range : undefined;
  const range = parseRange(wanted, file.size);
  if (range === 'unsatisfiable') {
    return {
      ...problem(416, 'bad_request'),
      headers: { ...common, 'content-range': `bytes */${file.size}` },
    };
  }
  const { start, end } = range ?? { start: 0, end: file.size };
  return {
    status: range ? 206 : 200,
    headers: {
      ...common,
      'content-length': String(end - start),
      ...(range ? { 'content-range': `bytes ${start}-${end - 1}/${file.size}` } : {}),
    },
    body: head ? NOTHING : streamOf(file, start, end),
  };
};

const streamOf = (
  file: { read(start: number, end: number): Promise<Uint8Array> },
  start: number,
  end: number,
): ReadableStream<Uint8Array> => {
  let at = start;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (at >= end) {
          controller.close();
          return;
        }
        const next = Math.min(end, (Math.floor(at / PIECE) + 1) * PIECE);
        controller.enqueue(await file.read(at, next));
        at = next;
        if (at >= end) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
};

const statusOf = (error: CabinetError): number => {
  if (error.code === 'file_not_here') return 404;
  if (['locked', 'lease_ended', 'papers_closed'].includes(error.code)) return 423;
  return 500;
};

/** A problem document (RFC 9457) with the code only: the renderer has the sentence. */
const problem = (
  status: number,
  code: CabinetError['code'],
  more: Record<string, string> = {},
): AssetAnswer => ({
  status,
  headers: {
    ...assetHeaders,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...more,
  },
  body: new TextEncoder().encode(JSON.stringify({ type: 'about:blank', status, code })),
});
