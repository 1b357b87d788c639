import { cabinetError } from '../../../shared/contract/errors.ts';
import { setupRequest, type ServerInfo } from '../../../shared/contract/sync.ts';
import { API } from '../../../shared/contract/version.ts';
import { err, ok } from '../../../shared/lib/result.ts';
import type { Handlers } from '../context.ts';
import { normalisedUsername } from '../keys/vault.ts';
import type { CabinetDeps } from '../ports.ts';
import { isSuccess, problemOf } from '../transport/problem.ts';
import { newCredentials } from './accounts.ts';
import { askServer } from './serverAuth.ts';

/** The first screen waits this long for the server to say whether it needs an administrator. */
const FIRST_LOOK_MS = 1500;

/** What is known of the server before anybody has signed in, and the making of its first administrator. */
export interface ServerLook {
  /** True once the server has said that it has no administrator. */
  needsSetup(): boolean;
  /** Asks it; one request at a time. */
  look(): void;
  /** Resolves when the server has answered once, or a moment later without it. */
  first(): Promise<void>;
  readonly setup: NonNullable<Handlers['session.setup']>;
}

export const createServerLook = (
  deps: Pick<CabinetDeps, 'transport' | 'timers' | 'random'>,
  changed: () => void,
): ServerLook => {
  let info: ServerInfo | null = null;
  let looking: Promise<void> | null = null;

  const note = (said: ServerInfo): void => {
    if (said.needsSetup === info?.needsSetup) return;
    info = said;
    changed();
  };
  const look = (): Promise<void> => {
    looking ??= askServer(deps.transport).then((answer) => {
      looking = null;
      if (answer.ok) note(answer.value);
    });
    return looking;
  };

  return {
    needsSetup: () => info?.needsSetup === true,
    look: () => void look(),
    first() {
      if (info !== null) return Promise.resolve();
      return new Promise((resolve) => {
        const cancel = deps.timers.after(FIRST_LOOK_MS, resolve);
        void look().then(() => {
          cancel();
          resolve();
        });
      });
    },
    async setup({ username, name, position, passphrase, ...installation }) {
      const server = await askServer(deps.transport);
      if (!server.ok) return server;
      const json = setupRequest.safeParse({
        ...installation,
        administrator: {
          ...{ username: normalisedUsername(username), name, position, unit: '' },
          credentials: await newCredentials(passphrase, server.value.kdf, deps.random),
        },
      });
      if (!json.success) return err(cabinetError('invalid'));
      const answer = await deps.transport.request({
        ...{ method: 'POST', path: `${API}/setup`, json: json.data },
      });
      if (!answer.ok) return answer;
      if (!isSuccess(answer.value)) return err(problemOf(answer.value));
      note({ ...server.value, needsSetup: false });
      return ok({});
    },
  };
};
