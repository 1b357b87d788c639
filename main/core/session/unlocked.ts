import type { Database } from 'better-sqlite3';
import type { SyncState, Topic } from '../../../shared/contract/client.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import { DEFAULT_POLICY } from '../../../shared/domain/records/policy.ts';
import { createIds, type Ids } from '../../../shared/lib/ids.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, CreateFeature, Feature, Pulled } from '../context.ts';
import { papersShowing } from '../files/naming.ts';
import { createPaperGate } from '../files/paperGate.ts';
import { createDecisionLog, type DecisionLogKeeper } from '../log/decisionLog.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import { type Meta, openMeta } from '../store/meta.ts';
import { createRecords, type RecordsControl } from '../store/records.ts';
import { createEngine, type Engine } from '../sync/engine.ts';
import { createOutbox, type OutboxControl } from '../sync/outbox.ts';
import { createPuller } from '../sync/pull.ts';
import { pushAll } from '../sync/push.ts';
import { createSyncFeature } from '../sync/syncFeature.ts';
import { createTurns, type Turns } from '../sync/turns.ts';
import type { DevicePreferences } from './preferences.ts';
import { createAccounts } from './accounts.ts';
import { createLeaseClock, type LeaseClock } from './leaseClock.ts';
import { createLoaner } from './loaner.ts';
import { openOwnAccount, type OwnAccount } from './ownAccount.ts';
import { createServerLink, type ServerLink } from './serverLink.ts';
import type { Tokens } from './tokens.ts';
import { acknowledgementOf, type WipeAcknowledgement, type WipeOrder } from './wipeOrder.ts';

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

/** What is in the store, as the sync and the context of the features work on it. */
interface Contents {
  readonly meta: Meta;
  readonly own: OwnAccount;
  readonly control: RecordsControl;
  readonly outbox: OutboxControl;
  readonly decisionLog: DecisionLogKeeper;
  /** One writer at a time. */
  readonly turns: Turns;
  readonly ids: Ids;
}

const openContents = (
  { deps, db, changed }: UnlockOptions,
  meta: Meta,
  own: OwnAccount,
  onKept: () => void,
): Contents => {
  const { clock, random, log, reached = unwatched } = deps;
  const control = createRecords(db);
  const turns = createTurns();
  const decisionLog = createDecisionLog(own.log, {
    ...{ meta, clock, report: log },
    together: (write) => own.together(() => db.transaction(write).immediate()),
  });
  const ids = createIds(clock, random);
  const outbox = createOutbox({
    ...{ db, meta, control, clock, ids, log, turns, reached, actor: own.account, onKept },
    onChanged: () => changed('records', 'sync'),
  });
  return { meta, own, control, outbox, decisionLog, turns, ids };
};

const contextOf = (
  { deps, preferences, folder, db, changed, awaitsConfirmation }: UnlockOptions,
  { own, control, outbox, decisionLog, ids }: Contents,
  link: ServerLink,
  lease: LeaseClock,
): CoreContext => {
  const { clock, random, timers, log, reached = unwatched } = deps;
  const { account } = own;
  const { records } = control;
  const gate = createPaperGate({
    ...{ records, papersOf: papersShowing(db, control), awaitsConfirmation },
    policy: () => records.getSync('organisation', account.organisationId)?.body.policy ?? DEFAULT_POLICY,
    daysWithoutContact: () => lease.daysWithoutContact(),
  });
  return {
    ...{ clock, random, ids, timers, log, reached, db, dataDir: folder, account, decisionLog, changed },
    ...{ preferences, records, outbox: outbox.outbox, gate, server: link.client },
  };
};

interface SyncParts {
  readonly options: UnlockOptions;
  readonly contents: Contents;
  readonly link: ServerLink;
  readonly onPulled: (pulled: Pulled) => void;
  readonly onRestored: () => void;
}

/** The engine over what it pushes, what it pulls, and where it keeps how far it is. */
const createSync = ({ options, contents, link, onPulled, onRestored }: SyncParts): Engine => {
  const { deps, db, changed } = options;
  const { clock, random, timers, log, reached = unwatched } = deps;
  const { meta, control, outbox, decisionLog, turns } = contents;
  const pull = createPuller({
    ...{ db, meta, control, outbox, decisionLog, clock, log, reached, turns, onPulled, onRestored },
    server: link.client,
    onProgress: () => engine.progress(),
  });
  const engine = createEngine({
    ...{ clock, random, timers, transport: link.transport, log, pull },
    token: () => link.tokens.current(),
    push: (onProgress) =>
      pushAll(link.client, outbox, onProgress, {
        epoch: () => meta.text('epoch'),
        note: (epoch) => {
          if (meta.text('epoch') === null) meta.set('epoch', epoch);
        },
        answered: () => reached('push.answered'),
      }),
    hasWaiting: () => outbox.rows().some(({ state }) => state === 'waiting'),
    asOf: () => meta.number('as_of') ?? 0,
    onState() {
      link.followSync(engine.state().error);
      changed('sync');
    },
  });
  return engine;
};

class OpenStore implements Unlocked {
  readonly context: CoreContext;
  readonly features: readonly Feature[];
  readonly #options: UnlockOptions;
  readonly #link: ServerLink;
  readonly #contents: Contents;
  readonly #lease: LeaseClock;
  readonly #engine: Engine;

  constructor(options: UnlockOptions, meta: Meta, own: OwnAccount) {
    const { deps, changed } = options;
    this.#options = options;
    this.#link = createServerLink({
      ...{ deps, meta, own },
      onOrder: (order) => this.#wipe(order, 'ordered'),
      onRole: () => changed('session'),
      onContact: () => changed('sync'),
    });
    this.#contents = openContents(options, meta, own, () => this.#engine.trigger());
    this.#lease = createLeaseClock({
      ...{ meta, clock: deps.clock, timers: deps.timers },
      onTick: () => changed('files'),
    });
    this.context = contextOf(options, this.#contents, this.#link, this.#lease);
    this.#engine = createSync({
      ...{ options, contents: this.#contents, link: this.#link },
      onPulled: (pulled) => this.#pulled(pulled),
      onRestored: () => this.#restored(),
    });
    this.features = this.#createFeatures();
  }

  async start(): Promise<void> {
    const { outbox, turns } = this.#contents;
    await turns.run(async () => {
      guardStorage(() => outbox.refuseOverdue());
      await outbox.rebuild();
    });
    this.#lease.start();
    for (const feature of this.features) feature.start?.();
    this.#options.changed('session', 'records', 'annotations', 'sync', 'files', 'uploads');
  }

  signInWith(authKey: Uint8Array): ReturnType<Tokens['signInWith']> {
    return this.#link.tokens.signInWith(authKey);
  }

  retry(): void {
    void this.#engine.now();
  }

  async stop(): Promise<void> {
    this.#lease.stop();
    this.#link.stop();
    await this.#engine.stop();
    for (const feature of this.features) await feature.stop?.();
    await this.#contents.turns.run(() => undefined);
    this.#options.db.close();
  }

  /** In the order in which they start and are told of what was pulled. */
  #createFeatures(): readonly Feature[] {
    const { context } = this;
    const { deps, changed, features, onLent } = this.#options;
    const { meta, own, outbox } = this.#contents;
    const loaner = createLoaner({
      ...{ context, onChosen: onLent },
      method: (name) => this.features.map(({ methods }) => methods[name]).find((each) => each !== undefined),
      onReturn: () => {
        const requestedAt = new Date(deps.clock.now()).toISOString();
        this.#wipe({ deviceId: own.account.deviceId, requestedAt }, 'returned');
      },
    });
    const sync = createSyncFeature({
      ...{ engine: this.#engine, outbox, records: context.records, meta, timers: deps.timers },
      personId: own.account.personId,
      isOnline: () => this.#link.client.online(),
      filesState: () =>
        this.features.find((feature) => feature.filesState !== undefined)?.filesState?.() ?? NO_FILES,
      changed: () => changed('sync', 'records'),
    });
    const accounts = createAccounts(context, () => this.#engine.now());
    return [accounts, loaner, ...features.map((create) => create(context)), sync];
  }

  #pulled(pulled: Pulled): void {
    this.#lease.contact();
    this.#options.onPulled(this.context);
    for (const feature of this.features) feature.onPulled?.(pulled);
    this.#options.changed('records', 'sync');
  }

  #restored(): void {
    for (const feature of this.features) feature.onRestored?.();
    this.#options.changed('records', 'sync', 'uploads');
  }

  #wipe(order: WipeOrder, reason: 'ordered' | 'returned'): void {
    const { account, deviceKey } = this.#contents.own;
    this.#options.onWipe(acknowledgementOf(deviceKey, account.organisationId, order), reason);
  }
}

/** Errors: `store_damaged` for a store that does not say whose it is. */
export const openUnlocked = (options: UnlockOptions): Result<Unlocked, CabinetError> => {
  const meta = openMeta(options.db);
  const own = openOwnAccount(meta);
  return own.ok ? ok(new OpenStore(options, meta, own.value)) : own;
};
