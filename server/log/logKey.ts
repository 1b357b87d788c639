import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { unwatched } from '../../shared/lib/reached.ts';
import type { ServerReached } from '../points.ts';
import type { Sign } from '../../shared/domain/log/checkpoint.ts';

/** The key with which this installation signs the checkpoints of its decision logs. */
export interface LogKey {
  /** Ed25519, 32 raw bytes. */
  readonly publicKey: Uint8Array;
  readonly sign: Sign;
}

const rawPublicKey = (key: KeyObject): Uint8Array => {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new Error('the log key is not an Ed25519 key');
  return new Uint8Array(Buffer.from(x, 'base64url'));
};

const writeNew = (file: string, text: string, reached: ServerReached): void => {
  const part = `${file}.part`;
  const handle = openSync(part, 'w', 0o600);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  reached('log_key.written');
  renameSync(part, file);
};

/** Reads the key, or makes it once, readable by the server's user only. */
export const openLogKey = (file: string, reached: ServerReached = unwatched): LogKey => {
  if (!existsSync(file)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeNew(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), reached);
  }
  const key = createPrivateKey(readFileSync(file));
  return {
    publicKey: rawPublicKey(key),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
};
