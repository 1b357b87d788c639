import {
  accountKeyAnswer,
  accountKeyFound,
  authParams,
  serverInfo,
  signInAnswer,
  type KdfParams,
  type ServerInfo,
  type SignInAnswer,
} from '../../../shared/contract/sync.ts';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import { API, PROTOCOL } from '../../../shared/contract/version.ts';
import { fromBase64, toBase64 } from '../../../shared/lib/bytes.ts';
import { ok, type Result } from '../../../shared/lib/result.ts';
import { enrolmentProof, type DeviceKey } from '../keys/deviceKey.ts';
import type { Transport } from '../ports.ts';
import { parsedAnswer } from '../transport/problem.ts';

/** Whom this device talks to. */
export const askServer = async (transport: Transport): Promise<Result<ServerInfo, CabinetError>> => {
  const answer = await transport.request({ method: 'GET', path: `${API}/server` });
  return answer.ok ? parsedAnswer(answer.value, serverInfo) : answer;
};

/** Salt and costs of a person's passphrase. */
export interface KdfOfPerson {
  readonly salt: Uint8Array;
  readonly kdf: KdfParams;
}

export const askKdf = async (
  transport: Transport,
  username: string,
): Promise<Result<KdfOfPerson, CabinetError>> => {
  const answer = await transport.request({ method: 'POST', path: `${API}/auth/params`, json: { username } });
  const parsed = answer.ok ? parsedAnswer(answer.value, authParams) : answer;
  return parsed.ok ? ok({ salt: fromBase64(parsed.value.salt), kdf: parsed.value.kdf }) : parsed;
};

/** What signs this device in: the half of the passphrase that is sent, and the device's own key. */
export interface DeviceCredentials {
  readonly username: string;
  readonly authKey: Uint8Array;
  readonly deviceId: string;
  readonly deviceKey: DeviceKey;
  readonly deviceLabel: string;
}

/** `afresh`: a new device of somebody whose account key was taken away by a reset may make a new one. */
export const signInToServer = async (
  transport: Transport,
  { username, authKey, deviceId, deviceKey, deviceLabel }: DeviceCredentials,
  afresh = false,
): Promise<Result<SignInAnswer, CabinetError>> => {
  const answer = await transport.request({
    method: 'POST',
    path: `${API}/auth/sign-in`,
    json: {
      protocol: PROTOCOL,
      username,
      authKey: toBase64(authKey),
      device: {
        id: deviceId,
        publicKey: deviceKey.publicKey,
        label: deviceLabel,
        proof: enrolmentProof(deviceKey, username, deviceId),
      },
      ...(afresh ? { afresh } : {}),
    },
  });
  return answer.ok ? parsedAnswer(answer.value, signInAnswer) : answer;
};

/** Puts the account key if there is none yet; the answer is the one that stands, wrapped. */
export const putAccountKey = async (
  transport: Transport,
  token: string,
  wrapped: Uint8Array,
): Promise<Result<Uint8Array, CabinetError>> => {
  const answer = await transport.request({
    method: 'PUT',
    path: `${API}/auth/account-key`,
    token,
    json: { accountKey: toBase64(wrapped) },
  });
  const parsed = answer.ok ? parsedAnswer(answer.value, accountKeyAnswer) : answer;
  return parsed.ok ? ok(fromBase64(parsed.value.accountKey)) : parsed;
};

/** The wrapped account key of whoever this half of the passphrase belongs to; null when the server has none. */
export const askAccountKey = async (
  transport: Transport,
  username: string,
  authKey: Uint8Array,
): Promise<Result<Uint8Array | null, CabinetError>> => {
  const answer = await transport.request({
    method: 'POST',
    path: `${API}/auth/account-key`,
    json: { protocol: PROTOCOL, username, authKey: toBase64(authKey) },
  });
  const parsed = answer.ok ? parsedAnswer(answer.value, accountKeyFound) : answer;
  if (!parsed.ok) return parsed;
  return ok(parsed.value.accountKey === null ? null : fromBase64(parsed.value.accountKey));
};
