import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pullAnswer } from '../../../../shared/contract/sync.ts';
import { API, PROTOCOL } from '../../../../shared/contract/version.ts';
import { type ApiPerson, newDevice, signInRequestFor } from '../../../support/api.ts';
import { anyBody, corpus, damaged, damages, fuzzRuns, textOf } from '../../../support/fuzz.ts';
import { JSON_TYPE, useFuzzedServer } from '../../../support/fuzzedServer.ts';
import { requestBytes, sendRaw, undesigned } from '../../../support/rawHttp.ts';
import { passphraseOf } from '../../../support/sampleOffice.ts';
import { startTestServer } from '../../../support/server.ts';

const office = useFuzzedServer();

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
    ...{ method: 'POST', path: '/sync/pull', who: () => office.secretary },
    valid: () => ({
      protocol: PROTOCOL,
      epoch: office.secretary.epoch,
      asOf: office.secretary.lastPull?.asOf ?? null,
      page: { since: 3, base: 3, asOf: 9, from: 4 },
      cursors: Object.fromEntries(office.secretary.cursors),
      partial: [],
    }),
  },
  {
    ...{ method: 'POST', path: '/auth/sign-in', who: () => office.secretary },
    // Made once: only so many names may be asked about in a minute.
    valid: () =>
      (signIn ??= signInRequestFor(office.server.url, 'thuky', passphraseOf('thuky'), newDevice())),
  },
  { method: 'POST', path: '/auth/params', who: () => office.secretary, valid: () => ({ username: 'thuky' }) },
  {
    ...{ method: 'PUT', path: '/auth/account-key', who: () => office.secretary },
    valid: () => ({ accountKey: Buffer.alloc(60).toString('base64') }),
  },
  {
    ...{ method: 'POST', path: '/auth/account-key', who: () => office.secretary },
    valid: () => ({ protocol: PROTOCOL, username: 'thuky', authKey: Buffer.alloc(32).toString('base64') }),
  },
  {
    ...{ method: 'PUT', path: '/auth/passphrase', who: () => office.secretary },
    valid: () => ({
      username: 'thuky',
      authKey: Buffer.alloc(32).toString('base64'),
      credentials: credentials(),
      accountKey: Buffer.alloc(60).toString('base64'),
    }),
  },
  {
    ...{ method: 'POST', path: '/uploads', who: () => office.secretary },
    valid: () => ({ name: 'Tờ trình.pdf', size: 10, sha256: 'a'.repeat(64) }),
  },
  {
    ...{ method: 'POST', path: '/accounts', who: () => office.administrator },
    valid: () => ({ ...person(`nguoi${(names += 1)}`), role: 'user' }),
  },
  {
    ...{ method: 'POST', path: '/accounts/thongdoc/reset', who: () => office.administrator },
    valid: () => ({ credentials: credentials() }),
  },
  {
    ...{ method: 'POST', path: '/setup', who: () => office.administrator },
    valid: () => ({
      ...{ code: 'AAAA-BBBB-CCCC', organisationName: 'Chính phủ', bodyName: 'Chính phủ' },
      ...{ timeZone: 'Asia/Ho_Chi_Minh', administrator: person('quan.tri') },
    }),
  },
];

test('what once failed is answered as designed', async () => {
  for (const { name, text } of corpus('requests')) {
    // One line a line of HTTP; `\u0000` and the like stand for themselves as JSON writes them.
    const raw = text
      .replaceAll('{{token}}', office.secretary.token)
      .replaceAll('{{sha256}}', office.paper.sha256);
    const [head = '', ...rest] = raw.trimEnd().split('\n\n');
    const body = rest.join('\n\n');
    const length = body === '' ? '' : `content-length: ${Buffer.byteLength(body)}\n`;
    const bytes = Buffer.from(`${head}\n${length}`.replaceAll('\n', '\r\n') + `\r\n${body}`);
    const answer = await sendRaw(office.server.url, bytes);
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
          await office.sent({ ...door, headers: { ...office.auth(door.who()), ...JSON_TYPE }, body });
        }),
        fuzzRuns(60),
      );
    },
  );

  test('of a pull with any numbers is answered, or refused by a problem document', async () => {
    const { epoch } = office.secretary;
    const names = [...office.secretary.cursors.keys()];
    const number = fc.oneof(fc.integer({ min: 0, max: 60 }), fc.maxSafeNat());
    const position = fc.record({ since: number, base: fc.option(number), asOf: number, from: number });
    const some = fc.subarray([...names, 'item:x', 'manifest:x', '__proto__', 'constructor']);
    await fc.assert(
      fc.asyncProperty(
        ...([fc.option(number), fc.option(position), some, some, number] as const),
        async (asOf, page, named, partial, cursor) => {
          const cursors = Object.fromEntries(named.map((name) => [name, cursor]));
          const asked = JSON.stringify({ protocol: PROTOCOL, epoch, asOf, page, cursors, partial });
          const headers = { ...office.auth(office.secretary), ...JSON_TYPE };
          await office.sent({ method: 'POST', path: '/sync/pull', headers, body: Buffer.from(asked) });
        },
      ),
      fuzzRuns(150),
    );
  });

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
          await office.sent({
            method: 'POST',
            path,
            headers: { ...office.auth(office.administrator), 'content-type': type },
            body,
          });
        },
      ),
      fuzzRuns(200),
    );
  });
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
      const headers = JSON_TYPE;
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
  const page = await office.secretary.call('/sync/pull', {
    json: { protocol: PROTOCOL, epoch: null, cursors: {} },
  });
  expect(pullAnswer.safeParse(page.json()).success).toBe(true);
});
