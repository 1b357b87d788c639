import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';

/** What is signed, hashed and sealed, as `docs/sync.md` and `docs/formats.md` say it. */
const NONCE = 12;
const TAG = 16;
const ARGON2ID = 2;
const VERSION_13 = 1;

export const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();

export const hex = (data: Uint8Array | string): string => sha256(data).toString('hex');

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');

/** A UUIDv7 (RFC 9562). */
export const drawId = (): string => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return dashed(bytes.toString('hex'));
};

const dashed = (digits: string): string =>
  [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join('-');

/** RFC 8785, of what the formats hold. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
};

const hkdf = (ikm: Uint8Array, info: string): Buffer => Buffer.from(hkdfSync('sha256', ikm, '', info, 32));

export const seal = (key: Uint8Array, additional: string, secret: Uint8Array): Buffer => {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(additional));
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
};

/** Throws for another key, another purpose or a changed byte. */
export const unseal = (key: Uint8Array, additional: string, sealed: Uint8Array): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
    .setAAD(Buffer.from(additional))
    .setAuthTag(sealed.subarray(-TAG));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]);
};

export interface Costs {
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
}

/** The half of a passphrase that is sent, and the half that wraps the account key. */
export interface Halves {
  readonly authKey: string;
  readonly wrapKey: Buffer;
}

export const halvesOf = async (passphrase: string, salt: string, costs: Costs): Promise<Halves> => {
  if (costs.memoryKiB < 19_456 || costs.passes < 2) throw new Error('costs below the floor');
  const master = await hashRaw(passphrase.normalize('NFC'), {
    salt: bytesOf(salt),
    memoryCost: costs.memoryKiB,
    timeCost: costs.passes,
    parallelism: costs.lanes,
    outputLen: 32,
    algorithm: ARGON2ID,
    version: VERSION_13,
  });
  return { authKey: base64(hkdf(master, 'ecabinet/sign-in/v1')), wrapKey: hkdf(master, ACCOUNT_KEY) };
};

const ACCOUNT_KEY = 'ecabinet/account-key/v1';

export const wrapAccountKey = (wrapKey: Uint8Array, accountKey: Uint8Array): string =>
  base64(seal(wrapKey, ACCOUNT_KEY, accountKey));

export const unwrapAccountKey = (wrapKey: Uint8Array, wrapped: string): Buffer =>
  unseal(wrapKey, ACCOUNT_KEY, bytesOf(wrapped));

/** A device as its owner keeps it. */
export interface OtherDevice {
  readonly id: string;
  /** 32 raw bytes in base64. */
  readonly publicKey: string;
  readonly key: KeyObject;
}

export const drawDevice = (): OtherDevice => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { id: drawId(), publicKey: base64(Buffer.from(x, 'base64url')), key: privateKey };
};

export const signText = (device: OtherDevice, text: string): string =>
  base64(sign(null, Buffer.from(text), device.key));

const isSigned = (publicKey: Uint8Array, text: string, signature: Uint8Array): boolean => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, Buffer.from(text), key, signature);
};

/** Of one record: the number that a scope's checksum adds up. */
export const recordDigest = (kind: string, id: string, rev: number, body: string): bigint =>
  BigInt(`0x${hex(`${kind}\n${id}\n${rev}\n${body}`)}`);

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
}

/** What a signed checkpoint of the log says; throws when the log of that name and key has not signed it. */
export const openCheckpoint = (note: string, log: { origin: string; publicKey: string }): Checkpoint => {
  const end = note.indexOf('\n\n') + 1;
  const text = note.slice(0, end);
  const [origin = '', size = '', root = ''] = text.split('\n');
  const publicKey = bytesOf(log.publicKey);
  const keyId = sha256(Buffer.concat([Buffer.from(`${origin}\n`), Buffer.of(1), publicKey])).subarray(0, 4);
  const lines = note.slice(end + 1).split('\n');
  const own = lines.find((line) => line.startsWith(`\u2014 ${log.origin} `));
  const blob = bytesOf(own?.split(' ')[2] ?? '');
  const isOurs = origin === log.origin && blob.subarray(0, 4).equals(keyId);
  if (!isOurs || !isSigned(publicKey, text, blob.subarray(4))) throw new Error('log_changed');
  return { origin, size: Number(size), root: bytesOf(root).toString('hex') };
};

const node = (left: Uint8Array, right: Uint8Array): Buffer =>
  sha256(Buffer.concat([Buffer.of(1), left, right]));

/** Whether an event's text is the leaf at `index` of the checkpoint's tree. */
export const isInLog = (
  event: string,
  index: number,
  { size, root }: Checkpoint,
  proof: readonly string[],
): boolean => {
  let [fn, sn] = [index, size - 1];
  let r = sha256(Buffer.concat([Buffer.of(0), Buffer.from(event)]));
  const halve = (): void => void ([fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]);
  for (const each of proof) {
    const p = Buffer.from(each, 'hex');
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = node(p, r);
      while (fn % 2 === 0 && fn !== 0) halve();
    } else {
      r = node(r, p);
    }
    halve();
  }
  return sn === 0 && r.toString('hex') === root;
};

/** The `private.put` of what a note says. */
export const sealNote = (accountKey: Uint8Array, id: string, content: unknown) => {
  const text = Buffer.from(JSON.stringify(content));
  const padded = Buffer.concat([text, Buffer.alloc((256 - (text.length % 256)) % 256, ' ')]);
  return { id, ciphertext: base64(seal(accountKey, id, padded)) };
};

export const openNote = (accountKey: Uint8Array, note: { id: string; ciphertext: string }): unknown =>
  JSON.parse(unseal(accountKey, note.id, bytesOf(note.ciphertext)).toString());

/** The id of the note that says where its owner was in a paper. */
export const readingId = (accountKey: Uint8Array, paperId: string): string => {
  const bytes = createHmac('sha256', hkdf(accountKey, 'ecabinet/reading-id/v1'))
    .update(`reading\n${paperId}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return dashed(bytes.toString('hex'));
};

/** The id of a member's part in a meeting of the body. */
export const participantId = (meetingId: string, personId: string): string => {
  const digits = hex(`ecabinet/derived-id/v1\n${meetingId}\nparticipant\n${personId}`);
  const variant = ((parseInt(digits.charAt(15), 16) & 3) | 8).toString(16);
  return `${meetingId.slice(0, 13)}-8${digits.slice(12, 15)}-${variant}${digits.slice(16, 19)}-${digits.slice(20, 32)}`;
};
