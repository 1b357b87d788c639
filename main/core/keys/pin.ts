import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import type { RandomBytes } from '../../../shared/lib/ids.ts';
import type { KdfParams } from '../../../shared/contract/sync.ts';
import { deriveMaster, pinWrapKeyOf } from './derive.ts';
import type { StoredPin } from './vault.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

/** Wrong tries in a row after which a PIN is gone. */
export const PIN_TRIES = 5;

/** What PIN and secret open together. */
export type PinWrap = Pick<StoredPin, 'salt' | 'kdf' | 'wrapped'>;

/** The data key under a PIN and a new secret; the secret is to be kept where a copy of the disk does not have it. */
export const wrapByPin = async (
  dataKey: Uint8Array,
  pin: string,
  kdf: KdfParams,
  random: RandomBytes,
): Promise<{ readonly wrap: PinWrap; readonly secret: Uint8Array }> => {
  const salt = random(16);
  const secret = random(32);
  const key = pinWrapKeyOf(await deriveMaster(pin, salt, kdf), secret);
  const wrapped = wrapKey(key, dataKey, 'ecabinet/pin/v1', random);
  return { wrap: { salt: toBase64(salt), kdf, wrapped: toBase64(wrapped) }, secret };
};

/** The data key; null when PIN or secret is another. */
export const dataKeyByPin = async (
  { salt, kdf, wrapped }: PinWrap,
  pin: string,
  secret: Uint8Array,
): Promise<Uint8Array | null> => {
  const key = pinWrapKeyOf(await deriveMaster(pin, fromBase64(salt), kdf), secret);
  return unwrapKey(key, fromBase64(wrapped), 'ecabinet/pin/v1');
};

/** One digit only, or digits that count up or down: what a stranger tries first. */
export const isSimplePin = (pin: string): boolean => {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1;
};
