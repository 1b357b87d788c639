import {
  type ClientAnswer,
  type ClientMethod,
  QUERY_TOPICS,
  type Topic,
} from '../../shared/contract/client.ts';
import { cabinetError } from '../../shared/contract/errors.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Cabinet } from '../core/ports.ts';
import type { CoreProcess } from './coreProcess.ts';
import type { CoreReply } from './coreMessages.ts';

/** The `Cabinet` of the core's process, as the shell sees it. */
export const cabinetOf = (core: CoreProcess, changes: Changes): Cabinet => ({
  async call(method, args) {
    const reply = await core.request({
      type: 'call',
      method,
      args,
      again: Object.hasOwn(QUERY_TOPICS, method),
    });
    if (reply?.kind === 'answer') return reply.answer as ClientAnswer<ClientMethod>;
    return err(internal(reply));
  },
  onChanged: (listener) => changes.listen(listener),
  async openFile(sha256) {
    const opened = await core.request({ type: 'open', sha256, again: true });
    if (opened?.kind === 'error') return err(opened.error);
    if (opened?.kind !== 'size') return err(internal(opened));
    return ok({
      size: opened.size,
      async read(start: number, end: number) {
        const reply = await core.request({ type: 'read', sha256, start, end, again: true });
        if (reply?.kind === 'bytes') return reply.bytes;
        throw new Error(reply?.kind === 'error' ? reply.error.code : 'the core ended while a file was read');
      },
    });
  },
  close: () => core.stop(),
});

/** A command whose process ended may have been done or not; the page asks again and sees which. */
const internal = (reply: CoreReply | null) =>
  cabinetError('internal', reply?.kind === 'threw' ? { cause: reply.message.split('\n', 1)[0] ?? '' } : {});

/** Who wants to know what has changed. */
export interface Changes {
  readonly listen: (listener: (topics: readonly Topic[]) => void) => () => void;
  readonly tell: (topics: readonly Topic[]) => void;
}

export const createChanges = (): Changes => {
  const listeners = new Set<(topics: readonly Topic[]) => void>();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (topics) => listeners.forEach((listener) => listener(topics)),
  };
};
