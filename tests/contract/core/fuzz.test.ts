import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAssetHandler } from '../../../main/core/host/assets.ts';
import type { TransportAnswer } from '../../../main/core/ports.ts';
import { clientAnswer } from '../../../shared/contract/client.ts';
import { ERROR_CODES } from '../../../shared/contract/errors.ts';
import { pullAnswer, pushAnswer } from '../../../shared/contract/sync.ts';
import { startTestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { anyBody, type Damage, damaged, damages, fuzzRuns, textOf } from '../../support/fuzz.ts';
import { meetingArgs, PASSPHRASE, startInstallation } from '../../support/installation.ts';
import { ok } from '../../../shared/lib/result.ts';
import { newId } from '../../support/api.ts';

const using = disposingAfterEach();

const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'));
const withBody = (answer: TransportAnswer, body: Uint8Array): TransportAnswer => ({ ...answer, body });
const damagedBody = (answer: TransportAnswer, list: readonly Damage[]): Buffer =>
  Buffer.from(textOf(damaged(jsonOf(answer.body), list)));

const fits = (schema: typeof pullAnswer | typeof pushAnswer, body: Uint8Array): boolean => {
  try {
    return schema.safeParse(jsonOf(body)).success;
  } catch {
    return false;
  }
};

describe('what a server answers', () => {
  test('to a pull or a push, when it is no such answer, is nonsense: rows and outbox stay, the next right one heals', async () => {
    const at = using(await startInstallation());
    const { admin } = at;
    const people = admin.context.records.all('person');
    const body = fc.oneof(
      { weight: 3, arbitrary: damages.map((list) => (answer: TransportAnswer) => damagedBody(answer, list)) },
      { weight: 1, arbitrary: anyBody.map((bytes) => () => bytes) },
    );
    await fc.assert(
      fc.asyncProperty(body, fc.boolean(), async (bodyOf, isPush) => {
        const path = isPush ? '/sync/push' : '/sync/pull';
        const schema = isPush ? pushAnswer : pullAnswer;
        let wasChanged = false;
        admin.network.tamper = (asked, answer) => {
          if (!asked.endsWith(path) || answer.status !== 200) return answer;
          const bytes = bodyOf(answer);
          // What still is an answer of the protocol is believed: that is another matter than parsing.
          if (fits(schema, bytes)) return answer;
          wasChanged = true;
          return withBody(answer, bytes);
        };
        const id = newId();
        if (isPush)
          await admin.ask('mutate', { name: 'meeting.create', args: meetingArgs(id, at.bodyId, 'Họp') });
        expect((await admin.call('sync.now', {})).ok).toBe(true);
        const state = await admin.ask('sync.state', {});
        if (wasChanged) expect(state).toMatchObject({ phase: 'offline', error: { code: 'server_nonsense' } });
        expect(admin.context.records.all('person')).toEqual(people);
        if (isPush) expect(admin.context.records.getSync('meeting', id)).toBeDefined();
        admin.network.tamper = null;
        await admin.ask('sync.now', {});
        expect(await admin.ask('sync.state', {})).toMatchObject({
          phase: 'up_to_date',
          waiting: 0,
          error: null,
        });
      }),
      fuzzRuns(60),
    );
    expect(admin.context.db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(admin.logged.filter(({ event }) => event === 'sync_failed_unexpectedly')).toEqual([]);
  });

  test('with any status and any problem document ends in a designed error, and the next right one heals', async () => {
    const { admin } = using(await startInstallation());
    const problems = fc.record({
      status: fc.constantFrom(100, 204, 301, 400, 403, 404, 409, 413, 429, 500, 502, 503),
      code: fc.oneof(fc.constantFrom(...ERROR_CODES.filter((code) => code !== 'epoch_changed')), fc.string()),
      list: damages,
      isWhole: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(problems, async ({ status, code, list, isWhole }) => {
        const right = { type: 'urn:x', title: 'x', status, code, params: {}, detail: 'x' };
        const body = Buffer.from(textOf(isWhole ? right : damaged(right, list)));
        admin.network.tamper = (path, answer) =>
          path.endsWith('/sync/pull') ? { ...answer, status, body } : answer;
        expect((await admin.call('sync.now', {})).ok).toBe(true);
        const { error } = await admin.ask('sync.state', {});
        expect(ERROR_CODES).toContain(error?.code);
        admin.network.tamper = null;
        await admin.ask('sync.now', {});
        expect((await admin.ask('sync.state', {})).phase).toBe('up_to_date');
      }),
      fuzzRuns(40),
    );
  });

  test('to a first sign-in, damaged, is an answer of the contract; the right one then signs in', async () => {
    const { server } = using(await startInstallation({ settings: { signInsPerMinute: 10_000 } }));
    const paths = ['/auth/params', '/auth/sign-in', '/auth/account-key', '/server'];
    await fc.assert(
      fc.asyncProperty(damages, fc.constantFrom(...paths), async (list, path) => {
        await using client = await startTestClient({ serverUrl: server.url });
        client.network.tamper = (asked, answer) =>
          asked.endsWith(path) && answer.status === 200
            ? withBody(answer, damagedBody(answer, list))
            : answer;
        const answer = await client.call('session.signIn', { username: 'quan.tri', passphrase: PASSPHRASE });
        expect(clientAnswer.safeParse(answer).success).toBe(true);
        if (answer.ok) return;
        expect(answer.error.code).not.toBe('internal');
        client.network.tamper = null;
        await client.signIn('quan.tri', PASSPHRASE);
      }),
      fuzzRuns(12),
    );
  });
});

test('what a page asks of its host, whatever the path and the range, never leaves its folder and never throws', async () => {
  const root = mkdtempSync(join(tmpdir(), 'ecabinet-assets-'));
  mkdirSync(join(root, 'renderer'));
  writeFileSync(join(root, 'secret.txt'), 'outside');
  writeFileSync(join(root, 'renderer', 'index.html'), 'inside');
  const paper = Buffer.alloc(1000, 7);
  const openFile = async () => ok({ size: 1000, read: async (a: number, b: number) => paper.subarray(a, b) });
  const handle = createAssetHandler({ rendererDir: join(root, 'renderer'), cabinet: { openFile } });
  const part = fc.oneof(
    fc.constantFrom(
      '..',
      '%2e%2e',
      '..%2f',
      '%5c..',
      'secret.txt',
      '%00',
      '%zz',
      'C:',
      'x'.repeat(300),
      'a.js',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const path = fc.oneof(
    fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
    fc.constant(`/papers/${'a'.repeat(64)}`),
  );
  const number = fc.oneof(fc.nat({ max: 1200 }).map(String), fc.constantFrom('', '-1', '9'.repeat(30), 'x'));
  const range = fc.tuple(number, number).map((ends) => `bytes=${ends.join('-')}`);
  await fc.assert(
    fc.asyncProperty(path, fc.oneof(range, fc.string()), async (asked, value) => {
      const answer = await handle({ method: 'GET', path: asked, headers: { range: value } });
      expect([200, 206, 400, 404, 416]).toContain(answer.status);
      const body = Buffer.from(await new Response(answer.body as BodyInit).arrayBuffer());
      expect(body.toString()).not.toBe('outside');
      if (answer.status === 206) expect(String(body.length)).toBe(answer.headers['content-length']);
    }),
    fuzzRuns(400),
  );
  rmSync(root, { recursive: true });
});
