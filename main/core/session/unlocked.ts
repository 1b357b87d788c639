import type { Database } from 'better-sqlite3';
import type { SyncState, Topic } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { isLogOrigin } from '../../../shared/domain/log/checkpoint.ts';
import { DEFAULT_POLICY } from '../../../shared/domain/records/policy.ts';
import { createIds } from '../../../shared/lib/ids.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreAccount, CoreContext, CreateFeature, Feature, Pulled } from '../context.ts';
import { deviceKeyOf } from '../keys/deviceKey.ts';
import { papersShowing } from '../files/naming.ts';
import { createPaperGate } from '../files/paperGate.ts';
import { createDecisionLog } from '../log/decisionLog.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { openMeta } from '../store/meta.ts';
import { createRecords } from '../store/records.ts';
import { createEngine, type Engine } from '../sync/engine.ts';
import { createOutbox } from '../sync/outbox.ts';
import { createPuller } from '../sync/pull.ts';
import { pushAll } from '../sync/push.ts';
import { createServerClient } from '../sync/serverClient.ts';
import { createSyncFeature } from '../sync/syncFeature.ts';
import { createTurns } from '../sync/turns.ts';
import type { DevicePreferences } from './preferences.ts';
import { createAccounts } from './accounts.ts';
import { createLoaner } from './loaner.ts';
import { createLeaseClock } from './leaseClock.ts';
import { loadAccount, saveAccount } from './storedAccount.ts';
import { createOrderWatch } from './orderWatch.ts';
import { createTokens, endedBy, type Tokens } from './tokens.ts';
import { acknowledgementOf, askForOrder, watchForOrder, type WipeAcknowledgement } from './wipeOrder.ts';

/** One person's open store and everything that works on it. */
export interface Unlocked {
  readonly context: CoreContext;
  readonly features: readonly Feature[];
  /** What is on screen is complete when this resolves; the rest goes on by itself. */
  start(): Promise<void>;
  readonly signInWith: Tokens['signInWith'];
  /** Its person has just shown who they are: what stopped the sync may have been put right. */
  retry(): void;
  /** Ends what runs, finishes what is being written, closes the store. */
  stop(): Promise<void>;
}

export interface UnlockOptions {
  readonly deps: CabinetDeps;
  readonly preferences: DevicePreferences;
  readonly folder: string;
  readonly db: Database;
  readonly features: readonly CreateFeature[];
  readonly changed: (...topics: Topic[]) => void;
  /** Classified papers are closed until their reader has shown again who they are. */
  readonly awaitsConfirmation: () => boolean;
  /** After each complete pull: what is known of the person may have changed. */
  readonly onPulled: (context: CoreContext) => void;
  /** The server has ordered this device to be wiped; signed with its key, so that it can be said when the key is gone. */
  readonly onWipe: (acknowledgement: WipeAcknowledgement, reason: 'ordered' | 'returned') => void;
  /** This lent device is for that session. */
  readonly onLent: (meetingId: string) => void;
}

const NO_FILES: SyncState['files'] = {
  ...{ have: 0, total: 0, haveBytes: 0, totalBytes: 0, away: 0, awayBytes: 0 },
  ...{ fetching: 0, rate: null, secondsLeft: null, paused: false, error: null },
};

/** Errors: `store_damaged` for a store that does not say whose it is. */
export const openUnlocked = (options: UnlockOptions): Result<Unlocked, CabinetError> => {
  const { deps, folder, db, changed } = options;
  const { clock, random, timers, log, reached = unwatched } = deps;
  const meta = openMeta(db);
  const loaded = loadAccount(meta);
  if (loaded === null) return err(cabinetError('store_damaged'));
  let { account: stored } = loaded;
  const { keys } = loaded;
  const deviceKey = deviceKeyOf(keys.deviceSeed);
  const transport = watchForOrder(deps.transport, stored.deviceId, (order) => {
    options.onWipe(acknowledgementOf(deviceKey, stored.organisationId, order), 'ordered');
  });

  const account: CoreAccount = {
    username: stored.username,
    personId: stored.personId,
    organisationId: stored.organisationId,
    deviceId: stored.deviceId,
    get accountRole() {
      return stored.accountRole;
    },
    accountKey: keys.accountKey,
    sign: (bytes) => deviceKey.sign(bytes),
    get log() {
      return stored.log;
    },
  };
  const ending = new AbortController();
  const tokens = createTokens(
    // Or a session that is renewed just then would hold up the closing for as long as the server takes.
    { ...deps, transport: endedBy(transport, ending.signal) },
    meta,
    {
      ...{ username: stored.username, deviceId: stored.deviceId, deviceKey },
      deviceLabel: deps.deviceLabel,
    },
    ({ accountRole }) => {
      if (accountRole === stored.accountRole) return;
      stored = { ...stored, accountRole };
      saveAccount(meta, stored);
      changed('session');
    },
    ({ log: said }) => {
      const { origin, publicKey } = stored.log;
      const isRestored = isLogOrigin(stored.organisationId, said.origin) && said.origin > origin;
      // Which of the restored server's logs it is, is said with its epoch at the next pull.
      return said.publicKey === publicKey && (said.origin === origin || isRestored);
    },
  );
  const server = createServerClient(transport, tokens, () => changed('sync'));
  const control = createRecords(db);
  const turns = createTurns();
  const decisionLog = createDecisionLog(
    {
      organisationId: stored.organisationId,
      publicKey: stored.log.publicKey,
      origin: () => stored.log.origin,
      rename(origin) {
        stored = { ...stored, log: { ...stored.log, origin } };
        saveAccount(meta, stored);
      },
    },
    { meta, clock, report: log, together: (write) => db.transaction(write).immediate() },
  );
  const ids = createIds(clock, random);
  let engine: Engine | null = null;
  const outbox = createOutbox({
    ...{ db, meta, control, clock, ids, log, turns, reached, actor: account },
    onKept: () => engine?.trigger(),
    onChanged: () => changed('records', 'sync'),
  });

  const lease = createLeaseClock({ meta, clock, timers, onTick: () => changed('files') });
  const gate = createPaperGate({
    records: control.records,
    papersOf: papersShowing(db, control),
    policy: () =>
      control.records.getSync('organisation', stored.organisationId)?.body.policy ?? DEFAULT_POLICY,
    daysWithoutContact: () => lease.daysWithoutContact(),
    awaitsConfirmation: options.awaitsConfirmation,
  });
  const context: CoreContext = {
    ...{ clock, random, ids, timers, log, reached, db, dataDir: folder, account, decisionLog, changed },
    preferences: options.preferences,
    records: control.records,
    outbox: outbox.outbox,
    gate,
    server: server.client,
  };
  const accounts = createAccounts(context, async () => engine?.now());
  const desk = options.features.map((create) => create(context));
  const loaner: Feature = createLoaner({
    context,
    method: (name) => features.map(({ methods }) => methods[name]).find((each) => each !== undefined),
    onChosen: options.onLent,
    onReturn() {
      const order = { deviceId: stored.deviceId, requestedAt: new Date(clock.now()).toISOString() };
      options.onWipe(acknowledgementOf(deviceKey, stored.organisationId, order), 'returned');
    },
  });
  const made = [accounts, loaner, ...desk];
  const onPulled = (pulled: Pulled): void => {
    lease.contact();
    options.onPulled(context);
    for (const feature of made) feature.onPulled?.(pulled);
    changed('records', 'sync');
  };
  const pull = createPuller({
    ...{ db, meta, control, outbox, decisionLog, clock, log, reached, turns, onPulled },
    server: server.client,
    onProgress: () => engine?.progress(),
    onRestored() {
      for (const feature of made) feature.onRestored?.();
      changed('records', 'sync', 'uploads');
    },
  });
  const orders = createOrderWatch({
    ...{ random, timers },
    ask: () =>
      askForOrder(endedBy(transport, ending.signal), deviceKey, stored.organisationId, stored.deviceId),
  });
  const running = createEngine({
    ...{ clock, random, timers, transport, log, pull },
    token: () => tokens.current(),
    push: (onProgress) =>
      pushAll(server.client, outbox, onProgress, {
        epoch: () => meta.text('epoch'),
        note: (epoch) => {
          if (meta.text('epoch') === null) meta.set('epoch', epoch);
        },
        answered: () => reached('push.answered'),
      }),
    hasWaiting: () => outbox.rows().some(({ state }) => state === 'waiting'),
    asOf: () => meta.number('as_of') ?? 0,
    onState() {
      orders.follow(running.state().error);
      changed('sync');
    },
  });
  engine = running;
  const sync = createSyncFeature({
    ...{ engine: running, outbox, records: control.records, meta, timers, personId: stored.personId },
    isOnline: () => server.client.online(),
    filesState: () => made.find((feature) => feature.filesState !== undefined)?.filesState?.() ?? NO_FILES,
    changed: () => changed('sync', 'records'),
  });
  const features: readonly Feature[] = [...made, sync];

  return ok({
    context,
    features,
    async start() {
      await turns.run(async () => {
        guardStorage(() => outbox.refuseOverdue());
        await outbox.rebuild();
      });
      lease.start();
      for (const feature of features) feature.start?.();
      changed('session', 'records', 'annotations', 'sync', 'files', 'uploads');
    },
    signInWith: (authKey) => tokens.signInWith(authKey),
    retry: () => void running.now(),
    async stop() {
      lease.stop();
      orders.stop();
      ending.abort();
      server.stop();
      await running.stop();
      for (const feature of features) await feature.stop?.();
      await turns.run(() => undefined);
      db.close();
    },
  });
};
