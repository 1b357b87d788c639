import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { OtherClient } from './otherClient.ts';
import {
  base64,
  type Halves,
  halvesOf,
  type OtherDevice,
  seal,
  signText,
  unseal,
  wrapAccountKey,
} from './otherFormats.ts';
import { ask, askServer, exactly } from './otherWire.ts';

/** A forgotten passphrase by the sealed sheet, and a wiped device's word, as `docs/sync.md` says them. */
const SYMBOLS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SHEET = 'ecabinet/recovery-sheet/v1';

/** The first bits of some bytes, five to a symbol. */
const symbolsOf = (bytes: Uint8Array, count: number): string => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: count }, (_, i) => SYMBOLS[parseInt(bits.slice(5 * i, 5 * i + 5), 2)]).join('');
};

const written = (code: Uint8Array): string => {
  const check = createHash('sha256').update('ecabinet/recovery-check/v1\n').update(code).digest();
  return (symbolsOf(code, 32) + symbolsOf(check, 4)).replace(/(.{4})(?=.)/g, '$1-');
};

const keysOf = (code: Uint8Array, name: string) => {
  const of = (info: string): Buffer => Buffer.from(hkdfSync('sha256', code, name, info, 32));
  return { verifier: base64(of('ecabinet/recovery-verifier/v1')), wrapKey: of('ecabinet/recovery-wrap/v1') };
};

/** A code as it stands on the sheet, and as it is. */
export interface Sheet {
  readonly written: string;
  readonly code: Uint8Array;
}

/** Keeps a sheet for the person, whose passphrase must be known. */
export const makeSheet = async (client: OtherClient, name: string, { authKey }: Halves): Promise<Sheet> => {
  const code = randomBytes(20);
  const { verifier, wrapKey } = keysOf(code, name);
  const accountKey = base64(seal(wrapKey, SHEET, client.accountKey));
  await client.request('/auth/recovery-sheet', { method: 'PUT', json: { authKey, verifier, accountKey } });
  return { written: written(code), code };
};

/** The halves of a name's passphrase. */
export const halvesFor = async (url: string, username: string, passphrase: string): Promise<Halves> => {
  const params = (await ask(url, '/auth/params', { method: 'POST', json: { username } })) as {
    salt: string;
    kdf: Parameters<typeof halvesOf>[2];
  };
  return halvesOf(passphrase, params.salt, params.kdf);
};

/** Gives somebody who has only the sheet another passphrase. */
export const useSheet = async (url: string, username: string, code: Uint8Array, passphrase: string) => {
  const { verifier, wrapKey } = keysOf(code, username);
  const about = { protocol: 2, username, verifier };
  const post = (path: string, json: unknown) => ask(url, path, { method: 'POST', json });
  const opened = exactly<{ accountKey: string }>(
    await post('/auth/recovery-sheet/open', about),
    'accountKey',
  );
  const accountKey = unseal(wrapKey, SHEET, Buffer.from(opened.accountKey, 'base64'));
  const { kdf } = await askServer(url);
  const salt = base64(randomBytes(16));
  const halves = await halvesOf(passphrase, salt, kdf);
  await post('/auth/recovery-sheet/use', {
    ...about,
    credentials: { salt, kdf, authKey: halves.authKey },
    accountKey: wrapAccountKey(halves.wrapKey, accountKey),
  });
};

/** What a device without a session asks: whether it is to be wiped. */
export const askOrder = (url: string, organisationId: string, device: OtherDevice) =>
  ask(url, '/devices/orders', {
    method: 'POST',
    json: {
      ...{ organisationId, deviceId: device.id },
      signature: signText(device, `ecabinet/orders/v1\n${device.id}`),
    },
  });

/** A device's last word: nothing of its person is left on it. */
export const sayWiped = (url: string, organisationId: string, device: OtherDevice, requestedAt: string) =>
  ask(url, '/devices/wiped', {
    method: 'POST',
    json: {
      ...{ organisationId, deviceId: device.id, requestedAt },
      signature: signText(device, `ecabinet/wiped/v1\n${device.id}\n${requestedAt}`),
    },
  });
