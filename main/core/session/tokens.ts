import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { SignInAnswer } from '../../../shared/contract/sync.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CabinetDeps, Transport } from '../ports.ts';
import type { Meta } from '../store/meta.ts';
import type { TokenKeeper } from '../sync/serverClient.ts';
import { signInToServer, type DeviceCredentials } from './serverAuth.ts';
import type { StoredAccount } from './storedAccount.ts';

/** The device's session with the server. */
export interface Tokens extends TokenKeeper {
  /** Signs in with this half of a passphrase, and goes on in that session when the server takes it. */
  signInWith(authKey: Uint8Array): Promise<Result<SignInAnswer, CabinetError>>;
}

/** Ends whatever is under way, and begins nothing any more, when `ending` is aborted. */
export const endedBy = (transport: Transport, ending: AbortSignal): Transport => ({
  ...transport,
  request: (request) =>
    transport.request({
      ...request,
      signal: request.signal === undefined ? ending : AbortSignal.any([request.signal, ending]),
    }),
});

/** Signs in again with the half of the passphrase that the store keeps; one at a time. */
export const createTokens = (
  deps: CabinetDeps,
  meta: Meta,
  credentials: Omit<DeviceCredentials, 'authKey'>,
  onAccount: (change: Pick<StoredAccount, 'accountRole'>) => void,
  isKnownLog: (answer: SignInAnswer) => boolean,
): Tokens => {
  let renewing: Promise<Result<string, CabinetError>> | null = null;
  const signInWith = async (authKey: Uint8Array): Promise<Result<SignInAnswer, CabinetError>> => {
    const answer = await signInToServer(deps.transport, { ...credentials, authKey });
    if (!answer.ok) return answer;
    if (!isKnownLog(answer.value)) return err(cabinetError('log_changed'));
    meta.set('token', answer.value.token);
    onAccount({ accountRole: answer.value.accountRole });
    return answer;
  };
  const renew = async (): Promise<Result<string, CabinetError>> => {
    // Read each time: another passphrase may have been set since.
    const authKey = meta.bytes('auth_key');
    if (authKey === null) return err(cabinetError('not_signed_in'));
    const answer = await signInWith(authKey);
    if (!answer.ok) {
      // The passphrase was changed elsewhere: the person is told to sign in, what is here stays readable.
      return answer.error.code === 'credentials_wrong' ? err(cabinetError('not_signed_in')) : answer;
    }
    return ok(answer.value.token);
  };
  return {
    signInWith,
    current: () => meta.text('token'),
    renew() {
      renewing ??= renew().finally(() => {
        renewing = null;
      });
      return renewing;
    },
  };
};
