import { z } from 'zod';
import { ACCOUNT_ROLES } from '../domain/mutation.ts';
import { base64, id, instant, line, sha256Text, timeZone } from '../domain/records/common.ts';
import { fileRef } from '../domain/records/paper.ts';
import { REFUSAL_CODES } from '../domain/refusal.ts';

/**
 * The messages between a client and the server, all JSON over HTTP but for file bytes and pokes.
 * `docs/sync.md` says what they mean together.
 */
const protocol = z.int().min(1);
const scopeName = z.string().min(3).max(100);
const seq = z.int().min(0);

/** Argon2id costs. A client refuses less than 19 MiB and 2 passes (OWASP's floor). */
export const kdfParams = z.strictObject({
  memoryKiB: z.int().min(19_456).max(1_048_576),
  passes: z.int().min(2).max(20),
  lanes: z.int().min(1).max(8),
});

/** `GET /server`: whom one talks to, before signing in. */
export const serverInfo = z.strictObject({
  name: line,
  protocol,
  floor: protocol,
  /** True until the first administrator exists; then `POST /setup` is open to who has the printed code. */
  needsSetup: z.boolean(),
  kdf: kdfParams,
  maxUploadBytes: z.int().min(1),
});

/**
 * `POST /server/proof`: that this is the installation whose log key one knows, e.g. under another address. Answered with an
 * Ed25519 signature by the log key over UTF-8 `ecabinet/server/v1\n<nonce>`.
 */
export const serverProofRequest = z.strictObject({ nonce: base64.length(44) });
export const serverProof = z.strictObject({ signature: base64.length(88) });

/** `POST /auth/params`: answers for any name, known or not, so that names cannot be probed. */
export const authParamsRequest = z.strictObject({ username: z.string().min(1).max(100) });
export const authParams = z.strictObject({ salt: base64, kdf: kdfParams });

/** The account key, wrapped with the half of the passphrase that never leaves the device (AES-256-GCM, 12+32+16 bytes). */
export const wrappedAccountKey = base64.length(80);

/** `POST /auth/sign-in` */
export const signInRequest = z.strictObject({
  protocol,
  username: z.string().min(1).max(100),
  /** The signing-in half of the passphrase: 32 bytes. */
  authKey: base64.length(44),
  device: z.strictObject({
    id,
    /** Ed25519, 32 raw bytes. */
    publicKey: base64.length(44),
    label: line,
    /** Ed25519 by that key over UTF-8 `ecabinet/enrol/v1\n<username>\n<device id>\n<publicKey>`: it has the private half. */
    proof: base64.length(88),
  }),
  /** After `account_key_gone`: its person knows that what is sealed with the former account key stays closed. */
  afresh: z.boolean().optional(),
});
export const signInAnswer = z.strictObject({
  /** Opaque; sent as `Authorization: Bearer`. */
  token: z.string().min(20).max(200),
  expiresAt: instant,
  personId: id,
  organisationId: id,
  accountRole: z.enum(ACCOUNT_ROLES),
  /** Null at the very first sign-in: the device makes one and puts it (`PUT /auth/account-key`). */
  accountKey: wrappedAccountKey.nullable(),
  log: z.strictObject({ origin: line, publicKey: base64.length(44) }),
});

/** `PUT /auth/account-key`: only if there is none; the answer is the one that stands. */
export const accountKeyRequest = z.strictObject({ accountKey: wrappedAccountKey });
export const accountKeyAnswer = accountKeyRequest;

/**
 * `POST /auth/account-key`: the wrapped account key for who knows the passphrase, without enrolling a device. A device
 * whose person's passphrase was changed elsewhere opens its store with it. Null: there is none (yet, or since a reset).
 */
export const accountKeyQuery = z.strictObject({
  protocol,
  username: z.string().min(1).max(100),
  authKey: base64.length(44),
});
export const accountKeyFound = z.strictObject({ accountKey: wrappedAccountKey.nullable() });

/** `POST /devices/wiped`: without a session, because a wiped device has none. Answered 204 as often as it is sent. */
export const wipedRequest = z.strictObject({
  organisationId: id,
  deviceId: id,
  /** Of the order, as the device was told; when it was given back without network, by the device's clock. */
  requestedAt: instant,
  /** Ed25519 by the device's key over UTF-8 `ecabinet/wiped/v1\n<device id>\n<requestedAt>`. */
  signature: base64.length(88),
});

/**
 * `POST /devices/orders`: whether this device is to be wiped, asked by one whose session has ended. Answered 403 `device_wipe`
 * or, whatever else may be wrong with it, 204.
 */
export const orderRequest = z.strictObject({
  organisationId: id,
  deviceId: id,
  /** Ed25519 by the device's key over UTF-8 `ecabinet/orders/v1\n<device id>`. */
  signature: base64.length(88),
});

/** A leaf that a mutation appended to the decision log: the proof that it was there, should the server be restored. */
export const appendedLeaf = z.strictObject({
  index: z.int().min(0),
  /** RFC 8785 text of the event. */
  data: z.string().max(10_000),
  /** RFC 6962 audit path in the tree of `index + 1` leaves. */
  proof: z.array(sha256Text).max(64),
  /** Signed checkpoint of that tree (C2SP text). */
  checkpoint: z.string().max(1000),
  /** Of a poll's opening: the statement whose hash the event names. */
  statement: z.string().max(1_000_000).nullable(),
});
/** What a mutation was in a history that the server has lost: the first that acknowledged it. */
export const formerly = z.strictObject({
  epoch: id,
  /** Of the answer. */
  seq,
  leaves: z.array(appendedLeaf).max(500).optional(),
});

/** `POST /sync/push` */
export const wireMutation = z.strictObject({
  id,
  /** Counts per device from 1 without gaps. */
  n: z.int().min(1),
  name: z.string().min(1).max(60),
  args: z.unknown(),
  /** When the person did it, by the device's clock. */
  at: instant,
  /** Sent again after a restore. */
  formerly: formerly.optional(),
});
export const pushRequest = z.strictObject({
  protocol,
  /** The history that the numbers belong to, once one is known. Another one than the server's: `epoch_changed`. */
  epoch: id.nullable().optional(),
  mutations: z.array(wireMutation).min(1).max(200),
});
export const mutationResult = z.discriminatedUnion('status', [
  z.strictObject({
    id,
    n: z.int(),
    status: z.literal('applied'),
    seq,
    /** What it appended to the decision log; left out where that is nothing. */
    leaves: z.array(appendedLeaf).optional(),
  }),
  z.strictObject({
    id,
    n: z.int(),
    status: z.literal('rejected'),
    seq,
    code: z.enum(REFUSAL_CODES),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
]);
export const pushAnswer = z.strictObject({ epoch: id, results: z.array(mutationResult) });

/** Where a round of several pages stands. The server says it; the client gives it back. */
export const pullPosition = z.strictObject({
  /** What was taken away after this number is told under `gone`. */
  since: seq,
  /** What was granted up to this number is whole up to it; null: nothing is. */
  base: seq.nullable(),
  /** The same of what the round is past: scopes whose grant has a lower number than `from`. */
  asOf: seq,
  from: seq,
});
/** `POST /sync/pull` */
export const pullRequest = z.strictObject({
  protocol,
  /** Null at the first pull. Another epoch than the server's: `epoch_changed`. */
  epoch: id.nullable(),
  /**
   * Of the last complete round: what was granted then and is not among `cursors` is held whole up to it. Null or left out:
   * `cursors` has every scope the client holds.
   */
  asOf: seq.nullable().optional(),
  /** `next` of the answer before; null or left out on the first page of a round. `asOf` says nothing beside it. */
  page: pullPosition.nullable().optional(),
  /** Scopes the client holds, whole or in part, up to another number than `asOf` and `page` say. */
  cursors: z.record(scopeName, seq),
  /** Those of them that are in the middle of a copy from zero: forgotten tombstones do not begin it anew. */
  partial: z.array(scopeName).optional(),
});
/** `[id, kind, rev, body]`; the body is the JSON text as stored (hashed as such), null for a tombstone. */
export const wireRecord = z.tuple([z.string(), z.string(), seq, z.string().nullable()]);
/** Exactly what `z.array(wireRecord)` takes, several times as fast: a first pull has tens of thousands of them. */
const isWireRecord = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 4 &&
  typeof value[0] === 'string' &&
  typeof value[1] === 'string' &&
  Number.isSafeInteger(value[2]) &&
  (value[2] as number) >= 0 &&
  (value[3] === null || typeof value[3] === 'string');
const isWireRecords = (value: unknown): boolean => {
  if (!Array.isArray(value)) return false;
  // Not `every`, which passes over holes.
  for (const each of value) if (!isWireRecord(each)) return false;
  return true;
};
export const wireRecords = z.custom<z.infer<typeof wireRecord>[]>(isWireRecords);
export const scopeChanges = z.strictObject({
  scope: scopeName,
  /** Drop what is held of the scope and start from here (cursor older than the tombstones, or 0). */
  reset: z.boolean(),
  records: wireRecords,
  /** The client's cursor after these records. */
  to: seq,
  /** Checksum at `to`, when `to` is the scope's head: 64 hexadecimal digits. */
  checksum: sha256Text.nullable(),
});
export const pullAnswer = z.strictObject({
  epoch: id,
  /** The organisation's counter at the moment of the answer. */
  asOf: seq,
  changes: z.array(scopeChanges),
  /** Not (any more) readable: drop what is held of it. May name what the client does not hold. */
  gone: z.array(scopeName),
  /** Ask again before showing anything. */
  more: z.boolean(),
  /** What to ask again with; left out when there is no more. */
  next: pullPosition.optional(),
  /** The newest signed checkpoint of the decision log (C2SP text), if it has leaves. */
  checkpoint: z.string().nullable(),
  /** Name of the decision log (C2SP origin) in this epoch. */
  origin: line,
  /** A finished backup holds everything up to this number; 0 while there is none. */
  durableThrough: seq,
});

/** `POST /uploads` */
export const uploadRequest = z.strictObject({
  name: line,
  size: z.int().min(1),
  sha256: sha256Text,
});
export const uploadAnswer = z.strictObject({
  uploadId: id,
  /** Indexes of chunks that the server has already. */
  have: z.array(z.int().min(0)),
  /** Set when the server has the whole file, checked. */
  file: fileRef.nullable(),
});
/** `POST /uploads/:id/complete` */
export const uploadComplete = z.strictObject({ file: fileRef });

/** Text frames of `GET /pokes` (WebSocket): something moved up to this number. */
export const poke = z.strictObject({ type: z.literal('poke'), seq });

/** RFC 9457 problem document, `application/problem+json`. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Stable; `shared/contract/sentences.ts` has its sentence. */
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  /** The sentence in the language of the request. */
  detail: z.string(),
});

/** `GET|POST /accounts`, `POST /accounts/:username/(disable|enable|reset)`: administrators. */
export const account = z.strictObject({
  username: z.string(),
  personId: id,
  role: z.enum(ACCOUNT_ROLES),
  disabled: z.boolean(),
  lastSignInAt: instant.nullable(),
});
export const accountList = z.strictObject({ accounts: z.array(account) });
/** A salt and the signing-in half made on the administrator's device: the server never sees a passphrase. */
export const credentials = z.strictObject({
  salt: base64.length(24),
  kdf: kdfParams,
  authKey: base64.length(44),
});
/**
 * `PUT /auth/passphrase`: another passphrase, all or nothing. `authKey` is the former one's half; every other session of
 * the person ends.
 */
export const passphraseRequest = z.strictObject({
  username: z.string().min(1).max(100),
  authKey: base64.length(44),
  credentials,
  /** The same account key, wrapped with the new passphrase. */
  accountKey: wrappedAccountKey,
});

export const accountCreateRequest = z.strictObject({
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,60}$/),
  role: z.enum(ACCOUNT_ROLES),
  name: line,
  position: z.string().max(300),
  unit: z.string().max(300),
  credentials,
});
export const accountResetRequest = z.strictObject({ credentials });
/** `POST /setup`: the first administrator of an empty installation. */
export const setupRequest = z.strictObject({
  code: z.string().min(6).max(100),
  organisationName: line,
  bodyName: line,
  /** Of the organisation; Vietnam's without it. */
  timeZone: timeZone.optional(),
  administrator: accountCreateRequest.omit({ role: true }),
});

export type KdfParams = z.infer<typeof kdfParams>;
export type ServerInfo = z.infer<typeof serverInfo>;
export type SignInRequest = z.infer<typeof signInRequest>;
export type SignInAnswer = z.infer<typeof signInAnswer>;
export type WireMutation = z.infer<typeof wireMutation>;
export type MutationResult = z.infer<typeof mutationResult>;
export type PullRequest = z.infer<typeof pullRequest>;
export type PullPosition = z.infer<typeof pullPosition>;
export type PullAnswer = z.infer<typeof pullAnswer>;
export type ScopeChanges = z.infer<typeof scopeChanges>;
export type WireRecord = z.infer<typeof wireRecord>;
export type Problem = z.infer<typeof problem>;
export type AppendedLeaf = z.infer<typeof appendedLeaf>;
export type Formerly = z.infer<typeof formerly>;
export type Account = z.infer<typeof account>;
