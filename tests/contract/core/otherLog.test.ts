import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { sentenceOf } from '../../../shared/contract/sentences.ts';
import { pullAnswer, signInAnswer, type SignInAnswer } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import { toBase64 } from '../../../shared/lib/bytes.ts';
import { newId } from '../../support/api.ts';
import type { TestClient } from '../../support/client.ts';
import { disposingAfterEach } from '../../support/disposal.ts';
import { type Installation, meetingArgs, PASSPHRASE, startInstallation } from '../../support/installation.ts';
import type { TestServer } from '../../support/server.ts';
import { until } from '../../support/until.ts';

const using = disposingAfterEach();

const titleOnServer = (at: Installation, id: string): Promise<unknown> =>
  at.server.context.storage.read(at.admin.context.account.organisationId, async (view) => {
    const row = await view.records.get('meeting', id);
    return row === undefined ? undefined : z.object({ title: z.string() }).parse(JSON.parse(row.body)).title;
  });

const keyOf = ({ context }: TestServer): string => toBase64(context.logKey.publicKey);

type Log = SignInAnswer['log'];

/** The server ends the session of a device, so that its next request makes it sign in again by itself. */
const endSession = async ({ context, network }: TestClient): Promise<void> => {
  const token = context.db.prepare<[], Buffer>(`SELECT value FROM meta WHERE key = 'token'`).pluck().get();
  const answer = await network.request({
    ...{ method: 'POST', path: `${API}/auth/sign-out` },
    token: token?.toString() ?? '',
  });
  expect(answer.ok && answer.value.status).toBe(204);
};

/** Every sign-in, and every pull if told so, names another log, as another server under the same address would. */
const nameAnotherLog = (client: TestClient, change: (log: Log) => Log, isInPulls = false): void => {
  const { publicKey } = client.context.account.log;
  client.network.tamper = (path, answer) => {
    if (answer.status !== 200) return answer;
    const changed = (json: unknown) => ({ ...answer, body: Buffer.from(JSON.stringify(json)) });
    const json: unknown = JSON.parse(Buffer.from(answer.body).toString('utf8'));
    if (path.endsWith('/auth/sign-in')) {
      const said = signInAnswer.parse(json);
      return changed({ ...said, log: change(said.log) });
    }
    if (!isInPulls || !path.endsWith('/sync/pull')) return answer;
    const said = pullAnswer.parse(json);
    return changed({ ...said, origin: change({ origin: said.origin, publicKey }).origin });
  };
};

const phaseOf = async (client: TestClient): Promise<string> => {
  const { phase, error } = await client.ask('sync.state', {});
  return error?.code ?? phase;
};

const OTHERS: readonly (readonly [string, (log: Log) => Log])[] = [
  ['key', (log) => ({ ...log, publicKey: randomBytes(32).toString('base64') })],
  ['organisation', (log) => ({ ...log, origin: `e-cabinet/${newId()}` })],
  ['name', (log) => ({ ...log, origin: `${log.origin}-2` })],
];

describe('a renewed sign-in that names another log', () => {
  test.each(OTHERS)(
    'by its %s is not followed: the sync stops and says so, what waits is kept and arrives once with the true one',
    async (_, change) => {
      const at: Installation = using(await startInstallation());
      const { admin } = at;
      const known = admin.context.account.log;
      nameAnotherLog(admin, change);
      await endSession(admin);
      const id = newId();
      const args = meetingArgs(id, at.bodyId, 'Việc làm trong lúc đó');
      await admin.ask('mutate', { name: 'meeting.create', args });
      await until('the sync has stopped', async () => (await phaseOf(admin)) === 'log_changed');
      expect(sentenceOf('en', 'log_changed')).toContain('The app has stopped syncing');
      expect(admin.context.account.log).toEqual(known);
      expect((await admin.ask('sync.state', {})).waiting).toBe(1);
      expect(await titleOnServer(at, id)).toBeUndefined();
      // The device still knows its own log after a restart, and goes on with it.
      const again = using(await admin.restarted());
      await again.signIn('quan.tri', PASSPHRASE);
      await again.synced();
      expect(again.context.account.log).toEqual(known);
      expect(await titleOnServer(at, id)).toBe('Việc làm trong lúc đó');
    },
  );

  test('by the name of a restored server’s log, without a new epoch, is not followed either', async () => {
    const at: Installation = using(await startInstallation());
    const { admin } = at;
    const known = admin.context.account.log;
    nameAnotherLog(admin, (log) => ({ ...log, origin: `${known.origin}/${newId()}` }), true);
    await endSession(admin);
    await until('the sync has stopped', async () => (await phaseOf(admin)) === 'log_changed');
    expect(admin.context.account.log).toEqual(known);
    admin.network.tamper = null;
    await admin.ask('sync.now', {});
    await admin.synced();
    expect(admin.context.account.log).toEqual(known);
  });
});

test('the log of the first sign-in is kept: it is what every later one is compared with', async () => {
  const at: Installation = using(await startInstallation());
  const { admin, server } = at;
  const organisationId = admin.context.account.organisationId;
  expect(admin.context.account.log).toEqual({
    origin: `e-cabinet/${organisationId}`,
    publicKey: keyOf(server),
  });
  const again = using(await admin.restarted());
  again.network.isCut = true;
  await again.signIn('quan.tri', PASSPHRASE);
  expect(again.context.account.log.publicKey).toBe(keyOf(server));
});
