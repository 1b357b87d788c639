import type { z } from 'zod';
import type { CabinetError } from '../../../shared/contract/errors.ts';
import type { credentials } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import { toBase64 } from '../../../shared/lib/bytes.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import { accountWrapKeyOf, authKeyOf, deriveMaster } from '../keys/derive.ts';
import { wrapKey } from '../keys/wrap.ts';
import type { CabinetDeps, Transport, TransportAnswer } from '../ports.ts';
import { askServer } from '../session/serverAuth.ts';
import { isSuccess, problemOf } from '../transport/problem.ts';

/** What the server is given for a new passphrase; it can open nothing of it. */
export interface Renewal {
  readonly credentials: z.infer<typeof credentials>;
  readonly accountKey: string;
}

/** Asks the server for its costs. Errors: those of the transport. */
export const makeRenewal = async (
  { transport, random }: Pick<CabinetDeps, 'transport' | 'random'>,
  passphrase: string,
  accountKey: Uint8Array,
): Promise<Result<Renewal, CabinetError>> => {
  const info = await askServer(transport);
  if (!info.ok) return info;
  const { kdf } = info.value;
  const salt = random(16);
  const master = await deriveMaster(passphrase, salt, kdf);
  const wrapped = wrapKey(accountWrapKeyOf(master), accountKey, 'ecabinet/account-key/v1', random);
  return ok({
    credentials: { salt: toBase64(salt), kdf, authKey: toBase64(authKeyOf(master)) },
    accountKey: toBase64(wrapped),
  });
};

/** A request without a session; any answer outside 2xx is its error. */
export const postOpenly = async (
  transport: Transport,
  path: string,
  json: unknown,
): Promise<Result<TransportAnswer, CabinetError>> => {
  const answer = await transport.request({ method: 'POST', path: `${API}${path}`, json });
  if (!answer.ok || isSuccess(answer.value)) return answer;
  return err(problemOf(answer.value));
};
