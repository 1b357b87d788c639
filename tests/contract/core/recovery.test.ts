import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { comparisonCode, commitmentTo } from '../../../main/core/recovery/agreement.ts';
import { parseSheetCode, sheetCodeText } from '../../../main/core/recovery/sheetCode.ts';
import { recoveryStateAnswer } from '../../../shared/contract/recovery.ts';
import { startTestClient, type TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { fillSmallGovernment, newId, PASSPHRASE } from '../../support/smallGovernment.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();
const NEW = 'mật khẩu mới của tôi';

const office = (): Promise<TestServer> => startTestServer({ fill: fillSmallGovernment }).then(using);
const newClient = async (server: TestServer): Promise<TestClient> =>
  using(await startTestClient({ serverUrl: server.url }));
const enter = async (server: TestServer, username = 'an'): Promise<TestClient> => {
  const client = await newClient(server);
  await client.signIn(username, PASSPHRASE);
  await client.synced();
  return client;
};
const codeOf = (answer: { ok: true } | { ok: false; error: { code: string } }): string =>
  answer.ok ? 'ok' : answer.error.code;

/** What only the account key opens, and what only this device has. */
const writeSomething = async (client: TestClient): Promise<string> => {
  const paperId = newId();
  await client.context.outbox.enqueue('private.put', { id: paperId, ciphertext: 'AAAA' });
  return paperId;
};

describe('the code of a sealed sheet', () => {
  test('reads as it was written, however it is typed, and a slip is noticed before anything is sent', () => {
    for (let i = 0; i < 50; i += 1) {
      const code = Uint8Array.from({ length: 20 }, (_, at) => (i * 37 + at * 101) % 256);
      const text = sheetCodeText(code);
      expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(parseSheetCode(text)).toEqual(code);
      const typed = text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      expect(parseSheetCode(` ${typed} `)).toEqual(code);
      const wrong = `${text[0] === '7' ? '8' : '7'}${text.slice(1)}`;
      expect(parseSheetCode(wrong)).toBeNull();
      expect(parseSheetCode(text.slice(0, -1))).toBeNull();
    }
  });
});

describe('the sealed sheet', () => {
  test('gives a new passphrase on a device that has the store: nothing is lost, and the code is used up', async () => {
    const server = await office();
    const client = await enter(server);
    expect((await client.ask('recovery.sheet', {})).createdAt).toBeNull();
    expect(codeOf(await client.call('recovery.createSheet', { passphrase: 'không phải' }))).toBe(
      'passphrase_wrong',
    );
    client.ahead += 60_000;
    const sheet = await client.ask('recovery.createSheet', { passphrase: PASSPHRASE });
    expect(sheet).toMatchObject({ username: 'an', name: 'an', organisation: 'Chính phủ' });
    expect((await client.ask('recovery.sheet', {})).createdAt).toBe(sheet.createdAt);
    const before = await client.ask('session.state', {});
    client.network.isCut = true;
    const kept = await writeSomething(client);
    await client.ask('session.lock', {});
    client.network.isCut = false;

    expect(codeOf(await client.call('session.signIn', { username: 'an', passphrase: NEW }))).not.toBe('ok');
    const use = (code: string, username = 'an') =>
      client.call('recovery.useSheet', { username, code, passphrase: NEW });
    expect(codeOf(await use(sheet.code.slice(0, -1)))).toBe('recovery_code_typo');
    expect(codeOf(await use(sheetCodeText(new Uint8Array(20))))).toBe('recovery_wrong');
    expect(codeOf(await use(sheet.code, 'binh'))).toBe('recovery_wrong');
    expect(codeOf(await use(sheet.code.toLowerCase()))).toBe('ok');

    const after = await client.ask('session.state', {});
    expect([after.state, after.deviceId]).toEqual(['unlocked', before.deviceId]);
    await client.synced();
    await until('what was not sent is there', async () => {
      const other = await client.context.records.get('privateNote', kept);
      return other !== undefined && other.rev > 0;
    });
    await client.ask('session.lock', {});
    expect(codeOf(await client.call('session.signIn', { username: 'an', passphrase: PASSPHRASE }))).toBe(
      'passphrase_wrong',
    );
    client.ahead += 60_000;
    client.network.isCut = true;
    expect(codeOf(await client.call('session.signIn', { username: 'an', passphrase: NEW }))).toBe('ok');
    client.network.isCut = false;
    const other = await newClient(server);
    const again = { username: 'an', code: sheet.code, passphrase: 'còn một lần nữa' };
    expect(codeOf(await other.call('recovery.useSheet', again))).toBe('recovery_wrong');
  });

  test('works on a new device, which then reads what the account key has encrypted', async () => {
    const server = await office();
    const first = await enter(server);
    const { accountKey } = first.context.account;
    const { code } = await first.ask('recovery.createSheet', { passphrase: PASSPHRASE });
    const second = await newClient(server);
    await second.ask('recovery.useSheet', { username: 'AN', code, passphrase: NEW });
    await second.synced();
    expect(second.context.account.accountKey).toEqual(accountKey);
    // The other sessions have ended; the old device comes in with the new passphrase.
    await first.call('sync.now', {});
    expect((await first.ask('sync.state', {})).error?.code).toBe('not_signed_in');
    await first.ask('session.lock', {});
    await first.signIn('an', NEW);
    await first.synced();
  });

  test('leaves nothing of its code on the device or the server', async () => {
    const server = await office();
    const client = await enter(server);
    const { code } = await client.ask('recovery.createSheet', { passphrase: PASSPHRASE });
    const bytes = Buffer.from(parseSheetCode(code) ?? []);
    for (const folder of [client.dataDir, server.dataDir]) {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((path) => statSync(path).isFile());
      expect(files.length).toBeGreaterThan(1);
      for (const path of files) {
        const held = readFileSync(path);
        expect([path, held.includes(code), held.includes(bytes)]).toEqual([path, false, false]);
      }
    }
  });

  test('is settled by the new passphrase when the last answer is lost', async () => {
    const server = await office();
    const first = await enter(server);
    const { code } = await first.ask('recovery.createSheet', { passphrase: PASSPHRASE });
    const second = await newClient(server);
    second.network.loseAnswersTo = '/auth/recovery-sheet/use';
    await second.ask('recovery.useSheet', { username: 'an', code, passphrase: NEW });
    expect((await second.ask('session.state', {})).state).toBe('unlocked');
  });
});

const requestAt = async (helper: TestClient) => {
  await until('the request is here', async () => {
    await helper.ask('sync.now', {});
    return (await helper.ask('recovery.requests', {})).requests.length === 1;
  });
  return (await helper.ask('recovery.requests', {})).requests[0];
};
const askedCode = async (asker: TestClient): Promise<string> => {
  await until('both keys are known', async () => (await asker.ask('recovery.asking', {})).code !== null);
  return (await asker.ask('recovery.asking', {})).code ?? '';
};
const readyAt = async (helper: TestClient): Promise<void> =>
  until('the key is here', async () => {
    await helper.ask('sync.now', {});
    const [request] = (await helper.ask('recovery.requests', {})).requests;
    return request?.state === 'ready' || request?.state === 'wrong';
  });

describe('another device of the same person', () => {
  test('shows the same code, approves after the passphrase, and the asking one goes on with its store', async () => {
    const server = await office();
    const helper = await enter(server);
    const asker = await enter(server);
    const before = (await asker.ask('session.state', {})).deviceId;
    await asker.ask('session.lock', {});
    await asker.ask('recovery.ask', { username: 'an' });
    expect(await asker.ask('recovery.asking', {})).toMatchObject({
      state: 'waiting',
      username: 'an',
      code: null,
    });
    const request = await requestAt(helper);
    expect(request).toMatchObject({ state: 'new', deviceLabel: 'test', code: null });
    const id = request?.id ?? '';
    const passphrase = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
    expect(codeOf(await helper.call('recovery.approve', { id, secret: passphrase }))).toBe('recovery_ended');
    await helper.ask('recovery.look', { id });
    await readyAt(helper);
    const [ready] = (await helper.ask('recovery.requests', {})).requests;
    expect(ready?.code).toMatch(/^[0-9]{8}$/);
    expect(await askedCode(asker)).toBe(ready?.code);
    expect(codeOf(await asker.call('recovery.finish', { passphrase: NEW }))).toBe('recovery_ended');
    const wrong = { kind: 'passphrase', passphrase: 'không phải' } as const;
    expect(codeOf(await helper.call('recovery.approve', { id, secret: wrong }))).toBe('passphrase_wrong');
    helper.ahead += 5000;
    await helper.ask('recovery.approve', { id, secret: passphrase });
    await until('it is approved', async () => (await asker.ask('recovery.asking', {})).state === 'approved');
    await asker.ask('recovery.finish', { passphrase: NEW });
    await asker.synced();
    expect((await asker.ask('session.state', {})).deviceId).toBe(before);
    expect((await asker.ask('recovery.asking', {})).state).toBe('none');
    expect(asker.context.account.accountKey).toEqual(helper.context.account.accountKey);
    expect((await helper.ask('recovery.requests', {})).requests).toEqual([]);
  });

  test('refuses, and the asking one is told', async () => {
    const server = await office();
    const helper = await enter(server);
    const asker = await newClient(server);
    await asker.ask('recovery.ask', { username: 'an' });
    const request = await requestAt(helper);
    await helper.ask('recovery.refuse', { id: request?.id ?? '' });
    await until('it has ended', async () => (await asker.ask('recovery.asking', {})).state === 'ended');
    expect(codeOf(await asker.call('recovery.finish', { passphrase: NEW }))).toBe('recovery_ended');
  });

  test('sees nothing more of a request that was taken back before the server answered it', async () => {
    const server = await office();
    const asker = await newClient(server);
    asker.network.tamper = (path, answer) => {
      if (path.endsWith('/auth/recovery-requests')) void asker.call('recovery.cancel', {});
      return answer;
    };
    expect(codeOf(await asker.call('recovery.ask', { username: 'an' }))).toBe('recovery_ended');
    expect((await asker.ask('recovery.asking', {})).state).toBe('none');
  });

  test('shows another code than the asking device when somebody in between puts a key of their own', async () => {
    const server = await office();
    const helper = await enter(server);
    const asker = await newClient(server);
    // The asking device is told another helper's key than the one that answered.
    asker.network.tamper = (path, answer) => {
      if (!path.endsWith('/state')) return answer;
      const state = recoveryStateAnswer.parse(JSON.parse(Buffer.from(answer.body).toString('utf8')));
      if (state.approverKey === null) return answer;
      const approverKey = Buffer.alloc(32, 9).toString('base64');
      return { ...answer, body: Buffer.from(JSON.stringify({ ...state, approverKey })) };
    };
    await asker.ask('recovery.ask', { username: 'an' });
    const request = await requestAt(helper);
    await helper.ask('recovery.look', { id: request?.id ?? '' });
    await readyAt(helper);
    const [ready] = (await helper.ask('recovery.requests', {})).requests;
    expect(ready?.state).toBe('ready');
    expect(await askedCode(asker)).not.toBe(ready?.code);
    // Even approved without comparing, what was sealed for the other pair of keys does not open.
    const secret = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
    await helper.ask('recovery.approve', { id: request?.id ?? '', secret });
    await until('it has ended', async () => (await asker.ask('recovery.asking', {})).state === 'ended');
  });

  test('does not approve a key that was not committed to before its own was known', async () => {
    const server = await office();
    const helper = await enter(server);
    const asker = await newClient(server);
    await asker.ask('recovery.ask', { username: 'an' });
    const request = await requestAt(helper);
    const id = request?.id ?? '';
    await helper.ask('recovery.look', { id });
    await readyAt(helper);
    // A lying server: the record names another key, and a commitment that fits it.
    const publicKey = Buffer.alloc(32, 7).toString('base64');
    const { organisationId, personId } = helper.context.account;
    await server.context.storage.transact(organisationId, async (tx) => {
      const row = await tx.records.get('recoveryRequest', id);
      const body = {
        ...(JSON.parse(row?.body ?? '{}') as object),
        publicKey,
        commitment: commitmentTo(publicKey),
      };
      await tx.records.put(
        { scope: `user:${personId}`, kind: 'recoveryRequest', id, parent: '', body: JSON.stringify(body) },
        '',
      );
    });
    await until('the other key is here', async () => {
      await helper.ask('sync.now', {});
      return (await helper.ask('recovery.requests', {})).requests[0]?.state === 'wrong';
    });
    const secret = { kind: 'passphrase', passphrase: PASSPHRASE } as const;
    expect(codeOf(await helper.call('recovery.approve', { id, secret }))).toBe('recovery_key_wrong');
  });

  test('the code says request and both keys', () => {
    const key = (byte: number) => Buffer.alloc(32, byte).toString('base64');
    const one = { requestId: newId(), askerKey: key(1), helperKey: key(2) };
    const others = [
      { ...one, requestId: newId() },
      { ...one, askerKey: key(3) },
      { ...one, helperKey: key(3) },
    ];
    for (const other of others) expect(comparisonCode(other)).not.toBe(comparisonCode(one));
    // Written down, so that other clients show the same.
    const fixed = { requestId: '01900000-0000-7000-8000-000000000001', askerKey: key(1), helperKey: key(2) };
    expect(comparisonCode(fixed)).toBe('48268901');
  });
});
