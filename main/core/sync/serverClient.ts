import type { CabinetError } from '../../../shared/contract/errors.ts';
import { API } from '../../../shared/contract/version.ts';
import { err, ok, type Result } from '../../../shared/lib/result.ts';
import type { ServerClient } from '../context.ts';
import type { Transport, TransportAnswer, TransportRequest } from '../ports.ts';
import { isSuccess, parsedAnswer, problemOf } from '../transport/problem.ts';

/** Keeps the session token and gets a new one when it has ended. */
export interface TokenKeeper {
  current(): string | null;
  /** Signs in again; one attempt at a time, shared by all who wait. */
  renew(): Promise<Result<string, CabinetError>>;
}

export interface ServerClientControl {
  readonly client: ServerClient;
  /** Every request under way ends; none is made any more. */
  stop(): void;
}

type Request = Omit<TransportRequest, 'token'>;

/** Adds the protocol's prefix and the token, and says whether the server was there. */
export const createServerClient = (
  transport: Transport,
  tokens: TokenKeeper,
  onContact: (isOnline: boolean) => void,
): ServerClientControl => {
  const ending = new AbortController();
  let isOnline = false;

  const note = (online: boolean): void => {
    if (ending.signal.aborted || online === isOnline) return;
    isOnline = online;
    onContact(online);
  };
  const once = async (request: Request, token: string): Promise<Result<TransportAnswer, CabinetError>> => {
    const signal =
      request.signal === undefined ? ending.signal : AbortSignal.any([ending.signal, request.signal]);
    const answer = await transport.request({ ...request, path: `${API}${request.path}`, token, signal });
    if (answer.ok) note(true);
    else if (!signal.aborted) note(false);
    return answer;
  };
  const authorised = async (request: Request): Promise<Result<TransportAnswer, CabinetError>> => {
    const known = tokens.current();
    if (known !== null) {
      const answer = await once(request, known);
      if (!answer.ok || answer.value.status !== 401) return answer;
      if (problemOf(answer.value).code !== 'not_signed_in') return answer;
    }
    const renewed = await tokens.renew();
    if (renewed.ok) return once(request, renewed.value);
    if (renewed.error.code === 'server_unreachable') note(false);
    return renewed;
  };
  const client: ServerClient = {
    async request(request) {
      const answer = await authorised(request);
      if (!answer.ok) return answer;
      return isSuccess(answer.value) ? ok(answer.value) : err(problemOf(answer.value));
    },
    async json(request, schema) {
      const answer = await authorised(request);
      return answer.ok ? parsedAnswer(answer.value, schema) : answer;
    },
    online: () => isOnline,
  };
  return {
    client,
    stop() {
      ending.abort();
    },
  };
};
