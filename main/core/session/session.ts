import type { SessionState, Topic } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { setupRequest, type ServerInfo } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreContext, CreateFeature, Handlers } from '../context.ts';
import { listProfiles, normalisedUsername, profileFolder, type Vault, writeVault } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import { createRecovery } from '../recovery/methods.ts';
import { guardStorage } from '../store/failures.ts';
import { createTurns } from '../sync/turns.ts';
import { isSuccess, problemOf } from '../transport/problem.ts';
import { createAutomaticLock } from './automaticLock.ts';
import { newCredentials } from './accounts.ts';
import type { OpenSession } from './newPassphrase.ts';
import { createPins } from './pins.ts';
import type { DevicePreferences } from './preferences.ts';
import { openByKeyStore, openProfile, type OpenedProfile } from './profiles.ts';
import { createSecrets } from './secretMethods.ts';
import { askServer } from './serverAuth.ts';
import { openUnlocked, type Unlocked } from './unlocked.ts';
import type { WipeAcknowledgement } from './wipeOrder.ts';
import { createWipes } from './wipes.ts';

/** The first screen waits this long for the server to say whether it needs an administrator. */
const FIRST_LOOK_MS = 1500;

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
  let current: OpenSession | null = null;
  let info: ServerInfo | null = null;
  let looking: Promise<void> | null = null;

  const look = (): Promise<void> => {
    looking ??= askServer(deps.transport).then((answer) => {
      looking = null;
      if (!answer.ok || answer.value.needsSetup === info?.needsSetup) return;
      info = answer.value;
      changed('session');
    });
    return looking;
  };
  const firstLook = (): Promise<void> =>
    new Promise((resolve) => {
      const cancel = deps.timers.after(FIRST_LOOK_MS, resolve);
      void look().then(() => {
        cancel();
        resolve();
      });
    });

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

  const signIn = async (username: string, passphrase: string, lent = false): Promise<Done> => {
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
    const opened = await openProfile(deps, username, passphrase, lent);
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

  const state = async (): Promise<SessionState> => {
    const profiles = listProfiles(deps.dataDir, deps.serverUrl);
    if (current === null && profiles.length === 0 && info === null) await firstLook();
    const context = current?.unlocked.context;
    const account = context?.account;
    return {
      state: context !== undefined ? 'unlocked' : profiles.length > 0 ? 'locked' : 'new',
      serverUrl: deps.serverUrl,
      needsSetup: profiles.length === 0 && info?.needsSetup === true,
      wiped: wipes.untold(),
      profiles: profiles.map((profile) => ({
        username: profile.vault.username,
        name: profile.vault.name,
        pinTriesLeft: pins.triesLeft(profile),
      })),
      pinIsKept: deps.keyStore !== null,
      username: account?.username ?? null,
      accountRole: account?.accountRole ?? null,
      deviceId: account?.deviceId ?? null,
      ...automatic.state(),
      ...personState(context),
    };
  };

  const setup: NonNullable<Handlers['session.setup']> = async (args) => {
    const server = await askServer(deps.transport);
    if (!server.ok) return server;
    const { username, name, position, passphrase, ...installation } = args;
    const request = setupRequest.safeParse({
      ...installation,
      administrator: {
        ...{ username: normalisedUsername(username), name, position, unit: '' },
        credentials: await newCredentials(passphrase, server.value.kdf, deps.random),
      },
    });
    if (!request.success) return err(cabinetError('invalid'));
    const json = request.data;
    const answer = await deps.transport.request({ method: 'POST', path: `${API}/setup`, json });
    if (!answer.ok) return answer;
    if (!isSuccess(answer.value)) return err(problemOf(answer.value));
    info = { ...server.value, needsSetup: false };
    changed('session');
    return done();
  };

  return {
    unlocked: () => current?.unlocked ?? null,
    methods: {
      ...secrets.methods,
      ...recovery.methods,
      ...automatic.methods,
      'session.state': async () => ok(await state()),
      'session.signIn': ({ username, passphrase, lent }) =>
        turns.run(() => signIn(username, passphrase, lent)),
      'session.lock': () => turns.run(lock),
      'session.setup': setup,
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
        if (last === undefined) void look();
      }),
    stop() {
      wipes.stop();
      recovery.stop();
      return turns.run(leave);
    },
  };
};

const personState = (
  context: CoreContext | undefined,
): Pick<SessionState, 'person' | 'organisation' | 'secretaryOf'> => {
  if (context === undefined) return { person: null, organisation: null, secretaryOf: [] };
  const { records, account } = context;
  return {
    person: records.getSync('person', account.personId)?.body ?? null,
    organisation: records.getSync('organisation', account.organisationId)?.body ?? null,
    secretaryOf: records
      .all('body')
      .filter(({ body }) => body.secretaryIds.includes(account.personId))
      .map(({ id }) => id),
  };
};
