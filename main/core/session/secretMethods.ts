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

class ProfileSecrets implements Secrets {
  readonly methods: Handlers;
  readonly #parts: SecretParts;

  constructor(parts: SecretParts) {
    const { turns, current, pins } = parts;
    this.#parts = parts;
    /** One after the other, and only while a store is open. */
    const whenOpen = <T>(run: (open: OpenSession) => Promise<Result<T, CabinetError>>) =>
      turns.run(async (): Promise<Result<T, CabinetError>> => {
        const open = current.open();
        return open === null ? err(cabinetError('locked')) : run(open);
      });
    this.methods = {
      'session.unlock': ({ username, pin }) => turns.run(() => this.#unlock(username, pin)),
      'session.setPin': ({ passphrase, pin }) => whenOpen((open) => this.#setPin(open, passphrase, pin)),
      'session.removePin': () => whenOpen(async (open) => current.keepVault(open, pins.remove(open.profile))),
      'session.changePassphrase': ({ passphrase, next }) =>
        whenOpen((open) => this.#changePassphrase(open, passphrase, next)),
    };
  }

  async show(open: OpenSession, passphrase: string): Promise<Done> {
    const { deps, current } = this.#parts;
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
  }

  async showPin(open: OpenSession, pin: string): Promise<Done> {
    const { vault, dataKey } = await this.#parts.pins.attempt(open.profile, pin);
    this.#parts.current.noteVault(open, vault);
    return dataKey.ok ? ok({}) : dataKey;
  }

  async #unlock(typed: string, pin: string): Promise<Done> {
    const { deps, pins, current, changed, enter } = this.#parts;
    const username = normalisedUsername(typed);
    const open = current.open();
    if (open?.profile.vault.username === username) return this.showPin(open, pin);
    const known = listProfiles(deps.dataDir, deps.serverUrl);
    const profile = known.find(({ vault }) => vault.username === username);
    if (profile === undefined) return err(cabinetError('pin_gone'));
    const { vault, dataKey } = await pins.attempt(profile, pin);
    changed('session');
    if (!dataKey.ok) return dataKey;
    const opened = await openByDataKey(deps, { ...profile, vault }, dataKey.value);
    return opened.ok ? enter(opened.value) : opened;
  }

  async #setPin(
    open: OpenSession,
    passphrase: string,
    pin: string,
  ): Promise<Result<{ readonly kept: boolean }, CabinetError>> {
    const { deps, pins, current } = this.#parts;
    const { folder, vault, dataKey } = open.profile;
    if (vault.loaner !== null) return err(cabinetError('not_on_loaner'));
    const shown = await checkPassphrase(deps, folder, vault, passphrase);
    if (!shown.ok) return shown;
    const next = await pins.set(open.profile, dataKey, pin);
    if (!next.ok) return next;
    const kept = current.keepVault(open, next.value);
    if (kept.ok) deps.reached?.('pin.kept');
    return kept.ok ? ok({ kept: next.value.pin !== null }) : kept;
  }

  async #changePassphrase(open: OpenSession, passphrase: string, next: string): Promise<Done> {
    const { deps, current } = this.#parts;
    const vault = await changePassphrase(deps, open, passphrase, next);
    if (!vault.ok) return vault;
    current.noteVault(open, vault.value);
    open.unlocked.retry();
    return ok({});
  }
}

export const createSecrets = (parts: SecretParts): Secrets => new ProfileSecrets(parts);
