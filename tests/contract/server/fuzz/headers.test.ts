import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzRuns, headerText } from '../../../support/fuzz.ts';
import { JSON_TYPE, useFuzzedServer } from '../../../support/fuzzedServer.ts';
import { openSocket, parseAnswer, type RawRequest, readAll, undesigned } from '../../../support/rawHttp.ts';

const office = useFuzzedServer();

describe('a header', () => {
  test('Range is answered with the bytes it names, with all, or as outside', async () => {
    const number = fc.oneof(
      fc.nat({ max: 2000 }).map(String),
      fc.constantFrom('', '0', '-1', '9'.repeat(15), '9'.repeat(30), '1e2', 'x'),
    );
    const range = fc.oneof(
      fc.tuple(number, number).map(([a, b]) => `bytes=${a}-${b}`),
      fc
        .array(fc.tuple(number, number), { maxLength: 3 })
        .map((all) => `bytes=${all.map((p) => p.join('-')).join(', ')}`),
      headerText,
    );
    await fc.assert(
      fc.asyncProperty(range, fc.constantFrom('GET', 'HEAD'), async (value, method) => {
        const answer = await office.sent({
          method,
          path: `/files/${office.paper.sha256}`,
          headers: { ...office.auth(office.secretary), range: value },
        });
        if (method === 'HEAD' || answer.status >= 400) return;
        const [, first, last] = /content-range: bytes (\d+)-(\d+)\//i.exec(answer.head) ?? [];
        expect(answer.status).toBe(first === undefined ? 200 : 206);
        expect(answer.body.length).toBe(
          first === undefined ? office.paper.size : Number(last) - Number(first) + 1,
        );
      }),
      fuzzRuns(150),
    );
  });

  test('of any other name, with any value, does no harm', async () => {
    const namesOf = [
      'authorization',
      'x-chunk-sha256',
      'accept-language',
      'content-type',
      'if-range',
      'if-none-match',
      'accept',
      'cookie',
      'x-forwarded-for',
    ];
    const targets: readonly RawRequest[] = [
      { method: 'GET', path: '/server' },
      { method: 'GET', path: '/files/{}' },
      { method: 'POST', path: '/sync/pull', body: Buffer.from('{}') },
      { method: 'PUT', path: '/uploads/{u}/chunks/0', body: Buffer.from('x') },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...namesOf),
        headerText,
        fc.constantFrom(...targets),
        async (name, value, target) => {
          const path = target.path.replace('{}', office.paper.sha256).replace('{u}', office.uploadId);
          await office.sent({
            ...target,
            path,
            headers: { ...office.auth(office.secretary), ...JSON_TYPE, [name]: value },
          });
        },
      ),
      fuzzRuns(200),
    );
  });
});

describe('a path', () => {
  test('of any parts, with any method, is answered', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 20 }).map((text) => text.replace(/[\s\0-\x20\x7f]/g, '')),
      fc.constantFrom(
        '%zz',
        '%00',
        '%ff%fe',
        '..',
        '.',
        '%2e%2e%2f',
        '',
        'x'.repeat(101),
        '1e2',
        '-1',
        '4096',
        ':id',
        '*',
        '?',
        '#',
        '%F0%9F',
      ),
      fc.uuid(),
    );
    const start = [
      '/files',
      '/uploads',
      '/accounts',
      '/sync',
      '/auth',
      '/pokes',
      '/server',
      '/uploads/{u}/chunks',
      '',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...start),
        fc.array(part, { maxLength: 3 }),
        fc.constantFrom(
          'GET',
          'HEAD',
          'POST',
          'PUT',
          'DELETE',
          'OPTIONS',
          'PATCH',
          'TRACE',
          'PROPFIND',
          'QUERY',
        ),
        async (first, parts, method) => {
          const path = [first.replace('{u}', office.uploadId), ...parts].join('/');
          await office.sent({
            method,
            path,
            headers: office.auth(office.administrator),
            body: Buffer.alloc(0),
          });
        },
      ),
      fuzzRuns(200),
    );
  });
});

test('what is no HTTP is answered by a problem document, and the connection ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      const socket = await openSocket(office.server.url);
      const all = readAll(socket);
      socket.end(Buffer.concat([Buffer.from(bytes), Buffer.from('\r\n\r\n')]));
      const got = await all;
      // Empty lines before a request are none (RFC 9112 2.2).
      if (got.length > 0) expect(undesigned(parseAnswer(got))).toBeNull();
    }),
    fuzzRuns(80),
  );
});
