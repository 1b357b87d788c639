import { cabinetError, type CabinetError } from '../../../shared/contract/errors.ts';
import type { RecoveryAsking } from '../../../shared/contract/deviceMethods.ts';
import { recoveryAskAnswer, recoveryStateAnswer } from '../../../shared/contract/recovery.ts';
import { PROTOCOL } from '../../../shared/contract/version.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { CabinetDeps } from '../ports.ts';
import { parsedAnswer } from '../transport/problem.ts';
import {
  type Agreement,
  type AgreementKey,
  commitmentTo,
  comparisonCode,
  newAgreementKey,
  openSealed,
} from './agreement.ts';
import { makeRenewal, postOpenly } from './renewal.ts';

/** How often the server is asked whether somebody has answered, in milliseconds. */
const LOOK_MS = 2000;

type Done = Result<Record<never, never>, CabinetError>;

/** This device's own request to be vouched for; in memory only. */
export interface Asking {
  state(): RecoveryAsking;
  ask(username: string): Promise<Done>;
  cancel(): void;
  /** Gives the server the new passphrase; answers whose it is. */
  finish(passphrase: string): Promise<Result<{ readonly username: string }, CabinetError>>;
}

interface Request {
  readonly username: string;
  readonly id: string;
  readonly secret: string;
  readonly expiresAt: string;
  readonly key: AgreementKey;
  state: 'waiting' | 'compare' | 'approved' | 'ended';
  /** Fixed once the key was shown: another one of the helper's is not the one that was compared. */
  agreement: Agreement | null;
  accountKey: Uint8Array | null;
}

const NOTHING: RecoveryAsking = { state: 'none', username: '', code: null, expiresAt: null };

export const createAsking = (
  deps: Pick<CabinetDeps, 'transport' | 'random' | 'timers' | 'deviceLabel'>,
  changed: () => void,
): Asking => {
  const { transport, timers, random } = deps;
  let current: Request | null = null;
  let cancelTimer = (): void => undefined;

  const post = (request: Request, what: string, json: object = {}) =>
    postOpenly(transport, `/auth/recovery-requests/${request.id}/${what}`, {
      secret: request.secret,
      ...json,
    });
  const reveal = async (request: Request, helperKey: string): Promise<void> => {
    const { id: requestId, key } = request;
    // From here on this is the key that is compared, whatever the server says later.
    request.agreement ??= { requestId, askerKey: key.publicKey, helperKey };
    const shown = await post(request, 'reveal', { publicKey: key.publicKey });
    if (shown.ok) request.state = 'compare';
  };
  const take = async (request: Request): Promise<void> => {
    const answer = await post(request, 'state');
    const found = answer.ok ? parsedAnswer(answer.value, recoveryStateAnswer) : answer;
    if (!found.ok) return;
    const { state, approverKey, sealed } = found.value;
    if (state === 'ended') request.state = 'ended';
    else if (state === 'waiting' && approverKey !== null && request.state === 'waiting') {
      await reveal(request, approverKey);
    } else if (state === 'approved' && sealed !== null && request.agreement !== null) {
      request.accountKey = openSealed(request.key, request.agreement, sealed);
      request.state = request.accountKey === null ? 'ended' : 'approved';
    }
  };
  const look = async (request: Request): Promise<void> => {
    const before = request.state;
    await take(request);
    if (current !== request) return;
    if (request.state !== before) changed();
    if (request.state === 'waiting' || request.state === 'compare') {
      cancelTimer = timers.after(LOOK_MS, () => void look(request));
    }
  };
  const cancel = (): void => {
    cancelTimer();
    current = null;
    changed();
  };

  return {
    state() {
      if (current === null) return NOTHING;
      const { state, username, agreement, expiresAt } = current;
      return { state, username, code: agreement === null ? null : comparisonCode(agreement), expiresAt };
    },
    async ask(username) {
      cancel();
      const key = newAgreementKey(random);
      const answer = await postOpenly(transport, '/auth/recovery-requests', {
        ...{ protocol: PROTOCOL, username, deviceLabel: deps.deviceLabel },
        commitment: commitmentTo(key.publicKey),
      });
      const asked = answer.ok ? parsedAnswer(answer.value, recoveryAskAnswer) : answer;
      if (!asked.ok) return asked;
      const request: Request = {
        ...{ ...asked.value, username, key },
        ...{ state: 'waiting', agreement: null, accountKey: null },
      };
      current = request;
      changed();
      cancelTimer = timers.after(LOOK_MS, () => void look(request));
      return ok({});
    },
    cancel,
    async finish(passphrase) {
      const request = current;
      const accountKey = request?.accountKey ?? null;
      if (request === null || accountKey === null) return err(cabinetError('recovery_ended'));
      const renewal = await makeRenewal(deps, passphrase, accountKey);
      if (!renewal.ok) return renewal;
      const finished = await post(request, 'finish', renewal.value);
      return finished.ok ? ok({ username: request.username }) : finished;
    },
  };
};
