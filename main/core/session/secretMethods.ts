import type { Topic } from '../../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { Handlers } from '../context.ts';
import { createTries } from '../keys/tries.ts';
import { listProfiles, normalisedUsername } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import type { Turns } from '../sync/turns.ts';
import type { CurrentSession, OpenSession } from './currentSession.ts';
import { adoptPassphrase, changePassphrase } from './newPassphrase.ts';
import type { Pins } from './pins.ts';
import { checkPassphrase, openByDataKey, type OpenedProfile } from './profiles.ts';

type Done = Result<Record<never, never>, CabinetError>;

export interface SecretParts {
  readonly deps: CabinetDeps;
  readonly pins: Pins;
  readonly turns: Turns;
  readonly changed: (...topics: Topic[]) => void;
  readonly current: CurrentSession;
  /** Opens this profile instead of the one that may be open. */
  readonly enter: (profile: OpenedProfile) => Promise<Done>;
}

/** The ways of showing who one is besides the first sign-in, and of changing them. */
export interface Secrets {
  readonly methods: Handlers;
  /** The passphrase of the open profile, or the one that it has on the server since. */
  show(open: OpenSession, passphrase: string): Promise<Done>;
  /** The same by PIN. */
  showPin(open: OpenSession, pin: string): Promise<Done>;
}

export const createSecrets = (parts: SecretParts): Secrets => {
  const { deps, pins, turns, current } = parts;

  const show = async (open: OpenSession, passphrase: string): Promise<Done> => {
    const { folder, vault } = open.profile;
    const shown = await checkPassphrase(deps, folder, vault, passphrase);
    if (shown.ok) return ok({});
    if (shown.error.code !== 'passphrase_wrong') return shown;
    const adopted = await adoptPassphrase(deps, open, passphrase);
    if (adopted === null) return shown;
    if (!adopted.ok) return adopted;
    createTries(folder, deps.clock).succeeded();
    current.noteVault(open, adopted.value);
    return ok({});
  };
  const showPin = async (open: OpenSession, pin: string): Promise<Done> => {
    const { vault, dataKey } = await pins.attempt(open.profile, pin);
    current.noteVault(open, vault);
    return dataKey.ok ? ok({}) : dataKey;
  };
  const unlock = async (typed: string, pin: string): Promise<Done> => {
    const username = normalisedUsername(typed);
    const open = current.open();
    if (open?.profile.vault.username === username) return showPin(open, pin);
    const known = listProfiles(deps.dataDir, deps.serverUrl);
    const profile = known.find(({ vault }) => vault.username === username);
    if (profile === undefined) return err(cabinetError('pin_gone'));
    const { vault, dataKey } = await pins.attempt(profile, pin);
    parts.changed('session');
    if (!dataKey.ok) return dataKey;
    const opened = await openByDataKey(deps, { ...profile, vault }, dataKey.value);
    return opened.ok ? parts.enter(opened.value) : opened;
  };
  const setPin = async (open: OpenSession, passphrase: string, pin: string) => {
    const { folder, vault } = open.profile;
    if (vault.loaner !== null) return err(cabinetError('not_on_loaner'));
    const shown = await checkPassphrase(deps, folder, vault, passphrase);
    if (!shown.ok) return shown;
    const next = await pins.set(open.profile, open.profile.dataKey, pin);
    if (!next.ok) return next;
    const kept = current.keepVault(open, next.value);
    if (kept.ok) deps.reached?.('pin.kept');
    return kept.ok ? ok({ kept: next.value.pin !== null }) : kept;
  };
  const renew = async (open: OpenSession, passphrase: string, next: string): Promise<Done> => {
    const vault = await changePassphrase(deps, open, passphrase, next);
    if (!vault.ok) return vault;
    current.noteVault(open, vault.value);
    open.unlocked.retry();
    return ok({});
  };
  /** One after the other, and only while a store is open. */
  const whenOpen = <T>(
    run: (open: OpenSession) => Promise<Result<T, CabinetError>>,
  ): Promise<Result<T, CabinetError>> =>
    turns.run(async () => {
      const open = current.open();
      return open === null ? err(cabinetError('locked')) : run(open);
    });

  return {
    show,
    showPin,
    methods: {
      'session.unlock': ({ username, pin }) => turns.run(() => unlock(username, pin)),
      'session.setPin': ({ passphrase, pin }) => whenOpen((open) => setPin(open, passphrase, pin)),
      'session.removePin': () => whenOpen(async (open) => current.keepVault(open, pins.remove(open.profile))),
      'session.changePassphrase': ({ passphrase, next }) => whenOpen((open) => renew(open, passphrase, next)),
    },
  };
};
