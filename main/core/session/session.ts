import type { SessionState, Topic } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, CreateFeature, Handlers } from '../context.ts';
import { listElsewhere, listProfiles, normalisedUsername, profileFolder, writeVault } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import { createRecovery, type Recovery } from '../recovery/methods.ts';
import { guardStorage } from '../store/failures.ts';
import { createTurns } from '../sync/turns.ts';
import { type AutomaticLock, createAutomaticLock } from './automaticLock.ts';
import { createCurrentSession, type CurrentSession } from './currentSession.ts';
import { createPins, type Pins } from './pins.ts';
import type { DevicePreferences } from './preferences.ts';
import { openByKeyStore, openProfile, type OpenedProfile, type SignInWish } from './profiles.ts';
import { createSecrets, type Secrets } from './secretMethods.ts';
import { createServerLook, type ServerLook } from './serverLook.ts';
import { stateOf } from './sessionState.ts';
import { openUnlocked, type Unlocked } from './unlocked.ts';
import type { WipeAcknowledgement } from './wipeOrder.ts';
import { createWipes, type Wipes } from './wipes.ts';

export interface Session {
  /** Null while locked. */
  unlocked(): Unlocked | null;
  readonly methods: Handlers;
  /** Opens the last used profile if the key store may. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

type Done = Result<Record<never, never>, CabinetError>;
const done = (): Done => ok({});

interface SessionParts {
  readonly deps: CabinetDeps;
  readonly features: readonly CreateFeature[];
  readonly changed: (...topics: Topic[]) => void;
  readonly preferences: DevicePreferences;
}

/** The devices that the open store knows. */
const deviceMethods = (current: CurrentSession): Handlers => {
  const devicesOf = async (personId?: string) => {
    const context = current.open()?.unlocked.context;
    if (context === undefined) return err(cabinetError('locked'));
    const { records, account } = context;
    return ok({ devices: records.listSync('device', personId ?? account.personId).map(({ body }) => body) });
  };
  return {
    'session.devices': () => devicesOf(),
    'devices.list': ({ personId }) => devicesOf(personId),
  };
};

/** Opening, closing, locking and wiping take turns: what one of them begins is over before the next. */
class DeviceSession implements Session {
  readonly methods: Handlers;
  readonly #parts: SessionParts;
  readonly #turns = createTurns();
  readonly #wipes: Wipes;
  readonly #pins: Pins;
  readonly #office: ServerLook;
  readonly #current: CurrentSession;
  readonly #secrets: Secrets;
  readonly #recovery: Recovery;
  readonly #automatic: AutomaticLock;
  #isStopped = false;

  constructor(parts: SessionParts) {
    const { deps, changed, preferences } = parts;
    this.#parts = parts;
    this.#wipes = createWipes(deps);
    this.#pins = createPins(deps);
    this.#office = createServerLook(deps, () => changed('session'));
    this.#current = createCurrentSession(deps, changed);
    const shared = { deps, changed, turns: this.#turns, current: this.#current };
    this.#secrets = createSecrets({
      ...{ ...shared, pins: this.#pins },
      enter: (profile) => this.#enter(profile),
    });
    this.#recovery = createRecovery({
      ...{ ...shared, secrets: this.#secrets, changed: () => changed('session') },
      signIn: (username, passphrase) => this.#signIn(username, passphrase),
    });
    this.#automatic = createAutomaticLock({
      ...{ ...shared, secrets: this.#secrets },
      lock: () => this.#lock(),
      lockAfter: () => preferences.get().lockAfter,
    });
    this.methods = {
      ...this.#secrets.methods,
      ...this.#recovery.methods,
      ...this.#automatic.methods,
      ...deviceMethods(this.#current),
      'session.state': async () => ok(await this.#state()),
      'session.signIn': ({ username, passphrase, ...wish }) =>
        this.#turns.run(() => this.#signIn(username, passphrase, wish)),
      'session.lock': () => this.#turns.run(() => this.#lock()),
      'session.setup': this.#office.setup,
    };
  }

  unlocked(): Unlocked | null {
    return this.#current.open()?.unlocked ?? null;
  }

  start(): Promise<void> {
    const { deps } = this.#parts;
    return this.#turns.run(async () => {
      this.#wipes.start();
      const [last] = listProfiles(deps.dataDir, deps.serverUrl);
      const opened = last === undefined ? null : await openByKeyStore(deps, last);
      if (opened !== null) await this.#enter(opened);
      if (last === undefined) this.#office.look();
    });
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    this.#wipes.stop();
    this.#recovery.stop();
    return this.#turns.run(() => this.#leave());
  }

  async #state(): Promise<SessionState> {
    const { deps } = this.#parts;
    const profiles = listProfiles(deps.dataDir, deps.serverUrl);
    if (this.#current.open() === null && profiles.length === 0) await this.#office.first();
    return stateOf({
      ...{ deps, profiles, wiped: this.#wipes.untold() },
      triesLeft: (profile) => this.#pins.triesLeft(profile),
      elsewhere: listElsewhere(deps.dataDir, deps.serverUrl),
      context: this.unlocked()?.context,
      needsSetup: this.#office.needsSetup(),
      automatic: this.#automatic.state(),
    });
  }

  async #signIn(username: string, passphrase: string, wish: SignInWish = {}): Promise<Done> {
    const { deps } = this.#parts;
    const open = this.#current.open();
    if (open?.profile.vault.username === normalisedUsername(username)) {
      const shown = await this.#secrets.show(open, passphrase);
      if (!shown.ok) return shown;
      open.unlocked.retry();
      return done();
    }
    if (!this.#wipes.isDone(profileFolder(deps.dataDir, deps.serverUrl, username))) {
      return err(cabinetError('device_wipe'));
    }
    const opened = await openProfile(deps, username, passphrase, wish);
    if (!opened.ok) return opened;
    this.#wipes.told();
    return this.#enter(opened.value);
  }

  async #enter(profile: OpenedProfile): Promise<Done> {
    const { folder, db } = profile;
    // What was under way when the app closed, as a recovery that the server was asked for, opens nothing behind it.
    if (this.#isStopped) {
      db.close();
      return err(cabinetError('locked'));
    }
    if (this.#current.open() !== null) await this.#leave();
    const opened = openUnlocked({
      ...{ ...this.#parts, folder, db },
      // In turn: a vault that is being wrapped anew must not be written over with the one before.
      onPulled: (context) => void this.#turns.run(() => this.#keepName(folder, context)),
      onWipe: (acknowledgement, reason) => this.#obey(folder, acknowledgement, reason),
      onLent: (meetingId) => void this.#turns.run(() => this.#keepLent(folder, meetingId)),
      awaitsConfirmation: () => this.#automatic.awaitsConfirmation(),
    });
    if (!opened.ok) {
      db.close();
      return opened;
    }
    this.#current.begin({ profile, unlocked: opened.value });
    this.#automatic.entered();
    await opened.value.start();
    return done();
  }

  async #leave(): Promise<void> {
    const leaving = this.#current.end();
    this.#automatic.left();
    await leaving?.unlocked.stop();
    this.#parts.changed('session', 'records', 'annotations', 'sync', 'files', 'uploads');
  }

  async #lock(): Promise<Done> {
    const { deps } = this.#parts;
    const open = this.#current.open();
    if (open === null) return done();
    const { folder, vault } = open.profile;
    await this.#leave();
    deps.reached?.('lock.store_closed');
    // Written last: the keys are gone already, whatever the disk says.
    const noted = guardStorage(() => writeVault(folder, { ...vault, locked: true }, deps.reached));
    return noted.ok ? done() : noted;
  }

  /** The keys go at once, whatever still runs; the rest when the store is closed. */
  #obey(folder: string, acknowledgement: WipeAcknowledgement, reason: 'ordered' | 'returned'): void {
    if (this.#wipes.isBegun(folder)) return;
    this.#wipes.begin(folder, acknowledgement, reason);
    void this.#turns.run(async () => {
      try {
        if (this.#current.openIn(folder) !== null) await this.#leave();
      } finally {
        this.#wipes.finish(acknowledgement.deviceId);
        this.#parts.changed('session');
      }
    });
  }

  /** Only the list of profiles shows it: a full disk must not stop a pull for it. */
  #keepName(folder: string, context: CoreContext): void {
    const open = this.#current.openIn(folder);
    if (open === null || this.#wipes.isBegun(folder)) return;
    const { vault } = open.profile;
    const name = context.records.getSync('person', context.account.personId)?.body.name;
    if (name !== undefined && name !== vault.name) this.#current.keepVault(open, { ...vault, name });
  }

  /** The store says so already; the vault keeps the key store and PINs out of it. */
  #keepLent(folder: string, meetingId: string): void {
    const open = this.#current.openIn(folder);
    if (open === null || this.#wipes.isBegun(folder)) return;
    this.#current.keepVault(open, { ...open.profile.vault, loaner: { meetingId } });
  }
}

/** Who is at the device: nobody yet, somebody locked out, or one person with their store open. */
export const createSession = (
  deps: CabinetDeps,
  features: readonly CreateFeature[],
  changed: (...topics: Topic[]) => void,
  preferences: DevicePreferences,
): Session => new DeviceSession({ deps, features, changed, preferences });
