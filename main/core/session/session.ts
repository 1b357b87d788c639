import type { Topic } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, CreateFeature, Handlers } from '../context.ts';
import {
  listElsewhere,
  listProfiles,
  normalisedUsername,
  profileFolder,
  type Vault,
  writeVault,
} from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import { createRecovery } from '../recovery/methods.ts';
import { guardStorage } from '../store/failures.ts';
import { createTurns } from '../sync/turns.ts';
import { createAutomaticLock } from './automaticLock.ts';
import type { OpenSession } from './newPassphrase.ts';
import { createPins } from './pins.ts';
import type { DevicePreferences } from './preferences.ts';
import { openByKeyStore, openProfile, type OpenedProfile, type SignInWish } from './profiles.ts';
import { createSecrets } from './secretMethods.ts';
import { createServerLook } from './serverLook.ts';
import { stateOf } from './sessionState.ts';
import { openUnlocked, type Unlocked } from './unlocked.ts';
import type { WipeAcknowledgement } from './wipeOrder.ts';
import { createWipes } from './wipes.ts';

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

/** Who is at the device: nobody yet, somebody locked out, or one person with their store open. */
export const createSession = (
  deps: CabinetDeps,
  features: readonly CreateFeature[],
  changed: (...topics: Topic[]) => void,
  preferences: DevicePreferences,
): Session => {
  const turns = createTurns();
  const wipes = createWipes(deps);
  const pins = createPins(deps);
  const office = createServerLook(deps, () => changed('session'));
  let current: OpenSession | null = null;

  const noteName = (folder: string, context: CoreContext): void => {
    if (current?.profile.folder !== folder || wipes.isBegun(folder)) return;
    const name = context.records.getSync('person', context.account.personId)?.body.name;
    if (name === undefined || name === current.profile.vault.name) return;
    const vault: Vault = { ...current.profile.vault, name };
    // Only the list of profiles shows it: a full disk must not stop a pull for it.
    if (!guardStorage(() => writeVault(folder, vault, deps.reached)).ok) return;
    current = { ...current, profile: { ...current.profile, vault } };
    changed('session');
  };

  /** The store says so already; the vault keeps the key store and PINs out of it. */
  const noteLent = (folder: string, meetingId: string): void => {
    if (current?.profile.folder !== folder || wipes.isBegun(folder)) return;
    const vault: Vault = { ...current.profile.vault, loaner: { meetingId } };
    if (guardStorage(() => writeVault(folder, vault, deps.reached)).ok) noteVault(current, vault);
  };

  /** The keys go at once, whatever still runs; the rest when the store is closed. */
  const obey = (
    folder: string,
    acknowledgement: WipeAcknowledgement,
    reason: 'ordered' | 'returned',
  ): void => {
    if (wipes.isBegun(folder)) return;
    wipes.begin(folder, acknowledgement, reason);
    void turns.run(async () => {
      try {
        if (current?.profile.folder === folder) await leave();
      } finally {
        wipes.finish(acknowledgement.deviceId);
        changed('session');
      }
    });
  };

  const enter = async (profile: OpenedProfile): Promise<Done> => {
    if (current !== null) await leave();
    const { folder, db } = profile;
    // In turn: a vault that is being wrapped anew must not be written over with the one before.
    const onPulled = (context: CoreContext): void => void turns.run(() => noteName(folder, context));
    const unlocked = openUnlocked({
      ...{ deps, preferences, folder, db, features, changed, onPulled },
      onWipe: (acknowledgement, reason) => obey(folder, acknowledgement, reason),
      onLent: (meetingId) => void turns.run(() => noteLent(folder, meetingId)),
      awaitsConfirmation: automatic.awaitsConfirmation,
    });
    if (!unlocked.ok) {
      db.close();
      return unlocked;
    }
    current = { profile, unlocked: unlocked.value };
    automatic.entered();
    await unlocked.value.start();
    return done();
  };
  const leave = async (): Promise<void> => {
    const leaving = current;
    current = null;
    automatic.left();
    await leaving?.unlocked.stop();
    changed('session', 'records', 'annotations', 'sync', 'files', 'uploads');
  };

  /** What stands in the vault of the open profile. */
  const noteVault = (open: OpenSession, vault: Vault): void => {
    current = { ...open, profile: { ...open.profile, vault } };
    changed('session');
  };
  const secrets = createSecrets({
    ...{ deps, pins, turns, changed, noteVault, enter },
    current: () => current,
  });

  const signIn = async (username: string, passphrase: string, wish: SignInWish = {}): Promise<Done> => {
    if (current !== null) {
      if (current.profile.vault.username === normalisedUsername(username)) {
        const shown = await secrets.show(current, passphrase);
        if (!shown.ok) return shown;
        current.unlocked.retry();
        return done();
      }
    }
    if (!wipes.isDone(profileFolder(deps.dataDir, deps.serverUrl, username))) {
      return err(cabinetError('device_wipe'));
    }
    const opened = await openProfile(deps, username, passphrase, wish);
    if (!opened.ok) return opened;
    wipes.told();
    return enter(opened.value);
  };
  const recovery = createRecovery({
    ...{ deps, turns, secrets, signIn },
    current: () => current,
    changed: () => changed('session'),
  });
  const lock = async (): Promise<Done> => {
    if (current === null) return done();
    const { folder, vault } = current.profile;
    await leave();
    deps.reached?.('lock.store_closed');
    // Written last: the keys are gone already, whatever the disk says.
    const noted = guardStorage(() => writeVault(folder, { ...vault, locked: true }, deps.reached));
    return noted.ok ? done() : noted;
  };

  const automatic = createAutomaticLock({
    ...{ deps, turns, secrets, lock, noteVault, changed },
    lockAfter: () => preferences.get().lockAfter,
    current: () => current,
  });

  return {
    unlocked: () => current?.unlocked ?? null,
    methods: {
      ...secrets.methods,
      ...recovery.methods,
      ...automatic.methods,
      'session.state': async () => {
        const profiles = listProfiles(deps.dataDir, deps.serverUrl);
        if (current === null && profiles.length === 0) await office.first();
        return ok(
          stateOf({
            ...{ deps, profiles, wiped: wipes.untold(), triesLeft: (profile) => pins.triesLeft(profile) },
            elsewhere: listElsewhere(deps.dataDir, deps.serverUrl),
            context: current?.unlocked.context,
            needsSetup: office.needsSetup(),
            automatic: automatic.state(),
          }),
        );
      },
      'session.signIn': ({ username, passphrase, ...wish }) =>
        turns.run(() => signIn(username, passphrase, wish)),
      'session.lock': () => turns.run(lock),
      'session.setup': office.setup,
      'session.devices': async () => {
        if (current === null) return err(cabinetError('locked'));
        const { records, account } = current.unlocked.context;
        return ok({ devices: records.listSync('device', account.personId).map(({ body }) => body) });
      },
      'devices.list': async ({ personId }) => {
        if (current === null) return err(cabinetError('locked'));
        const { records } = current.unlocked.context;
        return ok({ devices: records.listSync('device', personId).map(({ body }) => body) });
      },
    },
    start: () =>
      turns.run(async () => {
        wipes.start();
        const [last] = listProfiles(deps.dataDir, deps.serverUrl);
        const opened = last === undefined ? null : await openByKeyStore(deps, last);
        if (opened !== null) await enter(opened);
        if (last === undefined) office.look();
      }),
    stop() {
      wipes.stop();
      recovery.stop();
      return turns.run(leave);
    },
  };
};
