import { z } from 'zod';
import { ACCOUNT_ROLES } from '../../../shared/domain/mutation.ts';
import { id, line } from '../../../shared/domain/records/common.ts';
import type { Meta } from '../store/meta.ts';

/** Who this store belongs to. Inside the store, so encrypted with everything else. */
const storedAccount = z.strictObject({
  username: z.string(),
  personId: id,
  organisationId: id,
  deviceId: id,
  accountRole: z.enum(ACCOUNT_ROLES),
  log: z.strictObject({ origin: line, publicKey: z.string() }),
});
export type StoredAccount = z.infer<typeof storedAccount>;

/** The secrets of a signed-in device. */
export interface StoredKeys {
  /** 32 bytes: the Ed25519 seed of this device. */
  readonly deviceSeed: Uint8Array;
  readonly accountKey: Uint8Array;
  /** Renews the session without asking for the passphrase. */
  readonly authKey: Uint8Array;
}

export const saveAccount = (meta: Meta, account: StoredAccount): void => {
  meta.set('account', JSON.stringify(account));
};

export const saveKeys = (meta: Meta, keys: StoredKeys): void => {
  meta.set('device_seed', keys.deviceSeed);
  meta.set('account_key', keys.accountKey);
  meta.set('auth_key', keys.authKey);
};

/** Null for a store that was never finished. */
export const loadAccount = (meta: Meta): { account: StoredAccount; keys: StoredKeys } | null => {
  const text = meta.text('account');
  const [deviceSeed, accountKey, authKey] = [
    meta.bytes('device_seed'),
    meta.bytes('account_key'),
    meta.bytes('auth_key'),
  ];
  if (text === null || deviceSeed === null || accountKey === null || authKey === null) return null;
  return { account: storedAccount.parse(JSON.parse(text)), keys: { deviceSeed, accountKey, authKey } };
};
