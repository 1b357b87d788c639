import { expect } from 'vitest';
import { createHttpTransport } from '../../main/core/transport/http.ts';
import type { SyncState } from '../../shared/contract/client.ts';
import { sentenceOf } from '../../shared/contract/sentences.ts';
import { newId } from './api.ts';
import { startTestClient, type TestClient } from './client.ts';
import { type FaultyWire, startFaultyWire } from './faultyWire.ts';
import { type Installation, meetingArgs, PASSPHRASE, startInstallation } from './installation.ts';
import type { TestServerOptions } from './server.ts';
import { until } from './until.ts';

/** Without progress for this long the server counts as slow; signs of life are asked for so often. In milliseconds. */
export const PROGRESS_MS = 600;
export const PING_MS = 150;

/** So long may a poke take before somebody asks for the newest, in milliseconds. */
const PATIENCE_MS = 3000;

/** One person at two devices: one beside the server, one at the end of a wire on which things go wrong. */
export interface WiredOffice extends AsyncDisposable {
  readonly at: Installation;
  readonly wire: FaultyWire;
  /** At the end of the wire. */
  readonly client: TestClient;
  /** Makes a meeting there, which has to be kept whatever the network does. */
  createMeeting(of: TestClient, args?: ReturnType<typeof meetingArgs>): Promise<void>;
  /** Meetings that the device at the end of the wire shows. */
  shown(): number;
  /** Those that were made at all. */
  made(): number;
  /** Whatever happened: both devices and the server say the same, each thing once, and nothing waits. */
  converges(): Promise<void>;
  /** The sync has stopped at one of these errors, and says it in a sentence in both languages. */
  isToldAs(...codes: readonly string[]): Promise<void>;
}

const titles = (of: TestClient): string =>
  of.context.records
    .all('meeting')
    .map(({ body }) => body.title)
    .sort()
    .join('\n');

export const startWiredOffice = async (
  settings: TestServerOptions['settings'] = {},
): Promise<WiredOffice> => {
  const at = await startInstallation({ settings: { pingMs: PING_MS, ...settings } });
  const wire = await startFaultyWire(at.server.url);
  const client = await startTestClient({
    serverUrl: wire.url,
    transport: createHttpTransport({ serverUrl: wire.url, progressMs: PROGRESS_MS, pingMs: PING_MS }),
  });
  await client.signIn('quan.tri', PASSPHRASE);
  await client.synced();
  const kept: string[] = [];
  const stateOf = (): Promise<SyncState> => client.ask('sync.state', {});

  const answeredBy = async (): Promise<number> => {
    const { deviceId, organisationId } = client.context.account;
    return at.server.context.storage.transact(organisationId, (tx) => tx.devices.lastMutation(deviceId));
  };
  return {
    ...{ at, wire, client },
    async createMeeting(of, given) {
      const args = given ?? meetingArgs(newId(), at.bodyId, `Phiên họp ${newId()}`);
      expect(await of.call('mutate', { name: 'meeting.create', args })).toMatchObject({ ok: true });
      kept.push(args.title);
    },
    shown: () => client.context.records.all('meeting').length,
    made: () => kept.length,
    async converges() {
      const all = kept.toSorted().join('\n');
      const start = performance.now();
      await until('both devices hold all that was kept', async () => {
        const state = await stateOf();
        // Pokes have their time first; what comes only by asking comes at last.
        const isLate = performance.now() - start > PATIENCE_MS;
        if (isLate || state.phase !== 'up_to_date' || state.waiting > 0) await client.ask('sync.now', {});
        const now = await stateOf();
        const isThere = titles(client) === all && titles(at.admin) === all;
        return isThere && now.phase === 'up_to_date' && now.waiting === 0;
      });
      expect(await stateOf()).toMatchObject({ waiting: 0, refused: 0, error: null });
      const next = client.context.db
        .prepare<[], { value: number }>("SELECT value FROM meta WHERE key = 'next_n'")
        .get();
      expect(await answeredBy()).toBe((next?.value ?? 1) - 1);
    },
    async isToldAs(...codes) {
      await until(`it says ${codes.join(' or ')}`, async () => {
        const { error } = await stateOf();
        if (error === null || !codes.includes(error.code)) return false;
        const sentences = (['vi', 'en'] as const).map((language) =>
          sentenceOf(language, error.code, error.params),
        );
        for (const sentence of sentences) expect(sentence.length).toBeGreaterThan(20);
        return true;
      });
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await wire[Symbol.asyncDispose]();
      await at[Symbol.asyncDispose]();
    },
  };
};
