import { mkdirSync } from 'node:fs';
import {
  clientMethods,
  isClientMethod,
  type ClientAnswer,
  type ClientMethod,
  type Topic,
} from '../../shared/contract/client.ts';
import { cabinetError, type CabinetError } from '../../shared/contract/errors.ts';
import { err, ok, type Result } from '../../shared/lib/result.ts';
import type { CreateFeature, Handlers } from './context.ts';
import { FEATURES } from './features.ts';
import type { Cabinet, CabinetDeps } from './ports.ts';
import { createSession, type Session } from './session/session.ts';
import { openPreferences, type PreferenceFile } from './session/preferences.ts';
import { storageFailure } from './store/failures.ts';

/** Any handler once its arguments have been parsed by the schema that stands beside it in the same map. */
type AnyHandler = (args: unknown) => Promise<Result<unknown, CabinetError>>;

const preferenceMethods = (file: PreferenceFile, changed: (...topics: Topic[]) => void): Handlers => ({
  'preferences.get': async () => ok(file.get()),
  'preferences.set': async (change) => {
    file.set(change);
    changed('preferences', 'session');
    return ok({});
  },
});

/** Tells listeners once per turn of the event loop what has changed in it. */
const createAnnouncer = (log: CabinetDeps['log']) => {
  const listeners = new Set<(topics: readonly Topic[]) => void>();
  let gathered = new Set<Topic>();
  const announce = (): void => {
    const topics = [...gathered];
    gathered = new Set();
    for (const listener of listeners) {
      try {
        listener(topics);
      } catch {
        log('listener_failed');
      }
    }
  };
  return {
    changed: (...topics: Topic[]): void => {
      if (gathered.size === 0) setImmediate(announce);
      for (const topic of topics) gathered.add(topic);
    },
    onChanged: (listener: (topics: readonly Topic[]) => void) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

const handlerOf = (
  method: ClientMethod,
  always: readonly Handlers[],
  session: Session,
): AnyHandler | CabinetError => {
  const unlocked = session.unlocked();
  const groups = [...always, ...(unlocked?.features.map((feature) => feature.methods) ?? [])];
  // Each handler's own type stands in `Handlers`; here it is only known by name.
  const handler = groups.map((group) => group[method]).find((each) => each !== undefined) as
    AnyHandler | undefined;
  return handler ?? cabinetError(unlocked === null ? 'locked' : 'internal');
};

/**
 * Builds the client: session, sync and features behind one typed API. Resolves when a profile that the key store may
 * open is open. Throws what the file system says when the data folder cannot be used.
 */
export const openCabinet = async (
  deps: CabinetDeps,
  features: readonly CreateFeature[] = FEATURES,
): Promise<Cabinet> => {
  mkdirSync(deps.dataDir, { recursive: true, mode: 0o700 });
  const { changed, onChanged } = createAnnouncer(deps.log);
  const preferences = openPreferences(deps.dataDir);
  const session = createSession(deps, features, changed, preferences);
  const always = [preferenceMethods(preferences, changed), session.methods];

  const call = async (method: string, args: unknown): Promise<Result<unknown, CabinetError>> => {
    if (!isClientMethod(method)) return err(cabinetError('bad_request', { method: method.slice(0, 100) }));
    const parsed = clientMethods[method].args.safeParse(args);
    if (!parsed.success) return err(cabinetError('bad_request', { method }));
    const opened = session.unlocked();
    const handler = handlerOf(method, always, session);
    if (typeof handler !== 'function') return err(handler);
    try {
      return await handler(parsed.data);
    } catch (error) {
      const failure = storageFailure(error);
      if (failure !== null) return err(failure);
      // The store was closed under a call that was still using it (and perhaps opened again): it was locked, that is all.
      if (session.unlocked() === null || session.unlocked() !== opened) return err(cabinetError('locked'));
      deps.log('call_failed', {
        method,
        reason: error instanceof Error ? (error.stack ?? error.message) : 'unknown',
      });
      return err(cabinetError('internal'));
    }
  };

  await session.start();
  return {
    call: async (method, args) => (await call(method, args)) as ClientAnswer<ClientMethod>,
    onChanged,
    async openFile(sha256) {
      const unlocked = session.unlocked();
      const refusal = unlocked?.context.gate.refusal(sha256) ?? null;
      if (refusal !== null) return err(refusal);
      const feature = unlocked?.features.find((each) => each.openFile !== undefined);
      return feature?.openFile?.(sha256) ?? err(cabinetError('locked'));
    },
    async close() {
      // Together: a request that nobody waits for any more must not hold up the end.
      await Promise.all([session.stop(), deps.transport.close()]);
    },
  };
};
