import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { SignInAnswer } from '../../../shared/contract/sync.ts';
import { isLogOrigin } from '../../../shared/domain/log/checkpoint.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CoreAccount } from '../context.ts';
import { type DeviceKey, deviceKeyOf } from '../keys/deviceKey.ts';
import type { KnownLog } from '../log/decisionLog.ts';
import type { Meta } from '../store/meta.ts';
import { loadAccount, saveAccount, type StoredAccount, type StoredKeys } from './storedAccount.ts';

/** Whose store this is; what the server says anew of them is kept in it. */
export interface OwnAccount {
  readonly account: CoreAccount;
  readonly deviceKey: DeviceKey;
  readonly log: KnownLog;
  /** False when that is their role already. */
  keepRole(role: StoredAccount['accountRole']): boolean;
  /** Whether a renewed session is with the server of the same decision log. */
  isSameLog(said: SignInAnswer['log']): boolean;
  /** Runs a write into the store that may be about them; when it fails, what is known of them is as before too. */
  together(write: () => void): void;
}

class StoredOwnAccount implements OwnAccount {
  readonly account: CoreAccount;
  readonly deviceKey: DeviceKey;
  readonly log: KnownLog;
  readonly #meta: Meta;
  #stored: StoredAccount;

  constructor(meta: Meta, stored: StoredAccount, { deviceSeed, accountKey }: StoredKeys) {
    this.#meta = meta;
    this.#stored = stored;
    const deviceKey = deviceKeyOf(deviceSeed);
    this.deviceKey = deviceKey;
    const now = (): StoredAccount => this.#stored;
    const { username, personId, organisationId, deviceId } = stored;
    this.account = {
      ...{ username, personId, organisationId, deviceId, accountKey },
      get accountRole() {
        return now().accountRole;
      },
      sign: (bytes) => deviceKey.sign(bytes),
      get log() {
        return now().log;
      },
    };
    this.log = {
      ...{ organisationId, publicKey: stored.log.publicKey },
      origin: () => now().log.origin,
      rename: (origin) => this.#keep({ ...now(), log: { ...now().log, origin } }),
    };
  }

  keepRole(accountRole: StoredAccount['accountRole']): boolean {
    if (accountRole === this.#stored.accountRole) return false;
    this.#keep({ ...this.#stored, accountRole });
    return true;
  }

  isSameLog(said: SignInAnswer['log']): boolean {
    const { organisationId, log } = this.#stored;
    const isRestored = isLogOrigin(organisationId, said.origin) && said.origin > log.origin;
    // Which of the restored server's logs it is, is said with its epoch at the next pull.
    return said.publicKey === log.publicKey && (said.origin === log.origin || isRestored);
  }

  together(write: () => void): void {
    const before = this.#stored;
    try {
      write();
    } catch (cause) {
      this.#stored = before;
      throw cause;
    }
  }

  #keep(stored: StoredAccount): void {
    saveAccount(this.#meta, stored);
    this.#stored = stored;
  }
}

/** Errors: `store_damaged` for a store that does not say whose it is. */
export const openOwnAccount = (meta: Meta): Result<OwnAccount, CabinetError> => {
  const loaded = loadAccount(meta);
  if (loaded === null) return err(cabinetError('store_damaged'));
  return ok(new StoredOwnAccount(meta, loaded.account, loaded.keys));
};
