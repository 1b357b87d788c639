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

type Deps = Pick<CabinetDeps, 'transport' | 'random' | 'timers' | 'deviceLabel'>;

class RecoveryAskingDevice implements Asking {
  readonly #deps: Deps;
  readonly #changed: () => void;
  #current: Request | null = null;
  #cancelTimer = (): void => undefined;
  /** Changes with each one that is made or taken back: what the server still answers to a former one is passed over. */
  #turn = 0;

  constructor(deps: Deps, changed: () => void) {
    this.#deps = deps;
    this.#changed = changed;
  }

  state(): RecoveryAsking {
    if (this.#current === null) return NOTHING;
    const { state, username, agreement, expiresAt } = this.#current;
    return { state, username, code: agreement === null ? null : comparisonCode(agreement), expiresAt };
  }

  async ask(username: string): Promise<Done> {
    this.cancel();
    const turn = this.#turn;
    const { transport, random, deviceLabel } = this.#deps;
    const key = newAgreementKey(random);
    const answer = await postOpenly(transport, '/auth/recovery-requests', {
      ...{ protocol: PROTOCOL, username, deviceLabel },
      commitment: commitmentTo(key.publicKey),
    });
    const asked = answer.ok ? parsedAnswer(answer.value, recoveryAskAnswer) : answer;
    if (!asked.ok) return asked;
    if (turn !== this.#turn) return err(cabinetError('recovery_ended'));
    const request: Request = {
      ...{ ...asked.value, username, key },
      ...{ state: 'waiting', agreement: null, accountKey: null },
    };
    this.#current = request;
    this.#changed();
    this.#lookLater(request);
    return ok({});
  }

  cancel(): void {
    this.#turn += 1;
    this.#cancelTimer();
    this.#current = null;
    this.#changed();
  }

  async finish(passphrase: string): Promise<Result<{ readonly username: string }, CabinetError>> {
    const request = this.#current;
    const accountKey = request?.accountKey ?? null;
    if (request === null || accountKey === null) return err(cabinetError('recovery_ended'));
    const renewal = await makeRenewal(this.#deps, passphrase, accountKey);
    if (!renewal.ok) return renewal;
    const finished = await this.#post(request, 'finish', renewal.value);
    return finished.ok ? ok({ username: request.username }) : finished;
  }

  #lookLater(request: Request): void {
    this.#cancelTimer = this.#deps.timers.after(LOOK_MS, () => void this.#look(request));
  }

  async #look(request: Request): Promise<void> {
    const before = request.state;
    await this.#take(request);
    if (this.#current !== request) return;
    if (request.state !== before) this.#changed();
    if (request.state === 'waiting' || request.state === 'compare') this.#lookLater(request);
  }

  async #take(request: Request): Promise<void> {
    const answer = await this.#post(request, 'state');
    const found = answer.ok ? parsedAnswer(answer.value, recoveryStateAnswer) : answer;
    if (!found.ok) return;
    const { state, approverKey, sealed } = found.value;
    if (state === 'ended') request.state = 'ended';
    else if (state === 'waiting' && approverKey !== null && request.state === 'waiting') {
      await this.#reveal(request, approverKey);
    } else if (state === 'approved' && sealed !== null && request.agreement !== null) {
      request.accountKey = openSealed(request.key, request.agreement, sealed);
      request.state = request.accountKey === null ? 'ended' : 'approved';
    }
  }

  async #reveal(request: Request, helperKey: string): Promise<void> {
    const { id: requestId, key } = request;
    // From here on this is the key that is compared, whatever the server says later.
    request.agreement ??= { requestId, askerKey: key.publicKey, helperKey };
    const shown = await this.#post(request, 'reveal', { publicKey: key.publicKey });
    if (shown.ok) request.state = 'compare';
  }

  #post({ id, secret }: Request, what: string, json: object = {}): ReturnType<typeof postOpenly> {
    const path = `/auth/recovery-requests/${id}/${what}`;
    return postOpenly(this.#deps.transport, path, { secret, ...json });
  }
}

export const createAsking = (deps: Deps, changed: () => void): Asking =>
  new RecoveryAskingDevice(deps, changed);
