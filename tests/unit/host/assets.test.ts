import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAssetHandler, type AssetAnswer, type AssetHandler } from '../../../main/core/host/assets.ts';
import { PAGE_POLICY, WORKER_POLICY } from '../../../main/core/host/headers.ts';
import { cabinetError } from '../../../shared/contract/errors.ts';
import { err, ok } from '../../../shared/lib/result.ts';

const HERE = 'a'.repeat(64);
const ABSENT = 'b'.repeat(64);
const LOCKED = 'c'.repeat(64);
const paper = Uint8Array.from({ length: 2_500_000 }, (_, at) => (at * 7 + (at >> 8)) & 255);

let root = '';
let handle: AssetHandler;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ecabinet-assets-'));
  const renderer = join(root, 'renderer');
  mkdirSync(join(renderer, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.txt'), 'outside');
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(join(renderer, 'assets/app-1a2b.js'), 'export {};');
  writeFileSync(join(renderer, 'assets/pdf.worker-3c4d.mjs'), 'export {};');
  writeFileSync(join(renderer, '.hidden'), 'hidden');
  handle = createAssetHandler({
    rendererDir: renderer,
    cabinet: {
      openFile: async (sha256) => {
        if (sha256 === LOCKED) return err(cabinetError('locked'));
        if (sha256 !== HERE) return err(cabinetError('file_not_here'));
        return ok({ size: paper.length, read: async (start, end) => paper.slice(start, end) });
      },
    },
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  handle({ method, path, headers });
const bytesOf = async (answer: AssetAnswer) =>
  new Uint8Array(await new Response(answer.body as BodyInit).arrayBuffer());
const textOf = async (answer: AssetAnswer) => new TextDecoder().decode(await bytesOf(answer));

test('every place inside the app gets the page, under the strict policy', async () => {
  for (const path of ['/', '/index.html', '/meetings/0199', '/papers-list?x=1']) {
    const answer = await get(path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toBe(PAGE_POLICY);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(await textOf(answer)).toContain('<title>app</title>');
  }
});

test('only the worker of pdf.js may compile WebAssembly', async () => {
  const worker = await get('/assets/pdf.worker-3c4d.mjs');
  expect(worker.headers['content-security-policy']).toBe(WORKER_POLICY);
  const script = await get('/assets/app-1a2b.js');
  expect(script.headers['content-security-policy']).toBe(PAGE_POLICY);
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(PAGE_POLICY).not.toContain('unsafe');
});

test('a path that tries to leave the folder is refused', async () => {
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/C:/secret.txt',
    '/.hidden',
    '/assets/%00',
    '/%zz',
    'secret.txt',
  ];
  for (const path of paths) {
    const answer = await get(path);
    expect(answer.status, path).toBe(400);
    expect(await textOf(answer)).not.toContain('outside');
  }
});

test('a file that is not there is not found, and every answer carries the headers', async () => {
  for (const path of ['/assets/missing.js', '/papers/nonsense', `/papers/${HERE}/x`, '/favicon.ico']) {
    const answer = await get(path);
    expect(answer.status, path).toBe(404);
    expect(answer.headers['content-security-policy']).toBe(PAGE_POLICY);
  }
  const post = await get('/', {}, 'POST');
  expect(post.status).toBe(405);
  expect(post.headers.allow).toBe('GET, HEAD');
});

test('a paper is streamed whole, and never kept in a cache', async () => {
  const answer = await get(`/papers/${HERE}`);
  expect(answer.status).toBe(200);
  expect(answer.headers['accept-ranges']).toBe('bytes');
  expect(answer.headers['content-length']).toBe(String(paper.length));
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(Buffer.compare(await bytesOf(answer), paper)).toBe(0);
  const head = await get(`/papers/${HERE}`, {}, 'HEAD');
  expect(head.headers['content-length']).toBe(String(paper.length));
  expect(await bytesOf(head)).toHaveLength(0);
});

test('ranges of a paper are answered with exactly the bytes asked for', async () => {
  const size = paper.length;
  const cases: readonly (readonly [string, number, number])[] = [
    ['bytes=0-0', 0, 1],
    ['bytes=100-1048700', 100, 1_048_701],
    ['bytes=2499990-', 2_499_990, size],
    ['bytes=-10', size - 10, size],
    ['bytes=2499999-9999999', 2_499_999, size],
  ];
  for (const [range, start, end] of cases) {
    const answer = await get(`/papers/${HERE}`, { range });
    expect(answer.status, range).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/${size}`);
    expect(Buffer.compare(await bytesOf(answer), paper.subarray(start, end)), range).toBe(0);
  }
  const beyond = await get(`/papers/${HERE}`, { range: `bytes=${size}-` });
  expect(beyond.status).toBe(416);
  expect(beyond.headers['content-range']).toBe(`bytes */${size}`);
  expect((await get(`/papers/${HERE}`, { range: 'bytes=5-2' })).status).toBe(200);
  expect((await get(`/papers/${HERE}`, { range: 'bytes=0-1,4-5' })).status).toBe(200);
  expect((await get(`/papers/${HERE}`, { range: 'bytes=0-1', 'if-range': '"other"' })).status).toBe(200);
  expect((await get(`/papers/${HERE}`, { range: 'bytes=0-1', 'if-range': `"${HERE}"` })).status).toBe(206);
});

test('a paper that is not here, or is locked away, says which', async () => {
  const absent = await get(`/papers/${ABSENT}`);
  expect(absent.status).toBe(404);
  expect(await textOf(absent)).toContain('file_not_here');
  const locked = await get(`/papers/${LOCKED}`);
  expect(locked.status).toBe(423);
  expect(await textOf(locked)).toContain('locked');
});
