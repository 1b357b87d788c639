import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { CHUNK_BYTES } from '../../shared/domain/records/paper.ts';

/** A file with the hashes that its record would carry. */
export interface ServedFile {
  readonly sha256: string;
  readonly size: number;
  readonly chunks: readonly string[];
  readonly bytes: Buffer;
}

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const servedFile = (bytes: Buffer): ServedFile => {
  const chunks: string[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    chunks.push(hash(bytes.subarray(at, at + CHUNK_BYTES)));
  return { sha256: hash(bytes), size: bytes.length, chunks, bytes };
};

/** Files over real HTTP with ranges, as the protocol names them; what goes wrong is switched on by the test. */
export interface FileServer {
  readonly url: string;
  add(file: ServedFile): void;
  /** Ranges asked for, in order: `sha256 from-to`. */
  readonly asked: { readonly sha256: string; readonly from: number; readonly to: number }[];
  /** Changes what is sent. */
  alter: ((sha256: string, bytes: Buffer, from: number) => Buffer) | null;
  /** Ends the connection after so many bytes of each answer. */
  cutAfter: number | null;
  close(): Promise<void>;
}

export const startFileServer = async (): Promise<FileServer> => {
  const files = new Map<string, ServedFile>();
  const http = createServer((request, response) => {
    const sha256 = request.url?.split('/').at(-1) ?? '';
    const file = files.get(sha256);
    if (!file) {
      const body = { type: 'about:blank', title: '', status: 404, code: 'not_found', params: {}, detail: '' };
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
      return;
    }
    const [, first = '0', last = ''] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    const from = Number(first);
    const to = last === '' ? file.size : Math.min(file.size, Number(last) + 1);
    server.asked.push({ sha256, from, to });
    const part = file.bytes.subarray(from, to);
    const bytes = server.alter ? server.alter(sha256, Buffer.from(part), from) : part;
    response.writeHead(206, {
      'content-length': bytes.length,
      'content-range': `bytes ${from}-${to - 1}/${file.size}`,
    });
    if (server.cutAfter === null || server.cutAfter >= bytes.length) response.end(bytes);
    else response.write(bytes.subarray(0, server.cutAfter), () => response.destroy());
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const server: FileServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    add: (file) => files.set(file.sha256, file),
    asked: [],
    alter: null,
    cutAfter: null,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
  return server;
};
