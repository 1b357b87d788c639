import fc from 'fast-check';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { databaseFile } from '../../../server/installation/dataFolder.ts';
import { pullAnswer, pushAnswer, uploadAnswer } from '../../../shared/contract/sync.ts';
import { API, PROTOCOL } from '../../../shared/contract/version.ts';
import { mutationArgs, type MutationName } from '../../../shared/domain/mutations/args.ts';
import { recordSchemas, isRecordKind } from '../../../shared/domain/records/kinds.ts';
import { type ApiPerson, newDevice, newId, sha256, signInRequestFor } from '../../support/api.ts';
import { anyBody, corpus, damaged, damages, fuzzRuns, textOf } from '../../support/fuzz.ts';
import { ofSchema } from '../../support/fuzzSchema.ts';
import {
  openSocket,
  parseAnswer,
  type RawAnswer,
  type RawRequest,
  readAll,
  requestBytes,
  sendRaw,
  undesigned,
} from '../../support/rawHttp.ts';
import { enter, passphraseOf, prepareMeeting, startOffice, tinyPdf } from '../../support/sampleOffice.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';

let server: TestServer;
let secretary: ApiPerson;
let administrator: ApiPerson;
let paper: { readonly sha256: string; readonly size: number };
let paperUpload: string;
const unhandled: unknown[] = [];
const note = (reason: unknown): void => void unhandled.push(reason);

beforeAll(async () => {
  process.on('unhandledRejection', note);
  server = await startOffice({ settings: { signInsPerMinute: 1_000_000 } });
  [secretary, administrator] = [await enter(server, 'thuky'), await enter(server, 'quantri')];
  const { itemId } = await prepareMeeting(secretary);
  const bytes = tinyPdf('fuzz');
  paper = { sha256: await secretary.uploaded('fuzz.pdf', bytes), size: bytes.length };
  await secretary.do('paper.add', {
    ...{ id: newId(), owner: { kind: 'item', id: itemId }, order: 'a0', versionId: newId() },
    ...{ fileName: 'fuzz.pdf', sha256: paper.sha256, title: 'Tờ trình', documentType: 'report' },
    ...{ agency: '', number: '', classification: 'public' },
  });
  const begun = await secretary.call('/uploads', {
    json: { name: 'b.pdf', size: 3 * 1024 * 1024, sha256: 'b'.repeat(64) },
  });
  paperUpload = uploadAnswer.parse(begun.json()).uploadId;
});

/** After everything: the server answers, a new copy fits its checksums and schemas, and the store is whole. */
afterAll(async () => {
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
  const reader = await enter(server, 'thuky');
  await reader.pull();
  for (const [scope, checksum] of reader.checksums) expect(reader.checksumOf(scope)).toBe(checksum);
  for (const { kind, body } of reader.records.values()) {
    if (!isRecordKind(kind)) throw new Error(kind);
    recordSchemas[kind].parse(JSON.parse(body));
  }
  const db = new Database(databaseFile(server.dataDir), { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.pragma('foreign_key_check')).toEqual([]);
  db.close();
  await server.stop();
});

const auth = (who: ApiPerson): Record<string, string> => ({ authorization: `Bearer ${who.token}` });

/** Sends it; fails when the answer is none of those designed, or when the server does not answer afterwards. */
const sent = async (request: RawRequest): Promise<RawAnswer> => {
  const answer = await sendRaw(server.url, requestBytes({ ...request, path: `${API}${request.path}` }));
  expect(undesigned(answer, request.method === 'HEAD')).toBeNull();
  return answer;
};

interface Door {
  readonly method: string;
  readonly path: string;
  readonly who: () => ApiPerson;
  /** May be a promise. */
  readonly valid: () => unknown;
}

const credentials = () => ({
  salt: Buffer.alloc(16, 1).toString('base64'),
  kdf: { memoryKiB: 19_456, passes: 2, lanes: 1 },
  authKey: Buffer.alloc(32, 1).toString('base64'),
});
const person = (username: string) => ({
  ...{ username, name: 'Nguyễn Văn An', position: '', unit: '', credentials: credentials() },
});
let names = 0;
let signIn: Promise<unknown> | undefined;

const DOORS: readonly Door[] = [
  {
    ...{ method: 'POST', path: '/sync/pull', who: () => secretary },
    valid: () => ({
      protocol: PROTOCOL,
      epoch: secretary.epoch,
      cursors: Object.fromEntries(secretary.cursors),
      partial: [],
    }),
  },
  {
    ...{ method: 'POST', path: '/auth/sign-in', who: () => secretary },
    // Made once: only so many names may be asked about in a minute.
    valid: () => (signIn ??= signInRequestFor(server.url, 'thuky', passphraseOf('thuky'), newDevice())),
  },
  { method: 'POST', path: '/auth/params', who: () => secretary, valid: () => ({ username: 'thuky' }) },
  {
    ...{ method: 'PUT', path: '/auth/account-key', who: () => secretary },
    valid: () => ({ accountKey: Buffer.alloc(60).toString('base64') }),
  },
  {
    ...{ method: 'POST', path: '/auth/account-key', who: () => secretary },
    valid: () => ({ protocol: PROTOCOL, username: 'thuky', authKey: Buffer.alloc(32).toString('base64') }),
  },
  {
    ...{ method: 'PUT', path: '/auth/passphrase', who: () => secretary },
    valid: () => ({
      username: 'thuky',
      authKey: Buffer.alloc(32).toString('base64'),
      credentials: credentials(),
      accountKey: Buffer.alloc(60).toString('base64'),
    }),
  },
  {
    ...{ method: 'POST', path: '/uploads', who: () => secretary },
    valid: () => ({ name: 'Tờ trình.pdf', size: 10, sha256: 'a'.repeat(64) }),
  },
  {
    ...{ method: 'POST', path: '/accounts', who: () => administrator },
    valid: () => ({ ...person(`nguoi${(names += 1)}`), role: 'user' }),
  },
  {
    ...{ method: 'POST', path: '/accounts/thongdoc/reset', who: () => administrator },
    valid: () => ({ credentials: credentials() }),
  },
  {
    ...{ method: 'POST', path: '/setup', who: () => administrator },
    valid: () => ({
      ...{ code: 'AAAA-BBBB-CCCC', organisationName: 'Chính phủ', bodyName: 'Chính phủ' },
      ...{ timeZone: 'Asia/Ho_Chi_Minh', administrator: person('quan.tri') },
    }),
  },
];

const json = { 'content-type': 'application/json' };

test('what once failed is answered as designed', async () => {
  for (const { name, text } of corpus('requests')) {
    // One line a line of HTTP; `\u0000` and the like stand for themselves as JSON writes them.
    const raw = text.replaceAll('{{token}}', secretary.token).replaceAll('{{sha256}}', paper.sha256);
    const [head = '', ...rest] = raw.trimEnd().split('\n\n');
    const body = rest.join('\n\n');
    const length = body === '' ? '' : `content-length: ${Buffer.byteLength(body)}\n`;
    const bytes = Buffer.from(`${head}\n${length}`.replaceAll('\n', '\r\n') + `\r\n${body}`);
    const answer = await sendRaw(server.url, bytes);
    expect(undesigned(answer, head.startsWith('HEAD')), name).toBeNull();
  }
  // None of them keeps a connection that the server would wait for: it can stop.
});

describe('the body of a request', () => {
  test.each(DOORS.map((door) => [`${door.method} ${door.path}`, door] as const))(
    '%s, damaged in every way, is answered by a problem document or done',
    async (_name, door) => {
      await fc.assert(
        fc.asyncProperty(damages, async (list) => {
          const body = Buffer.from(textOf(damaged(await door.valid(), list)));
          await sent({ ...door, headers: { ...auth(door.who()), ...json }, body });
        }),
        fuzzRuns(60),
      );
    },
  );

  test('of anything at all is answered by a problem document', async () => {
    const paths = [
      ...DOORS.map(({ path }) => path),
      '/sync/push',
      '/accounts/thongdoc/enable',
      '/uploads/x/complete',
    ];
    const types = [
      'application/json',
      'application/octet-stream',
      'text/plain',
      '',
      ';;',
      'application/json; charset=x',
    ];
    await fc.assert(
      fc.asyncProperty(
        anyBody,
        fc.constantFrom(...paths),
        fc.constantFrom(...types),
        async (body, path, type) => {
          await sent({
            method: 'POST',
            path,
            headers: { ...auth(administrator), 'content-type': type },
            body,
          });
        },
      ),
      fuzzRuns(200),
    );
  });
});

/** Pushes it as the next of this device; a refusal is as good as an application. */
const pushed = async (who: ApiPerson, mutation: unknown): Promise<void> => {
  const body = Buffer.from(textOf({ protocol: PROTOCOL, mutations: [mutation] }));
  const answer = await sent({ method: 'POST', path: '/sync/push', headers: { ...auth(who), ...json }, body });
  if (answer.status !== 200) return;
  const { results } = pushAnswer.parse(JSON.parse(answer.body.toString('utf8')));
  for (const result of results) {
    who.n = Math.max(who.n, result.n);
    if (result.status === 'rejected') expect(result.code).not.toBe('server_failed');
  }
};

const wire = (who: ApiPerson, name: string, args: unknown) => ({
  ...{ id: newId(), n: who.n + 1, name, args, at: '2026-11-20T01:00:00.000Z' },
});

describe('a mutation', () => {
  test('of every name, with arguments at the bounds of its schema, is applied or refused', async () => {
    await secretary.pull();
    const own = new Set(secretary.held('device').map(({ id }) => id));
    const ids = [...secretary.records.values()]
      .map(({ id }) => id)
      .filter((id) => /^[0-9a-f-]{36}$/.test(id) && !own.has(id));
    const calls = Object.entries(mutationArgs).map(([name, schema]: [string, z.ZodType]) =>
      ofSchema(schema, [...ids, newId(), newId()]).map((args) => ({ name: name as MutationName, args })),
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(...calls), fc.boolean(), async ({ name, args }, isAdministrator) => {
        const who = isAdministrator ? administrator : secretary;
        await pushed(who, wire(who, name, args));
      }),
      fuzzRuns(700),
    );
  });

  test('that is damaged is refused, and the line goes on', async () => {
    const bodyId = secretary.held('body')[0]?.id ?? '';
    const valid = () => ({
      ...{ id: newId(), bodyId, title: 'Phiên họp', kind: 'regular', place: 'Hà Nội' },
      ...{ startsAt: '2030-01-02T01:00:00.000Z', endsAt: '2030-01-02T05:00:00.000Z' },
    });
    await fc.assert(
      fc.asyncProperty(damages, async (list) => {
        await pushed(secretary, damaged(wire(secretary, 'meeting.create', valid()), list));
      }),
      fuzzRuns(150),
    );
    await secretary.do('meeting.create', valid() as never);
  });
});

const headerText = fc.oneof(
  fc.string({ unit: 'binary-ascii', maxLength: 60 }).map((text) => text.replace(/[\r\n\0]/g, ' ')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) =>
    Buffer.from(bytes)
      .toString('latin1')
      .replace(/[\r\n]/g, ' '),
  ),
  fc.constantFrom(
    '',
    ' ',
    ',',
    ';;;q=',
    'vi;q=1e999',
    'en;q=-1',
    'x'.repeat(8000),
    `"${'a'.repeat(64)}"`,
    '*',
  ),
);

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
        const answer = await sent({
          method,
          path: `/files/${paper.sha256}`,
          headers: { ...auth(secretary), range: value },
        });
        if (method === 'HEAD' || answer.status >= 400) return;
        const [, first, last] = /content-range: bytes (\d+)-(\d+)\//i.exec(answer.head) ?? [];
        expect(answer.status).toBe(first === undefined ? 200 : 206);
        expect(answer.body.length).toBe(first === undefined ? paper.size : Number(last) - Number(first) + 1);
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
          const path = target.path.replace('{}', paper.sha256).replace('{u}', paperUpload);
          await sent({ ...target, path, headers: { ...auth(secretary), ...json, [name]: value } });
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
          const path = [first.replace('{u}', paperUpload), ...parts].join('/');
          await sent({ method, path, headers: auth(administrator), body: Buffer.alloc(0) });
        },
      ),
      fuzzRuns(200),
    );
  });
});

describe('an upload', () => {
  test('with chunks of any index, size and hash is refused or kept, and completing it too early is told', async () => {
    const complete = { method: 'POST', path: `/uploads/${paperUpload}/complete`, headers: auth(secretary) };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('0', '1', '2', '3', '4095', '4096', '-0', '1.5', '0x1', '%20', 'NaN'),
        fc.uint8Array({ maxLength: 200 }),
        fc.boolean(),
        async (index, bytes, isRight) => {
          const hash = isRight ? sha256(bytes) : 'c'.repeat(64);
          const headers = {
            ...auth(secretary),
            'content-type': 'application/octet-stream',
            'x-chunk-sha256': hash,
          };
          const path = `/uploads/${paperUpload}/chunks/${index}`;
          await sent({ method: 'PUT', path, headers, body: Buffer.from(bytes) });
          await sent(complete);
        },
      ),
      fuzzRuns(50),
    );
  });

  test('of bytes that are almost a PDF is taken or refused with its reason', async () => {
    const whole = Buffer.from(tinyPdf('almost'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 8 }),
        fc.nat(),
        async (edits, cut) => {
          const bytes = Buffer.from(
            whole.subarray(0, whole.length - (cut % 3 === 0 ? cut % whole.length : 0)),
          );
          for (const [at, byte] of edits) if (bytes.length > 0) bytes[at % bytes.length] = byte;
          const answer = await secretary.upload('almost.pdf', bytes);
          expect([200, 422]).toContain(answer.status);
        },
      ),
      fuzzRuns(4),
    );
  });
});

const HANDSHAKE = {
  ...{ connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** RFC 6455 5.2, with every bit as told, right or not. */
const frame = (f: {
  first: number;
  masked: boolean;
  length: 'true' | 'huge' | 'short';
  payload: Uint8Array;
}): Buffer => {
  const mask = Buffer.from([1, 2, 3, 4]);
  const size = f.payload.length;
  const bit = f.masked ? 0x80 : 0;
  const head =
    f.length === 'huge'
      ? [f.first, bit | 127, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
      : f.length === 'short' || size < 126
        ? [f.first, bit | Math.min(size, 125)]
        : [f.first, bit | 126, size >> 8, size & 255];
  const body = Buffer.from(f.payload.map((byte, i) => (f.masked ? byte ^ (mask[i % 4] ?? 0) : byte)));
  return Buffer.concat([Buffer.from(head), f.masked ? mask : Buffer.alloc(0), body]);
};

describe('the socket of pokes', () => {
  test('takes frames of any kind and is closed or goes on; the others hear their pokes', async () => {
    const frames = fc.array(
      fc.record({
        // Final and not, text, binary, continuation, control, reserved bits.
        first: fc.oneof(
          fc.constantFrom(0x81, 0x82, 0x01, 0x80, 0x00, 0x88, 0x89, 0x8a, 0x09, 0xc1, 0x83),
          fc.nat({ max: 255 }),
        ),
        masked: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
        length: fc.constantFrom(
          'true' as const,
          'true' as const,
          'true' as const,
          'huge' as const,
          'short' as const,
        ),
        payload: fc.oneof(
          fc.uint8Array({ maxLength: 130 }),
          fc.constantFrom(
            new Uint8Array(2000),
            Uint8Array.of(0xff, 0xfe, 0xc0),
            Uint8Array.of(3, 0xe8),
            Uint8Array.of(0),
          ),
        ),
      }),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(frames, async (list) => {
        const socket = await openSocket(server.url);
        const all = readAll(socket);
        socket.write(
          requestBytes({
            method: 'GET',
            path: `${API}/pokes`,
            headers: { ...auth(secretary), ...HANDSHAKE },
          }),
        );
        for (const each of list) socket.write(frame(each));
        // A ping after all: answered with a pong when nothing before has ended the connection.
        socket.end(frame({ first: 0x88, masked: true, length: 'true', payload: new Uint8Array(0) }));
        expect(parseAnswer(await all).status).toBe(101);
      }),
      fuzzRuns(60),
    );
    expect((await sent({ method: 'GET', path: '/health' })).status).toBe(200);
  });

  test('with a handshake that is not one is refused with a problem document', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          ...Object.keys(HANDSHAKE),
          'authorization',
          'sec-websocket-protocol',
          'sec-websocket-extensions',
        ),
        headerText,
        fc.constantFrom('/pokes', '/nothing', '/files/%zz', `/files/${'a'.repeat(101)}`),
        async (name, value, path) => {
          const headers = { ...auth(secretary), ...HANDSHAKE, [name]: value };
          const socket = await openSocket(server.url);
          const all = readAll(socket);
          socket.end(requestBytes({ method: 'GET', path: `${API}${path}`, headers }));
          const answer = parseAnswer(await all);
          if (answer.status !== 101) expect(undesigned(answer)).toBeNull();
        },
      ),
      fuzzRuns(80),
    );
  });
});

test('what is no HTTP is answered by a problem document, and the connection ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
      const socket = await openSocket(server.url);
      const all = readAll(socket);
      socket.end(Buffer.concat([Buffer.from(bytes), Buffer.from('\r\n\r\n')]));
      const got = await all;
      // Empty lines before a request are none (RFC 9112 2.2).
      if (got.length > 0) expect(undesigned(parseAnswer(got))).toBeNull();
    }),
    fuzzRuns(80),
  );
});

test('a server stops although connections were left in every state', async () => {
  await using other = await startTestServer();
  const headers = { ...HANDSHAKE };
  for (const path of ['/files/%zz', '/pokes', '/nothing', `/files/${'a'.repeat(101)}`]) {
    const socket = await openSocket(other.url);
    socket.write(requestBytes({ method: 'GET', path: `${API}${path}`, headers }));
    await readAll(socket);
  }
  await other.stop();
});

test('a setup with a damaged body sets up whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(damages, async (list) => {
      await using fresh = await startTestServer();
      const valid = {
        ...{ code: fresh.setupCode, organisationName: 'Chính phủ', bodyName: 'Chính phủ' },
        administrator: person('quan.tri'),
      };
      const body = Buffer.from(textOf(damaged(valid, list)));
      const headers = json;
      const answer = await sendRaw(
        fresh.url,
        requestBytes({ method: 'POST', path: `${API}/setup`, headers, body }),
      );
      expect(undesigned(answer)).toBeNull();
      const info = await fetch(`${fresh.url}${API}/server`);
      expect(info.status).toBe(200);
      expect(((await info.json()) as { needsSetup: boolean }).needsSetup).toBe(answer.status !== 204);
    }),
    fuzzRuns(8),
  );
});

test('after all of it a pull of everybody fits the contract', async () => {
  const page = await secretary.call('/sync/pull', { json: { protocol: PROTOCOL, epoch: null, cursors: {} } });
  expect(pullAnswer.safeParse(page.json()).success).toBe(true);
});
