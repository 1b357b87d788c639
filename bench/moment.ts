import type { Cabinet } from '../main/core/ports.ts';
import type { ClientResult } from '../shared/contract/client.ts';

/** Resolves with the moment (`performance.now()`) at which the core first says so. */
export const momentWhen = (
  cabinet: Cabinet,
  isSo: (state: ClientResult<'sync.state'>) => boolean,
): Promise<number> =>
  new Promise((resolve) => {
    const stop = cabinet.onChanged(() => {
      void cabinet.call('sync.state', {}).then((answer) => {
        // Before somebody has signed in there is nothing to say.
        if (!answer.ok || !isSo(answer.value as ClientResult<'sync.state'>)) return;
        stop();
        resolve(performance.now());
      });
    });
  });
