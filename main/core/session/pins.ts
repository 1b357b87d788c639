import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import { unwatched } from '../../../shared/lib/reached.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { dataKeyByPin, isSimplePin, PIN_TRIES, type PinWrap, wrapByPin } from '../keys/pin.ts';
import { type Profile, type StoredPin, type Vault, writeVault } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import { guardStorage } from '../store/failures.ts';

/** What a try came to; `vault` is what now stands on the disk. */
export interface PinTry {
  readonly vault: Vault;
  readonly dataKey: Result<Uint8Array, CabinetError>;
}

/** The PINs of this device's profiles: quick to type, few tries, and worth nothing with a copy of the disk. */
export interface Pins {
  /** 0: there is none that can be used now. */
  triesLeft(profile: Profile): number;
  /** The vault with the PIN in it (or without: it is then kept in memory), not yet written. Errors: `pin_too_simple`. */
  set(profile: Profile, dataKey: Uint8Array, pin: string): Promise<Result<Vault, CabinetError>>;
  /** The vault without it, not yet written. */
  remove(profile: Profile): Vault;
  /** Counts the try before it is made. Errors: `pin_wrong {left}`, `pin_gone`, `pin_not_now`, `disk_full`. */
  attempt(profile: Profile, pin: string): Promise<PinTry>;
}

interface PinInMemory extends PinWrap {
  readonly secret: Uint8Array;
  failed: number;
}

const afterWrong = (failed: number): CabinetError =>
  failed >= PIN_TRIES ? cabinetError('pin_gone') : cabinetError('pin_wrong', { left: PIN_TRIES - failed });

type Deps = Pick<CabinetDeps, 'keyStore' | 'random' | 'log' | 'reached'>;

/** The key store's answer; null when it refuses, or there is none. */
const asked = async (
  { keyStore, log }: Deps,
  operation: 'wrap' | 'unwrap',
  bytes: Uint8Array,
): Promise<Uint8Array | null> => {
  try {
    return keyStore === null ? null : await keyStore[operation](bytes);
  } catch {
    log('key_store_refused', { backend: keyStore?.backend ?? '' });
    return null;
  }
};

const attemptStored = async (
  deps: Deps,
  { folder, vault }: Profile,
  pin: StoredPin,
  typed: string,
): Promise<PinTry> => {
  const { reached = unwatched } = deps;
  const write = (next: Vault) => guardStorage(() => writeVault(folder, next, reached));
  const secret = await asked(deps, 'unwrap', fromBase64(pin.secret.wrapped));
  if (secret?.length !== 32) return { vault, dataKey: err(cabinetError('pin_not_now')) };
  const failed = pin.failed + 1;
  // Before the try, and the last one takes the PIN with it: ending the program in between gives no try back.
  const counted: Vault = { ...vault, pin: failed >= PIN_TRIES ? null : { ...pin, failed } };
  const noted = write(counted);
  if (!noted.ok) return { vault, dataKey: noted };
  reached(counted.pin === null ? 'pin.used_up' : 'pin.try_counted');
  const dataKey = await dataKeyByPin(pin, typed, secret);
  if (dataKey === null) return { vault: counted, dataKey: err(afterWrong(failed)) };
  const restored: Vault = { ...vault, pin: { ...pin, failed: 0 } };
  const isGivenBack = write(restored).ok;
  if (isGivenBack) reached('pin.tries_given_back');
  return { vault: isGivenBack ? restored : counted, dataKey: ok(dataKey) };
};

export const createPins = (deps: Deps): Pins => {
  const { keyStore, random } = deps;
  /** By folder of the profile; gone with the process. */
  const inMemory = new Map<string, PinInMemory>();

  const attemptInMemory = async (
    folder: string,
    pin: PinInMemory,
    typed: string,
  ): Promise<PinTry['dataKey']> => {
    pin.failed += 1;
    if (pin.failed >= PIN_TRIES) inMemory.delete(folder);
    const dataKey = await dataKeyByPin(pin, typed, pin.secret);
    if (dataKey === null) return err(afterWrong(pin.failed));
    pin.failed = 0;
    inMemory.set(folder, pin);
    return ok(dataKey);
  };

  return {
    triesLeft({ folder, vault: { pin } }) {
      const memory = inMemory.get(folder);
      if (memory !== undefined) return PIN_TRIES - memory.failed;
      return pin !== null && pin.secret.backend === keyStore?.backend ? PIN_TRIES - pin.failed : 0;
    },
    async set({ folder, vault }, dataKey, pin) {
      if (isSimplePin(pin)) return err(cabinetError('pin_too_simple'));
      const { wrap, secret } = await wrapByPin(dataKey, pin, vault.kdf, random);
      const wrapped = await asked(deps, 'wrap', secret);
      inMemory.delete(folder);
      if (keyStore === null || wrapped === null) {
        inMemory.set(folder, { ...wrap, secret, failed: 0 });
        return ok({ ...vault, pin: null });
      }
      const stored = { backend: keyStore.backend, wrapped: toBase64(wrapped) };
      return ok({ ...vault, pin: { ...wrap, secret: stored, failed: 0 }, byKeyStore: null });
    },
    remove({ folder, vault }) {
      inMemory.delete(folder);
      return { ...vault, pin: null };
    },
    async attempt(profile, typed) {
      const { folder, vault } = profile;
      const memory = inMemory.get(folder);
      if (memory !== undefined) return { vault, dataKey: await attemptInMemory(folder, memory, typed) };
      const { pin } = vault;
      if (pin === null || pin.secret.backend !== keyStore?.backend) {
        return { vault, dataKey: err(cabinetError('pin_gone')) };
      }
      return attemptStored(deps, profile, pin, typed);
    },
  };
};
