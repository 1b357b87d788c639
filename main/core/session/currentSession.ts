import type { Topic } from '../../../shared/contract/client.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { type Vault, writeVault } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';
import type { OpenedProfile } from './profiles.ts';
import type { Unlocked } from './unlocked.ts';

/** A person's open store, and what it was opened with. */
export interface OpenSession {
  readonly profile: OpenedProfile;
  readonly unlocked: Unlocked;
}

/** Whose store is open, and what stands in their vault. */
export interface CurrentSession {
  /** Null while locked. */
  open(): OpenSession | null;
  /** The same, if it is the profile in this folder. */
  openIn(folder: string): OpenSession | null;
  begin(open: OpenSession): void;
  /** Nobody's store is open from now on; answers whose was, to be closed. */
  end(): OpenSession | null;
  /** This vault has been written into the profile's folder. */
  noteVault(open: OpenSession, vault: Vault): void;
  /** Writes it there, and nothing has changed on failure. Errors: `disk_full`, `store_damaged`. */
  keepVault(open: OpenSession, vault: Vault): Result<Record<never, never>, CabinetError>;
}

class HeldSession implements CurrentSession {
  readonly #reached: CabinetDeps['reached'];
  readonly #changed: (...topics: Topic[]) => void;
  #open: OpenSession | null = null;

  constructor(reached: CabinetDeps['reached'], changed: (...topics: Topic[]) => void) {
    this.#reached = reached;
    this.#changed = changed;
  }

  open(): OpenSession | null {
    return this.#open;
  }

  openIn(folder: string): OpenSession | null {
    return this.#open?.profile.folder === folder ? this.#open : null;
  }

  begin(open: OpenSession): void {
    this.#open = open;
  }

  end(): OpenSession | null {
    const ended = this.#open;
    this.#open = null;
    return ended;
  }

  noteVault(open: OpenSession, vault: Vault): void {
    this.#open = { ...open, profile: { ...open.profile, vault } };
    this.#changed('session');
  }

  keepVault(open: OpenSession, vault: Vault): Result<Record<never, never>, CabinetError> {
    const kept = guardStorage(() => writeVault(open.profile.folder, vault, this.#reached));
    if (!kept.ok) return kept;
    this.noteVault(open, vault);
    return ok({});
  }
}

export const createCurrentSession = (
  deps: Pick<CabinetDeps, 'reached'>,
  changed: (...topics: Topic[]) => void,
): CurrentSession => new HeldSession(deps.reached, changed);
