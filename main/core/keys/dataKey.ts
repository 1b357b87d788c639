import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { KdfParams } from '../../../shared/contract/sync.ts';
import { deviceWrapKeyOf, deviceWrapKeyOfAccount } from './derive.ts';
import type { Vault } from './vault.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

/**
 * The ways to this device's data key (32 bytes) that a vault holds. All of them open the same store; none is needed for
 * another.
 */
export const dataKeyByMaster = (vault: Vault, master: Uint8Array): Uint8Array | null =>
  unwrapKey(
    deviceWrapKeyOf(master, fromBase64(vault.deviceSalt)),
    fromBase64(vault.byPassphrase),
    'ecabinet/device/v1',
  );

/** Null as well for a vault that has never been opened since version 1. */
export const dataKeyByAccountKey = (vault: Vault, accountKey: Uint8Array): Uint8Array | null =>
  vault.byAccountKey === null
    ? null
    : unwrapKey(
        deviceWrapKeyOfAccount(accountKey, fromBase64(vault.deviceSalt)),
        fromBase64(vault.byAccountKey),
        'ecabinet/device-by-account/v1',
      );

/** `byAccountKey` of a vault. */
export const wrapByAccountKey = (
  dataKey: Uint8Array,
  accountKey: Uint8Array,
  deviceSalt: Uint8Array,
  random: RandomBytes,
): string =>
  toBase64(
    wrapKey(deviceWrapKeyOfAccount(accountKey, deviceSalt), dataKey, 'ecabinet/device-by-account/v1', random),
  );

/** `byPassphrase` of a vault; `master` as `deriveMaster` makes it. */
export const wrapByMaster = (
  dataKey: Uint8Array,
  master: Uint8Array,
  deviceSalt: Uint8Array,
  random: RandomBytes,
): string => toBase64(wrapKey(deviceWrapKeyOf(master, deviceSalt), dataKey, 'ecabinet/device/v1', random));

/** The same vault under another passphrase: the former one no longer opens it. */
export const underPassphrase = (
  vault: Vault,
  dataKey: Uint8Array,
  passphrase: { readonly master: Uint8Array; readonly salt: Uint8Array; readonly kdf: KdfParams },
  random: RandomBytes,
): Vault => ({
  ...vault,
  accountSalt: toBase64(passphrase.salt),
  kdf: passphrase.kdf,
  byPassphrase: wrapByMaster(dataKey, passphrase.master, fromBase64(vault.deviceSalt), random),
});
