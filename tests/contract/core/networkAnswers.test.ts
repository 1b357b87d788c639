import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { startWiredOffice, type WiredOffice } from '../../support/wiredOffice.ts';

const PUSH = '/sync/push';
const PULL = '/sync/pull';

let office: WiredOffice;
beforeAll(async () => {
  office = await startWiredOffice({ page: { records: 4, bytes: 100_000 } });
});
afterAll(() => office[Symbol.asyncDispose]());
beforeEach(() => office.client.synced());

const PORTAL = '<!doctype html><html><body><h1>Đăng nhập Wi-Fi khách sạn</h1></body></html>';

const answer = (status: string, headers: readonly string[], body: Uint8Array | string): Uint8Array => {
  const bytes = Buffer.from(body);
  const hasLength = headers.some((header) => /^(?:content-length|transfer-encoding):/i.test(header));
  const all = hasLength ? headers : [...headers, `content-length: ${bytes.length}`];
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${all.join('\r\n')}\r\n\r\n`), bytes]);
};

const json = 'content-type: application/json';
const bomb = gzipSync(Buffer.alloc(20_000_000, ' '));
/** What somebody in between may say instead of the server, and how a person is told. */
const NONSENSE: readonly (readonly [string, Uint8Array, readonly string[]])[] = [
  [
    'the page of a captive portal',
    answer('200 OK', ['content-type: text/html'], PORTAL),
    ['server_nonsense'],
  ],
  ['a redirect to one', answer('302 Found', ['location: http://wifi.example/'], ''), ['server_nonsense']],
  [
    'that one must sign in to the network',
    answer('511 Network Authentication Required', [], PORTAL),
    ['server_nonsense'],
  ],
  [
    'a proxy that cannot reach the server',
    answer('502 Bad Gateway', ['content-type: text/html'], PORTAL),
    ['server_unreachable'],
  ],
  ['JSON of another shape', answer('200 OK', [json], '{"ok":true}'), ['server_nonsense']],
  [
    'JSON that is cut short, with its own length',
    answer('200 OK', [json], '{"epoch":"01'),
    ['server_nonsense'],
  ],
  [
    'bytes that are no UTF-8',
    answer('200 OK', [json], Buffer.from([0x22, 0xff, 0xfe, 0x22])),
    ['server_nonsense'],
  ],
  ['a gzip bomb', answer('200 OK', [json, 'content-encoding: gzip'], bomb), ['server_nonsense']],
  [
    'a length that is too large',
    answer('200 OK', [json, 'content-length: 5000'], '{}'),
    ['server_unreachable', 'server_nonsense'],
  ],
  ['a length that is too small', answer('200 OK', [json, 'content-length: 1'], '{}{}'), ['server_nonsense']],
  [
    'two lengths',
    answer('200 OK', [json, 'content-length: 2', 'content-length: 7'], '{}'),
    ['server_nonsense'],
  ],
  ['a negative length', answer('200 OK', [json, 'content-length: -5'], '{}'), ['server_nonsense']],
  [
    'chunks that are none',
    answer('200 OK', [json, 'transfer-encoding: chunked'], 'zz\r\n{}'),
    ['server_nonsense'],
  ],
  ['no HTTP at all', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), ['server_nonsense']],
  [
    'a head without end',
    Buffer.from(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}`),
    ['server_nonsense', 'server_unreachable'],
  ],
  ['nothing', Buffer.alloc(0), ['server_unreachable']],
];

describe('somebody in between who answers', () => {
  test.each(NONSENSE)(
    'a push with %s is not believed, is told in a sentence, and changes nothing',
    async (_what, bytes, codes) => {
      const fault = office.wire.plan(PUSH, { kind: 'answer', bytes });
      await office.createMeeting(office.client);
      await office.isToldAs(...codes);
      expect(fault.hits()).toBe(1);
      await office.converges();
    },
  );

  test.each(NONSENSE)(
    'a pull with %s is not believed, is told in a sentence, and changes nothing',
    async (_what, bytes, codes) => {
      const fault = office.wire.plan(PULL, { kind: 'answer', bytes });
      await office.client.ask('sync.now', {});
      await office.isToldAs(...codes);
      expect(fault.hits()).toBe(1);
      await office.converges();
    },
  );

  test.each([NONSENSE[0], NONSENSE[13]].filter((each) => each !== undefined))(
    'the request for pokes with %s is asked again',
    async (_what, bytes) => {
      const fault = office.wire.plan('/pokes', { kind: 'answer', bytes });
      office.wire.cutAll();
      await until('it was answered so', () => fault.hits() > 0);
      await office.createMeeting(office.at.admin);
      await office.converges();
    },
  );

  test('everything with the page of a captive portal keeps what is done, and sends it once there is a network', async () => {
    const fault = office.wire.plan('/', { kind: 'answer', bytes: NONSENSE[0]?.[1] ?? Buffer.alloc(0) }, 1e9);
    office.wire.cutAll();
    await office.createMeeting(office.client);
    await office.createMeeting(office.client);
    await office.client.ask('sync.now', {});
    await office.isToldAs('server_nonsense');
    expect((await office.client.ask('sync.state', {})).waiting).toBe(2);
    fault.end();
    await office.converges();
  });
});

describe('an order that is not the one in which things were sent', () => {
  test('pokes that come only after what they announce has been pulled change nothing', async () => {
    const held = office.wire.plan('/pokes', { kind: 'hold', direction: 'down' });
    office.wire.cutAll();
    for (let count = 0; count < 3; count += 1) await office.createMeeting(office.at.admin);
    await office.client.ask('sync.now', {});
    held.release();
    await office.converges();
  });

  test.each([1, 2, 3])('a poke that comes with page %i of a pull is not lost', async (page) => {
    for (let count = 0; count < 3; count += 1) await office.createMeeting(office.at.admin);
    await office.at.admin.synced();
    let pages = 0;
    let isDone = false;
    office.wire.onRequest((line) => {
      if (isDone || !line.includes(PULL)) return;
      pages += 1;
      if (pages !== page) return;
      isDone = true;
      void office.createMeeting(office.at.admin);
    });
    await office.client.ask('sync.now', {});
    await until('that page was asked for', async () => {
      if (!isDone) await office.client.ask('sync.now', {});
      return isDone;
    });
    await office.converges();
  });

  test('an answer that is held back while its device has asked again is the same answer', async () => {
    const held = office.wire.plan(PUSH, { kind: 'hold', direction: 'down' });
    await office.createMeeting(office.client);
    await office.isToldAs('server_slow');
    await office.createMeeting(office.client);
    held.release();
    await office.converges();
  });

  test('a push that arrives after its repetition, and one that arrives twice, are done once', async () => {
    const held = office.wire.plan(PUSH, { kind: 'hold', direction: 'up' });
    await office.createMeeting(office.client);
    await office.isToldAs('server_slow');
    await office.converges();
    held.release();
    await office.createMeeting(office.client);
    await office.converges();

    const bytes = office.wire.lastRequest(PUSH);
    if (bytes === null) throw new Error('no push was seen');
    const { port } = new URL(office.at.server.url);
    for (let time = 0; time < 2; time += 1) {
      const said = await new Promise<string>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
        socket.once('data', (data) => {
          resolve(data.toString());
          socket.destroy();
        });
      });
      expect(said).toMatch(/^HTTP\/1\.1 200 /);
      expect(said).toContain('"applied"');
    }
    await office.converges();
  });
});
